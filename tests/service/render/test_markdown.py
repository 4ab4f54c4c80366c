from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.render.escape import markdown, markdown_line, one_line
from service.render.markdown import to_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example/a",
    "www.evil.example",
    "**bold** _it_ ~~gone~~ `code`",
    "[1]",
    "&lt;b&gt; &#60;",
    "# heading",
    "> quoted",
    "1. item",
    "- item",
    "``` fence",
    "\\[x](y)",
    "a\n\n# b\n\n<script>",
]


def test_whole_page(make_summary):
    assert to_markdown(make_summary()) == (
        "# Crane falls\n"
        "\n"
        "A crane fell. [1][2][3] Two were hurt. [2]\n"
        "\n"
        "## Where the sources disagree\n"
        "\n"
        "- **people hurt**: 2 [2]; 3 [1]\n"
        "\n"
        "## Timeline\n"
        "\n"
        "- **2024-05**: A crane fell. [1]\n"
        "\n"
        "## Sources\n"
        "\n"
        "1. b.txt\n"
        "   - 0–24: “A crane fell at the quay”\n"
        "   - 41–57: “Three were hurt.”\n"
        "2. **Crane**, Port News, 2024-05-16 (a.txt)\n"
        "   `https://e.example/1`\n"
        "   - 25–50: “A crane fell at the quay.”\n"
        "   - 51–65: “Two were hurt.”\n"
        "3. **Copy** (c.txt) (copy of a.txt, not counted as a separate source)\n"
        "   - 0–25: “A crane fell at the quay.”\n"
        "\n"
        "## Also read, not cited\n"
        "\n"
        "- **Old** (d.txt) (about an earlier event)\n"
        "\n"
        "## Warnings\n"
        "\n"
        "- d.txt is short\n"
    )


@pytest.mark.parametrize(("gap", "head"), [("\n", ""), ("\n- ", "- "), ("\n• ", "• ")])
def test_bullets_stay_bullets(make_summary, gap, head):
    assert "\n- A crane fell. [1][2][3]\n- Two were hurt. [2]\n" in to_markdown(make_summary(gap, head))


def test_nothing_to_tell(make_summary):
    page = to_markdown(make_summary(sentences=(), conflicts=(), timeline=(), text=""))
    assert page.startswith("# Crane falls\n\n## Also read, not cited\n")


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_documents_say_stays_text(hostile, attack):
    page = to_markdown(hostile(attack))
    assert "<script" not in page
    html = MarkdownIt("gfm-like", {"linkify": False}).render(page)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {"h1", "h2", "p", "ol", "ul", "li", "strong", "code"}
    assert html.count("<h1>") == 1
    assert html.count("<code>") <= 1
    text = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert one_line(attack) in text.replace("&amp;", "&")


@given(st.text(max_size=40))
def test_escaped_text_reads_as_it_was(text):
    html = MarkdownIt("commonmark").render(markdown_line(f"x{text}"))
    plain = re.sub(r"</?p>|\n", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    assert plain == one_line(f"x{text}").encode("utf-8", "replace").decode() or "\ufffd" in plain


def test_numbers_rise_within_a_sentence_whatever_the_order_of_its_citations(make_summary):
    summary = make_summary(conflicts=(), timeline=())
    first, second = summary.sentences
    turned = replace(second, claim=replace(second.claim, citations=first.claim.citations[::-1]))
    page = to_markdown(replace(summary, sentences=(first, turned)))
    assert "A crane fell. [1][2][3] Two were hurt. [1][2][3]\n" in page


def test_underscores_inside_words_are_left():
    assert markdown("03_gulf-news_a.txt _x_ a__b") == "03_gulf-news_a.txt \\_x\\_ a\\_\\_b"


def test_terminal_controls_and_reordering_are_taken_out():
    assert markdown("a\x1b[31mred\x9b0m\u202eevil\u2066x\x00") == "a \\[31mred 0mevilx"
    assert markdown("Müller & Söhne: 5 < 6") == "Müller & Söhne: 5 &lt; 6"

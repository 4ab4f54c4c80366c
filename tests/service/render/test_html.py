from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.render.annotate import Passages, annotated
from service.render.html import to_html
from service.render.view import read
from service.types import Citation, Document, MediaType

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "h3",
    "p",
    "span",
    "sup",
    "a",
    "small",
    "ul",
    "li",
    "section",
    "dl",
    "dt",
    "dd",
    "time",
    "article",
    "div",
    "mark",
    "footer",
}
ATTRIBUTES = {
    "charset",
    "http-equiv",
    "content",
    "name",
    "dir",
    "class",
    "id",
    "href",
    "title",
    "aria-label",
}
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "javascript:alert(1)",
    "&lt;script&gt;",
    "<!-- x",
    "\x00\x1b\ufffe",
    "\ud800",
]


class Page(HTMLParser):
    """What is in a page: its tags, attributes, ids, links and the text under `text` and `mark`."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.ids, self.links = set(), set(), [], []
        self.open, self.marked, self.text, self.all_text = [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        attrs = dict(attrs)
        self.attributes |= set(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs["href"]] if "href" in attrs else []
        if tag != "meta":
            self.open.append((tag, attrs.get("class")))
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.all_text.append(data)
        if self.open and self.open[-1][0] == "mark":
            self.marked[-1] += data


def test_links_lead_to_marked_passages_and_back(make_summary):
    page = Page(to_html(make_summary()))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.marked == [
        "A crane fell at the quay",
        "Three were hurt.",
        "A crane fell at the quay.",
        "Two were hurt.",
        "A crane fell at the quay.",
    ]


def test_page_tells_everything(make_summary):
    page = to_html(make_summary())
    for part in (
        "<title>Crane falls</title>",
        '<a href="#p1-1" title="A crane fell at the quay">1a</a>',
        '<a href="#p3-1" title="A crane fell at the quay.">3</a>',
        "Where the sources disagree",
        "<time>2024-05</time>",
        '<span class="clutter">Share this. \n Follow us.</span>',
        "Port News · 2024-05-16 · a.txt · https://e.example/1",
        "copy of a.txt, not counted as a separate source",
        "about an earlier event",
        "d.txt is short",
        "2 independent sources tell this",
    ):
        assert part in page


def test_links_of_a_sentence_rise(make_summary):
    page = to_html(make_summary())
    second = page[page.index('id="t2"') :]
    labels = re.findall(r'href="#p[0-9-]+"[^>]*>(\w+)</a>', second[: second.index("</sup>")])
    assert labels == ["2a", "2b"]


def test_bullets_are_a_list(make_summary):
    assert '<ul class="summary">' in to_html(make_summary("\n"))
    assert '<p class="summary">' in to_html(make_summary())


def test_page_stands_alone(make_summary):
    page = to_html(make_summary())
    assert "default-src 'none'" in page
    for part in ("<script", "<link", "<img", "url(", "@import", "src=", '<a href="http'):
        assert part not in page


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_documents_say_stays_text(hostile, attack):
    html = to_html(hostile(attack))
    page = Page(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert all(link.startswith("#") for link in page.links)
    assert not {"\x00", "\x1b", "\ufffe"} & set(html)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 57), st.integers(1, 57)), min_size=1, max_size=6))
def test_text_with_overlapping_passages_is_whole_and_all_of_them_are_marked(make_summary, spans):
    text = "A crane & <b>fell</b> at the quay, the port said. 3 were hurt"[:58]
    spans = sorted({(start, min(start + length, len(text))) for start, length in spans})
    citations = tuple(Citation(0, start, end, text[start:end]) for start, end in spans)
    summary = make_summary()
    claim = replace(summary.sentences[0].claim, citations=citations)
    summary = replace(
        summary,
        documents=(Document(0, "a", text, MediaType.TEXT),),
        sentences=(replace(summary.sentences[0], claim=claim),),
        conflicts=(),
        timeline=(),
        roles=(),
    )
    reading = read(summary)
    (source,) = reading.sources
    page = Page(annotated(source, Passages(reading)))
    covered = {place for start, end in spans for place in range(start, end)}
    assert "".join(page.marked) == "".join(sign for place, sign in enumerate(text) if place in covered)
    assert len(page.ids) == len(spans)
    untagged = "".join(part for part in page.all_text)
    for order in range(len(spans)):
        label = Passages(reading).label(source.passages[order])
        untagged = untagged.replace(label, "", 1) if len(spans) == 1 else untagged
    assert len(spans) > 1 or untagged == text

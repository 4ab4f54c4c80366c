import time

import pytest
from hypothesis import given, settings

from service.text.files.extract_html import extract_html
from service.text.files.extracted import OverLimitError
from service.text.files.html_meta import iso_date
from service.types import BlockKind
from tests.strategies import hostile_text

PARAGRAPHS = (
    "<p>The bridge at Ostrava Ford was closed on Monday after engineers found cracks in its middle pier.</p>"
    "<p>Engineers expect the repair to take six weeks, and the ferry will run every ten minutes.</p>"
    "<p>The town of Ostrava Ford has had three bridges in four hundred years, and lost two to ice.</p>"
)


def page(body: str = PARAGRAPHS, head: str = "") -> str:
    title = "<title>Bridge closed | The Lantern</title>"
    return f"<!DOCTYPE html><html><head>{title}{head}</head><body>{body}</body></html>"


def test_the_article_is_taken_and_the_frame_left() -> None:
    found = extract_html(
        page(
            "<nav><a href='/'>World</a><a href='/s'>Sport</a></nav>"
            f"<main><h1>Bridge closed at Ostrava Ford</h1>{PARAGRAPHS}<h2>What next</h2>"
            "<p>The council meets on Friday to decide on the money for a new bridge.</p></main>"
            "<footer><p>Terms of use | Privacy</p></footer>"
        )
    )
    assert "cracks in its middle pier" in found.text
    assert "Terms of use" not in found.text
    assert "Sport" not in found.text
    told = {(found.text[block.start : block.end], block.kind) for block in found.blocks}
    assert ("Bridge closed at Ostrava Ford", BlockKind.TITLE) in told
    assert ("What next", BlockKind.HEADING) in told


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var SECRET=1</script>",
        "<style>.SECRET{}</style>",
        "<div style='display: none'>SECRET orders</div>",
        "<p hidden>SECRET orders</p>",
        "<p aria-hidden='true'>SECRET orders</p>",
        "<p style='font-size:0px'>SECRET orders</p>",
        "<style>.gone{display:none}</style><p class='lead gone'>SECRET orders to whoever reads this.</p>",
        "<template><p>SECRET orders</p></template>",
        "<noscript><p>SECRET orders</p></noscript>",
        "<!-- SECRET -->",
        "<button>SECRET</button>",
    ],
)
def test_what_a_reader_cannot_see_never_leaks(hidden: str) -> None:
    found = extract_html(page(f"<article>{PARAGRAPHS}{hidden}{PARAGRAPHS}</article>"))
    assert "middle pier" in found.text
    assert "SECRET" not in found.text


def test_rules_for_print_hide_nothing() -> None:
    css = "<style>@media print{.story{display:none}}</style>"
    assert "middle pier" in extract_html(page(f"<div class='story'>{PARAGRAPHS}</div>", css)).text


def test_a_page_that_is_plain_text_is_kept() -> None:
    text = "Just text, with 3 < 4 & more.\n\nAnd a second paragraph."
    assert extract_html(text).text == text


def test_a_page_without_an_article_gives_all_its_text() -> None:
    found = extract_html("<html><body><div>Bridge closed.</div><div>Ferry runs.</div></body></html>")
    assert "Bridge closed." in found.text
    assert "Ferry runs." in found.text


def test_headings_within_list_items_stand_apart() -> None:
    items = "".join(f"<li><h3>1{n}:05 Update {n}</h3>{PARAGRAPHS}</li>" for n in range(3))
    found = extract_html(page(f"<main><h1>Live page</h1><ul>{items}</ul></main>"))
    headings = [found.text[b.start : b.end] for b in found.blocks if b.kind is BlockKind.HEADING]
    assert headings == ["10:05 Update 0", "11:05 Update 1", "12:05 Update 2"]


def test_metadata_is_read() -> None:
    head = (
        '<meta property="og:title" content="Bridge closed &amp; ferry runs | The Lantern">'
        '<meta property="og:site_name" content="The Lantern">'
        '<meta property="article:published_time" content="2031-06-10T06:15:00Z">'
    )
    found = extract_html(page(head=head))
    assert (found.title, found.outlet, found.published_at) == (
        "Bridge closed & ferry runs",
        "The Lantern",
        "2031-06-10T06:15:00+00:00",
    )


def test_linked_data_is_read() -> None:
    head = (
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Bridge closed",'
        '"datePublished":"2031-06-10","publisher":{"name":"The Lantern"}}]}</script>'
    )
    found = extract_html(page(head=head))
    assert (found.title, found.outlet, found.published_at) == ("Bridge closed", "The Lantern", "2031-06-10")


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ('<time datetime="2031-06-10">today</time>', "2031-06-10"),
        ('<time datetime="2031-06-10">a</time><time datetime="2029-01-01">b</time>', None),
        ("<p>© 2029. Page 2029-01-01.</p>", None),
        ('<time datetime="soon">soon</time>', None),
    ],
)
def test_only_clear_dates_count(times: str, day: str | None) -> None:
    assert extract_html(page(f"<article>{times}{PARAGRAPHS}</article>")).published_at == day


def test_the_site_name_may_come_first_in_the_title() -> None:
    head = "<head><title>River Status - Bridge closed</title></head>"
    markup = f"<html>{head}<body><h1>Bridge closed</h1>{PARAGRAPHS}"
    found = extract_html(markup)
    assert (found.title, found.outlet) == ("Bridge closed", "River Status")


def test_a_broken_linked_data_script_is_ignored() -> None:
    head = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert "middle pier" in extract_html(page(head=head)).text


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + "deep",
        "<table><tr><td>" * 10_000 + "deep",
        "<!--" * 50_000,
        "<" * 100_000,
        "<style>" + "a{" * 50_000,
        "<p " + "a='b' " * 50_000 + ">text</p>",
    ],
)
def test_monstrous_pages_are_survived(markup: str) -> None:
    began = time.process_time()
    extract_html(markup)
    assert time.process_time() - began < 5


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    text = extract_html(f"{bomb}<html><body>{PARAGRAPHS}<p>&b; &f;</p></body></html>").text
    assert "hahaha" not in text
    assert len(text) < 500


@settings(deadline=None, max_examples=30)
@given(hostile_text)
def test_no_page_is_too_broken(text: str) -> None:
    found = extract_html(page(f"<article>{text}</article>"))
    for block in found.blocks:
        assert 0 <= block.start < block.end <= len(found.text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2031-06-10T06:15:00Z", "2031-06-10T06:15:00+00:00"),
        ("20310610T061500+0300", "2031-06-10T06:15:00+03:00"),
        ("2031-06-10 06:15", "2031-06-10T06:15:00"),
        ("2031-06-10", "2031-06-10"),
        ("2031-13-10", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_iso_dates_are_normalized(text: str | None, normal: str | None) -> None:
    assert iso_date(text) == normal


def kinds_of(found):
    return {found.text[block.start : block.end]: block.kind for block in found.blocks}


def test_a_paragraph_that_is_a_link_leads_to_another_article() -> None:
    link = "<p><a href='/sing'>WHY BRIDGES SING IN WINTER AND NOT IN SUMMER</a></p>"
    labelled = "<p>Read more: <a href='/ferry'>The ferry at Ostrava Ford runs all night</a></p>"
    within = "<p>The council <a href='/vote'>voted on Friday</a> to pay for the ferry until then.</p>"
    here = "<h2><a href='#next'>What next</a></h2>"
    found = extract_html(
        page(f"<article>{PARAGRAPHS}{link}{within}{here}{PARAGRAPHS}{labelled}{PARAGRAPHS}</article>")
    )
    told = kinds_of(found)
    assert told["WHY BRIDGES SING IN WINTER AND NOT IN SUMMER"] is BlockKind.BOILERPLATE
    assert told["Read more: The ferry at Ostrava Ford runs all night"] is BlockKind.BOILERPLATE
    assert told["What next"] is BlockKind.HEADING
    assert "The council voted on Friday to pay for the ferry until then." in found.text
    assert not any("The council" in text for text in told)


def test_a_list_of_teasers_is_navigation_and_a_list_with_links_is_text() -> None:
    teasers = "".join(
        f"<li><a href='/{n}'>Why the bridge number {n} sings</a> <b>It is the wind in its ropes.</b></li>"
        for n in range(4)
    )
    items = "".join(f"<li>Pier {n} was checked by <a href='/d'>divers</a> on Monday.</li>" for n in range(4))
    article = f"{PARAGRAPHS}<ul>{items}</ul>{PARAGRAPHS}<ul>{teasers}</ul>"
    assert "sings" not in " ".join(kinds_of(extract_html(page(f"<article>{article}{PARAGRAPHS}</article>"))))
    told = kinds_of(extract_html(page(f"<article>{article}</article>")))
    assert [kind for text, kind in told.items() if "sings" in text] == [BlockKind.BOILERPLATE] * 4
    assert not any("was checked" in text for text in told)


def test_rows_of_a_table_are_no_sentences() -> None:
    rows = "".join(f"<tr><td>Pier {n}</td><td>{n} cracks.</td></tr>" for n in range(3))
    told = kinds_of(extract_html(page(f"<article>{PARAGRAPHS}<table>{rows}</table>{PARAGRAPHS}</article>")))
    assert told["Pier 1 | 1 cracks."] is BlockKind.DIGEST


def test_marks_that_are_ours_are_not_taken_from_a_page() -> None:
    found = extract_html(page(PARAGRAPHS.replace("Monday", "\ufdd0Monday\ufdd1 &#xfdd0;night")))
    assert "\ufdd0" not in found.text
    assert "\ufdd1" not in found.text
    assert "Monday" in found.text


@pytest.mark.parametrize("unit", ["<p>x", "<td>x", "<div>x</div>", "<h2>x</h2>", "<li><a href=x>More</a>"])
def test_a_page_of_many_elements_costs_no_more_than_its_length(unit: str) -> None:
    began = time.process_time()
    extract_html(unit * 12_000 + "<p>The ferry sank on Monday.</p>")
    assert time.process_time() - began < 8


def test_a_page_of_too_many_elements_is_refused_before_it_is_parsed() -> None:
    began = time.process_time()
    with pytest.raises(OverLimitError, match="has about 4,000,000 elements; at most 100,000 are read"):
        extract_html("<b>x" * 4_000_000)
    assert time.process_time() - began < 8

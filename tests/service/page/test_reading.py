"""In Chromium: articles go in, sentences come out, and every citation leads to its passage."""

from __future__ import annotations

import io
import random

import docx
import pytest

from tests.pdf import pdf_file
from tests.service.page.steps import (
    download,
    highlighted,
    in_view,
    paste,
    summarize,
    summary_of,
    take_example,
    until,
)

CRANE = (
    "A crane fell at the quay of Ostrava Ford on Monday, the port authority said. "
    "Two workers were hurt and were taken to the hospital at Nordham."
)


def docx_file(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def citations_by_source(sentence, summary):
    """Return (document, cited texts in the text's order) as the page shows a sentence's citations."""
    cited = {}
    for citation in sentence["citations"]:
        cited.setdefault(citation["document_index"], []).append(citation)
    return {
        summary["documents"][index]["id"]: [
            citation["cited_text"] for citation in sorted(group, key=lambda one: one["start_char_index"])
        ]
        for index, group in cited.items()
    }


def check_citations(page, summary, sentences):
    """Press every number of some sentences, and compare what is highlighted with what is cited."""
    pressed = 0
    for number in sentences:
        expected = citations_by_source(summary["sentences"][number], summary)
        chips = page.locator("#text .told").nth(number).locator(".chip")
        assert chips.count() == len(expected)
        found = {}
        for place in range(chips.count()):
            chips.nth(place).click()
            page.wait_for_selector("#reader[open] mark.here")
            doc = int(chips.nth(place).get_attribute("data-doc"))
            found[summary["documents"][doc]["id"]] = highlighted(page)
            pressed += 1
        assert found == expected
    return pressed


def test_an_example_is_summarized_and_every_citation_opens_its_passage(page):
    take_example(page)
    summarize(page)
    assert page.evaluate("document.activeElement.id") == "title"
    summary = summary_of(page)
    assert page.inner_text("#title") == summary["title"]
    assert page.locator("#text .told").count() == len(summary["sentences"])
    assert check_citations(page, summary, range(min(3, len(summary["sentences"])))) > 3


def test_the_open_source_is_scrolled_to_the_passage_and_clutter_is_grey(open_page):
    page = open_page(viewport={"width": 1280, "height": 500}, reduced_motion="reduce")
    take_example(page)
    summarize(page)
    for chip in page.locator("#text .chip").all()[:6]:
        chip.click()
        page.wait_for_selector("#reader[open] mark.here")
        assert in_view(page, "#reader-text mark.here")
    page.click("#reader-close")
    page.click("#sources-list button:has-text('Biscay')")
    assert "FILE PHOTO" in " ".join(page.locator("#reader-text .clutter").all_inner_texts())


def test_uploads_of_every_kind_are_read_and_can_be_opened(page):
    text = CRANE.replace("Two", "2")
    page.set_input_files(
        "#files",
        [
            {"name": "a.txt", "mimeType": "text/plain", "buffer": CRANE.encode()},
            {
                "name": "b.html",
                "mimeType": "text/html",
                "buffer": f"<html><body><p>{CRANE}</p></body></html>".encode(),
            },
            {"name": "c.pdf", "mimeType": "application/pdf", "buffer": pdf_file([text.split(". ")])},
            {"name": "d.docx", "mimeType": "", "buffer": docx_file(CRANE)},
        ],
    )
    assert page.locator("#list > li").count() == 4
    page.locator("#list summary").nth(2).click()
    page.locator("#list > li").nth(2).locator(".doc-outlet input").fill("Port News")
    page.locator("#list > li").nth(2).locator(".doc-published input").fill("2031-10-14")
    summarize(page)
    summary = summary_of(page)
    told = {document["id"]: document for document in summary["documents"]}
    assert set(told) == {"a.txt", "b.html", "c.pdf", "d.docx"}
    assert (told["c.pdf"]["outlet"], told["c.pdf"]["published_at"]) == ("Port News", "2031-10-14")
    check_citations(page, summary, range(len(summary["sentences"])))
    for place, document in enumerate(told.values()):
        page.keyboard.press("Escape")
        page.locator("#sources-list button", has_text=document["id"]).click()
        assert "crane fell" in page.inner_text("#reader-text"), place


def test_offsets_count_code_points_whatever_stands_before(page):
    paste(
        page,
        f"🏗️🚢 “Ποσειδῶν” 𝔘𝔫𝔦 👩‍👩‍👧‍👦. {CRANE} 🙈 The port will open again on Wednesday, it said.",
        "Harbour 🚢 Post",
    )
    paste(page, f"😀{CRANE}")
    summarize(page)
    summary = summary_of(page)
    assert summary["documents"][0]["outlet"] == "Harbour 🚢 Post"
    assert check_citations(page, summary, range(len(summary["sentences"]))) >= 2


@pytest.mark.parametrize("seed", range(3))
def test_texts_are_cut_where_python_would_cut_them(page, seed):
    chance = random.Random(seed)
    cases = []
    for _ in range(60):
        text = "".join(chance.choices("ab \n😀🚢é\u0301", k=chance.randrange(1, 30)))
        spans = [sorted(chance.choices(range(len(text) + 1), k=2)) for _ in range(4)]
        passages = [{"start": a, "end": b, "text": text[a:b]} for a, b in spans[:3] if a < b]
        clutter = [{"start": a, "end": b} for a, b in spans[3:] if a < b]
        cases.append({"text": text, "passages": passages, "clutter": clutter})
    cut = page.evaluate(
        """async (cases) => {
            const { cut } = await import("/page/offsets.js");
            return cases.map((one) => cut(one.text, one.passages, one.clutter));
        }""",
        cases,
    )
    for case, pieces in zip(cases, cut, strict=True):
        assert "".join(piece["text"] for piece in pieces) == case["text"]
        for index, passage in enumerate(case["passages"]):
            assert "".join(p["text"] for p in pieces if index in p["passages"]) == passage["text"]
        grey = "".join(piece["text"] for piece in pieces if piece["clutter"])
        assert grey == "".join(case["text"][span["start"] : span["end"]] for span in case["clutter"])


def test_a_passage_that_does_not_fit_is_not_highlighted(page):
    pieces = page.evaluate(
        """async () => {
            const { cut } = await import("/page/offsets.js");
            const wrong = [{ start: 0, end: 3, text: "Two" }, { start: 4, end: 99, text: "fell." }];
            return cut("One fell.", wrong, []);
        }"""
    )
    assert pieces == [{"text": "One fell.", "passages": [], "clutter": False}]


def test_roles_conflicts_and_the_timeline_are_shown(page):
    take_example(page)
    summarize(page)
    summary = summary_of(page)
    sources = page.inner_text("#sources-list")
    assert "Copy of Biscay Newswire, counted once" in sources
    assert "About an earlier event" in sources
    assert page.locator("#conflicts .conflict").count() == len(summary["conflicts"]) > 0
    sides = page.locator("#conflicts .conflict").first.locator(".side-of")
    assert sides.count() >= 2
    boxes = [sides.nth(place).bounding_box() for place in range(2)]
    assert boxes[0]["y"] == boxes[1]["y"], "side by side"
    assert page.locator("#timeline li").count() == len({entry["date"] for entry in summary["timeline"]}) > 0
    said = [sentence["corroboration"] for sentence in summary["sentences"]]
    assert [
        page.locator("#text .told").nth(n).locator(".dots i.on").count() for n in range(len(said))
    ] == said


def test_verbatim_and_fused_sentences_are_told_apart(page):
    take_example(page)
    summarize(page)
    methods = [sentence["method"] for sentence in summary_of(page)["sentences"]]
    shown = page.locator("#text .told").evaluate_all(
        "nodes => nodes.map((n) => n.classList.contains('verbatim'))"
    )
    assert shown == [method == "extractive" for method in methods]
    page.click("#change")
    page.check("input[value=extractive]", force=True)
    page.check("input[value=bullets]", force=True)
    summarize(page)
    assert (
        page.locator("#text li.told.verbatim .quote-sign").count() == page.locator("#text .told").count() > 0
    )


def test_the_passage_is_shown_while_its_number_is_pointed_at(page):
    take_example(page)
    summarize(page)
    cited = summary_of(page)["sentences"][0]["citations"]
    chip = page.locator("#text .chip").first
    chip.hover()
    peek = page.locator("#peek")
    peek.wait_for(state="visible")
    assert chip.get_attribute("aria-describedby") == "peek"
    first = cited[0]["cited_text"].split()
    assert " ".join(peek.locator("blockquote").first.inner_text().split()).startswith(" ".join(first[:8]))
    peek.hover()
    page.wait_for_timeout(300)
    assert peek.is_visible(), "one can point into it"
    page.keyboard.press("Escape")
    assert not peek.is_visible()


def test_text_and_markdown_are_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    take_example(page)
    summarize(page)
    summary = summary_of(page)
    page.get_by_role("button", name="Copy text").click()
    page.get_by_role("button", name="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"{summary['title']}\n\n{summary['sentences'][0]['text']} [1]")
    assert "\nSources\n[1] " in text
    page.get_by_role("button", name="Copy Markdown").click()
    until(page, "navigator.clipboard.readText().then((text) => text.startsWith('# '))")
    assert "## Sources" in page.evaluate("navigator.clipboard.readText()")


def test_the_report_stands_alone(page, open_page, browser):
    take_example(page)
    summarize(page)
    name, path = download(page, "Download report")
    assert name.endswith(".html")
    report = browser.new_context(java_script_enabled=False, offline=True).new_page()
    asked = []
    report.on("request", lambda request: asked.append(request.url))
    report.set_content(path.read_text(encoding="utf-8"))
    assert report.inner_text("h1") == page.inner_text("#title")
    assert report.locator("mark").count() > 0
    assert asked == []
    report.context.close()

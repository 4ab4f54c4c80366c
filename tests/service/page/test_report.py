"""A summary's JSON becomes the report that the summary itself would have become."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from service.media import media_type_of
from service.page.report import read_summary
from service.render.html import to_html
from service.render.json import to_wire
from service.render.markdown import to_markdown
from service.types import SourceDocument, SummaryRequest

EXAMPLE = Path(__file__).parents[3] / "examples" / "tanker-fire-vilar-da-barra"
ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def request_of(*texts, **fields):
    sources = (
        SourceDocument(index, f"{index}.txt", text, media_type_of("a.txt"), **fields)
        for index, text in enumerate(texts)
    )
    return SummaryRequest(documents=tuple(sources), include_text=True)


@pytest.fixture(scope="module")
def summary(pipeline):
    """Return the summary of the example articles."""
    sources = (
        SourceDocument(index, path.name, path.read_bytes(), media_type_of(path.name))
        for index, path in enumerate(sorted(EXAMPLE.iterdir()))
    )
    return pipeline.summarize(SummaryRequest(documents=tuple(sources), include_text=True))


@pytest.fixture(scope="module")
def wire(summary):
    """Return it as the service answers it."""
    return to_wire(summary)


def post(client, body, accept):
    return client.post("/page/report", json=body, headers={"Accept": accept})


def test_the_example_has_something_of_everything(wire):
    assert wire["conflicts"]
    assert wire["timeline"]
    assert {document["role"] for document in wire["documents"]} == {
        "main",
        "syndicated_copy",
        "earlier_event",
    }


def test_reports_are_those_of_the_summary_itself(client, summary, wire):
    html = post(client, wire, "text/html")
    assert html.status_code == 200
    assert html.text == to_html(summary)
    markdown = post(client, wire, "text/markdown")
    assert markdown.text == to_markdown(summary)


def test_a_report_is_kept_and_not_shown(client, wire):
    response = post(client, wire, "text/html")
    assert response.headers["Content-Disposition"] == "attachment"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content_type == "text/html; charset=utf-8"
    assert "Accept" in response.headers["Vary"]


def test_markdown_needs_no_texts_and_html_does(client, summary, wire):
    bare = copy.deepcopy(wire)
    for document in bare["documents"]:
        del document["text"]
        del document["boilerplate"]
    assert post(client, bare, "text/markdown").text == to_markdown(summary)
    refused = post(client, bare, "text/html")
    assert refused.status_code == 422
    assert "does not fit the text" in refused.get_json()["errors"][0]["detail"]


def test_whatever_is_in_it_stays_text(client, pipeline):
    text = f"{ATTACK} A crane fell at the quay on Monday, the port said. {ATTACK}"
    summary = pipeline.summarize(request_of(text, title=ATTACK, outlet=ATTACK))
    body = to_wire(summary)
    for part in (body, body["documents"][0]):
        part["title"] = ATTACK
    body["warnings"] = [ATTACK]
    body["models"] = {ATTACK: ATTACK}
    html = post(client, body, "text/html").text
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    markdown = post(client, body, "text/markdown").text
    assert "<script" not in markdown
    assert "<img" not in markdown


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("sentences", 0, "citations", 0, "document_index"), 99, "/documents"),
        (
            ("sentences", 0, "citations", 0, "start_char_index"),
            -1,
            "/sentences/0/citations/0/start_char_index",
        ),
        (("sentences", 0, "citations", 0, "start_char_index"), 10**9, "/documents"),
        (("sentences", 0, "citations", 0, "cited_text"), "something else", "/documents"),
        (("sentences", 0, "method"), "guessed", "/sentences/0/method"),
        (("documents", 0, "role"), "king", "/documents/0/role"),
        (("documents", 1, "index"), 0, ""),
        (("documents", 1, "id"), "01_biscay-newswire.txt", ""),
        (("offset_unit",), "bytes", "/offset_unit"),
        (("sentences",), None, "/sentences"),
    ],
)
def test_what_is_no_summary_is_refused(client, wire, path, value, pointer):
    body = copy.deepcopy(wire)
    part = body
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    response = post(client, body, "text/html")
    assert response.status_code == 422, response.text
    assert response.get_json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff"])
def test_what_is_no_object_is_refused(client, body):
    response = client.post(
        "/page/report", data=body, headers={"Accept": "text/html", "Content-Type": "application/json"}
    )
    assert response.status_code in (400, 422)


def test_a_form_of_another_site_cannot_make_a_page_of_ours(client, wire):
    response = client.post(
        "/page/report", data=b"{}", headers={"Content-Type": "text/plain", "Accept": "text/html"}
    )
    assert response.status_code == 415


def test_only_reports_are_made(client, wire):
    assert post(client, wire, "image/png").status_code == 406


def test_boilerplate_that_lies_outside_the_text_does_no_harm(client, wire):
    body = copy.deepcopy(wire)
    body["documents"][0]["boilerplate"] = [{"start": 10**7, "end": 10**8}, {"start": 5, "end": 3}]
    assert post(client, body, "text/html").status_code == 200


def test_the_citations_of_a_read_summary_still_fit(wire):
    read = read_summary(wire, texts=True)
    texts = {document.index: document.text for document in read.documents}
    cited = [citation for placed in read.sentences for citation in placed.claim.citations]
    assert cited
    assert all(texts[c.doc][c.start : c.end] == c.cited_text for c in cited)

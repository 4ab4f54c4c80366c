from __future__ import annotations

import json

import pytest

from service.render.json import dumps, to_wire
from service.types import Document, MediaType

KEYS = [
    "id",
    "title",
    "summary",
    "sentences",
    "conflicts",
    "timeline",
    "documents",
    "offset_unit",
    "models",
    "timings_ms",
    "warnings",
]
SENTENCE_KEYS = ["text", "start", "end", "method", "support", "corroboration", "citations"]
CITATION_KEYS = [
    "type",
    "document_index",
    "document_id",
    "document_title",
    "start_char_index",
    "end_char_index",
    "cited_text",
]
DOCUMENT_KEYS = [
    "index",
    "id",
    "title",
    "outlet",
    "published_at",
    "language",
    "text_sha256",
    "characters",
    "role",
    "copy_of",
    "boilerplate",
]


def test_keys_are_those_of_the_contract_in_their_order(make_summary):
    wire = to_wire(make_summary())
    assert list(wire) == KEYS
    assert [list(sentence) for sentence in wire["sentences"]] == [SENTENCE_KEYS] * 2
    assert [list(document) for document in wire["documents"]] == [DOCUMENT_KEYS] * 4
    (conflict,) = wire["conflicts"]
    assert list(conflict) == ["about", "sides"]
    assert [list(side) for side in conflict["sides"]] == [["value", "citations"]] * 2
    assert [list(entry) for entry in wire["timeline"]] == [["date", "text", "citations"]]
    cited = [*wire["sentences"], *conflict["sides"], *wire["timeline"]]
    citations = [citation for place in cited for citation in place["citations"]]
    assert len(citations) == 8
    assert all(list(citation) == CITATION_KEYS for citation in citations)


def test_values(make_summary):
    wire = to_wire(make_summary())
    first = wire["sentences"][0]
    assert first["method"] == "abstractive"
    assert first["support"] == {"verdict": "supported", "score": 0.9877}
    assert first["corroboration"] == 2
    assert first["citations"][0] == {
        "type": "char_location",
        "document_index": 1,
        "document_id": "b.txt",
        "document_title": None,
        "start_char_index": 0,
        "end_char_index": 24,
        "cited_text": "A crane fell at the quay",
    }
    assert wire["offset_unit"] == "unicode_code_point"
    assert [document["role"] for document in wire["documents"]] == [
        "main",
        "main",
        "syndicated_copy",
        "earlier_event",
    ]
    assert [document["copy_of"] for document in wire["documents"]] == [None, None, "a.txt", None]
    assert [(s["start"], s["end"]) for s in wire["sentences"]] == [(0, 13), (14, 28)]


def test_boilerplate_parted_by_white_space_is_one_span(make_summary):
    document = to_wire(make_summary())["documents"][0]
    assert document["boilerplate"] == [{"start": 0, "end": 24}, {"start": 66, "end": 74}]


@pytest.mark.parametrize(
    ("extracted", "asked", "there"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_text_is_there_only_where_it_was_extracted_or_asked_for(make_summary, extracted, asked, there):
    document = Document(0, "a", "text", MediaType.TEXT, extracted=extracted)
    summary = make_summary(
        documents=(document,), sentences=(), conflicts=(), timeline=(), roles=(), include_text=asked
    )
    assert ("text" in to_wire(summary)["documents"][0]) == there


def test_dumps_is_utf8_and_falls_back_to_ascii_for_lone_surrogates():
    assert dumps({"b": "é", "a": 1}) == '{"b":"é","a":1}'.encode()
    assert json.loads(dumps(["é\ud800"])) == ["é\ud800"]
    with pytest.raises(ValueError, match="JSON compliant"):
        dumps([float("nan")])

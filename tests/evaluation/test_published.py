from hashlib import sha256

import pytest

from evaluation.published import to_markdown
from service.errors import InvalidRequest

SECRET = "The silver ferry left the old harbour at dawn with nine passengers."


def row(**fields):
    cited = {"document_id": "d1", "start_char_index": 4, "end_char_index": 9, "cited_text": SECRET}
    return {
        "id": "events/goat/1",
        "origin": "events/goat",
        "text": "A goat ate *fourteen* hats.",
        "citations": [cited],
        "score": 0.9,
        "verdict": "supported",
        "fault": None,
        "note": "",
    } | fields


def foreign(**fields):
    text = "The ferry left with nine passengers."
    return row(id="multinews_val_250/0001/1", origin="multinews_val_250/0001", text=text) | fields


def test_ours_are_told_in_full():
    page = to_markdown([row(citations=[row()["citations"][0] | {"cited_text": "A goat ate."}])])
    assert "> A goat ate \\*fourteen\\* hats." in page
    assert "- d1 4–9: “A goat ate.”" in page
    assert "**events/goat/1**: **supported**" in page
    assert "## Sentences about other articles" not in page


@pytest.mark.parametrize("origin", ["multinews_val_250/0001", "extra/seeds", "eventsful/goat"])
def test_others_are_told_by_hash_and_place(origin):
    wrong = foreign(origin=origin, verdict="unsupported", fault="number", note="nine, not ten")
    page = to_markdown([wrong])
    digest = sha256(wrong["text"].encode()).hexdigest()
    assert f"6 words, `{digest}`; cites d1 4–9; **unsupported**, number, nine, not ten" in page
    assert "ferry" not in page
    assert "silver" not in page


def test_verdicts_are_counted_by_origin():
    page = to_markdown([row(), foreign(), foreign(verdict="unsupported", fault="date")])
    lines = page.splitlines()
    assert "| from | supported | unsupported |" in lines
    assert "| events | 1 | 0 |" in lines
    assert "| all | 2 | 1 |" in lines
    assert "| date | 1 |" in lines


def test_a_note_does_not_quote_what_is_not_ours():
    quoting = "says: the old harbour, at dawn with nine"
    with pytest.raises(InvalidRequest, match="multinews_val_250/0001/1 repeats"):
        to_markdown([foreign(note=quoting)])
    assert quoting in to_markdown([row(note=quoting)])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no rows"),
        ([row(), row(verdict=None)], "1 sentences have no verdict yet"),
        ([{"id": "x"}], "no sheet"),
    ],
)
def test_what_is_no_judged_sheet_is_refused(rows, message):
    with pytest.raises(InvalidRequest, match=message):
        to_markdown(rows)

"""Which date a fact gets, and when it gets none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.stages.timeline import main_mentions, timeline
from service.types import Citation, DocumentRole, PlacedClaim, Role
from tests.service.builders import claim, event

THURSDAY = "2034-09-07"


def cite(sentence):
    return Citation(sentence.doc, sentence.start, sentence.end, sentence.text)


def place(told, text, *members):
    """A claim of these sentences of an event, each of which it cites."""
    citations = tuple(cite(told.sentences[i]) for i in members)
    return PlacedClaim(claim(text, members, citations=citations), 0, len(text))


def entries(told, *placed, roles=None):
    return timeline(placed, told.sentences, told.documents, roles or told.roles)


def dated(text, published=THURSDAY, *more):
    """The date of a claim that repeats the only sentence of its document."""
    told = event([text], published=(published,))
    found = entries(told, place(told, text, 0))
    return found[0].date if found else None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("The ferry sank on Monday.", "2034-09-04"),
        ("The ferry sank yesterday, the coast guard said on Thursday.", "2034-09-06"),
        ("OSLO, Sept 7 (Wire) - The ferry sank on Monday.", "2034-09-04"),
        ("The ferry sank on 3 May 2031.", "2031-05-03"),
        ("The ferry was built in 1962.", "1962"),
        ("The inquiry will open on Friday.", "2034-09-08"),
        ("The ferry, built in 1962, sank on Monday.", "2034-09-04"),
        ("Divers, who have worked since 2 May, found the wreck on Monday.", "2034-09-04"),
        ("The ferry, built in 1962, was well liked.", None),
        ("The line has been closed since Monday.", None),
        ("The line stays closed until Monday.", None),
        ("The wreck was found, the coast guard said on Monday.", None),
        ("He was held in custody until he is tried on 9 October.", None),
        ("Six people are still missing this morning.", None),
        ("The ferry sank a day earlier.", None),
        ("Sailors were asked last week what they thought.", None),
        ("The ferry sank.", None),
    ],
)
def test_the_main_event_dates_a_fact(text, iso):
    assert dated(text) == iso


def test_without_a_publication_date_a_weekday_dates_nothing():
    assert dated("The ferry sank on Monday.", None) is None
    assert dated("The ferry sank on 3 May 2031.", None) == "2031-05-03"


def test_a_weekday_is_resolved_by_the_document_that_says_it():
    told = event(["The ferry sank."], ["The ferry sank on Monday."], published=("2034-09-12", THURSDAY))
    (entry,) = entries(told, place(told, "The ferry sank on Monday.", 0, 1))
    assert entry.date == "2034-09-04"
    assert entry.citations == (cite(told.sentences[1]), cite(told.sentences[0]))


def test_another_cited_sentence_may_give_the_date():
    told = event(["The ferry sank on Monday."], ["The ferry sank on 4 September 2034."])
    (entry,) = entries(told, place(told, "The ferry sank.", 0, 1))
    assert entry.date == "2034-09-04"


def test_a_sentence_on_something_else_does_not_date_a_fact():
    told = event(["The ferry sank.", "Divers of the navy found a wreck on Monday."], published=(THURSDAY,))
    assert entries(told, place(told, "The ferry sank.", 0, 1)) == []


def test_sentences_that_differ_on_the_date_date_nothing():
    told = event(
        ["The ferry sank on 4 September 2034."],
        ["The ferry sank on 5 September 2034."],
        published=(THURSDAY,),
    )
    assert entries(told, place(told, "The ferry sank.", 0, 1)) == []


def test_no_date_is_more_precise_than_the_claim():
    told = event(["The ferry sank in May 2031."], ["The ferry went down on 3 May 2031."])
    (entry,) = entries(told, place(told, "The ferry sank in May 2031.", 0, 1))
    assert entry.date == "2031-05"


def test_entries_come_oldest_first_and_each_fact_once():
    told = event(
        ["The ferry sank on Monday.", "The wreck was found on 3 May 2031.", "On Monday the ferry sank."],
        published=(THURSDAY,),
    )
    found = entries(told, *(place(told, s.text, i) for i, s in enumerate(told.sentences)))
    assert [entry.text for entry in found] == [
        "The wreck was found on 3 May 2031.",
        "The ferry sank on Monday.",
    ]


def test_only_what_a_claim_cites_dates_it():
    told = event(["The ferry sank."], ["The ferry sank on Monday."], published=(THURSDAY, THURSDAY))
    only_first = claim("The ferry sank.", (0, 1), citations=(cite(told.sentences[0]),))
    assert entries(told, PlacedClaim(only_first, 0, 1)) == []


def test_documents_on_another_event_date_nothing():
    told = event(["The ferry sank on Monday."], published=(THURSDAY,))
    placed = place(told, "The ferry sank on Monday.", 0)
    assert len(entries(told, placed)) == 1
    assert entries(told, placed, roles=[DocumentRole(0, Role.OFF_EVENT, 0)]) == []


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    assert all(text[m.start : m.end] == m.surface for m in main_mentions(text))

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.stages.shortlist import shortlist
from service.types import BlockKind
from tests.service.builders import event, sentence

SHARED = "The ferry Alba sank in the strait of Orre."
ALONE = "Otherwise bakers argued about gooseberry tart recipes."


@pytest.fixture
def two_reports():
    return event([SHARED, ALONE, SHARED], [SHARED, "Elsewhere hens laid."]).sentences


def test_a_small_request_loses_nothing(two_reports):
    assert shortlist(two_reports, None, len(two_reports)) == two_reports


def test_what_several_documents_tell_stays_and_keeps_its_order(two_reports):
    kept = shortlist(two_reports, None, 3)
    assert [(s.doc, s.position) for s in kept] == [(0, 0), (0, 2), (1, 0)]


def test_words_of_one_document_alone_weigh_nothing():
    lone = event(["Otters otters otters swim.", "Trains run late."], ["Trains run late."]).sentences
    assert [s.display for s in shortlist(lone, None, 2)] == ["Trains run late.", "Trains run late."]


def test_early_sentences_go_before_late_ones_that_say_the_same():
    repeated = [sentence("The dam at Orre burst.", doc, place) for doc in (0, 1) for place in range(6)]
    kept = shortlist(repeated, None, 4)
    assert [(s.doc, s.position) for s in kept] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_query_brings_its_sentence_in():
    told = ["The ferry sank fast.", "The ferry sank fast.", "The ferry sank fast.", "The captain drank."]
    sentences = event(told, told).sentences
    assert not any("captain" in s.display for s in shortlist(sentences, None, 4))
    assert [s.position for s in shortlist(sentences, "What did the captain do?", 4)].count(3) == 2


def test_a_title_goes_before_equal_body_text():
    line = "Ferry sinks off Orre"
    body = [sentence(line, doc) for doc in (0, 1)]
    titles = [sentence(line, doc, kind=BlockKind.TITLE) for doc in (0, 1)]
    assert shortlist([*body, *titles], None, 2) == titles


@given(
    st.lists(st.tuples(st.text(max_size=30), st.integers(0, 4)), max_size=12),
    st.none() | st.text(max_size=20),
    st.integers(0, 12),
)
def test_never_more_than_asked_for_and_always_in_order(rows, query, most):
    sentences = [sentence(text, doc, i) for i, (text, doc) in enumerate(rows)]
    kept = shortlist(sentences, query, most)
    assert len(kept) == min(most, len(sentences))
    places = [s.position for s in kept]
    assert places == sorted(set(places))

import pytest

from service.text.likeness.importance import importance, mean_value
from service.text.words import content_stems
from tests.service.builders import event

TOLD = event(
    ["A ferry sank.", "Fishermen helped.", "It was dark.", "Bakers slept on."],
    ["The ferry sank off Orre."],
    ["A ferry burned."],
)


def values(source_of=None):
    stems = [content_stems(s.display) for s in TOLD.sentences]
    return importance(TOLD.sentences, stems, source_of or {0: 0, 1: 1, 2: 2})


def test_spread_is_the_share_of_other_sources():
    spread = values().spread
    assert (spread["ferri"], spread["sank"], spread["dark"]) == (1.0, 0.5, 0.0)


def test_documents_of_one_source_count_once():
    spread = values({0: 0, 1: 0, 2: 2}).spread
    assert (spread["ferri"], spread["sank"]) == (1.0, 0.0)
    assert set(values({0: 0, 1: 0, 2: 0}).spread.values()) == {0.0}


def test_frequency_is_on_a_log_scale():
    frequency = values().frequency
    assert frequency["ferri"] == 1.0
    assert frequency["sank"] == pytest.approx(0.6309, abs=1e-4)  # ln 2 / ln 3
    assert frequency["dark"] == 0.0


def test_leads_and_words_used_once():
    found = values()
    assert "baker" not in found.lead
    assert {"ferri", "fishermen", "burn"} <= set(found.lead)
    assert "baker" in found.once
    assert "sank" not in found.once


def test_nothing_is_worth_nothing():
    assert importance([], [], {}).spread == {}
    assert mean_value(frozenset(), {"a": 1.0}) == 0.0
    assert mean_value(frozenset("ab"), {"a": 1.0}) == 0.5

from __future__ import annotations

import pytest

from service.text.likeness.novelty import only_there, stem_worth, worth_of
from service.types import DocumentRole, Role
from tests.service.builders import event

WEIGHTS = {"new": 0.1, "new_spread": 1.0, "new_frequent": 0.0, "new_lead": 0.0}


def test_a_stem_is_worth_its_spread_over_independent_sources():
    told = event(["Alba sank."], ["Alba drifted."], ["Bakers met."])
    worth = stem_worth(told.sentences, told.roles, WEIGHTS)
    assert worth["alba"] == pytest.approx(0.1 + 1 / 2)
    assert worth["baker"] == pytest.approx(0.1)


def test_only_the_main_events_body_counts_and_nothing_is_worth_less_than_nothing():
    told = event(["Alba sank."], ["Alba drifted."], titles=["Gales"])
    roles = [told.roles[0], DocumentRole(1, Role.OFF_EVENT, 1)]
    worth = stem_worth(told.sentences, roles, WEIGHTS)
    assert set(worth) == {"alba", "sank"}
    assert set(stem_worth(told.sentences, roles, WEIGHTS | {"new": -5.0}).values()) == {0.0}


def test_words_are_worth_their_sum_and_unknown_ones_nothing():
    assert worth_of(frozenset({"alba", "sank", "x"}), {"alba": 0.5, "sank": 0.25}) == 0.75


def test_what_only_one_text_has():
    texts = [frozenset("ab"), frozenset("bc"), frozenset("c")]
    assert only_there(texts) == [frozenset("a"), frozenset(), frozenset()]

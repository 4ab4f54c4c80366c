"""The stage that introduces names: where it looks, what it may touch, who agrees."""

from __future__ import annotations

import pytest

from service.stages.introduce import introduce, offer
from service.types import VERBATIM, Cluster, DocumentRole, Mode, Role
from tests.service.builders import event

SAID = "“Nobody warned us of the storm,” Aldana said."
HEARD = "The crew of the ferry heard nothing of a storm, Aldana said."
RUNS = "Ines Aldana runs the ferry line from Ormby."
LATE = "The uncle of Ines Aldana came too late."
TOLD = event([RUNS, "Bakers met.", SAID], [LATE, HEARD]).sentences
ROLES = [DocumentRole(doc, Role.MAIN, doc) for doc in range(2)]
FULL = SAID.replace("Aldana", "Ines Aldana")


class Sure:
    """A verifier that is as sure as it is told to be, and keeps what it is asked."""

    threshold = 0.6

    def __init__(self, chance):
        self.chance = chance
        self.cases = []

    def verify(self, cases):
        self.cases += cases
        return [[self.chance] for _ in cases]


def _offers(made, chance=0.9, most=40, choice=(SAID, Mode.EXTRACTIVE, VERBATIM)):
    verifier = Sure(chance)
    return offer([choice], [2], made, TOLD, most, verifier), verifier


def test_the_sentences_own_article_is_asked_first():
    (made,) = introduce([Cluster((2, 4), 1.0)], [True], TOLD, ROLES)
    assert made is not None
    assert (made.text, made.carriers) == (FULL, (0,))


def test_a_title_is_worth_a_look_elsewhere():
    told = event([RUNS, "Bakers met.", SAID], ["Harbour Chief Ines Aldana came.", HEARD]).sentences
    (made,) = introduce([Cluster((2,), 1.0)], [True], told, ROLES)
    assert made is not None
    assert (made.text, made.carriers) == (SAID.replace("Aldana", "Harbour Chief Ines Aldana"), (3,))


def test_a_name_is_introduced_in_the_first_fact_only():
    first, second = introduce([Cluster((4,), 1.0), Cluster((2,), 0.5)], [True, True], TOLD, ROLES)
    assert first is not None
    assert first.text.endswith(", Ines Aldana said.")
    assert second is None


@pytest.mark.parametrize("may", [[False], [True]])
def test_only_what_may_be_rewritten_is(may):
    assert (introduce([Cluster((2,), 1.0)], may, TOLD, ROLES) == [None]) is not may[0]


def test_an_article_on_something_else_introduces_nobody():
    roles = [DocumentRole(0, Role.OFF_EVENT, 0), DocumentRole(1, Role.MAIN, 1)]
    told = event([RUNS, "Bakers met.", SAID], ["It rained.", HEARD]).sentences
    assert introduce([Cluster((4,), 1.0)], [True], told, roles) == [None]


def test_the_better_sentence_rests_on_both():
    offers, verifier = _offers(introduce([Cluster((2,), 1.0)], [True], TOLD, ROLES))
    ((text, mode, verdict), row) = offers[0]
    assert (text, mode, row) == (FULL, Mode.ABSTRACTIVE, (2, 0))
    assert (verdict.supported, verdict.score, verdict.support) == (True, 0.9, (0, 1))
    assert verifier.cases == [([SAID, RUNS], [FULL])]


@pytest.mark.parametrize(
    "other",
    [{"chance": 0.5}, {"most": 8}, {"choice": ("What was fused.", Mode.ABSTRACTIVE, VERBATIM)}],
)
def test_what_is_refused_too_long_or_fused_stays_as_it_is(other):
    assert _offers(introduce([Cluster((2,), 1.0)], [True], TOLD, ROLES), **other)[0] == {}


def test_no_verifier_is_asked_for_nothing():
    offers, verifier = _offers([None])
    assert offers == {}
    assert verifier.cases == []

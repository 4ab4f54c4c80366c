"""Who has the last word: the rules where they are sure, else the verifier, here one with set answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.stages.verify import fewest, verify
from service.text.fusing.faults import find_faults
from service.types import Verdict

SANK = "The ferry Alba sank off Orre on Monday."
SAVED = "Fishermen saved ninety passengers before dark."
PIER = "The ferry Alba hit the pier of Orre in a storm."
CLEAN = "The ferry Alba sank off Orre on Monday; fishermen saved ninety passengers before dark."
DOUBTFUL = "The stolen ferry Alba sank off Orre on Monday."
GRAVE = "The ferry Alba sank off Hale on Monday."


class StubVerifier:
    """Gives a claim the probability that a function of it and the evidence names. Keeps what it was asked."""

    name = "stub"
    threshold = 0.6
    certain = 0.9

    def __init__(self, chance=lambda claim, evidence: 1.0):
        self.chance = chance
        self.calls = []

    def load(self):
        """Do nothing."""

    def verify(self, cases):
        """Return one probability a claim."""
        self.calls.append([(list(evidence), list(claims)) for evidence, claims in cases])
        return [[self.chance(claim, list(evidence)) for claim in claims] for evidence, claims in cases]


def sure(chance):
    return StubVerifier(lambda claim, evidence: chance)


def judged(claim, chance, *evidence):
    [[verdict]] = verify([[claim]], [evidence or (SANK, SAVED)], sure(chance))
    return verdict


def test_the_examples_are_of_their_kinds():
    kinds = [find_faults(claim, [SANK, SAVED]) for claim in (CLEAN, DOUBTFUL, GRAVE)]
    assert [(bool(f.grave), bool(f.doubtful)) for f in kinds] == [
        (False, False),
        (False, True),
        (True, False),
    ]


# verify


@pytest.mark.parametrize(("chance", "supported"), [(0.0, False), (0.59, False), (0.6, True), (1.0, True)])
def test_what_the_rules_do_not_mind_needs_the_threshold(chance, supported):
    verdict = judged(CLEAN, chance)
    assert (verdict.supported, verdict.score, verdict.support) == (supported, chance, (0, 1))
    assert verdict.faults == (() if supported else (f"the verifier is not sure: {chance:.2f}",))


@pytest.mark.parametrize(("chance", "supported"), [(0.6, False), (0.89, False), (0.9, True), (1.0, True)])
def test_what_the_rules_doubt_needs_more(chance, supported):
    verdict = judged(DOUBTFUL, chance)
    assert (verdict.supported, verdict.score) == (supported, chance)
    unsure = [] if supported else [f"the verifier is not sure: {chance:.2f}"]
    assert verdict.faults == ("not in the sources: stolen", *unsure)


def test_what_the_rules_refuse_is_refused_without_asking():
    verifier = sure(1.0)
    assert verify([[GRAVE]], [[SANK, SAVED]], verifier) == [
        [Verdict(False, 0.0, (0,), ("not in the sources: Hale",))]
    ]
    assert verifier.calls == []


def test_a_sentence_of_the_evidence_is_supported_without_asking():
    verifier = sure(0.0)
    assert verify([[SAVED]], [[SANK, SAVED]], verifier) == [[Verdict(True, 1.0, (1,))]]
    assert verifier.calls == []


def test_even_a_sentence_of_the_evidence_that_is_no_good_sentence():
    assert judged("so it goes", 0.0, SANK, "so it goes") == Verdict(True, 1.0, (1,))


def test_all_clusters_are_asked_about_in_one_call():
    chances = {CLEAN: 0.7, DOUBTFUL: 0.95, "The ferry Alba hit the pier in a storm.": 0.2}
    verifier = StubVerifier(lambda claim, evidence: chances[claim])
    candidates = [[GRAVE, CLEAN, SANK], [], [GRAVE], [DOUBTFUL, "The ferry Alba hit the pier in a storm."]]
    evidence = [[SANK, SAVED], [SAVED], [SANK], [SANK, PIER]]
    verdicts = verify(candidates, evidence, verifier)
    assert verifier.calls == [[([SANK, SAVED], [CLEAN]), ([SANK, PIER], candidates[3])]]
    assert [[(v.supported, v.score) for v in row] for row in verdicts] == [
        [(False, 0.0), (True, 0.7), (True, 1.0)],
        [],
        [(False, 0.0)],
        [(True, 0.95), (False, 0.2)],
    ]


def test_a_candidate_may_come_twice():
    verdicts = verify([[CLEAN, CLEAN]], [[SANK, SAVED]], sure(0.7))
    assert verdicts == [[judged(CLEAN, 0.7)] * 2]


def test_the_same_words_are_judged_by_each_clusters_own_evidence():
    verifier = StubVerifier(lambda claim, evidence: 0.8 if SAVED in evidence else 0.1)
    [[one], [two]] = verify([[CLEAN], [CLEAN]], [[SANK, SAVED], [SANK, "Fishermen saved ninety."]], verifier)
    assert (one.supported, two.supported) == (True, False)


@pytest.mark.parametrize("candidates", [[], [[]], [[], []]])
def test_without_candidates_nobody_is_asked(candidates):
    verifier = sure(1.0)
    assert verify(candidates, [[SANK]] * len(candidates), verifier) == candidates
    assert verifier.calls == []


def test_a_verifier_that_answers_too_little_is_no_verdict():
    verifier = StubVerifier()
    verifier.verify = lambda cases: [[] for _ in cases]
    with pytest.raises(ValueError, match="zip"):
        verify([[CLEAN]], [[SANK, SAVED]], verifier)


WORDS = st.lists(
    st.sampled_from("The ferry Alba Hale sank saved 12 90 not probably off Orre Monday “so” . and ;".split()),
    max_size=10,
).map(" ".join)
TEXTS = st.sampled_from([SANK, SAVED, CLEAN, DOUBTFUL, GRAVE, ""]) | WORDS | st.text(max_size=30)


@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3), st.floats(0, 1))
def test_nothing_passes_that_the_rules_refuse_or_the_verifier_is_not_sure_of(candidates, evidence, chance):
    verifier = sure(chance)
    [verdicts] = verify([candidates], [evidence], verifier)
    for claim, verdict in zip(candidates, verdicts, strict=True):
        assert 0 <= verdict.score <= 1
        assert all(0 <= i < len(evidence) for i in verdict.support)
        findings = find_faults(claim, evidence)
        least = verifier.certain if findings.doubtful else verifier.threshold
        expected = claim in evidence or (not findings.grave and chance >= least)
        assert verdict.supported == expected
        assert verdict.supported or verdict.faults, "a refusal gives a reason"


# fewest


def least(claim, support, evidence, chance):
    verifier = StubVerifier(chance)
    [verdict] = fewest([(claim, Verdict(True, 0.8, support))], [evidence], verifier)
    assert (verdict.supported, verdict.score) == (True, 0.8)
    return verdict.support, verifier


def needs(*sentences):
    """A verifier's answer: sure if all of these are there."""
    return lambda claim, evidence: 0.9 if set(sentences) <= set(evidence) else 0.1


def test_a_sentence_that_is_not_needed_is_left_out():
    support, verifier = least(CLEAN, (0, 1, 2), [SANK, PIER, SAVED], needs(SANK, SAVED))
    assert support == (0, 2)
    assert len(verifier.calls) == 1


def test_what_is_needed_stays_in_its_order():
    assert least(CLEAN, (0, 2), [SANK, PIER, SAVED], needs(SANK, SAVED))[0] == (0, 2)


def test_if_the_words_sources_do_not_carry_it_all_of_the_evidence_does():
    assert least(CLEAN, (0, 2), [SANK, PIER, SAVED], needs(SANK, PIER, SAVED))[0] == (0, 1, 2)


def test_all_of_the_evidence_may_be_needed():
    assert least(CLEAN, (0, 1), [SANK, SAVED], needs(SANK, SAVED))[0] == (0, 1)


def test_words_of_one_sentence_that_alone_does_not_carry_the_claim():
    assert least("The ferry Alba sank.", (0,), [SANK, PIER], needs(SANK, PIER))[0] == (0, 1)
    assert least("The ferry Alba sank.", (0,), [SANK, PIER], needs(SANK))[0] == (0,)


def test_less_evidence_must_carry_a_doubtful_claim_as_surely():
    verifier = StubVerifier(lambda claim, evidence: 0.95 if len(evidence) == 2 else 0.7)
    claims = [(DOUBTFUL, Verdict(True, 0.95, (0, 1), ("a doubt",))), (CLEAN, Verdict(True, 0.95, (0, 1)))]
    doubtful, clean = fewest(claims, [[SANK, PIER]] * 2, verifier)
    assert (doubtful.support, clean.support) == ((0, 1), (0,))


def test_of_two_sets_as_small_the_surer_is_taken_and_then_the_first():
    def chance(claim, evidence):
        return {SANK: 0.7, PIER: 0.8}.get(evidence[0], 0.9) if len(evidence) == 1 else 0.9

    assert least("The ferry Alba sank.", (0, 1), [SANK, PIER], chance)[0] == (1,)
    assert least("The ferry Alba sank.", (0, 1), [SANK, PIER], lambda claim, evidence: 0.9)[0] == (0,)


def test_a_sentence_of_the_evidence_rests_on_itself_and_is_not_asked_about():
    support, verifier = least(SAVED, (1,), [SANK, SAVED], lambda claim, evidence: 0.0)
    assert support == (1,)
    assert verifier.calls == []


def test_a_claim_on_a_single_sentence_needs_no_question():
    support, verifier = least("The ferry Alba sank.", (0,), [SANK], lambda claim, evidence: 0.0)
    assert support == (0,)
    assert verifier.calls == []


def test_all_claims_are_asked_about_in_one_call_and_answered_each():
    verifier = StubVerifier(needs(SANK))
    claims = [(text, Verdict(True, 1.0, support)) for text, support in ((SAVED, (1,)), (CLEAN, (0, 1)))]
    evidence = [[SANK, SAVED], [SANK, SAVED]]
    assert [v.support for v in fewest(claims, evidence, verifier)] == [(1,), (0,)]
    assert verifier.calls == [[([SAVED], [CLEAN]), ([SANK], [CLEAN])]]
    assert fewest([], [], verifier) == []


@given(st.integers(1, 4), st.data())
def test_what_is_kept_carries_the_claim_or_is_everything(size, data):
    evidence = [f"Ship number {n} sank off Orre." for n in range(size)]
    support = tuple(sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1))))
    vital = {evidence[i] for i in data.draw(st.sets(st.integers(0, size - 1)))}
    kept, _ = least(CLEAN, support, evidence, needs(*vital))
    assert list(kept) == sorted(set(kept))
    assert vital <= {evidence[i] for i in kept}
    assert set(kept) <= set(support) or len(kept) == size

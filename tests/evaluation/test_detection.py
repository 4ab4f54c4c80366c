import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.detection import (
    Outcome,
    auc,
    best_threshold,
    calibration_error,
    crossed,
    detection,
    evidence_overlap,
    pairwise,
    refused_by_kind,
)

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.4, 0.5, 0.9, 1.0]), min_size=1, max_size=8)


def outcome(supported, score, kind="", pair=""):
    return Outcome(supported, score, score >= 0.5, kind, pair)


def test_the_figures_of_a_small_set():
    found = detection(
        [
            outcome(True, 0.9, pair="a"),
            outcome(True, 0.3, pair="b"),
            outcome(False, 0.6, pair="a"),
            outcome(False, 0.3, pair="b"),
            outcome(False, 0.1),
        ]
    )
    assert found.count == 5
    assert found.supported == pytest.approx(2 / 5)
    assert found.balanced_accuracy == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert found.auc == pytest.approx((3 + 1.5) / 6)
    assert (found.passed, found.precision, found.recall) == (2 / 5, 1 / 2, 1 / 2)
    assert found.pairwise == pytest.approx((1 + 0.5) / 2)


@pytest.mark.parametrize("supported", [True, False])
def test_what_cannot_be_counted_is_none(supported):
    found = detection([outcome(supported, 0.1)])
    assert (found.balanced_accuracy, found.auc, found.precision, found.pairwise) == (None,) * 4
    assert found.recall == (0 if supported else None)


@given(SCORES, SCORES)
def test_auc_is_the_share_of_pairs_in_the_right_order(right, wrong):
    pairs = [(one > other) + (one == other) / 2 for one in right for other in wrong]
    assert auc(right, wrong) == pytest.approx(sum(pairs) / len(pairs))
    assert auc(wrong, right) == pytest.approx(1 - sum(pairs) / len(pairs))


def test_only_claims_of_one_pair_are_compared():
    assert pairwise([outcome(True, 0.2, pair="a"), outcome(False, 0.9, pair="b")]) is None
    assert pairwise([outcome(True, 0.2), outcome(False, 0.1)]) is None
    assert pairwise([outcome(True, 0.2, pair="a"), outcome(False, 0.9, pair="a")]) == 0


@given(SCORES, SCORES)
def test_no_threshold_is_better_than_the_best(right, wrong):
    def accuracy(threshold):
        kept = sum(score >= threshold for score in right) / len(right)
        return kept + sum(score < threshold for score in wrong) / len(wrong)

    chosen = best_threshold(right, wrong)
    assert accuracy(chosen) == pytest.approx(max(accuracy(score) for score in [*right, *wrong]))


def test_a_threshold_needs_both_kinds():
    with pytest.raises(ValueError, match="supported and unsupported"):
        best_threshold([], [0.5])


def test_refusals_are_told_by_kind():
    outcomes = [
        outcome(False, 0.9, "number"),
        outcome(False, 0.1, "number"),
        outcome(False, 0.1, "date"),
        outcome(False, 0.1),
        outcome(True, 0.1, "ignored"),
    ]
    assert refused_by_kind(outcomes) == {"date": (1, 1), "number": (2, 0.5)}


def test_calibration_error_by_hand():
    in_one_bin = [outcome(True, 0.95), outcome(False, 0.91)]  # mean score 0.93, share 0.5
    in_another = [outcome(False, 0.2), outcome(False, 0.2)]  # 0.2 against 0
    at_the_end = [outcome(True, 1.0)]  # joins the first bin: mean score 2.86 / 3, share 2 / 3
    assert calibration_error(in_one_bin + in_another) == pytest.approx((2 * 0.43 + 2 * 0.2) / 4)
    assert calibration_error(in_one_bin + at_the_end) == pytest.approx(2.86 / 3 - 2 / 3)
    assert calibration_error([]) is None


def test_evidence_is_held_against_the_gold_set_that_fits_best():
    gold = [[frozenset({1, 2}), frozenset({3})], [frozenset({5})]]
    found = evidence_overlap([frozenset({3, 4}), frozenset({6})], gold)
    assert (found.count, found.size) == (2, 1.5)
    assert found.precision == pytest.approx(1 / 2 / 2)
    assert found.recall == pytest.approx(1 / 2)
    assert found.f1 == pytest.approx(2 / 3 / 2)
    assert evidence_overlap([], []) is None


def test_a_threshold_of_the_other_half_is_held_against_what_it_was_not_chosen_on():
    apart = [Outcome(n < 20, 0.9 if n < 20 else 0.1, True, pair=f"{n % 20}") for n in range(40)]
    assert crossed(apart) == 1.0
    chance = [Outcome(n % 2 == 0, (n * 7919 % 101) / 101, True) for n in range(400)]
    best = detection(chance)
    found = crossed(chance)
    assert found is not None
    assert best.auc is not None
    assert abs(found - 0.5) < 0.05
    assert found == crossed(chance)


def test_one_kind_alone_cannot_be_crossed():
    assert crossed([Outcome(True, 0.5, True), Outcome(True, 0.7, True)]) is None

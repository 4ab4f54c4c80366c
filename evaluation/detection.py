"""How well a system tells supported claims from unsupported ones: the figures, and nothing of the systems."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from statistics import mean

BINS = 10
SPLITS = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system says of one claim: a score, and whether it lets the claim through.

    `kind` says what is wrong with an unsupported claim. Claims of one `pair` (not empty) are variants of one
    another: a supported one should score above the others.
    """

    supported: bool
    score: float
    passed: bool
    kind: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Detection:
    """The figures of one system on one set; shares are 0 to 1, None where there is nothing to count.

    `crossed` is the balanced accuracy where each half of the claims is judged by the threshold that is best
    on the other half, the mean of `SPLITS` ways to halve them.
    """

    count: int
    supported: float | None
    balanced_accuracy: float | None
    crossed: float | None
    auc: float | None
    passed: float | None
    precision: float | None
    recall: float | None
    pairwise: float | None


def detection(outcomes: Sequence[Outcome]) -> Detection:
    """Return the figures of one system."""
    right = [o for o in outcomes if o.supported]
    wrong = [o for o in outcomes if not o.supported]
    recall, refused = _share(o.passed for o in right), _share(not o.passed for o in wrong)
    return Detection(
        count=len(outcomes),
        supported=_share(o.supported for o in outcomes),
        balanced_accuracy=None if recall is None or refused is None else (recall + refused) / 2,
        crossed=crossed(outcomes),
        auc=auc([o.score for o in right], [o.score for o in wrong]),
        passed=_share(o.passed for o in outcomes),
        precision=_share(o.supported for o in outcomes if o.passed),
        recall=recall,
        pairwise=pairwise(outcomes),
    )


def crossed(outcomes: Sequence[Outcome]) -> float | None:
    """Return the balanced accuracy by thresholds from the other half; variants of one claim stay together."""
    groups = sorted({_group(number, outcome) for number, outcome in enumerate(outcomes)})
    found = [_crossed(outcomes, set(Random(seed).sample(groups, len(groups) // 2))) for seed in range(SPLITS)]  # noqa: S311 - a split
    known = [share for share in found if share is not None]
    return mean(known) if known else None


def _group(number: int, outcome: Outcome) -> str:
    return outcome.pair or f"{number:09d}"


def _crossed(outcomes: Sequence[Outcome], half: set[str]) -> float | None:
    rows = [(_group(number, outcome) in half, outcome) for number, outcome in enumerate(outcomes)]
    passed: dict[bool, list[bool]] = {True: [], False: []}
    for own in (True, False):
        other = [outcome for inside, outcome in rows if inside is not own]
        right, wrong = ([o.score for o in other if o.supported is kind] for kind in (True, False))
        if not right or not wrong:
            return None
        threshold = best_threshold(right, wrong)
        for inside, outcome in rows:
            if inside is own:
                passed[outcome.supported].append(outcome.score >= threshold)
    recall, refused = _share(passed[True]), _share(not ok for ok in passed[False])
    return None if recall is None or refused is None else (recall + refused) / 2


def auc(right: Sequence[float], wrong: Sequence[float]) -> float | None:
    """Return how often a supported claim scores above an unsupported one, ties as half; None without both."""
    if not right or not wrong:
        return None
    ranked = sorted(wrong)
    above = sum(bisect_left(ranked, score) + bisect_right(ranked, score) for score in right)
    return above / 2 / len(right) / len(wrong)


def pairwise(outcomes: Sequence[Outcome]) -> float | None:
    """Return the same among the claims of one pair only, over all pairs; None if nothing is paired."""
    paired = sorted((o for o in outcomes if o.pair), key=lambda o: o.pair)
    wins = []
    for _, group in groupby(paired, key=lambda o: o.pair):
        variants = list(group)
        right = [o.score for o in variants if o.supported]
        wins += [_win(score, o.score) for o in variants if not o.supported for score in right]
    return mean(wins) if wins else None


def _win(score: float, other: float) -> float:
    return 0.5 if score == other else float(score > other)


def refused_by_kind(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, float]]:
    """Return, for each kind of error, how many claims have it and the share that is refused."""
    wrong = sorted((o for o in outcomes if not o.supported and o.kind), key=lambda o: o.kind)
    groups = {kind: [not o.passed for o in group] for kind, group in groupby(wrong, key=lambda o: o.kind)}
    return {kind: (len(refused), mean(refused)) for kind, refused in groups.items()}


def calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    """Return the expected calibration error: |share supported - mean score|, over ten equal bins.

    Scores must be probabilities. Naeini et al. 2015, "Obtaining well calibrated probabilities".
    """
    bins: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        bins.setdefault(min(BINS - 1, int(outcome.score * BINS)), []).append(outcome)
    gaps = [abs(sum(o.supported - o.score for o in bins[i])) for i in sorted(bins)]
    return sum(gaps) / len(outcomes) if outcomes else None


def best_threshold(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return the score from which on to let through so that balanced accuracy is best; the lowest such one.

    Raises ValueError unless there are both supported and unsupported claims.
    """
    if not right or not wrong:
        raise ValueError("a threshold needs supported and unsupported claims")
    good, bad = sorted(right), sorted(wrong)

    def accuracy(threshold: float) -> float:
        kept, refused = len(good) - bisect_left(good, threshold), bisect_left(bad, threshold)
        return kept / len(good) + refused / len(bad)

    return max(sorted({*good, *bad}), key=accuracy)


def _share(outcomes: Iterable[bool]) -> float | None:
    listed = list(outcomes)
    return mean(listed) if listed else None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Chosen evidence against the gold sets; means over claims, 0 to 1; `size` is in sentences."""

    count: int
    precision: float
    recall: float
    f1: float
    size: float


def evidence_overlap(
    chosen: Sequence[frozenset[int]], gold: Sequence[Sequence[frozenset[int]]]
) -> Overlap | None:
    """Score each claim's chosen sentences against whichever of its gold sets fits best; None without claims.

    Macro averages of the best set's precision, recall and F1, as in WiCE (Kamoi et al. 2023,
    https://arxiv.org/abs/2303.01432).
    """
    rows = [max(_agreement(mine, known) for known in sets) for mine, sets in zip(chosen, gold, strict=True)]
    if not rows:
        return None
    f1, precision, recall = (mean(column) for column in zip(*rows, strict=True))
    return Overlap(len(rows), precision, recall, f1, mean(len(mine) for mine in chosen))


def _agreement(chosen: frozenset[int], gold: frozenset[int]) -> tuple[float, float, float]:
    """F1 first, so that the best set is the greatest."""
    shared = len(chosen & gold)
    if not shared:
        return 0.0, 0.0, 0.0
    precision, recall = shared / len(chosen), shared / len(gold)
    return 2 * precision * recall / (precision + recall), precision, recall

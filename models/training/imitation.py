"""Learns the weights of a greedy choice from what each step of choosing would gain.

A ridge regression foretells the gain of each open item from its features, at the states to which the best
choices lead, and then at those to which the learned choices themselves lead (DAgger: Ross et al. 2011,
https://arxiv.org/abs/1011.0686), so that the weights are right where they are used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Step = tuple[Floats, Floats]
"""The open items' features, shape (items, features), and what each would gain, shape (items,)."""

RIDGE = 0.01  # on features of deviation 1
DOUBT = 10.0  # times that, on features for which there is little to learn from


class Case(Protocol):
    """One greedy choice to learn from."""

    def steps(self, weights: Mapping[str, float] | None) -> Iterator[Step]:
        """Yield every step of choosing by these weights; without any, by the gains themselves."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Cases that count `weight` together, their gains multiplied by `scale`."""

    cases: Sequence[Case]
    weight: float = 1.0
    scale: float = 1.0


def learn(
    lessons: Sequence[Lessons],
    names: Sequence[str],
    fixed: Mapping[str, float],
    doubted: Collection[str] = (),
    rounds: int = 2,
) -> dict[str, float]:
    """Return a weight for each feature.

    `fixed` ones keep what is given and take no part in learning; `doubted` ones are kept smaller.
    """
    weights: dict[str, float] | None = None
    rows: list[tuple[Floats, Floats, float]] = []
    free = np.array([name not in fixed for name in names])
    stiffness = np.array([RIDGE * (DOUBT if name in doubted else 1.0) for name in names if name not in fixed])
    for _ in range(rounds + 1):
        rows += [row for lesson in lessons for row in _rows(lesson, weights)]
        learned = iter(ridge(rows, free, stiffness).tolist())
        weights = {name: fixed[name] if name in fixed else next(learned) for name in names}
    return weights or {}


def _rows(lesson: Lessons, weights: Mapping[str, float] | None) -> Iterator[tuple[Floats, Floats, float]]:
    for case in lesson.cases:
        steps = list(case.steps(weights))
        for features, gains in steps:
            yield features, gains * lesson.scale, lesson.weight / len(lesson.cases) / len(steps)


def ridge(rows: Sequence[tuple[Floats, Floats, float]], free: NDArray[np.bool_], stiffness: Floats) -> Floats:
    """Return the weights of the free features; each step counts by its weight, shared by its items.

    `stiffness` holds each of them back, on the scale of features of deviation 1.
    """
    features = np.concatenate([step for step, _, _ in rows])[:, free]
    gains = np.concatenate([step for _, step, _ in rows])
    counts = np.concatenate([np.full(len(gain), weight / len(gain)) for _, gain, weight in rows])
    counts /= counts.sum()
    features = features - counts @ features
    gains = gains - counts @ gains
    spread = np.sqrt(counts @ features**2) + 1e-9
    scaled = features / spread
    weighted = scaled * counts[:, None]
    square = weighted.T @ scaled + np.diag(stiffness)
    solved: Floats = np.linalg.solve(square, weighted.T @ gains) / spread
    return solved

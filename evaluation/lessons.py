"""What the ranking learns from: requests as they are read, and what each sentence would add to a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from evaluation.matching import tells
from evaluation.oracle import Tokens
from models.protocols import Embeddings
from service.stages.cluster import cluster
from service.stages.rank import measure, tellable, weighted
from service.stages.select import LEAST_WORDS, Telling
from service.text.likeness.sameness import same_fact
from service.text.words import count_words
from service.types import DocumentRole, Sentence

Floats = NDArray[np.float64]
Json = Mapping[str, Any]
PAIR = 2.0  # what a pair of words of the reference is worth, a word being worth 1
POINTS = {1: 1.0, 2: 2.0, 3: 9.0}  # what a fact of each salience is worth
SELECT = "select."
RANK = "rank."


@dataclass(frozen=True)
class Reading:
    """What the service has understood of a request before it ranks."""

    sentences: tuple[Sentence, ...]
    embeddings: Embeddings
    roles: tuple[DocumentRole, ...]


class Aim(Protocol):
    """What a good summary holds, as points that sentences score."""

    def gains(self) -> Floats:
        """Return the points that each sentence would add now, shape (sentences,)."""

    def tell(self, sentence: int) -> None:
        """Take a sentence into the summary."""


class Wording:
    """The words and pairs of words of a reference: each is a point, as often as the reference has it."""

    def __init__(self, sentences: Sequence[Sentence], reference: str, tokens: Tokens) -> None:
        own = [tokens(sentence.display) for sentence in sentences]
        wanted = list(tokens(reference))
        counted = [_counted(own, wanted, size) for size in (1, 2)]
        self._have = [have for have, _ in counted]
        self._left = [left for _, left in counted]

    def gains(self) -> Floats:
        """Return the points that each sentence would add now."""
        singles, pairs = (
            np.minimum(have, left).sum(axis=1) for have, left in zip(self._have, self._left, strict=True)
        )
        total: Floats = singles + PAIR * pairs
        return total

    def tell(self, sentence: int) -> None:
        """Take a sentence into the summary."""
        pairs = zip(self._have, self._left, strict=True)
        self._left = [left - np.minimum(left, have[sentence]) for have, left in pairs]


def _counted(own: Sequence[Sequence[str]], wanted: Sequence[str], size: int) -> tuple[Floats, Floats]:
    """How often each sentence has each of the reference's runs of words, and how often the reference does."""
    gold = Counter(_runs(wanted, size))
    column = {run: number for number, run in enumerate(gold)}
    have = np.zeros((len(own), len(gold)))
    for row, tokens in enumerate(own):
        for run, count in Counter(_runs(tokens, size)).items():
            if run in column:
                have[row, column[run]] = count
    return have, np.array(list(gold.values()), dtype=np.float64)


def _runs(tokens: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(tokens[start:] for start in range(size)), strict=False)


class Facts:
    """The facts of an annotated event: each is worth its salience, once."""

    def __init__(self, sentences: Sequence[Sentence], facts: Sequence[Json]) -> None:
        told = [[tells(fact["match"], sentence.display) for fact in facts] for sentence in sentences]
        self._told = np.array(told, dtype=np.float64).reshape(len(sentences), len(facts))
        self._left = np.array([POINTS[fact["salience"]] for fact in facts])

    def gains(self) -> Floats:
        """Return the points that each sentence would add now."""
        points: Floats = self._told @ self._left
        return points

    def tell(self, sentence: int) -> None:
        """Take a sentence into the summary."""
        self._left = self._left * (1 - self._told[sentence])


class Lesson:
    """A request, summarized greedily in `words` words; gains are an aim's points a word."""

    def __init__(self, reading: Reading, aim: Aim, words: int) -> None:
        self._reading, self._words = reading, words
        self._may = tellable(reading.sentences, reading.roles)
        self._features = measure(reading.sentences, reading.embeddings, reading.roles, self._may, None)
        self._sameness = same_fact(reading.sentences, reading.embeddings)
        counts = [count_words(sentence.display) for sentence in reading.sentences]
        self._length = np.maximum(LEAST_WORDS, counts)
        self._start = aim
        self.told: list[int] = []

    @property
    def tellable(self) -> bool:
        """Whether there is a sentence to tell."""
        return bool(self._may.any())

    def steps(self, weights: Mapping[str, float] | None) -> Iterator[tuple[Floats, Floats]]:
        """Yield every step of telling by these weights, `rank.` and `select.`; without any, by the gains."""
        read, aim = self._reading, deepcopy(self._start)
        salience = (
            aim.gains() / self._length if weights is None else weighted(self._features, part(weights, RANK))
        )
        pool = cluster(read.sentences, self._sameness, np.where(self._may, salience, -np.inf), read.roles)
        if not pool:
            return
        centres = [entry.members[0] for entry in pool]
        static = np.column_stack([values[centres] for values in self._features.values()])
        telling, left = Telling(pool, read.sentences, read.embeddings, read.roles), self._words
        while (open_ := telling.fitting(left)).any():
            added = telling.features()
            gains = aim.gains()[centres] / self._length[centres]
            yield np.column_stack([static, *added.values()])[open_], gains[open_]
            worth = gains
            if weights is not None:
                chosen = part(weights, SELECT)
                worth = telling.salience + sum(chosen[name] * row for name, row in added.items())
            best = int(np.argmax(np.where(open_, worth, -np.inf)))
            telling.tell(best)
            aim.tell(centres[best])
            left -= int(telling.words[best])
        self.told = [centres[i] for i in telling.told]

    def names(self) -> list[str]:
        """Return the features' names in the order of the columns."""
        pool = cluster(
            self._reading.sentences, self._sameness, self._features["position"], self._reading.roles
        )
        added = Telling(
            pool, self._reading.sentences, self._reading.embeddings, self._reading.roles
        ).features()
        return [*(RANK + name for name in self._features), *(SELECT + name for name in added)]


def part(weights: Mapping[str, float], prefix: str) -> dict[str, float]:
    """Return the weights whose names begin with a prefix, without it."""
    return {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}

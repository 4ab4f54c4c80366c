"""Finds the few sentences of a long source that a claim is to be held against.

A stand-in for what clusters are in the service: there, the evidence of a sentence is known beforehand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.text.sentences import sentence_bounds
from service.text.words import content_stems


@dataclass(frozen=True, slots=True)
class Choice:
    """How evidence is chosen: how much, and what counts."""

    sentences: int = 6
    piece_words: int = 80  # a longer sentence is cut into pieces
    all_words: int = 240
    coverage: float = 1.0  # weight of the claim's words that are not yet covered, against similarity
    least_new: float = 0.1  # share of the claim's content that a sentence must add to carry it


CHOICE = Choice()
_TOKENIZED = re.compile(r" (?=[.,;:!?%)]|'(?:s|re|ve|ll|d|m|t)\b|n't\b)|(?<=[($£€]) (?=\S)")
_MARKS = (("``", '"'), ("''", '"'), ("-LRB-", "("), ("-RRB-", ")"), ("-lrb-", "("), ("-rrb-", ")"))


@dataclass(frozen=True, slots=True)
class Check:
    """A claim, and the evidence sentences that it is held against."""

    evidence: tuple[str, ...]
    claim: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a source, or a part of a long one; `sentence` is the sentence's index."""

    sentence: int
    text: str


def split(text: str) -> list[str]:
    """Return the sentences of a text, each on one line; the spaces that a tokenizer left are undone."""
    return [
        " ".join(line[start:end].split())
        for line in _untokenized(text).splitlines()
        for start, end in sentence_bounds(line, "en")
    ]


def _untokenized(text: str) -> str:
    for mark, plain in _MARKS:
        text = text.replace(mark, plain)
    return _TOKENIZED.sub("", text)


def pieces(sentences: Sequence[str], how: Choice = CHOICE) -> list[Piece]:
    """Return the sentences as pieces of at most `how.piece_words` words; what has no words is left out."""
    return [
        Piece(i, text) for i, sentence in enumerate(sentences) for text in _cut(sentence, how.piece_words)
    ]


def _cut(sentence: str, most: int) -> Iterator[str]:
    words = sentence.split()
    for start in range(0, len(words), most):
        yield " ".join(words[start : start + most])


def choose(
    claim: str, candidates: Sequence[str], similarities: Sequence[float], how: Choice = CHOICE
) -> tuple[int, ...]:
    """Return the indices of the candidates to hold the claim against, in their order; at least one, if any.

    Greedy: each time the one with the highest similarity (a cosine to the claim) plus the share of the
    claim's content words that it has and no earlier one had, rare words counting more.
    """
    told = [content_stems(text) for text in candidates]
    uncovered = _weights(content_stems(claim), told)
    total = sum(uncovered.values()) or 1.0
    left, room = list(range(len(candidates))), how.all_words
    chosen: list[int] = []
    while left and len(chosen) < how.sentences:
        gains = {i: sum(uncovered.get(stem, 0.0) for stem in sorted(told[i])) / total for i in left}
        best = max(left, key=lambda i: (similarities[i] + how.coverage * gains[i], -i))
        left.remove(best)
        words = len(candidates[best].split())
        if words > room and chosen:
            continue
        chosen.append(best)
        room -= words
        uncovered = {stem: weight for stem, weight in uncovered.items() if stem not in told[best]}
    return tuple(sorted(chosen))


def carrying(
    claim: str, evidence: Sequence[str], similarities: Sequence[float], how: Choice = CHOICE
) -> tuple[int, ...]:
    """Return the indices of the evidence sentences that carry the claim's content, in their order.

    Greedy: the one that adds most goes first, until none adds `how.least_new` of the content.
    """
    told = [content_stems(text) for text in evidence]
    uncovered = _weights(content_stems(claim), told)
    total = sum(uncovered.values()) or 1.0
    chosen: list[int] = []
    while len(chosen) < len(evidence):
        gains = [sum(uncovered.get(stem, 0.0) for stem in sorted(stems)) / total for stems in told]
        left = [i for i in range(len(evidence)) if i not in chosen]
        best = max(left, key=lambda i: (gains[i] + 0.1 * similarities[i], -i))
        if chosen and gains[best] < how.least_new:
            break
        chosen.append(best)
        uncovered = {stem: weight for stem, weight in uncovered.items() if stem not in told[best]}
    return tuple(sorted(chosen))


def needed(
    checks: Sequence[Check],
    similarities: Sequence[Sequence[float]],
    probabilities: Callable[[Sequence[Check]], Sequence[float]],
    fall: float = 0.02,
) -> list[tuple[int, ...]]:
    """Return, for each check, the evidence sentences without which its claim would be less probable.

    The least similar goes first; it stays away if the probability falls by at most `fall` below that with all
    evidence, and one sentence always stays. `probabilities` judges checks; it gets many checks at once.
    """
    kept = [list(range(len(check.evidence))) for check in checks]
    whole = probabilities(checks)
    queues = [sorted(range(len(row)), key=lambda i, row=row: (row[i], -i)) for row in similarities]  # type: ignore[misc]
    for turn in range(max(map(len, queues), default=0)):
        trying = [n for n, queue in enumerate(queues) if turn < len(queue) and len(kept[n]) > 1]
        rests = {n: [i for i in kept[n] if i != queues[n][turn]] for n in trying}
        asked = [Check(tuple(checks[n].evidence[i] for i in rests[n]), checks[n].claim) for n in trying]
        for n, probability in zip(trying, probabilities(asked), strict=True):
            if probability >= whole[n] - fall:
                kept[n] = rests[n]
    return [tuple(row) for row in kept]


def _weights(claim: frozenset[str], told: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """What each of the claim's words is worth: more, the fewer sentences have it; in a fixed order."""
    return {
        stem: math.log((1 + len(told)) / (1 + sum(stem in stems for stems in told))) + 0.1
        for stem in sorted(claim)
    }

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
    all_words: int = 170  # of one claim's evidence
    coverage: float = 4.0  # weight of the share of the claim's words that a sentence has, against similarity
    covered: float = 0.4  # what a word is still worth each time that a chosen sentence has it
    beside: float = 0.1  # what it is worth to stand beside a chosen sentence
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

    Greedy: each time the one that is most similar (a cosine to the claim) and has most of the claim's content
    words, rare ones and ones that no earlier sentence had counting more. `how` was found on WiCE's gold sets.
    """
    told = [content_stems(text) for text in candidates]
    worth = _weights(content_stems(claim), told)
    total = sum(worth.values()) or 1.0
    left, room = list(range(len(candidates))), how.all_words
    chosen: list[int] = []
    while left and len(chosen) < how.sentences:
        values = {i: similarities[i] + how.coverage * _sum(worth, told[i]) / total for i in left}
        values |= {i: values[i] + how.beside for i in left if i - 1 in chosen or i + 1 in chosen}
        best = max(left, key=lambda i: (values[i], -i))
        left.remove(best)
        words = len(candidates[best].split())
        if words > room and chosen:
            continue
        chosen.append(best)
        room -= words
        worth |= {stem: how.covered * weight for stem, weight in worth.items() if stem in told[best]}
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
        gains = [_sum(uncovered, stems) / total for stems in told]
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


def _sum(worth: Mapping[str, float], stems: frozenset[str]) -> float:
    return sum(worth[stem] for stem in worth if stem in stems)


def _weights(claim: frozenset[str], told: Sequence[frozenset[str]]) -> dict[str, float]:
    """What each of the claim's words is worth: more, the fewer sentences have it; in a fixed order."""
    return {
        stem: math.log((1 + len(told)) / (1 + sum(stem in stems for stems in told))) + 0.1
        for stem in sorted(claim)
    }

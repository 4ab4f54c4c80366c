"""assemble: claims in the order of their worth become a text under its ceiling, in the order to read.

A ceiling is hard: a claim that does not fit is left out and a shorter one tried. What a claim already
told is not told again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.protocols import Embeddings
from service.text.likeness.redundancy import retells
from service.text.words import content_stems, count_words
from service.types import BlockKind, Claim, Format, Length, PlacedClaim, Sentence

BULLET = "- "


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of a summary and where its claims stand in it."""

    text: str
    placed: tuple[PlacedClaim, ...]


def fit(claims: Sequence[Claim], embeddings: Embeddings, length: Length, layout: Format) -> list[int]:
    """Indices of the claims that go in, the most wanted first.

    `embeddings` has one unit row per claim's text, shape (claims, width).
    """
    budget = length.words if length.words is not None else 10**9
    most = length.sentences if length.sentences is not None else 10**9
    overhead = 1 if layout is Format.BULLETS else 0
    similarity = embeddings @ embeddings.T
    stems = [content_stems(claim.text) for claim in claims]
    chosen: list[int] = []
    for index, claim in enumerate(claims):
        cost = count_words(claim.text) + overhead
        if len(chosen) < most and cost <= budget and not _told(index, chosen, similarity, stems):
            chosen.append(index)
            budget -= cost
    return chosen


def _told(
    index: int, chosen: Sequence[int], similarity: NDArray[np.float32], stems: Sequence[frozenset[str]]
) -> bool:
    return any(retells(float(similarity[index, i]), stems[index], stems[i]) for i in chosen)


def reading_order(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> list[int]:
    """Indices of the claims as a reader wants them: the lead, then as the articles tell it.

    `claims` come in falling worth. The lead is the early one among the worthiest; the others follow by
    where their evidence stands in its articles, on average, from 0 (start) to 1 (end).
    """
    if not claims:
        return []
    place = [_place(claim, sentences) for claim in claims]
    worthy = range(min(3, len(claims)))
    lead = min(worthy, key=lambda i: (place[i] + 0.12 * i, i))
    return [lead, *sorted((i for i in range(len(claims)) if i != lead), key=lambda i: (place[i], i))]


def _place(claim: Claim, sentences: Sequence[Sentence]) -> float:
    last: dict[int, int] = {}
    for sentence in sentences:
        last[sentence.doc] = max(last.get(sentence.doc, 1), sentence.position)
    members = [sentences[i] for i in claim.members if sentences[i].kind is BlockKind.BODY]
    return sum(s.position / last[s.doc] for s in members) / max(1, len(members))


def lay_out(claims: Sequence[Claim], layout: Format) -> Layout:
    """Join the claims: `text[p.start:p.end] == p.claim.text` for every placed claim p."""
    bullet, gap = (BULLET, "\n") if layout is Format.BULLETS else ("", " ")
    placed, parts, at = [], [], 0
    for number, claim in enumerate(claims):
        lead = (gap if number else "") + bullet
        start = at + len(lead)
        placed.append(PlacedClaim(claim, start, start + len(claim.text)))
        parts += [lead, claim.text]
        at = start + len(claim.text)
    return Layout("".join(parts), tuple(placed))

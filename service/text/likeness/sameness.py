"""How far sentences tell one fact: alike in meaning and in words, beyond what all of a request are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.protocols import Embeddings
from service.text.words import content_stems
from service.types import Sentence

SAME_FACT = 0.30  # sameness from which two sentences tell one fact; chosen on annotated events
WORDS = 0.4  # what shared words count for, beside meaning
CROWD = 0.5
NEIGHBOURS = 10
FEWEST_WORDS = 4  # shorter sentences are compared as if they had so many words


def same_fact(sentences: Sequence[Sentence], embeddings: Embeddings) -> NDArray[np.float32]:
    """How far each pair of sentences tells one fact, shape (sentences, sentences).

    Articles on one event are alike in all their sentences, so both parts are relative to the request.
    Similarity in meaning counts beyond what the two have with their nearest neighbours anyway (CSLS:
    Conneau et al. 2018, https://arxiv.org/abs/1710.04087); shared words count by their rarity.
    """
    meaning = embeddings @ embeddings.T
    crowd = _neighbourhood(meaning)
    beyond = meaning - CROWD * (crowd[:, None] + crowd[None, :]) / 2
    shared = _shared_words([content_stems(s.display) for s in sentences])
    return ((1 - WORDS) * beyond + WORDS * shared).astype(np.float32)


def _neighbourhood(similarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean similarity of each sentence to its nearest ones, itself left out."""
    count = min(NEIGHBOURS, len(similarity) - 1)
    if count < 1:
        return np.zeros(len(similarity), dtype=np.float32)
    others = similarity.copy()
    np.fill_diagonal(others, -1.0)
    nearest = np.partition(others, -count, axis=1)[:, -count:]
    mean: NDArray[np.float32] = nearest.mean(axis=1)
    return mean


def _shared_words(stems: Sequence[frozenset[str]]) -> NDArray[np.float32]:
    """Share of the shorter sentence's words, weighted by rarity, that the other has; shape (n, n)."""
    vocabulary = sorted(set().union(*stems))
    column = {stem: number for number, stem in enumerate(vocabulary)}
    table = np.zeros((len(stems), max(1, len(vocabulary))), dtype=np.float32)
    for row, members in enumerate(stems):
        table[row, [column[stem] for stem in members]] = 1.0
    rarity = np.log1p(len(stems) / np.maximum(1.0, table.sum(axis=0)))
    totals = table @ rarity
    smaller = np.minimum(totals[:, None], totals[None, :])
    floor = FEWEST_WORDS * float(rarity.mean())
    shared: NDArray[np.float32] = ((table * rarity) @ table.T) / np.maximum(smaller, max(floor, 1e-6))
    return shared

"""select: which facts to tell, best first, so that the event is covered and nothing is told twice.

Greedy maximal marginal relevance (Carbonell & Goldstein 1998) under a budget of words: each step takes
the fact with the most salience left after what is already told, for its length.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.protocols import Embeddings
from service.text.redundancy import retells
from service.text.words import content_stems, count_words
from service.types import Cluster, Sentence

REDUNDANCY = 1.6  # what similarity to a told fact costs
SPARE = 2.5  # facts for this many times the budget, so that what fails or does not fit has a replacement
SPARE_SENTENCES = 4
POOL = 240
LEAST_WORDS = 4  # a shorter sentence is not worth more for being shorter


def select(
    clusters: Sequence[Cluster],
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    max_words: int,
    max_sentences: int,
) -> list[Cluster]:
    """The clusters to tell, the most wanted first; some more than fit into the budget."""
    pool = list(clusters[:POOL])
    if not pool:
        return []
    centres = np.array([c.members[0] for c in pool], dtype=np.intp)
    similarity = embeddings[centres] @ embeddings[centres].T
    gain = _gain(pool)
    costs = np.array([count_words(sentences[i].display) for i in centres])
    stems = [content_stems(sentences[i].display) for i in centres]
    return [pool[i] for i in _greedy(gain, costs, similarity, stems, max_words, max_sentences)]


def _gain(pool: Sequence[Cluster]) -> NDArray[np.float64]:
    values = np.array([c.salience for c in pool])
    low, high = float(values.min()), float(values.max())
    spread: NDArray[np.float64] = (values - low) / (high - low) if high > low else np.ones(len(pool))
    return spread


def _greedy(
    gain: NDArray[np.float64],
    costs: NDArray[np.int64],
    similarity: NDArray[np.float32],
    stems: Sequence[frozenset[str]],
    max_words: int,
    max_sentences: int,
) -> list[int]:
    chosen: list[int] = []
    words = 0
    closest = np.zeros(len(gain))
    worth = np.maximum(costs, LEAST_WORDS) ** 0.35
    open_ = np.array([cost <= max_words for cost in costs], dtype=bool)
    while open_.any() and words < max_words * SPARE and len(chosen) < max_sentences + SPARE_SENTENCES:
        value = np.where(open_, (gain + 0.05 - REDUNDANCY * np.maximum(0.0, closest - 0.35)) / worth, -np.inf)
        best = int(np.argmax(value))
        open_[best] = False
        if any(retells(float(similarity[best, i]), stems[best], stems[i]) for i in chosen):
            continue
        chosen.append(best)
        words += int(costs[best])
        closest = np.maximum(closest, similarity[best])
    return chosen

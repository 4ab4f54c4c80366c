"""select: which facts to tell, best first, so that the event is covered and nothing is told twice.

Of the sentences that tell one fact, the one is told that adds most a word to the rest.

Greedy: each step takes the fact that is worth most a word after what is told already. The worth is the
salience of the fact's sentence and a weighted sum of features of what the sentence adds; the weights are
learned with those of `rank`. Taking turns of choosing and measuring anew is maximal marginal relevance
(Carbonell & Goldstein 1998); counting the words that are new is Gillick & Favre 2009.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.protocols import Embeddings
from service.text.likeness.importance import importance
from service.text.likeness.redundancy import retells
from service.text.likeness.weights import Weights, matching, shipped
from service.text.words import content_stems, count_words
from service.types import BlockKind, Cluster, DocumentRole, Role, Sentence

SPARE = 2.5  # facts for this many times the budget, so that what fails or does not fit has a replacement
SPARE_SENTENCES = 4
POOL = 480
LEAST_WORDS = 4  # a shorter sentence is not worth more a word for being shorter
ALIKE = 0.5  # similarity from which a fact is much like a told one

Scores = NDArray[np.float64]


def select(
    clusters: Sequence[Cluster],
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    roles: Sequence[DocumentRole],
    max_words: int,
    max_sentences: int,
    weights: Weights | None = None,
) -> list[Cluster]:
    """The clusters to tell, the most wanted first; some more than fit into the budget.

    Raises ValueError if the weights are for other features.
    """
    pool = list(clusters[:POOL])
    if not pool:
        return []
    telling = Telling(pool, sentences, embeddings, roles)
    chosen = matching(shipped()["select"] if weights is None else weights, telling.features())
    words = 0
    while telling.fitting(max_words).any() and words < max_words * SPARE:
        if len(telling.told) >= max_sentences + SPARE_SENTENCES:
            break
        worth = telling.salience + sum(chosen[name] * row for name, row in telling.features().items())
        best = int(np.argmax(np.where(telling.fitting(max_words), worth, -np.inf)))
        telling.tell(best)
        words += int(telling.words[best])
    return [pool[i] for i in telling.told]


class Telling:
    """What is told so far of a pool of clusters, and what each other one would add to it."""

    def __init__(
        self,
        pool: Sequence[Cluster],
        sentences: Sequence[Sentence],
        embeddings: Embeddings,
        roles: Sequence[DocumentRole],
    ) -> None:
        centres = [cluster.members[0] for cluster in pool]
        texts = [sentences[i].display for i in centres]
        self.salience = np.array([cluster.salience for cluster in pool], dtype=np.float64)
        self.words = np.array([count_words(text) for text in texts])
        self.told: list[int] = []
        self._centres = centres
        self._members = [frozenset(cluster.members) for cluster in pool]
        self._similarity = embeddings[centres] @ embeddings[centres].T
        self._docs = np.array([sentences[i].doc for i in centres])
        self._stems = [content_stems(text) for text in texts]
        self._open = np.ones(len(pool), dtype=bool)
        self._has, self._values = _table(self._stems, sentences, roles)
        self._new = np.ones(self._has.shape[1])
        self._nearest = np.zeros(len(pool))

    def fitting(self, max_words: int) -> NDArray[np.bool_]:
        """Whether each may still be told: neither it nor what retells it is told, and it is short enough."""
        return self._open & (self.words <= max_words)

    def features(self) -> dict[str, Scores]:
        """What each would add, by name, each of shape (pool,); the new words' values are sums a word."""
        length = np.maximum(self.words, LEAST_WORDS)
        new = (self._has @ (self._values * self._new).T) / length[:, None]
        count = np.maximum(1.0, self._has.sum(axis=1))
        same = np.array([float((self._docs[self.told] == doc).sum()) for doc in self._docs])
        return {
            "nearest": np.maximum(0.0, self._nearest),
            "alike": np.maximum(0.0, self._nearest - ALIKE),
            "repeated": 1.0 - (self._has @ self._new) / count,
            "new_spread": new[:, 0],
            "new_frequent": new[:, 1],
            "new_lead": new[:, 2],
            "new": new[:, 3],
            "same_document": same / max(1, len(self.told)),
            "new_document": (same == 0).astype(np.float64),
        }

    def tell(self, best: int) -> None:
        """Take one; other tellers of its fact, and what it tells or would tell it again, are open no more."""
        self.told.append(best)
        self._open[best] = False
        for i in np.flatnonzero(self._open).tolist():
            if self._centres[i] in self._members[best] or retells(
                float(self._similarity[i, best]), self._stems[i], self._stems[best]
            ):
                self._open[i] = False
        self._nearest = np.maximum(self._nearest, self._similarity[best])
        self._new = np.where(self._has[best] > 0, 0.0, self._new)


def _table(
    stems: Sequence[frozenset[str]], sentences: Sequence[Sentence], roles: Sequence[DocumentRole]
) -> tuple[Scores, Scores]:
    """Which sentence has which stem, shape (pool, stems), and the stems' values, shape (4, stems)."""
    source_of = {role.doc: role.source for role in roles}
    main = {role.doc for role in roles if role.role is Role.MAIN}
    body = [s for s in sentences if s.kind is BlockKind.BODY and s.doc in main]
    worth = importance(body, [content_stems(s.display) for s in body], source_of)
    names = sorted(set().union(*stems))
    column = {stem: number for number, stem in enumerate(names)}
    has = np.zeros((len(stems), len(names)))
    for row, own in enumerate(stems):
        has[row, [column[stem] for stem in own]] = 1.0
    kinds = (worth.spread, worth.frequency, worth.lead)
    values = [[kind.get(stem, 0.0) for stem in names] for kind in kinds]
    return has, np.array([*values, [1.0] * len(names)]).reshape(4, -1)

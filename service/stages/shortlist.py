"""shortlist: the sentences worth encoding, by words alone, so that cost does not grow with every document.

A word counts by the number of documents that use it; a sentence by its best words and its place.
Only large requests lose sentences here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from service.text.words import content_stems
from service.types import BlockKind, Sentence

BEST_WORDS = 10
LEAD_BONUS = 0.5


def shortlist(sentences: Sequence[Sentence], query: str | None, most: int) -> list[Sentence]:
    """At most `most` sentences, in their order; all of them where there are no more."""
    if len(sentences) <= most:
        return list(sentences)
    stems = [content_stems(sentence.display) for sentence in sentences]
    spread: dict[str, set[int]] = {}
    for sentence, members in zip(sentences, stems, strict=True):
        for stem in members:
            spread.setdefault(stem, set()).add(sentence.doc)
    weight = Counter({stem: math.log1p(len(documents) - 1) for stem, documents in spread.items()})
    wanted = content_stems(query or "")
    scores = [_score(s, members, weight, wanted) for s, members in zip(sentences, stems, strict=True)]
    best = sorted(range(len(sentences)), key=lambda i: (-scores[i], i))[:most]
    return [sentences[i] for i in sorted(best)]


def _score(sentence: Sentence, stems: frozenset[str], weight: Counter[str], wanted: frozenset[str]) -> float:
    top = sorted((weight[stem] for stem in stems), reverse=True)[:BEST_WORDS]
    lead = LEAD_BONUS * sum(top[:1]) * BEST_WORDS * math.exp(-sentence.position / 4)
    title = 1.0 if sentence.kind is BlockKind.TITLE else 0.0
    return math.fsum(top) + lead + title + 5 * sum(top[:1]) * len(stems & wanted)

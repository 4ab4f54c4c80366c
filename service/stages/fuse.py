"""fuse: one sentence for the several that tell one fact.

The model writes for all facts of a request in one batch; what can be put together without it is tried, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.protocols import SentenceFuser
from service.text.facts.figures import opposed
from service.text.fusing.casing import Casing
from service.text.fusing.compose import compose
from service.text.fusing.faults import case_of
from service.text.fusing.halves import told_apart
from service.text.style import joins_well
from service.text.words import count_words
from service.types import Cluster, Sentence

MAX_SOURCES = 3
MAX_SOURCE_WORDS = 60


def fuse(clusters: Sequence[Cluster], sentences: Sequence[Sentence], fuser: SentenceFuser) -> list[list[str]]:
    """Candidates for each cluster in their order, the model's first; none where there is nothing to fuse."""
    casing = Casing(sentence.display for sentence in sentences)
    evidence = [fusible(cluster, sentences) for cluster in clusters]
    texts = {row: [sentences[i].display for i in members] for row, members in enumerate(evidence)}
    wanted = [row for row, members in texts.items() if len(members) > 1]
    written = fuser.fuse([texts[row] for row in wanted]) if wanted else []
    candidates: list[list[str]] = [[] for _ in clusters]
    for row, own in zip(wanted, written, strict=True):
        centre, *others = texts[row]
        settled = [told_apart(case_of(casing.settled(text, texts[row]), texts[row])) for text in own]
        candidates[row] = list(dict.fromkeys([*settled, *compose(centre, others, casing)]))
    return candidates


def fusible(cluster: Cluster, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """The members worth fusing: the centre and the next best that agree with it on every figure."""
    if not _joins(sentences[cluster.members[0]].display):
        return cluster.members[:1]
    chosen = [cluster.members[0]]
    for member in cluster.members[1:]:
        text = sentences[member].display
        if _joins(text) and not any(
            opposed(sentences[i].display, text) or sentences[i].display == text for i in chosen
        ):
            chosen.append(member)
    return tuple(chosen[:MAX_SOURCES])


def _joins(text: str) -> bool:
    return count_words(text) <= MAX_SOURCE_WORDS and joins_well(text)

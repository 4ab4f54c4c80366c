"""Which facts the model may write, and in which waves: decided before anything is written."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from service.text.language import READ_BY_MODELS
from service.text.words import count_words
from service.types import Cluster, Document, Format, Mode, Sentence, SummaryRequest

FUSED_SHARE = 1.2  # facts for this many times the budget are fused; spare ones are told as they stand
UNLIMITED = 10**6


def words_for_one(request: SummaryRequest) -> int:
    """The words that a sentence may have at most, were it told alone; a bullet's mark counts as a word."""
    words = request.length.words or UNLIMITED
    return words - 1 if request.format is Format.BULLETS else words


def may_fuse(
    request: SummaryRequest,
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    chosen: Sequence[Cluster],
) -> list[bool]:
    """Whether each cluster goes to the model: those that will likely be told, in a language it knows."""
    languages = {document.index: document.language for document in documents}
    most = request.length.sentences or UNLIMITED
    left = FUSED_SHARE * (request.length.words or UNLIMITED)
    may = []
    for number, cluster in enumerate(chosen):
        known = all(languages[sentences[i].doc] in READ_BY_MODELS for i in cluster.members)
        may.append(request.mode is Mode.ABSTRACTIVE and known and left > 0 and number < most)
        left -= count_words(sentences[cluster.members[0]].display)
    return may


def cut(written: Sequence[bool]) -> list[slice]:
    """Runs of the facts, in their order; `written` says which of them the model writes.

    What comes before the first written one is told at once; that one then goes alone, and all others follow
    as one batch, since a batch costs little more than one.
    """
    writers = [i for i, ok in enumerate(written) if ok]
    cuts = sorted({0, *writers[:2], len(written)})
    return [slice(start, end) for start, end in itertools.pairwise(cuts)]

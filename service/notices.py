"""What is told of a request beside its summary: warnings, and why nothing can be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.errors import Fault, InvalidRequest
from service.text.language import READ_BY_MODELS
from service.text.words import count_words
from service.types import Cluster, Document, Mode, Sentence


def nothing_told(clusters: Sequence[Cluster], sentences: Sequence[Sentence], words: int) -> InvalidRequest:
    """Return the error for a request of which no sentence can be told in so many words."""
    if not clusters:
        return InvalidRequest(
            "The documents hold no sentence that can be told.",
            [Fault("/documents", "no whole sentence was found besides headings and site clutter")],
        )
    shortest = min(count_words(sentences[c.members[0]].display) for c in clusters)
    limit = "1 word" if words == 1 else f"{words} words"
    return InvalidRequest(
        "The length is too short for these documents.",
        [Fault("/length", f"no sentence fits in {limit}; the shortest has {shortest}")],
    )


def warnings(documents: Sequence[Document], sentences: Sequence[Sentence], mode: Mode) -> Iterator[str]:
    """Yield what a reader of the summary should know, in the documents' order."""
    ordered = sorted(documents, key=lambda document: document.index)
    for document in ordered:
        yield from document.warnings
    told = {sentence.doc for sentence in sentences}
    for document in ordered:
        if document.index not in told:
            yield f"document {document.id!r}: no whole sentence was found besides headings and site clutter"
    foreign = sorted({d.language for d in documents} - READ_BY_MODELS)
    if foreign:
        rest = ", and nothing is fused" if mode is Mode.ABSTRACTIVE else ""
        yield (
            f"the models read English; sentences in {', '.join(foreign)} were compared by their letters, not"
            " by their meaning: the same fact in other words may be missed or told twice, conflicts were not"
            f" looked for{rest}"
        )

"""encode: sentences to points whose dot product is their similarity in meaning.

The encoder that ships reads English. Sentences of documents in other languages are placed by their letters
instead (`service.text.likeness.letters`), in columns of their own: between the two kinds the similarity is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.protocols import Embeddings, SentenceEncoder
from service.text.language import READ_BY_MODELS
from service.text.likeness.letters import Letters
from service.types import Document, Sentence


@dataclass(frozen=True)
class Space:
    """The points of one request. `foreign` names the documents that are placed by their letters."""

    encoder: SentenceEncoder
    foreign: frozenset[int]
    letters: Letters | None

    def sentences(self, sentences: Sequence[Sentence]) -> Embeddings:
        """One unit row per sentence, shape (len(sentences), width)."""
        return self.rows([s.display for s in sentences], [s.doc in self.foreign for s in sentences])

    def rows(self, texts: Sequence[str], foreign: Sequence[bool]) -> Embeddings:
        """One unit row per text, shape (len(texts), width); `foreign` ones by their letters."""
        if self.letters is None:
            return encode(texts, self.encoder)
        read = encode(
            ["" if apart else text for text, apart in zip(texts, foreign, strict=True)], self.encoder
        )
        by_letters = self.letters.rows(texts)
        apart = np.array(foreign, dtype=bool)[:, None]
        return np.hstack([np.where(apart, 0, read), np.where(apart, by_letters, 0)]).astype(np.float32)

    def query(self, text: str) -> Embeddings:
        """One row for a query in any language, near to what is near it on either side."""
        read = encode([text], self.encoder)
        return read if self.letters is None else np.hstack([read, self.letters.rows([text])])


def space(sentences: Sequence[Sentence], documents: Sequence[Document], encoder: SentenceEncoder) -> Space:
    """Return the space for a request's sentences; without other languages it is the encoder's own."""
    foreign = frozenset(d.index for d in documents if d.language not in READ_BY_MODELS)
    texts = [s.display for s in sentences if s.doc in foreign]
    return Space(encoder, foreign, Letters(texts) if texts else None)


def encode(texts: Sequence[str], encoder: SentenceEncoder) -> Embeddings:
    """One unit-length row per text, shape (len(texts), width), float32; equal texts are encoded once."""
    distinct = sorted(set(texts))
    rows = encoder.encode(distinct)
    place = {text: row for row, text in enumerate(distinct)}
    order = np.array([place[text] for text in texts], dtype=np.intp)
    return rows[order]

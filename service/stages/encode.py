"""encode: sentences to points whose dot product is their similarity in meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.protocols import Embeddings, SentenceEncoder


def encode(texts: Sequence[str], encoder: SentenceEncoder) -> Embeddings:
    """One unit-length row per text, shape (len(texts), width), float32; equal texts are encoded once."""
    distinct = sorted(set(texts))
    rows = encoder.encode(distinct)
    place = {text: row for row, text in enumerate(distinct)}
    order = np.array([place[text] for text in texts], dtype=np.intp)
    return rows[order]

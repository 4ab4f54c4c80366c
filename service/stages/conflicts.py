"""conflicts: what sources disagree about."""

from __future__ import annotations

from collections.abc import Sequence

from models.protocols import Embeddings
from service.types import Conflict, Document, DocumentRole, Sentence


def conflicts(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    documents: Sequence[Document],
    roles: Sequence[DocumentRole],
) -> list[Conflict]:
    """Return the disputed facts."""
    return []

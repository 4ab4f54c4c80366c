"""What makes a document and a request the same: orders and ids that follow from content alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from service.types import Document, SummaryRequest

Key = tuple[str, ...]


def document_key(document: Document) -> Key:
    """A sort key that depends on what a document is, never on its place in the request."""
    known = (document.id, document.title, document.outlet, document.published_at, document.url)
    return (document.text_sha256, document.media_type, *(value or "" for value in known))


def summary_id(request: SummaryRequest, documents: Sequence[Document], models: Mapping[str, str]) -> str:
    """The same id for the same documents, options and models, whatever the documents' order."""
    content = {
        "documents": sorted(document_key(document) for document in documents),
        "length": [request.length.words, request.length.sentences],
        "format": request.format,
        "mode": request.mode,
        "query": request.query,
        "include_text": request.include_text,
        "models": dict(models),
    }
    return "sum_" + hashlib.sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()[:24]


def canonical(documents: Iterable[Document]) -> list[Document]:
    """The documents in an order of their own, by content, so that the request's cannot matter."""
    return sorted(documents, key=document_key)

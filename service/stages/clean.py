"""Marks what each stretch of a document is, and deletes nothing, so that offsets stay true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.text.paragraphs import read_units
from service.types import Block, BlockKind, Document


def clean(document: Document) -> Document:
    """Return the document with its blocks marked."""
    units = read_units(document)
    return replace(document, blocks=tuple(Block(u.start, u.end, u.kind or BlockKind.BODY) for u in units))


def clean_all(documents: Sequence[Document]) -> list[Document]:
    """Clean documents that are read together."""
    return [clean(document) for document in documents]

"""How much one request may ask for. Depends on nothing, so that every door can enforce it early."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings on a request, its documents, and what their decoding may use.

    Bytes are counted as received; characters are Unicode code points of the canonical text.
    """

    max_documents: int = 1000
    max_request_bytes: int = 32 * MIB
    max_document_bytes: int = 16 * MIB
    max_document_characters: int = 1_000_000
    max_document_lines: int = 50_000
    max_pdf_pages: int = 500
    max_unzipped_bytes: int = 64 * MIB
    max_sentences: int = 50_000


DEFAULT_LIMITS = Limits()

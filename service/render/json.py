"""The wire form of a summary: the JSON contract, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from service.render.wire import (
    CitationWire,
    ClaimWire,
    ConflictWire,
    DocumentWire,
    SentenceWire,
    SideWire,
    SpanWire,
    SummaryWire,
    TimelineEntryWire,
    ToldWire,
)
from service.summarizer import Told
from service.types import (
    BlockKind,
    Citation,
    Claim,
    Conflict,
    Document,
    DocumentRole,
    PlacedClaim,
    Role,
    Summary,
    TimelineEntry,
)


def to_wire(summary: Summary) -> SummaryWire:
    """Return the summary as the JSON object that the HTTP contract describes."""
    cite = _Citer(summary.documents)
    return {
        "id": summary.id,
        "title": summary.title,
        "summary": summary.text,
        "sentences": [_sentence(placed, cite) for placed in summary.sentences],
        "conflicts": [_conflict(conflict, cite) for conflict in summary.conflicts],
        "timeline": [_entry(entry, cite) for entry in summary.timeline],
        "documents": _documents(summary),
        "offset_unit": "unicode_code_point",
        "models": dict(summary.models),
        "timings_ms": {stage: round(ms, 3) for stage, ms in summary.timings_ms.items()},
        "warnings": list(summary.warnings),
    }


def told_to_wire(told: Told) -> ToldWire:
    """Return a sentence that is told ahead of its summary: its place in the text is not known yet."""
    claim = _claim(told.claim, _Citer(told.documents))
    return {"number": told.number, "order": list(told.order), **claim}


def dumps(value: object, indent: int | None = None) -> bytes:
    """Serialise to UTF-8. Lone surrogates, which UTF-8 cannot hold, make the whole answer ASCII."""
    try:
        return _text(value, indent, ascii_only=False).encode("utf-8")
    except UnicodeEncodeError:
        return _text(value, indent, ascii_only=True).encode("ascii")


def boilerplate_spans(document: Document) -> list[tuple[int, int]]:
    """Return the boilerplate as spans, those that only white space parts merged into one."""
    spans: list[tuple[int, int]] = []
    for block in document.blocks:
        if block.kind is not BlockKind.BOILERPLATE:
            continue
        if spans and not document.text[spans[-1][1] : block.start].strip():
            spans[-1] = (spans[-1][0], block.end)
        else:
            spans.append((block.start, block.end))
    return spans


class _Citer:
    """Writes citations; knows the documents they point into."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.index: document for document in documents}

    def __call__(self, citations: Sequence[Citation]) -> list[CitationWire]:
        return [self._one(citation) for citation in citations]

    def _one(self, citation: Citation) -> CitationWire:
        document = self._documents[citation.doc]
        return {
            "type": "char_location",
            "document_index": citation.doc,
            "document_id": document.id,
            "document_title": document.title,
            "start_char_index": citation.start,
            "end_char_index": citation.end,
            "cited_text": citation.cited_text,
        }


def _sentence(placed: PlacedClaim, cite: _Citer) -> SentenceWire:
    claim = _claim(placed.claim, cite)
    return {"text": claim["text"], "start": placed.start, "end": placed.end, **claim}


def _claim(claim: Claim, cite: _Citer) -> ClaimWire:
    return {
        "text": claim.text,
        "method": claim.mode,
        # Only supported sentences leave the pipeline.
        "support": {"verdict": "supported", "score": round(claim.score, 4)},
        "corroboration": claim.corroboration,
        "citations": cite(claim.citations),
    }


def _conflict(conflict: Conflict, cite: _Citer) -> ConflictWire:
    sides: list[SideWire] = [
        {"value": side.value, "citations": cite(side.citations)} for side in conflict.sides
    ]
    return {"about": conflict.about, "sides": sides}


def _entry(entry: TimelineEntry, cite: _Citer) -> TimelineEntryWire:
    return {"date": entry.date, "text": entry.text, "citations": cite(entry.citations)}


def _documents(summary: Summary) -> list[DocumentWire]:
    ids = {document.index: document.id for document in summary.documents}
    roles = {role.doc: role for role in summary.roles}
    return [
        _document(document, roles.get(document.index), ids, summary.include_text)
        for document in summary.documents
    ]


def _document(
    document: Document, role: DocumentRole | None, ids: Mapping[int, str], include_text: bool
) -> DocumentWire:
    wire: DocumentWire = {
        "index": document.index,
        "id": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "published_at": document.published_at,
        "language": document.language,
        "text_sha256": document.text_sha256,
        "characters": len(document.text),
        "role": role.role if role else Role.MAIN,
        "copy_of": ids[role.copy_of] if role and role.copy_of is not None else None,
        "boilerplate": [SpanWire(start=start, end=end) for start, end in boilerplate_spans(document)],
    }
    if document.extracted or include_text:
        wire["text"] = document.text
    return wire


def _text(value: object, indent: int | None, *, ascii_only: bool) -> str:
    separators = None if indent else (",", ":")
    return json.dumps(value, ensure_ascii=ascii_only, allow_nan=False, indent=indent, separators=separators)

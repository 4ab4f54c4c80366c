"""A summary as a reader meets it: paragraphs, and sources numbered in the order they are first cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.types import Citation, Document, DocumentRole, PlacedClaim, Role, Summary

_BULLET_GAP = re.compile(r"\n|[-*•]")


@dataclass(frozen=True, slots=True)
class Source:
    """A cited document, its number, and the passages cited from it, in the text's order."""

    number: int
    document: Document
    role: DocumentRole | None
    passages: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the renderers lay out. `others` were read and are not cited."""

    summary: Summary
    bulleted: bool
    sources: tuple[Source, ...]
    others: tuple[tuple[Document, DocumentRole | None], ...]

    def number_of(self, doc: int) -> int:
        """Return the number of a cited document, given its index."""
        return next(source.number for source in self.sources if source.document.index == doc)

    def numbers(self, citations: Iterable[Citation]) -> list[int]:
        """Return the numbers of the cited sources, rising, each once."""
        return sorted({self.number_of(citation.doc) for citation in citations})

    def id_of(self, doc: int) -> str:
        """Return a document's id, given its index."""
        return next(document.id for document in self.summary.documents if document.index == doc)


def read(summary: Summary) -> Reading:
    """Return the summary with its sources numbered: no gaps, no repeats, sentences before the rest."""
    roles = {role.doc: role for role in summary.roles}
    passages: dict[int, dict[tuple[int, int], Citation]] = {}
    for citation in _citations(summary):
        passages.setdefault(citation.doc, {})[citation.start, citation.end] = citation
    documents = {document.index: document for document in summary.documents}
    sources = tuple(
        Source(number, documents[doc], roles.get(doc), tuple(found[key] for key in sorted(found)))
        for number, (doc, found) in enumerate(passages.items(), start=1)
    )
    others = tuple((d, roles.get(d.index)) for d in summary.documents if d.index not in passages)
    return Reading(summary, is_bulleted(summary.text, summary.sentences), sources, others)


def is_bulleted(text: str, sentences: Sequence[PlacedClaim]) -> bool:
    """Whether the sentences stand as bullets: a line break or a bullet mark stands before one."""
    end = 0
    for placed in sentences:
        if _BULLET_GAP.search(text[end : placed.start]):
            return True
        end = placed.end
    return False


def role_note(role: DocumentRole | None, reading: Reading) -> str | None:
    """Say in words what a document is to the event, where it is not one of its main tellers."""
    if role is None or role.role is Role.MAIN:
        return None
    if role.role is Role.SYNDICATED_COPY:
        original = f" of {reading.id_of(role.copy_of)}" if role.copy_of is not None else ""
        return f"copy{original}, not counted as a separate source"
    return "about an earlier event" if role.role is Role.EARLIER_EVENT else "about another event"


def _citations(summary: Summary) -> Iterator[Citation]:
    for placed in summary.sentences:
        yield from placed.claim.citations
    for conflict in summary.conflicts:
        for side in conflict.sides:
            yield from side.citations
    for entry in summary.timeline:
        yield from entry.citations

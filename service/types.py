"""The values that flow through the pipeline. All are frozen; none knows of HTTP or JSON.

Every offset counts Unicode code points of `Document.text`, is 0-based and end-exclusive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class MediaType(StrEnum):
    """The kinds of document that are read."""

    TEXT = "text/plain"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Mode(StrEnum):
    """Whether sentences may be fused, or are the sources' own."""

    ABSTRACTIVE = "abstractive"
    EXTRACTIVE = "extractive"


class Format(StrEnum):
    """How the summary's sentences are laid out."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"


class Role(StrEnum):
    """What a document is to the event that is summarized."""

    MAIN = "main"
    SYNDICATED_COPY = "syndicated_copy"
    EARLIER_EVENT = "earlier_event"
    OFF_EVENT = "off_event"


class BlockKind(StrEnum):
    """What a stretch of a document's text is."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    DIGEST = "digest"  # bullets that repeat the article; may support, are not told
    BOILERPLATE = "boilerplate"  # site clutter; never told, never cited


@dataclass(frozen=True, slots=True)
class Length:
    """A hard ceiling on the summary; at least one of the two is set."""

    words: int | None = None
    sentences: int | None = None


NAMED_LENGTHS: Mapping[str, Length] = {
    "short": Length(words=60),
    "medium": Length(words=130),
    "long": Length(words=250),
}


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document as a door received it: bytes of a file, or text that was posted."""

    index: int
    id: str
    content: bytes | str
    media_type: MediaType
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    pointer: str = ""  # JSON pointer to blame in an error, such as /documents/0


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """All that determines a summary."""

    documents: tuple[SourceDocument, ...]
    length: Length = NAMED_LENGTHS["medium"]
    format: Format = Format.PARAGRAPH
    mode: Mode = Mode.ABSTRACTIVE
    query: str | None = None
    include_text: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one kind. Blocks are in order, do not overlap, and may leave gaps of white space."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Document:
    """A document's canonical text and what is known of it. `blocks` are filled by `clean`."""

    index: int
    id: str
    text: str
    media_type: MediaType
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: str | None = None  # ISO 8601 date or date and time
    language: str = "und"  # ISO 639-1, or und
    extracted: bool = False  # text was taken out of html, pdf, docx or odd bytes: return it
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text as UTF-8, hexadecimal; lone surrogates are hashed as they stand."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def published_date(self) -> date | None:
        """The calendar day of `published_at`, or None."""
        return date.fromisoformat(self.published_at[:10]) if self.published_at else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence where it stands: `documents[doc].text[start:end] == text`, always.

    `doc` is the document's index in the request, `position` the sentence's ordinal in it,
    `paragraph` the ordinal of its block. `display` is `text` as a reader should see it: one line,
    no markup, no control characters.
    """

    doc: int
    position: int
    paragraph: int
    start: int
    end: int
    text: str
    display: str
    kind: BlockKind = BlockKind.BODY


@dataclass(frozen=True, slots=True)
class DocumentRole:
    """A document's part in the event. Documents of one `source` are copies and count once."""

    doc: int
    role: Role
    source: int
    copy_of: int | None = None  # the index of the original


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sentences that tell one fact, as indices into the request's sentences, the best teller first."""

    members: tuple[int, ...]
    salience: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether evidence supports a text. `support` indexes the evidence sentences that carry it."""

    supported: bool
    score: float
    support: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()


Choice = tuple[str, Mode, Verdict]
"""What is told of a fact, how it was made, and the verdict on it."""

VERBATIM = Verdict(True, 1.0, (0,))
"""The verdict on a fact's own sentence, the first of its evidence."""

READABLE = 45
"""Words that a fused sentence may have, unless its centre sentence alone has more."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a claim's evidence stands: `documents[doc].text[start:end] == cited_text`."""

    doc: int
    start: int
    end: int
    cited_text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the summary with what supports it.

    `members` are the cluster's sentences, `support` those that carry the text. Of these the ones that are no
    members only say who somebody is.
    """

    text: str
    mode: Mode
    score: float
    corroboration: int
    citations: tuple[Citation, ...]
    members: tuple[int, ...] = ()
    support: tuple[int, ...] = ()

    @property
    def tellers(self) -> tuple[int, ...]:
        """The sentences of `support` that tell the fact."""
        return tuple(i for i in self.support if i in self.members) or self.support


@dataclass(frozen=True, slots=True)
class Side:
    """One value that some sources give for a disputed fact."""

    value: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that disagree about one fact."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A dated fact; `date` is ISO 8601 at the precision that is known (2024, 2024-05, 2024-05-16)."""

    date: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim and where it stands in `Summary.text`."""

    claim: Claim
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The answer to a SummaryRequest."""

    id: str
    title: str
    text: str
    sentences: tuple[PlacedClaim, ...]
    conflicts: tuple[Conflict, ...]
    timeline: tuple[TimelineEntry, ...]
    documents: tuple[Document, ...]
    roles: tuple[DocumentRole, ...]
    models: Mapping[str, str]
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    include_text: bool = False

"""The JSON that is answered, as types: what writes it is checked against them, the contract is made of them.

The sentence under a field is its description in `/openapi.json`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, NotRequired, TypeVar

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from service.types import Mode, Role

_Type = TypeVar("_Type", bound=type[Any])
described: Callable[[_Type], _Type] = with_config(ConfigDict(use_attribute_docstrings=True))
"""Makes descriptions of the sentences under a TypedDict's fields."""


@described
class SpanWire(TypedDict):
    """A stretch of a text, in Unicode code points."""

    start: int
    """0-based."""
    end: int
    """Exclusive."""


@described
class CitationWire(TypedDict):
    """Where evidence stands: the `char_location` shape of Anthropic's API.

    `text[start_char_index:end_char_index] == cited_text`, always.
    """

    type: Literal["char_location"]
    """Always `char_location`."""
    document_index: int
    """The document's place in the request, from 0."""
    document_id: str
    """The document's id."""
    document_title: str | None
    """The document's title, where it is known."""
    start_char_index: int
    """Where the passage begins in the document's text as posted, or as returned in `documents[].text`;
    0-based, in Unicode code points."""
    end_char_index: int
    """Where it ends, exclusive."""
    cited_text: str
    """The passage, word for word."""


@described
class SupportWire(TypedDict):
    """What the support check said. A sentence that fails it is never in an answer."""

    verdict: Literal["supported"]
    """Always `supported`."""
    score: float
    """The verifier's probability that the evidence supports the sentence, 0 to 1; 1 for a source's own
    sentence."""


@described
class ClaimWire(TypedDict):
    """What is known of a sentence wherever it is told."""

    # Of a base class, pydantic does not read the sentences under the fields.
    text: Annotated[str, Field(description="The sentence.")]
    method: Annotated[
        Mode,
        Field(description="`abstractive` if it was fused, `extractive` if it is a source's own sentence."),
    ]
    support: SupportWire
    corroboration: Annotated[
        int,
        Field(description="How many independent sources tell it; a reprint and its original count as one."),
    ]
    citations: Annotated[
        list[CitationWire],
        Field(
            description="First the passages that support the whole sentence, then other independent sources"
            " that say the same."
        ),
    ]


@described
class SentenceWire(ClaimWire):
    """One sentence of the summary: `summary[start:end] == text`."""

    start: int
    """Where it begins in `summary`; 0-based, in Unicode code points."""
    end: int
    """Where it ends, exclusive."""


@described
class ToldWire(ClaimWire):
    """A sentence that is told before the summary is whole. It will be in the summary."""

    number: int
    """Counts the sentences as they are told, from 0."""
    order: list[int]
    """The numbers of all that are told so far, in the order to read; the summary's is that of the last
    one."""


@described
class SideWire(TypedDict):
    """One value that some sources give for a disputed fact."""

    value: str
    """The value, as a source writes it."""
    citations: list[CitationWire]


@described
class ConflictWire(TypedDict):
    """Sources that disagree about one fact. Roundings are no conflict."""

    about: str
    """What they disagree about."""
    sides: list[SideWire]


@described
class TimelineEntryWire(TypedDict):
    """A dated fact."""

    date: str
    """ISO 8601 with the precision that is known: `2031`, `2031-10` or `2031-10-14`."""
    text: str
    citations: list[CitationWire]


@described
class DocumentWire(TypedDict):
    """A document of the request, and what it is to the event."""

    index: int
    """Its place in the request, from 0."""
    id: str
    """As given; a file's name; else `doc-1` and so on."""
    title: str | None
    outlet: str | None
    published_at: str | None
    """ISO 8601 date, or date and time: as given, else as found in the document."""
    language: str
    """ISO 639-1, or `und`."""
    text_sha256: str
    """SHA-256 of the text as UTF-8, hexadecimal: compare it before you trust an offset in a copy of your
    own."""
    characters: int
    """The text's length in Unicode code points."""
    role: Role
    """`main`; `syndicated_copy` (of `copy_of`); `earlier_event`, told as background at most; `off_event`,
    left out."""
    copy_of: str | None
    """The id of the original, for a `syndicated_copy`."""
    boilerplate: list[SpanWire]
    """Menus, captions, comment forms and the like: not summarized, not cited, not deleted."""
    text: NotRequired[str]
    """The text that offsets count in: returned where it was extracted (HTML, PDF, DOCX), or with
    `include_text`."""


@described
class SummaryWire(TypedDict):
    """The summary, every sentence with its evidence."""

    id: str
    """Names this summary."""
    title: str
    """A line for a heading."""
    summary: str
    """Plain text, the sentences in order, within `length`."""
    sentences: list[SentenceWire]
    conflicts: list[ConflictWire]
    """Figures, dates or attributions on which sources disagree, with both sides quoted."""
    timeline: list[TimelineEntryWire]
    """Dated facts, in order."""
    documents: list[DocumentWire]
    """The request's documents, in its order."""
    offset_unit: Literal["unicode_code_point"]
    """What every offset counts: Python's `text[a:b]`; in JavaScript `Array.from(text).slice(a,
    b).join("")`."""
    models: dict[str, str]
    """What produced this: `encoder`, `fuser`, `verifier`."""
    timings_ms: dict[str, float]
    """Milliseconds by stage; the only part that differs when a request is repeated."""
    warnings: list[str]
    """What you should know, such as a document in which nothing could be read."""


@described
class ProgressWire(TypedDict):
    """How far a summary is."""

    stage: str
    """The stage of the pipeline that has begun."""
    fraction: float
    """How much is done, 0 to 1."""


@described
class FaultWire(TypedDict):
    """One mistake in a request."""

    pointer: str
    """RFC 6901 JSON pointer to it; for a form, its field or file. Empty for the whole body."""
    detail: str
    """What is wrong there."""


@described
class ProblemWire(TypedDict):
    """Any error, as RFC 9457 problem details."""

    type: str
    """A URN that names the kind of problem, such as `urn:citeweave:problem:invalid-request`."""
    title: str
    """The status in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What happened, and what to do about it."""
    instance: str
    """The path that was asked for."""
    request_id: str
    """Names the request in the server's log; the same as the `X-Request-Id` header."""
    errors: list[FaultWire]
    """One entry for each mistake in the request; empty where the request as a whole is the matter."""

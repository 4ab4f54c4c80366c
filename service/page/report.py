"""A summary's JSON read back, to be rendered by the same code as every other report.

The page has the summary already; to ask for it anew in another form would cost the models' time again.
"""

from __future__ import annotations

from typing import Literal

from flask import Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType

from service.errors import Fault, InvalidRequest
from service.http.posted import parse
from service.http.validation import raise_faults, to_fault, validate
from service.render.html import to_html
from service.render.markdown import to_markdown
from service.types import (
    Block,
    BlockKind,
    Citation,
    Claim,
    Conflict,
    Document,
    DocumentRole,
    MediaType,
    Mode,
    PlacedClaim,
    Role,
    Side,
    Summary,
    TimelineEntry,
)

HTML, MARKDOWN = "text/html", "text/markdown"
_RENDERERS = {HTML: to_html, MARKDOWN: to_markdown}


class _Wire(BaseModel):
    # Fields that a report does not show may come and go.
    model_config = ConfigDict(extra="ignore", frozen=True)


class SpanIn(_Wire):
    """A stretch of a text, in code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class CitationIn(_Wire):
    """Where evidence stands."""

    document_index: int
    start_char_index: int = Field(ge=0)
    end_char_index: int = Field(ge=0)
    cited_text: str

    def to_value(self) -> Citation:
        """Return it as the renderers know it."""
        return Citation(self.document_index, self.start_char_index, self.end_char_index, self.cited_text)


class SentenceIn(SpanIn):
    """One sentence of the summary."""

    text: str
    method: Mode
    corroboration: int
    citations: list[CitationIn]

    def to_value(self) -> PlacedClaim:
        """Return it as the renderers know it."""
        citations = tuple(citation.to_value() for citation in self.citations)
        claim = Claim(self.text, self.method, 1.0, self.corroboration, citations)
        return PlacedClaim(claim, self.start, self.end)


class SideIn(_Wire):
    """One value that some sources give."""

    value: str
    citations: list[CitationIn]


class ConflictIn(_Wire):
    """Sources that disagree."""

    about: str
    sides: list[SideIn]


class EntryIn(_Wire):
    """A dated fact."""

    date: str
    text: str
    citations: list[CitationIn]


class DocumentIn(_Wire):
    """A document; the report shows its text where there is one."""

    index: int
    id: str
    title: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    language: str = "und"
    role: Role = Role.MAIN
    copy_of: str | None = None
    boilerplate: list[SpanIn] = Field(default_factory=list)
    text: str = ""

    def to_value(self) -> Document:
        """Return it as the renderers know it."""
        spans = sorted((span.start, span.end) for span in self.boilerplate)
        return Document(
            self.index,
            self.id,
            self.text,
            MediaType.TEXT,
            title=self.title,
            outlet=self.outlet,
            published_at=self.published_at,
            language=self.language,
            blocks=tuple(Block(start, end, BlockKind.BOILERPLATE) for start, end in spans),
        )


class SummaryIn(_Wire):
    """What POST /v1/summaries answered."""

    id: str
    title: str
    summary: str
    sentences: list[SentenceIn]
    conflicts: list[ConflictIn]
    timeline: list[EntryIn]
    documents: list[DocumentIn]
    offset_unit: Literal["unicode_code_point"]
    models: dict[str, str]
    warnings: list[str]

    @model_validator(mode="after")
    def _documents_are_told_apart(self) -> SummaryIn:
        if len({document.index for document in self.documents}) < len(self.documents):
            raise ValueError("documents must differ in their index")
        if len({document.id for document in self.documents}) < len(self.documents):
            raise ValueError("documents must differ in their id")
        return self

    def citations(self) -> list[CitationIn]:
        """Return every citation, wherever it is."""
        sides = [side for conflict in self.conflicts for side in conflict.sides]
        parts: list[SentenceIn | SideIn | EntryIn] = [*self.sentences, *sides, *self.timeline]
        return [citation for part in parts for citation in part.citations]


def render(request: Request) -> Response:
    """Answer with the report that the client would rather have. Raises RequestError, HTTPException."""
    kind = request.accept_mimetypes.best_match([HTML, MARKDOWN])
    if kind is None:
        raise NotAcceptable(f"A report can be had as {HTML} or as {MARKDOWN}.")
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send the summary as application/json.")
    summary = read_summary(parse(request.get_data()), texts=kind == HTML)
    response = Response(
        _RENDERERS[kind](summary).encode("utf-8", "replace"), content_type=f"{kind}; charset=utf-8"
    )
    # To be kept, not shown: whatever is posted here must not become a page of ours.
    response.headers["Content-Disposition"] = "attachment"
    response.vary.add("Accept")
    return response


def read_summary(value: object, *, texts: bool) -> Summary:
    """Return the Summary that a JSON value tells. Raises InvalidRequest.

    With `texts` every cited document must come with its text, and every citation must fit it.
    """
    posted, errors = validate(SummaryIn, value)
    raise_faults([to_fault(error) for error in errors])
    assert posted is not None
    _check_citations(posted, texts=texts)
    return _to_summary(posted)


def _check_citations(posted: SummaryIn, *, texts: bool) -> None:
    documents = {document.index: document for document in posted.documents}
    for citation in posted.citations():
        document = documents.get(citation.document_index)
        if document is None:
            raise _misfit(f"a citation names document {citation.document_index}, which is not there")
        found = document.text[citation.start_char_index : citation.end_char_index]
        if texts and found != citation.cited_text:
            raise _misfit(f"a citation does not fit the text of document {citation.document_index}")


def _misfit(detail: str) -> InvalidRequest:
    return InvalidRequest("This is not a summary with its texts.", [Fault("/documents", detail)])


def _to_summary(posted: SummaryIn) -> Summary:
    indexes = {document.id: document.index for document in posted.documents}
    return Summary(
        id=posted.id,
        title=posted.title,
        text=posted.summary,
        sentences=tuple(sentence.to_value() for sentence in posted.sentences),
        conflicts=tuple(
            Conflict(conflict.about, tuple(Side(side.value, _cited(side)) for side in conflict.sides))
            for conflict in posted.conflicts
        ),
        timeline=tuple(TimelineEntry(entry.date, entry.text, _cited(entry)) for entry in posted.timeline),
        documents=tuple(document.to_value() for document in posted.documents),
        roles=tuple(
            DocumentRole(document.index, document.role, document.index, indexes.get(document.copy_of or ""))
            for document in posted.documents
        ),
        models=posted.models,
        warnings=tuple(posted.warnings),
    )


def _cited(part: SideIn | EntryIn) -> tuple[Citation, ...]:
    return tuple(citation.to_value() for citation in part.citations)

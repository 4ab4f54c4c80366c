"""From bytes to canonical text. What is posted as text stays as it is, to the last code point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.patience import still_wanted
from service.errors import Fault, InvalidRequest, TooLarge, UnsupportedMediaType
from service.limits import Limits
from service.text.files.encoding import Decoded, decode, decode_html, looks_binary
from service.text.files.extracted import Extracted, OverLimitError, UnreadableError
from service.text.language import language_of
from service.types import Document, MediaType, SourceDocument, SummaryRequest

_SHOWN_ID = 200


@dataclass(frozen=True, slots=True)
class _Content:
    """Canonical text with what the file says of itself; `own` where the text is of our making."""

    extracted: Extracted
    own: bool


def ingest_all(request: SummaryRequest, limits: Limits) -> list[Document]:
    """Read every document; all that cannot be read are named in one error."""
    if len(request.documents) > limits.max_documents:
        raise TooLarge(f"at most {limits.max_documents} documents are read in one request")
    documents: list[Document] = []
    faults: list[Fault] = []
    for source in request.documents:
        still_wanted()
        try:
            documents.append(ingest(source, limits))
        except InvalidRequest as error:
            faults += error.faults or (Fault(source.pointer, error.detail),)
    if faults:
        raise InvalidRequest("Some documents cannot be read.", faults)
    return documents


def ingest(source: SourceDocument, limits: Limits) -> Document:
    """Return the document in canonical form, its language told, `blocks` set where markup gave them.

    The request's title, outlet and date win over those of the file. Posted plain text and Markdown
    are kept exactly; `extracted` says that the text is ours, and must be returned to the caller.

    Raises InvalidRequest for a file that is damaged, locked or without text, TooLarge for one beyond
    the limits, UnsupportedMediaType for text posted under a binary type. Each carries one Fault that
    names the document.
    """
    _check_size(source, limits)
    _check_date(source)
    try:
        content = _READERS[source.media_type](source, limits)
    except UnreadableError as error:
        raise InvalidRequest(*_blame(source, str(error))) from error
    except OverLimitError as error:
        raise TooLarge(*_blame(source, str(error))) from error
    return _document(source, content, limits)


def _document(source: SourceDocument, content: _Content, limits: Limits) -> Document:
    found = content.extracted
    lines = found.text.splitlines()
    if not any(char.isalnum() for char in found.text):
        raise InvalidRequest(*_blame(source, "holds no readable text"))
    if len(found.text) > limits.max_document_characters:
        raise TooLarge(*_blame(source, f"has more than {limits.max_document_characters:,} characters"))
    if len(lines) > limits.max_document_lines:
        raise TooLarge(*_blame(source, f"has more than {limits.max_document_lines:,} lines"))
    return Document(
        index=source.index,
        id=source.id,
        text=found.text,
        media_type=source.media_type,
        title=source.title or found.title,
        url=source.url,
        outlet=source.outlet or found.outlet,
        published_at=source.published_at or found.published_at,
        language=language_of(lines),
        extracted=content.own,
        blocks=found.blocks,
        warnings=tuple(f"document {source.id[:_SHOWN_ID]!r}: {warning}" for warning in found.warnings),
    )


def _read_text(source: SourceDocument, limits: Limits) -> _Content:
    if isinstance(source.content, str):
        return _Content(Extracted(source.content), own=False)
    if looks_binary(source.content):
        raise UnreadableError("is no text: it holds binary data")
    decoded = decode(source.content)
    return _Content(Extracted(decoded.text, warnings=_decoding_warnings(decoded)), own=not decoded.exact)


# What reads other files than text is imported when the first of them comes.


def _read_html(source: SourceDocument, limits: Limits) -> _Content:
    from service.text.files.extract_html import extract_html  # noqa: PLC0415

    if isinstance(source.content, str):
        return _Content(extract_html(source.content), own=True)
    if looks_binary(source.content):
        raise UnreadableError("is no web page: it holds binary data")
    decoded = decode_html(source.content)
    return _Content(extract_html(decoded.text.removeprefix("\ufeff")), own=True)


def _read_pdf(source: SourceDocument, limits: Limits) -> _Content:
    from service.text.files.extract_pdf import extract_pdf  # noqa: PLC0415

    content = _bytes_of(source)
    return _Content(extract_pdf(content, limits.max_pdf_pages, limits.max_document_characters), own=True)


def _read_docx(source: SourceDocument, limits: Limits) -> _Content:
    from service.text.files.extract_docx import extract_docx  # noqa: PLC0415

    return _Content(extract_docx(_bytes_of(source), limits.max_unzipped_bytes), own=True)


_READERS: dict[MediaType, Callable[[SourceDocument, Limits], _Content]] = {
    MediaType.TEXT: _read_text,
    MediaType.MARKDOWN: _read_text,
    MediaType.HTML: _read_html,
    MediaType.PDF: _read_pdf,
    MediaType.DOCX: _read_docx,
}


def _bytes_of(source: SourceDocument) -> bytes:
    if isinstance(source.content, bytes):
        return source.content
    message = f"is posted as text, but {source.media_type.value} is binary; upload it as a file"
    raise UnsupportedMediaType(*_blame(source, message))


def _decoding_warnings(decoded: Decoded) -> tuple[str, ...]:
    if decoded.exact:
        return ()
    if decoded.lossy:
        return ("some bytes could not be decoded and are shown as U+FFFD; save the file as UTF-8",)
    return (f"read as {decoded.encoding}, a guess, since it is not UTF-8",)


def _check_size(source: SourceDocument, limits: Limits) -> None:
    size = len(source.content)
    if isinstance(source.content, bytes) and size > limits.max_document_bytes:
        message = f"has {size:,} bytes; at most {limits.max_document_bytes:,} are read"
        raise TooLarge(*_blame(source, message))
    is_markup = source.media_type is MediaType.HTML  # whose text may be much shorter
    ceiling = limits.max_document_bytes if is_markup else limits.max_document_characters
    if isinstance(source.content, str) and size > ceiling:
        raise TooLarge(*_blame(source, f"has {size:,} characters; at most {ceiling:,} are read"))


def _check_date(source: SourceDocument) -> None:
    if source.published_at is None:
        return
    try:
        date.fromisoformat(source.published_at[:10])
    except ValueError as error:
        message = f"has a published_at that is no ISO 8601 date: {source.published_at[:40]!r}"
        raise InvalidRequest(*_blame(source, message, "/published_at")) from error


def _blame(source: SourceDocument, message: str, below: str = "") -> tuple[str, list[Fault]]:
    """A sentence that names the document, and the fault that points to it."""
    detail = f"document {source.id[:_SHOWN_ID]!r} {message}"
    return detail, [Fault(source.pointer + below, detail)]

"""A multipart/form-data body as its parts, in the order they were sent, in memory and within the limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from service.errors import MalformedRequest, TooLarge

# Bounds what is held while looking for the end of a part's headers.
_BUFFER_BYTES = 1024 * 1024
_OPTION_PARTS = 32


@dataclass(frozen=True, slots=True)
class Part:
    """One field or file of the form; `filename` is None for a plain field."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes


def read_parts(chunks: Iterable[bytes], boundary: str, max_documents: int) -> list[Part]:
    """Read all parts. Raises MalformedRequest for a broken body, TooLarge for too many parts."""
    if not boundary or not boundary.isascii():
        raise MalformedRequest("The Content-Type of a multipart body must give its boundary.")
    most = max_documents + _OPTION_PARTS
    decoder = MultipartDecoder(boundary.encode("ascii"), _BUFFER_BYTES, max_parts=most)
    try:
        return list(_parts(decoder, chunks))
    except RequestEntityTooLarge:
        raise TooLarge(
            f"The form has too many parts, or too long headers; at most {max_documents:,} files are taken."
        ) from None
    except ValueError:
        raise MalformedRequest("The body is not well-formed multipart/form-data.") from None


def _parts(decoder: MultipartDecoder, chunks: Iterable[bytes]) -> Iterator[Part]:
    head: Field | File | None = None
    content = bytearray()
    for event in _events(decoder, iter(chunks)):
        if isinstance(event, Field | File):
            head, content = event, bytearray()
        elif isinstance(event, Data) and head is not None:
            content += event.data
            if not event.more_data:
                yield _part(head, bytes(content))


def _part(head: Field | File, content: bytes) -> Part:
    # The decoder leaves None where a part has no name, whatever its annotations say.
    name: str | None = head.name
    filename = head.filename if isinstance(head, File) else None
    return Part(name or "", filename, head.headers.get("content-type"), content)


def _events(decoder: MultipartDecoder, chunks: Iterator[bytes]) -> Iterator[Event]:
    while True:
        event = decoder.next_event()
        if isinstance(event, NeedData):
            decoder.receive_data(next(chunks, None))
            continue
        yield event
        if isinstance(event, Epilogue):
            return

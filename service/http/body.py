"""The request's body as a SummaryRequest, whichever of the two ways it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Request
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from service.errors import MalformedRequest, TooLarge, UnsupportedMediaType
from service.http.connection import impatient
from service.http.multipart import read_parts
from service.http.posted import from_json
from service.http.uploaded import from_form
from service.limits import MIB, Limits
from service.types import SummaryRequest

SILENT_SECONDS = 20.0
"""How long a client may pause within a body: a thread waits for it."""

_CHUNK_BYTES = 64 * 1024


def read_request(request: Request, limits: Limits) -> SummaryRequest:
    """Read and check the body. Raises RequestError's subclasses."""
    with impatient(request.environ, SILENT_SECONDS):
        return _read(request, limits)


def _read(request: Request, limits: Limits) -> SummaryRequest:
    kind = request.mimetype
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return from_json(b"".join(_chunks(request, limits)), limits)
    if kind == "multipart/form-data":
        boundary = request.mimetype_params.get("boundary", "")
        return from_form(read_parts(_chunks(request, limits), boundary, limits.max_documents), limits)
    sent = repr(kind[:100]) if kind else "none was given"
    raise UnsupportedMediaType(f"Content-Type must be application/json or multipart/form-data ({sent}).")


def _chunks(request: Request, limits: Limits) -> Iterator[bytes]:
    """Yield the body. Raises TooLarge past the limit, MalformedRequest where it ends too soon.

    Bytes are counted here because the framework cuts a chunked body off at the limit and says nothing.
    """
    taken = 0
    try:
        while chunk := request.stream.read(_CHUNK_BYTES):
            taken += len(chunk)
            if taken > limits.max_request_bytes:
                raise _too_large(limits)
            yield chunk
        if taken < (request.content_length or 0):
            raise ClientDisconnected()
    except RequestEntityTooLarge:
        raise _too_large(limits) from None
    except ClientDisconnected:
        raise MalformedRequest("The body ended before the length that its headers gave.") from None
    except (HTTPException, TooLarge, GeneratorExit):
        raise
    except Exception:
        # A server's own stream raises errors of its own, such as for a broken chunk.
        raise MalformedRequest("The body could not be read to its end.") from None


def _too_large(limits: Limits) -> TooLarge:
    count = limits.max_request_bytes
    most = f"{count // MIB} MiB" if count % MIB == 0 else f"{count:,} bytes"
    return TooLarge(f"The body is too large; at most {most} are taken in one request.")

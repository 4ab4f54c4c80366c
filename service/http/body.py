"""The request's body as a SummaryRequest, whichever of the two ways it was sent."""

from __future__ import annotations

from flask import Request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from service.errors import MalformedRequest, TooLarge, UnsupportedMediaType
from service.http.multipart import read_parts
from service.http.posted import from_json
from service.http.uploaded import from_form
from service.limits import MIB, Limits
from service.types import SummaryRequest


def read_request(request: Request, limits: Limits) -> SummaryRequest:
    """Read and check the body. Raises RequestError's subclasses."""
    kind = request.mimetype
    try:
        if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
            return from_json(_read(request), limits)
        if kind == "multipart/form-data":
            boundary = request.mimetype_params.get("boundary", "")
            return from_form(read_parts(request.stream, boundary, limits.max_documents), limits)
    except RequestEntityTooLarge:
        raise TooLarge(
            f"The body is too large; at most {_size(limits.max_request_bytes)} are taken."
        ) from None
    sent = repr(kind[:100]) if kind else "none was given"
    raise UnsupportedMediaType(f"Content-Type must be application/json or multipart/form-data ({sent}).")


def _read(request: Request) -> bytes:
    """Read the body. What a server's own stream raises when it is cut short is the client's fault."""
    try:
        return request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception:
        raise MalformedRequest("The body could not be read to its end.") from None


def _size(count: int) -> str:
    return f"{count // MIB} MiB" if count % MIB == 0 else f"{count:,} bytes"

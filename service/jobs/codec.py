"""A request as bytes, so that another process can take it up. The same request gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import asdict
from typing import Any

from service.types import Format, Length, MediaType, Mode, SourceDocument, SummaryRequest

_QUICK = 1  # zlib's level; text still shrinks to less than half
_BINARY = "base64"


def encode(request: SummaryRequest) -> bytes:
    """Return compressed JSON. Lone surrogates survive, since JSON's escapes can hold them."""
    return zlib.compress(_canonical(request), _QUICK)


def decode(kept: bytes) -> SummaryRequest:
    """Read what `encode` wrote."""
    value = json.loads(zlib.decompress(kept))
    return SummaryRequest(
        **value
        | {
            "documents": tuple(_to_source(document) for document in value["documents"]),
            "length": Length(**value["length"]),
            "format": Format(value["format"]),
            "mode": Mode(value["mode"]),
        }
    )


def digest(request: SummaryRequest) -> str:
    """Return the SHA-256 of all that was asked, hexadecimal, however it was sent."""
    return hashlib.sha256(_canonical(request)).hexdigest()


def _canonical(request: SummaryRequest) -> bytes:
    value = asdict(request)
    value["documents"] = [_from_source(document) for document in request.documents]
    return json.dumps(value, sort_keys=True).encode("ascii")


def _from_source(source: SourceDocument) -> dict[str, Any]:
    value = asdict(source)
    if isinstance(source.content, bytes):
        value["content"] = {_BINARY: base64.b64encode(source.content).decode("ascii")}
    return value


def _to_source(value: dict[str, Any]) -> SourceDocument:
    content = value["content"]
    return SourceDocument(
        **value
        | {
            "content": base64.b64decode(content[_BINARY]) if isinstance(content, dict) else content,
            "media_type": MediaType(value["media_type"]),
        }
    )

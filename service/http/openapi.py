"""GET /openapi.json: the HTTP contract, made of the types that check requests and shape answers."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from importlib import resources
from typing import Any

from flask import Blueprint, Response, current_app

from service import __version__
from service.http.context import context
from service.http.openapi_answers import HEADERS, error_responses
from service.http.openapi_operations import JSON, PARAMETERS
from service.http.openapi_routes import TAGS, paths
from service.http.openapi_schemas import Json, dumps, schemas
from service.limits import DEFAULT_LIMITS, MIB, Limits

openapi = Blueprint("openapi", __name__)

_ABOUT = """\
Many articles about one event in, one short summary out, in which every sentence cites the exact characters \
of the articles that support it.

Every answer has an `X-Request-Id`. Every error, a 404 or 405 at any address too, is a `Problem` \
(RFC 9457, `application/problem+json`). Fields may be added to answers: pass over what you do not know. \
Requests are strict: a field that is not known is a 422.

At most {bytes} MiB are taken in one request, {documents:,} documents, and {characters:,} characters in one \
document. What is over a limit is refused, never cut."""

_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "Only where the operator has set keys; else nobody is asked.",
}


@openapi.get("/openapi.json")
def show() -> Response:
    """The contract, with the limits of this service."""
    return Response(document_bytes(context(current_app).limits), content_type=JSON)


@lru_cache(maxsize=4)
def document_bytes(limits: Limits) -> bytes:
    """Return the document as it is sent."""
    return dumps(document(limits))


def document(limits: Limits) -> Json:
    """Return the document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Citeweave",
            "version": __version__,
            "summary": "Summaries of many documents, every sentence with its evidence",
            "description": _ABOUT.format(
                bytes=f"{limits.max_request_bytes / MIB:g}",
                documents=limits.max_documents,
                characters=limits.max_document_characters,
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"ApiKey": []}],
        "tags": list(TAGS),
        "paths": paths(_example()),
        "components": {
            "schemas": schemas(limits),
            "responses": error_responses(),
            "parameters": dict(PARAMETERS),
            "headers": dict(HEADERS),
            "securitySchemes": {"ApiKey": _KEY},
        },
    }


def _example() -> dict[str, Any]:
    """A request, and what the service answered to it as JSON and as Markdown."""
    found = resources.files("service.http").joinpath("openapi_example.json").read_text(encoding="utf-8")
    example: dict[str, Any] = json.loads(found)
    return example


if __name__ == "__main__":
    sys.stdout.buffer.write(document_bytes(DEFAULT_LIMITS))

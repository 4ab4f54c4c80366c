"""GET /, the page's files, and what the page has to know of the service."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

from service import __version__
from service.http.context import context
from service.http.health import INDEX
from service.intake import MAX_QUERY_CHARACTERS, MAX_SENTENCES, MAX_WORDS
from service.media import DECLARED, SUFFIXES
from service.page import examples
from service.page.report import render
from service.render.json import dumps
from service.types import NAMED_LENGTHS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STATIC = Path(str(resources.files("service.page"))) / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

page = Blueprint("page", __name__)


@page.get("/")
def index() -> Response:
    """The page for a browser; for a program, which does not ask for HTML by name, where to go."""
    if request.accept_mimetypes["text/html"] > request.accept_mimetypes["application/json"]:
        response = _file("index.html")
    else:
        response = _json(INDEX)
    response.vary.add("Accept")
    return response


@page.get("/page/<name>")
def static(name: str) -> Response:
    """A file of the page."""
    return _file(name)


@page.get("/page/about")
def about() -> Response:
    """What is read, how much of it, and the example articles."""
    limits = context(current_app).limits
    return _json(
        {
            "version": __version__,
            "suffixes": list(SUFFIXES),
            "types": list(DECLARED),
            "lengths": {name: length.words for name, length in NAMED_LENGTHS.items()},
            "limits": {
                "documents": limits.max_documents,
                "request_bytes": limits.max_request_bytes,
                "document_bytes": limits.max_document_bytes,
                "words": MAX_WORDS,
                "sentences": MAX_SENTENCES,
                "query_characters": MAX_QUERY_CHARACTERS,
            },
            "examples": examples.listed(),
        }
    )


@page.get("/page/examples/<event>/<name>")
def example(event: str, name: str) -> Response:
    """An example article, as bytes: a browser is never to show it as a page of ours."""
    content = examples.read(event, name)
    if content is None:
        abort(404)
    return Response(content, content_type="application/octet-stream")


@page.post("/page/report")
def report() -> Response:
    """A summary's JSON, its documents' texts included, as a report to keep: HTML, or Markdown."""
    return render(request)


def _file(name: str) -> Response:
    found = next((path for path in STATIC.iterdir() if path.name == name), None)
    if found is None:
        abort(404)
    response = Response(found.read_bytes(), content_type=_TYPES[found.suffix])
    response.headers["Content-Security-Policy"] = POLICY
    # Asked for again each time, and sent again only if it changed.
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _json(value: object) -> Response:
    return Response(dumps(value), content_type="application/json")

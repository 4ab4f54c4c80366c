"""POST /v1/summaries."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotAcceptable

from service.http.body import read_request
from service.http.context import Context, context
from service.http.deadline import Deadline
from service.render.json import dumps, to_wire
from service.render.markdown import to_markdown
from service.types import Summary

JSON = "application/json"
MARKDOWN = "text/markdown"

summaries = Blueprint("summaries", __name__)


@summaries.post("/v1/summaries")
def create() -> Response:
    """Summarize the documents of the body."""
    kind = _acceptable()
    doors: Context = context(current_app)
    posted = read_request(request, doors.limits)
    summary = doors.summarizer.summarize(posted, Deadline(doors.settings.request_timeout))
    return _render(summary, kind)


def _acceptable() -> str:
    """Choose what to send: JSON unless the client would rather have Markdown. Raises NotAcceptable."""
    accepted = request.accept_mimetypes
    if not accepted:
        return JSON
    best = accepted.best_match([JSON, MARKDOWN])
    if best is None:
        raise NotAcceptable(f"A summary can be had as {JSON} or as {MARKDOWN}.")
    return best


def _render(summary: Summary, kind: str) -> Response:
    if kind == MARKDOWN:
        body = to_markdown(summary).encode("utf-8", "replace")
        response = Response(body, content_type=f"{MARKDOWN}; charset=utf-8")
    else:
        response = Response(dumps(to_wire(summary)), content_type=JSON)
    response.vary.add("Accept")
    return response

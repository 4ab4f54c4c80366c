"""POST /v1/summaries."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotAcceptable

from service.deadline import Deadline
from service.http.body import read_request
from service.http.connection import hung_up
from service.http.context import Context, context
from service.http.streaming import EVENTS, stream
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
    seconds = doors.settings.request_timeout
    if kind == EVENTS:
        return _varied(stream(doors.summarizer, posted, seconds))
    summary = doors.summarizer.summarize(posted, Deadline(seconds, hung_up(request.environ)))
    return _varied(_render(summary, kind))


def _acceptable() -> str:
    """Choose what to send: JSON unless the client would rather have something else. Raises NotAcceptable."""
    accepted = request.accept_mimetypes
    if not accepted:
        return JSON
    best = accepted.best_match([JSON, MARKDOWN, EVENTS])
    if best is None:
        raise NotAcceptable(f"A summary can be had as {JSON}, {MARKDOWN} or {EVENTS}.")
    return best


def _render(summary: Summary, kind: str) -> Response:
    if kind == MARKDOWN:
        body = to_markdown(summary).encode("utf-8", "replace")
        return Response(body, content_type=f"{MARKDOWN}; charset=utf-8")
    return Response(dumps(to_wire(summary)), content_type=JSON)


def _varied(response: Response) -> Response:
    response.vary.add("Accept")
    return response

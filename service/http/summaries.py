"""POST /v1/summaries."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotAcceptable

from service.deadline import Deadline
from service.http.body import read_request
from service.http.connection import hung_up
from service.http.context import Context, context
from service.http.jobs import accept, key_of, wants_job
from service.http.keys import client
from service.http.streaming import EVENTS, stream
from service.jobs.types import Key
from service.render.json import dumps, to_wire
from service.render.markdown import to_markdown
from service.types import Summary, SummaryRequest

JSON = "application/json"
MARKDOWN = "text/markdown"

summaries = Blueprint("summaries", __name__)


@summaries.post("/v1/summaries")
def create() -> Response:
    """Summarize the documents of the body."""
    kind = _acceptable()
    doors: Context = context(current_app)
    if not wants_job(request):
        doors.admission.check()
    posted = read_request(request, doors.limits)
    key = key_of(request, posted)
    if wants_job(request):
        return accept(posted, key)
    response = _answer(doors, posted, kind, key)
    response.vary.add("Accept")
    return response


def _answer(doors: Context, posted: SummaryRequest, kind: str, key: Key | None) -> Response:
    seconds = doors.settings.request_timeout
    if kind == EVENTS:
        doors.jobs.check_key(key)
        return stream(doors, posted)
    with doors.admission.place():
        summary = None
        if key is not None:
            job, summary = doors.jobs.do_now(posted, key, Deadline(seconds), client())
            if kind == JSON:
                return Response(job.result, content_type=JSON)
        # A summary is the same whenever it is made, so another form of it is made anew.
        deadline = Deadline(seconds, hung_up(request.environ))
        return _render(summary or doors.summarizer.summarize(posted, deadline), kind)


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

"""GET and DELETE /v1/jobs/{id}; and what POST /v1/summaries does under `Prefer` and `Idempotency-Key`."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import NotRequired

from flask import Blueprint, Request, Response, current_app
from typing_extensions import TypedDict

from service.errors import MalformedRequest
from service.http.context import context
from service.http.keys import client
from service.http.problems import problem_of
from service.http.tracing import request_id
from service.jobs.errors import UnknownJob
from service.jobs.jobs import Jobs, new_key
from service.jobs.types import Job, Key, Status
from service.render.json import dumps
from service.render.wire import ProblemWire, SummaryWire, described
from service.types import SummaryRequest

JSON = "application/json"
RESPOND_ASYNC = "respond-async"
POLL_SECONDS = 2
_ID = re.compile(r"job_[A-Za-z0-9_-]{32}")
_KEY = re.compile(r"[\x20-\x7e]{1,255}")

jobs = Blueprint("jobs", __name__)


@described
class JobProgressWire(TypedDict):
    """How far a job is."""

    stage: str | None
    """The stage of the pipeline that has begun last; null before the first, "done" after the last."""
    fraction: float
    """How much is done, 0 to 1."""


@described
class JobWire(TypedDict):
    """A summary that is made without its client waiting. Times are ISO 8601 in UTC."""

    id: str
    """Cannot be guessed. Without API keys, whoever knows it can read the job."""
    status: Status
    """The last three are final."""
    created_at: str
    started_at: str | None
    finished_at: str | None
    expires_at: str | None
    """When a finished job will be forgotten."""
    progress: JobProgressWire
    result: NotRequired[SummaryWire]
    """The summary, once `status` is `succeeded`."""
    error: NotRequired[ProblemWire]
    """Why it has `failed`."""


@jobs.get("/v1/jobs/<name>")
def show(name: str) -> Response:
    """Say how far a job is, and what came of it."""
    return _answer(_known(_jobs().get(name, client()) if _ID.fullmatch(name) else None))


@jobs.delete("/v1/jobs/<name>")
def cancel(name: str) -> Response:
    """End a job; one that is finished stays as it is."""
    return _answer(_known(_jobs().cancel(name, client()) if _ID.fullmatch(name) else None))


def wants_job(asked: Request) -> bool:
    """Whether the client would rather have a job than wait (RFC 7240)."""
    preferences = asked.headers.get("Prefer", "").split(",")
    return any(preference.partition(";")[0].strip().lower() == RESPOND_ASYNC for preference in preferences)


def key_of(asked: Request, posted: SummaryRequest) -> Key | None:
    """Return the client's Idempotency-Key for a request. Raises MalformedRequest."""
    sent = asked.headers.get("Idempotency-Key")
    if sent is None:
        return None
    if not _KEY.fullmatch(sent.strip()):
        raise MalformedRequest("Idempotency-Key must have 1 to 255 printable ASCII characters.")
    return new_key(sent.strip(), posted, client())


def accept(posted: SummaryRequest, key: Key | None) -> Response:
    """Put a request into the queue. Raises Busy, KeyReused, StoreUnavailable."""
    job = _jobs().submit(posted, key, client())
    response = _answer(job, HTTPStatus.ACCEPTED)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    response.headers["Retry-After"] = str(POLL_SECONDS)
    response.headers["Preference-Applied"] = RESPOND_ASYNC
    return response


def _jobs() -> Jobs:
    return context(current_app).jobs


def _known(job: Job | None) -> Job:
    if job is None:
        raise UnknownJob("There is no such job; it may have expired.")
    return job


def _answer(job: Job, status: HTTPStatus = HTTPStatus.OK) -> Response:
    response = Response(dumps(to_wire(job)), int(status), content_type=JSON)
    if not job.status.final:
        response.headers["Retry-After"] = str(POLL_SECONDS)
    return response


def to_wire(job: Job) -> JobWire:
    """Return a job as the JSON object that the HTTP contract describes."""
    wire: JobWire = {
        "id": job.id,
        "status": job.status,
        "created_at": _time(job.created_at),
        "started_at": _known_time(job.started_at),
        "finished_at": _known_time(job.finished_at),
        "expires_at": _known_time(job.expires_at),
        "progress": {"stage": job.stage, "fraction": round(job.fraction, 3)},
    }
    if job.status is Status.SUCCEEDED:
        wire["result"] = json.loads(job.result or b"null")
    if job.failure is not None:
        problem = problem_of(job.failure.to_error())
        wire["error"] = problem.body(f"/v1/jobs/{job.id}", request_id())
    return wire


def _known_time(seconds: float | None) -> str | None:
    return None if seconds is None else _time(seconds)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

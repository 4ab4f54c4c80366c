"""Every error as an RFC 9457 problem. `STATUS` is the one table from error to status."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from models.errors import ModelsCorrupt, ModelsError, ModelsMissing
from service.deadline import Cancelled, OverTimeError
from service.errors import (
    CiteweaveError,
    Fault,
    InvalidRequest,
    MalformedRequest,
    RequestError,
    StageError,
    TooLarge,
    UnsupportedMediaType,
)
from service.failures import log_failure
from service.http.tracing import request_id
from service.jobs.errors import (
    Busy,
    InProgress,
    JobCancelled,
    KeyReused,
    StoreUnavailable,
    UnknownJob,
)
from service.render.json import dumps
from service.render.wire import ProblemWire

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 30

STATUS: Mapping[type[Exception], HTTPStatus] = {
    MalformedRequest: HTTPStatus.BAD_REQUEST,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    InvalidRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    ModelsMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    ModelsCorrupt: HTTPStatus.SERVICE_UNAVAILABLE,
    OverTimeError: HTTPStatus.SERVICE_UNAVAILABLE,
    Cancelled: HTTPStatus.BAD_REQUEST,  # nobody is there to read it; the log tells it from a failure
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    UnknownJob: HTTPStatus.NOT_FOUND,
    KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    InProgress: HTTPStatus.CONFLICT,
    JobCancelled: HTTPStatus.CONFLICT,
    # The bases come last: the first row that fits an error is its row.
    RequestError: HTTPStatus.BAD_REQUEST,
    ModelsError: HTTPStatus.SERVICE_UNAVAILABLE,
    StageError: HTTPStatus.INTERNAL_SERVER_ERROR,
    CiteweaveError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

# What may go well if it is asked again.
_LATER = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.CONFLICT)

_SLUGS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "malformed-request",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
    HTTPStatus.UNPROCESSABLE_ENTITY: "invalid-request",
}

# The framework's own words for these are written for people at a browser.
_DETAILS: Mapping[HTTPStatus, str] = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take this method; see the Allow header.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The server failed; the request itself may be right.",
}

_log = logging.getLogger("citeweave.http")


@dataclass(frozen=True, slots=True)
class Problem:
    """What one error response says."""

    status: HTTPStatus
    detail: str
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_response(self) -> Response:
        """Return the response for the request that is being answered."""
        body = self.body(request.path, request_id())
        return Response(dumps(body), int(self.status), dict(self.headers), content_type=MEDIA_TYPE)

    def body(self, path: str, identity: str) -> ProblemWire:
        """Return the JSON object for a request to a path, by the request's id."""
        return {
            "type": f"urn:citeweave:problem:{_SLUGS.get(self.status) or _slug(self.status.phrase)}",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": self.detail,
            "instance": quote(path),
            "request_id": identity,
            "errors": [{"pointer": fault.pointer, "detail": fault.detail} for fault in self.faults],
        }


def register(app: Flask) -> None:
    """Answer every error of the application with a problem."""
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """Answer an error for the request that is being answered; a failure is logged by the request's id."""
    problem = problem_of(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log_failure(_log, f"request {request_id()}", error)
    return problem.to_response()


def problem_of(error: Exception) -> Problem:
    """Look an error of ours up in the table; any other is a 500 that says nothing of its cause."""
    error = _ending_of(error) or error
    status = next((found for kind, found in STATUS.items() if isinstance(error, kind)), None)
    if status is None:
        failure = HTTPStatus.INTERNAL_SERVER_ERROR
        return Problem(failure, _DETAILS[failure])
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status in _LATER else {}
    if isinstance(error, RequestError):
        return Problem(status, error.detail, error.faults)
    return Problem(status, _sentence(str(error)), headers=headers)


def answer_http(error: HTTPException) -> WerkzeugResponse:
    """Answer an error of the framework's; redirects pass."""
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    status = HTTPStatus(error.code or 500)
    kept = {
        name: value
        for name, value in error.get_headers()
        if name.lower() not in {"content-type", "content-length"}
    }
    return Problem(
        status, _DETAILS.get(status) or error.description or status.phrase, headers=kept
    ).to_response()


def _ending_of(error: Exception) -> OverTimeError | Cancelled | None:
    """Find a deadline's error under the stage that it interrupted."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OverTimeError | Cancelled):
        cause = cause.__cause__
    return cause


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _slug(phrase: str) -> str:
    return phrase.lower().replace(" ", "-").replace("'", "")

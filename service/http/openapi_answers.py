"""What the contract says of answers: their headers, and every error with its status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from service.http import problems
from service.http.openapi_schemas import Json, ref
from service.http.problems import Problem
from service.render.wire import ProblemWire

EXAMPLE_ID = "0d6f2c1b6a7e4f0f9b1c1f6f1f0a7c55"


def _header(description: str, example: str, kind: str = "string") -> Json:
    shown: object = int(example) if kind == "integer" else example
    return {"description": description, "schema": {"type": kind}, "example": shown}


HEADERS: Mapping[str, Json] = {
    "X-Request-Id": _header("Names the request in the server's log: yours where it was sane.", EXAMPLE_ID),
    "Retry-After": _header("Seconds after which it is worth asking again.", "30", "integer"),
    "Location": _header("The job's address.", "/v1/jobs/job_5tQeXK8fXz0yX2v9mJrC1uPq7sLwNaBd"),
    "Preference-Applied": _header("`respond-async`: there is a job (RFC 7240).", "respond-async"),
    "Vary": _header("The answer depends on this header of the request.", "Accept"),
    "ETag": _header("Of this version of the file.", '"5d41402abc4b2a76b9719d911017c592"'),
    "Content-Disposition": _header("A file to keep, not a page to show.", "attachment"),
    "WWW-Authenticate": _header("The key that is asked for.", 'Bearer realm="citeweave"'),
}


def headers(*names: str) -> Json:
    """Return references to headers; `X-Request-Id` is always among them."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, "X-Request-Id")}


@dataclass(frozen=True, slots=True)
class _Error:
    """An error that any operation may answer with: when, and an example of its detail."""

    status: HTTPStatus
    when: str
    detail: str
    faults: tuple[tuple[str, str], ...] = ()
    headers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.status.phrase.title().replace(" ", "").replace("-", "")

    def to_response(self) -> Json:
        content = {
            problems.MEDIA_TYPE: {
                "schema": ref("Problem"),
                "example": _example(self.status, self.detail, self.faults),
            }
        }
        return {"description": self.when, "headers": headers(*self.headers), "content": content}


_ERRORS = (
    _Error(
        HTTPStatus.BAD_REQUEST,
        "The body cannot be parsed: no JSON in UTF-8, a broken form, or an `Idempotency-Key` that is none.",
        "The body is not JSON: Expecting ',' delimiter at line 3, column 5.",
    ),
    _Error(
        HTTPStatus.UNAUTHORIZED,
        "The service asks for an API key, and the request has none that it knows.",
        "This service asks for a key: send it as `Authorization: Bearer KEY`.",
        headers=("WWW-Authenticate",),
    ),
    _Error(HTTPStatus.NOT_FOUND, "There is nothing at this address.", "There is nothing at this address."),
    _Error(
        HTTPStatus.NOT_ACCEPTABLE,
        "`Accept` takes none of the media types that can be had.",
        "A summary can be had as application/json, text/markdown or text/event-stream.",
    ),
    _Error(
        HTTPStatus.CONFLICT,
        "What was asked for under this `Idempotency-Key` is still being made, or was cancelled.",
        "What was asked under this Idempotency-Key is being made, as job job_….",
        headers=("Retry-After",),
    ),
    _Error(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "Over a limit: the body's size, the number of documents, a document's size or length.",
        "1,001 documents were sent; at most 1,000 are taken in one request (/documents)",
        (("/documents", "1,001 documents were sent; at most 1,000 are taken in one request"),),
    ),
    _Error(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "The body, or a document, is of a type that is not read.",
        "Content-Type must be application/json or multipart/form-data ('text/csv').",
    ),
    _Error(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Well-formed but wrong. `errors` has an entry for each mistake.",
        "text is empty (/documents/0/text)",
        (("/documents/0/text", "text is empty"),),
    ),
    _Error(
        HTTPStatus.TOO_MANY_REQUESTS,
        "More requests in a time than the operator allows one client.",
        "At most 60 per 1 minute are answered to one client; ask again in 12 seconds.",
        headers=("Retry-After",),
    ),
    _Error(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The server failed. The log names the place by `request_id`.",
        "The server failed; the request itself may be right.",
    ),
    _Error(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Too much to do, the models are not loaded, the database is not reachable, or the time ran out.",
        "8 summaries are being made already; send this one again later, or as a job with"
        " `Prefer: respond-async`.",
        headers=("Retry-After",),
    ),
)
_BY_STATUS = {int(error.status): error for error in _ERRORS}


def error_responses() -> dict[str, Json]:
    """Return every error's response by its name among the components."""
    return {error.name: error.to_response() for error in _ERRORS}


def errors(*statuses: int) -> dict[str, Json]:
    """Return references to the errors with these statuses, by status."""
    return {
        str(status): {"$ref": f"#/components/responses/{_BY_STATUS[status].name}"}
        for status in sorted(statuses)
    }


def _example(status: HTTPStatus, detail: str, faults: tuple[tuple[str, str], ...]) -> ProblemWire:
    body = Problem(status, detail).body("/v1/summaries", EXAMPLE_ID)
    return {**body, "errors": [{"pointer": pointer, "detail": told} for pointer, told in faults]}

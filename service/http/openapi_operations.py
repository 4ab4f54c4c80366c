"""How the contract tells an operation: its parts, said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.http.jobs import RESPOND_ASYNC
from service.http.openapi_answers import errors, headers
from service.http.openapi_schemas import Json, ref

JSON = "application/json"
JOB_ID = "job_5tQeXK8fXz0yX2v9mJrC1uPq7sLwNaBd"

PARAMETERS: Mapping[str, Json] = {
    "RequestId": {
        "name": "X-Request-Id",
        "in": "header",
        "description": "A name of yours for the request, up to 64 letters, digits, `.`, `_` and `-`; another"
        " is made where there is none such. The answer and the log have it.",
        "schema": {"type": "string"},
    },
    "Prefer": {
        "name": "Prefer",
        "in": "header",
        "description": f"`{RESPOND_ASYNC}` makes a job of it (RFC 7240); other preferences are passed over.",
        "schema": {"type": "string"},
        "example": RESPOND_ASYNC,
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A name of yours for what is asked. Asked again with the same key, the same is"
        " answered and not made anew; another request with it is a 422. Known for as long as its job.",
        "schema": {"type": "string", "pattern": "^[ -~]*[!-~][ -~]*$", "maxLength": 255},
        "example": "2031-10-15/fire",
    },
    "JobId": {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "The job's id, as in `Location`.",
        "schema": {"type": "string"},
        "example": JOB_ID,
    },
}

_ALWAYS = (500,)
_UNLESS_OPEN = (401, 429)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. `fails` are the statuses of its own errors; those of every operation are added."""

    tag: str
    name: str
    summary: str
    description: str = ""
    parameters: tuple[str, ...] = ()
    body: Json | None = None
    answers: Json
    fails: tuple[int, ...] = ()
    open_to_all: bool = False

    def to_json(self) -> Json:
        """Return it as the contract's Operation Object."""
        always = _ALWAYS if self.open_to_all else (*_ALWAYS, *_UNLESS_OPEN)
        made: Json = {
            "tags": [self.tag],
            "operationId": self.name,
            "summary": self.summary,
            "description": self.description or f"{self.summary}.",
            "parameters": [parameter(one) for one in (*self.parameters, "RequestId")],
            "responses": {**self.answers, **errors(*self.fails, *always)},
        }
        if self.body is not None:
            made["requestBody"] = self.body
        if self.open_to_all:
            made["security"] = []
        return made


def answer(description: str, content: Json, *named: str) -> Json:
    """Return a Response Object with named headers."""
    return {"description": description, "headers": headers(*named), "content": content}


def parameter(name: str) -> Json:
    """Return a reference to one of `PARAMETERS`."""
    return {"$ref": f"#/components/parameters/{name}"}


def in_path(name: str, example: str) -> Json:
    """Return a parameter in the path."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}


def as_json(schema: str, example: object) -> Json:
    """Return JSON content of one of the contract's schemas."""
    return {JSON: {"schema": ref(schema), "example": example}}


def any_json() -> Json:
    """Return JSON content that the contract says no more of."""
    return {JSON: {"schema": {"type": "object"}}}


def text(*kinds: str) -> Json:
    """Return content of textual media types."""
    return {kind: {"schema": {"type": "string"}} for kind in kinds}

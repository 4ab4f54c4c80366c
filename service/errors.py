"""Every error that Citeweave raises on purpose.

    CiteweaveError
    ├── RequestError                 the client's input is at fault
    │   ├── MalformedRequest         400  cannot be parsed at all
    │   ├── TooLarge                 413  over a stated limit
    │   ├── UnsupportedMediaType     415  a type that we do not read
    │   └── InvalidRequest           422  well-formed but wrong; one Fault per mistake
    ├── ModelsMissing                503  weights are not in place; says what to run
    ├── ModelsCorrupt                503  weights do not match the manifest
    └── StageError                   500  a stage failed; names it, never the document's text

The table from error to HTTP status is `service.http.problems.STATUS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import ModelsCorrupt, ModelsError, ModelsMissing

__all__ = [
    "CiteweaveError",
    "Fault",
    "InvalidRequest",
    "MalformedRequest",
    "ModelsCorrupt",
    "ModelsError",
    "ModelsMissing",
    "RequestError",
    "StageError",
    "TooLarge",
    "UnsupportedMediaType",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a request: an RFC 6901 JSON pointer to it, and what to do about it."""

    pointer: str
    detail: str


class CiteweaveError(Exception):
    """Base of all errors raised by the service on purpose."""


class RequestError(CiteweaveError):
    """The client's input is at fault. `faults` names every mistake found."""

    def __init__(self, detail: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)


class MalformedRequest(RequestError):
    """The body cannot be parsed."""


class TooLarge(RequestError):
    """A stated limit is exceeded."""


class UnsupportedMediaType(RequestError):
    """The body, or a document, has a type that is not read."""


class InvalidRequest(RequestError):
    """The body is well-formed, and its content is wrong."""


class StageError(CiteweaveError):
    """A stage of the pipeline failed. `stage` is its name; the cause is chained."""

    def __init__(self, stage: str) -> None:
        super().__init__(f"the {stage} stage failed")
        self.stage = stage

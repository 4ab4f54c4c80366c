"""Why a job failed, as it is kept: enough to give the error that a waiting client would have got."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from models.errors import ModelsCorrupt, ModelsError, ModelsMissing
from service.deadline import OverTimeError
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

_UNKNOWN = "unknown"
_KINDS: Mapping[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (
        CiteweaveError,
        InvalidRequest,
        MalformedRequest,
        ModelsCorrupt,
        ModelsError,
        ModelsMissing,
        OverTimeError,
        StageError,
        TooLarge,
        UnsupportedMediaType,
    )
}


@dataclass(frozen=True, slots=True)
class Failure:
    """An error's kind and words. Of an error that is not ours, no word is kept: it may quote a document."""

    kind: str
    detail: str = ""
    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """Return what is kept of an error."""
        kind = type(error).__name__
        if kind not in _KINDS:
            return cls(_UNKNOWN)
        if isinstance(error, RequestError):
            return cls(kind, error.detail, error.faults)
        return cls(kind, error.stage if isinstance(error, StageError) else str(error))

    def to_error(self) -> Exception:
        """Return an error of that kind with the same words."""
        kind = _KINDS.get(self.kind, RuntimeError)
        if issubclass(kind, RequestError):
            return kind(self.detail, self.faults)
        return kind(self.detail)

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def from_bytes(cls, kept: bytes) -> Failure:
        """Read what `to_bytes` wrote."""
        value = json.loads(kept)
        return cls(value["kind"], value["detail"], tuple(Fault(**fault) for fault in value["faults"]))

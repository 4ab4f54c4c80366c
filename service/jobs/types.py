"""What a job is. Times are seconds since 1970 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.jobs.failure import Failure

DONE = "done"
"""The stage of a job that has succeeded. One that failed or was cancelled keeps the stage that it was at."""


class Status(StrEnum):
    """Where a job stands. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing will change any more."""
        return self not in (Status.QUEUED, Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it was when the store was asked. `result` is the summary's wire form, as JSON."""

    id: str
    status: Status
    created_at: float
    started_at: float | None = None
    finished_at: float | None = None
    expires_at: float | None = None
    stage: str | None = None
    fraction: float = 0.0
    result: bytes | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that is the owner's to do, until the lease that it must renew has passed."""

    id: str
    owner: str
    request: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """A client's Idempotency-Key, hashed, and the SHA-256 of what was asked under it."""

    hashed: str
    digest: str

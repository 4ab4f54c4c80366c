"""What may be answered instead of a job. `service.http.problems.STATUS` has the status of each."""

from __future__ import annotations

from service.errors import CiteweaveError


class Busy(CiteweaveError):
    """No more can be taken in now; later there may be room."""


class StoreUnavailable(CiteweaveError):
    """The database, or the queue, cannot be reached."""


class UnknownJob(CiteweaveError):
    """There is no such job, or it has expired."""


class KeyReused(CiteweaveError):
    """An Idempotency-Key came again with another request."""


class InProgress(CiteweaveError):
    """What is asked for again under an Idempotency-Key is still being made."""


class JobCancelled(CiteweaveError):
    """What is asked for again under an Idempotency-Key was cancelled."""

"""How long one summary may take, and whether anyone still wants it.

It is asked between stages, and inside them by whatever takes long (`models.patience`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from service.errors import CiteweaveError


class OverTimeError(CiteweaveError):
    """A summary took longer than the operator allows."""


class Cancelled(CiteweaveError):
    """Nobody wants the summary any more."""

    def __init__(self, reason: str = "the client is gone") -> None:
        super().__init__(f"{reason}; the summary was not finished")


class Released(Exception):
    """The process is about to end; another takes the job up."""


ENDINGS = (OverTimeError, Cancelled, Released)
"""What ends a summary that is not wrong: these pass through every stage as they are."""


class Deadline:
    """A progress callback that ends a summary that has run for too long, or that nobody waits for."""

    def __init__(self, seconds: float, unwanted: Callable[[], bool] | None = None) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._unwanted = unwanted

    def __call__(self, stage: str, fraction: float) -> None:
        """Raise OverTimeError once the time is over, Cancelled if the summary is unwanted."""
        if self._unwanted is not None and self._unwanted():
            raise Cancelled
        if time.monotonic() > self._end:
            raise OverTimeError(
                f"The summary was not finished within {self._seconds:g} seconds;"
                " send fewer or shorter documents, or ask the operator to raise CITEWEAVE_REQUEST_TIMEOUT."
            )

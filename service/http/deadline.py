"""How long one summary may take."""

from __future__ import annotations

import time

from service.errors import CiteweaveError


class OverTimeError(CiteweaveError):
    """A summary took longer than the operator allows."""


class Deadline:
    """A progress callback that ends a summary that has run for too long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def __call__(self, stage: str, fraction: float) -> None:
        """Raise OverTimeError once the time is over; progress itself is not told to anyone."""
        if time.monotonic() > self._end:
            raise OverTimeError(
                f"The summary was not finished within {self._seconds:g} seconds;"
                " send fewer or shorter documents, or ask the operator to raise CITEWEAVE_REQUEST_TIMEOUT."
            )

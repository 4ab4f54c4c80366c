"""How many summaries are made at a time for clients that wait. One more is refused at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from service.jobs.errors import Busy


class Admission:
    """A bounded number of places."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._free = threading.BoundedSemaphore(places)

    def enter(self) -> None:
        """Take a place. Raises Busy if there is none."""
        if not self._free.acquire(blocking=False):
            raise Busy(
                f"{self._places} summaries are being made already; send this one again later, or as a job"
                " with `Prefer: respond-async`."
            )

    def leave(self) -> None:
        """Give a place back."""
        self._free.release()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place. Raises Busy."""
        self.enter()
        try:
            yield
        finally:
            self.leave()

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
        self._taken = 0
        self._changing = threading.Lock()

    @property
    def full(self) -> bool:
        """Whether there is no place now."""
        return self._taken >= self._places

    def busy(self) -> Busy:
        """Return what is said to whom there is no place for."""
        return Busy(
            f"{self._places} summaries are being made already; send this one again later, or as a job"
            " with `Prefer: respond-async`."
        )

    def check(self) -> None:
        """Raise Busy if there is no place now: before a body is read that could not be used."""
        if self.full:
            raise self.busy()

    def enter(self) -> None:
        """Take a place. Raises Busy if there is none."""
        with self._changing:
            self.check()
            self._taken += 1

    def leave(self) -> None:
        """Give a place back."""
        with self._changing:
            assert self._taken > 0
            self._taken -= 1

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place. Raises Busy."""
        self.enter()
        try:
            yield
        finally:
            self.leave()

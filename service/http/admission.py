"""How many summaries are made at a time for clients that wait. One more is refused at once.

A few clients more than there are cores share batches, and gain by it. In a siege there are always as many as
are let in, and each of them would wait for all: then fewer are let in, and each is served about as fast as
alone.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.jobs.errors import Busy

SIEGE = 5.0  # seconds in which as many are refused as there are places


class Admission:
    """A bounded number of places, of which a siege leaves `besieged`."""

    def __init__(
        self, places: int, besieged: int | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._all = places
        self._besieged = min(places, besieged or places)
        self._clock = clock
        self._refusals: deque[float] = deque(maxlen=places)
        self._taken = 0
        self._changing = threading.Lock()

    @property
    def _places(self) -> int:
        refusals = self._refusals
        siege = len(refusals) == self._all and self._clock() - refusals[0] < SIEGE
        return self._besieged if siege else self._all

    @property
    def full(self) -> bool:
        """Whether there is no place now."""
        return self._taken >= self._places

    def busy(self) -> Busy:
        """Return what is said to whom there is no place for, who is counted."""
        self._refusals.append(self._clock())
        return Busy(
            f"{self._taken} summaries are being made already; send this one again later, or as a job"
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

"""One request on its way through the stages: its clock, and who wants to hear how far it is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from models.errors import ModelsError
from models.patience import asked
from service.deadline import ENDINGS
from service.errors import RequestError, StageError
from service.summarizer import Listener, Progress, Told

STAGES = 19


@dataclass
class Run:
    """What is known of a request on its way. `timings` are milliseconds by stage, `done` stages of all."""

    progress: Progress | None = None
    listener: Listener | None = None
    timings: dict[str, float] = field(default_factory=dict)
    done: float = 0.0

    @contextmanager
    def stage(self, name: str, share: float = 1.0) -> Iterator[None]:
        """Time a stage, or a share of it; what fails inside and is not the client's fault is a StageError.

        The progress callback is asked again, with the same words, wherever the stage's loops ask whether
        they are still wanted.
        """
        check = partial(self.progress, name, self.done / STAGES) if self.progress else None
        if check:
            check()
        began = time.perf_counter()
        try:
            with asked(check):
                yield
        except (RequestError, ModelsError, *ENDINGS):
            raise
        except Exception as error:
            raise StageError(name) from error
        self.timings[name] = self.timings.get(name, 0.0) + (time.perf_counter() - began) * 1000
        self.done += share

    def tell(self, settled: Iterable[Told]) -> None:
        """Hand sentences on to whoever listens; what that raises ends the summary as it is."""
        if self.listener:
            for told in settled:
                self.listener(told)

"""What the doors ask of the pipeline. The concrete one is built by `service.wiring`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from service.types import Claim, Document, Summary, SummaryRequest

Progress = Callable[[str, float], None]
"""Called with a stage's name and the fraction done, 0 to 1, perhaps many times with the same.

What it raises ends the summary.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that is verified and will be in the summary, told before the summary is done.

    `number` counts such sentences from 0. `order` has the numbers of all that are told so far as a reader
    wants them; the summary's own order is that of the last one told.
    """

    claim: Claim
    number: int
    order: tuple[int, ...]
    documents: Sequence[Document]


Listener = Callable[[Told], None]
"""Called with every sentence as soon as it is settled. What it raises ends the summary."""


class Summarizer(Protocol):
    """Turns a request into a summary. Safe to share between threads."""

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""

    @property
    def ready(self) -> bool:
        """Whether the weights are loaded."""

    def summarize(
        self, request: SummaryRequest, progress: Progress | None = None, listener: Listener | None = None
    ) -> Summary:
        """Return the summary. Raises RequestError's subclasses, and StageError."""

"""What the doors ask of the pipeline. The concrete one is built by `service.wiring`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from service.types import Summary, SummaryRequest

Progress = Callable[[str, float], None]
"""Called with a stage's name and the fraction done, 0 to 1. What it raises ends the summary."""


class Summarizer(Protocol):
    """Turns a request into a summary. Safe to share between threads."""

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""

    @property
    def ready(self) -> bool:
        """Whether the weights are loaded."""

    def summarize(self, request: SummaryRequest, progress: Progress | None = None) -> Summary:
        """Return the summary. Raises RequestError's subclasses, and StageError."""

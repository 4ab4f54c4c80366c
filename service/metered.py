"""A summarizer that is counted: how its summaries end, how long its stages take, how many are being made."""

from __future__ import annotations

from service.deadline import Cancelled, OverTimeError, Released
from service.errors import ModelsError, RequestError
from service.metrics import Metrics
from service.summarizer import Listener, Progress, Summarizer
from service.types import Summary, SummaryRequest

_ENDS: tuple[tuple[type[BaseException], str], ...] = (
    (RequestError, "refused"),
    (OverTimeError, "over_time"),
    (Cancelled, "cancelled"),
    (Released, "given_back"),
    (ModelsError, "models"),
)


class MeteredSummarizer:
    """A Summarizer around another one."""

    def __init__(self, inner: Summarizer, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    def load(self) -> None:
        """Read the weights. Raises ModelsMissing, ModelsCorrupt."""
        self._inner.load()

    @property
    def ready(self) -> bool:
        """Whether the weights are loaded."""
        return self._inner.ready

    def summarize(
        self, request: SummaryRequest, progress: Progress | None = None, listener: Listener | None = None
    ) -> Summary:
        """Return the summary. Raises what the other one raises."""
        with self._metrics.summary():
            try:
                summary = self._inner.summarize(request, progress, listener)
            except Exception as error:
                self._metrics.ended(end_of(error))
                raise
        self._metrics.ended("whole", summary.timings_ms)
        return summary


def end_of(error: BaseException) -> str:
    """Return the name of how a summary ended that ended with an error; the cause may be a deadline's."""
    cause: BaseException | None = error
    while cause is not None:
        for kind, name in _ENDS:
            if isinstance(cause, kind):
                return name
        cause = cause.__cause__
    return "failed"

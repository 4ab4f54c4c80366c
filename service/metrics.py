"""What is counted, for Prometheus. Labels have few values, all ours: no name, id, path or text of anyone's.

With several processes (PROMETHEUS_MULTIPROC_DIR is set before prometheus-client is imported) each writes its
figures into files there, and a scrape adds up what all of them wrote. How many jobs there are is asked of the
database.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    ProcessCollector,
    generate_latest,
    start_http_server,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from service import __version__
from service.observer import Judged, Observer, Told
from service.shared_metrics import FOLDER

_REQUEST_SECONDS = (0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640)
_STAGE_SECONDS = (0.001, 0.005, 0.02, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


class _Everyone(MultiProcessCollector):
    """What all processes wrote down, but for the running work of those that are no more."""

    def __init__(self, folder: str) -> None:
        super().__init__(None, folder)  # type: ignore[no-untyped-call]
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        """Return the figures."""
        for path in Path(self._folder).glob("gauge_live*_*.db"):
            process = int(path.stem.rpartition("_")[2])
            if not Path(f"/proc/{process}").exists():
                mark_process_dead(process, self._folder)  # type: ignore[no-untyped-call]
        return super().collect()  # type: ignore[no-untyped-call, no-any-return]


class Metrics(Observer):
    """The figures of one application, or of one worker."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._shared = FOLDER in os.environ
        if not self._shared:
            ProcessCollector(registry=own)
        self._requests = Counter(
            "citeweave_requests", "Requests answered.", ("route", "method", "status"), registry=own
        )
        self._request_seconds = Histogram(
            "citeweave_request_seconds",
            "Seconds until the answer was whole.",
            ("route",),
            buckets=_REQUEST_SECONDS,
            registry=own,
        )
        self._summaries = Counter(
            "citeweave_summaries", "Summaries by how they ended.", ("end",), registry=own
        )
        self._running = Gauge(
            "citeweave_summaries_running",
            "Summaries being made, for waiting clients and as jobs.",
            multiprocess_mode="livesum",
            registry=own,
        )
        self._stage_seconds = Histogram(
            "citeweave_stage_seconds",
            "Seconds that a finished summary spent in a stage.",
            ("stage",),
            buckets=_STAGE_SECONDS,
            registry=own,
        )
        self._batches = Histogram(
            "citeweave_batch_size",
            "What a learned part was given at once: sentences (encode), facts (fuse), candidates (verify).",
            ("part",),
            buckets=_SIZES,
            registry=own,
        )
        self._candidates = Counter(
            "citeweave_candidates", "Fused sentences by what was said of them.", ("verdict",), registry=own
        )
        self._facts = Counter("citeweave_facts", "Facts by how they are told.", ("told",), registry=own)
        self._jobs = Gauge(
            "citeweave_jobs",
            "Jobs in the database that are not finished.",
            ("status",),
            multiprocess_mode="mostrecent",
            registry=own,
        )
        self._database = Gauge(
            "citeweave_database_up",
            "Whether the jobs' database answered this scrape.",
            multiprocess_mode="mostrecent",
            registry=own,
        )
        version = Gauge(
            "citeweave_version", "1, with the version.", ("version",), multiprocess_mode="max", registry=own
        )
        version.labels(__version__).set(1)
        self._show_all()

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer. `route` is the address's template, "" for an address that is not there."""
        self._requests.labels(route or "none", method, status).inc()
        self._request_seconds.labels(route or "none").observe(seconds)

    @contextmanager
    def summary(self) -> Iterator[None]:
        """Count a summary as being made."""
        with self._running.track_inprogress():
            yield

    def ended(self, end: str, timings_ms: Mapping[str, float] | None = None) -> None:
        """Count how a summary ended, and if it is whole, what its stages took."""
        self._summaries.labels(end).inc()
        for stage, milliseconds in (timings_ms or {}).items():
            self._stage_seconds.labels(stage).observe(milliseconds / 1000)

    def batch(self, part: str, size: int) -> None:
        """Count what a learned part was given at once."""
        self._batches.labels(part).observe(size)

    def candidate(self, judged: Judged) -> None:
        """Count a candidate by what was said of it."""
        self._candidates.labels(judged.value).inc()

    def fact(self, told: Told) -> None:
        """Count a fact by how it is told."""
        self._facts.labels(told.value).inc()

    def jobs(self, unfinished: Mapping[str, int] | None) -> None:
        """Set how many jobs there are in each state; None where the database does not say."""
        self._database.set(unfinished is not None)
        for status, count in (unfinished or {}).items():
            self._jobs.labels(status).set(count)

    def text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self.registry())

    def registry(self) -> CollectorRegistry:
        """Return what is to be scraped: one's own figures, or with several processes those of all."""
        if not self._shared:
            return self._registry
        everyone = CollectorRegistry()
        everyone.register(_Everyone(os.environ[FOLDER]))
        return everyone

    def serve(self, host: str, port: int) -> None:
        """Answer scrapes in a thread, where there is no web service to do it. Raises OSError."""
        start_http_server(port, host, self.registry())

    def _show_all(self) -> None:
        """Begin at 0 with what may never happen: a figure that appears only once it is not 0 has no rate."""
        for told in Told:
            self._facts.labels(told.value)
        for judged in Judged:
            self._candidates.labels(judged.value)

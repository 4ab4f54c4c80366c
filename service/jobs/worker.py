"""`citeweave worker`: processes that do the jobs of the queue. Each holds its own copy of the weights."""

from __future__ import annotations

import logging
import os
import select
import threading
from collections.abc import Callable
from dataclasses import dataclass

from celery import Celery, signals

from service.jobs.broker import TASK, Sweeper, celery_app
from service.jobs.executor import new_owner
from service.jobs.runner import Runner
from service.jobs.store import Store
from service.logs import fields, job_name
from service.observer import Observer
from service.settings import Settings
from service.shared_metrics import shared_metrics
from service.summarizer import Summarizer

Build = Callable[[Settings, Observer], Summarizer]

_log = logging.getLogger("citeweave.jobs")


@dataclass(frozen=True, slots=True)
class _Parts:
    store: Store
    runner: Runner


class Doer:
    """Does the jobs that messages name. What it needs is opened in the process that does them."""

    def __init__(self, settings: Settings, build: Build) -> None:
        self._settings = settings
        self._build = build
        self._opening = threading.Lock()
        self._opened: _Parts | None = None
        self.stopping = threading.Event()

    def open(self) -> _Parts:
        """Read the weights and connect; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""
        from service.metered import MeteredSummarizer  # noqa: PLC0415 - reads the environment made by `work`
        from service.metrics import Metrics  # noqa: PLC0415

        with self._opening:
            if self._opened is None:
                settings = self._settings
                metrics = Metrics()
                summarizer = MeteredSummarizer(self._build(settings, metrics), metrics)
                summarizer.load()
                store = Store(settings.jobs_database, settings.job_lease, settings.job_ttl)
                runner = Runner(store, summarizer, settings.job_lease, settings.job_timeout, self.stopping)
                self._opened = _Parts(store, runner)
            return self._opened

    def __call__(self, job: str) -> None:
        """Do a job; nothing, if it is done, cancelled, expired, or another's."""
        parts = self.open()
        claimed = parts.store.claim(job, new_owner())
        if claimed is None:
            _log.info("job is not to be done", extra=fields(job=job_name(job)))
        else:
            parts.runner.run(claimed)


def worker_app(settings: Settings, doer: Doer) -> Celery:
    """Return the application with its one task."""
    app = celery_app(settings)

    @app.task(name=TASK, shared=False, acks_late=True, reject_on_worker_lost=True, ignore_result=True)  # type: ignore[untyped-decorator]
    def summarize(job: str) -> None:
        doer(job)

    return app


def work(settings: Settings, build: Build, processes: int) -> int:
    """Work until a signal ends it; return the exit status.

    After the signal nothing new is begun. Running jobs have `graceful_timeout` seconds to finish; what is not
    done by then goes back to the queue at its next stage. Raises OSError if the metrics' port is taken.
    """
    # The parent serves the figures of its processes, so they are shared even if there is one.
    with shared_metrics(processes + (settings.worker_metrics_port is not None)):
        doer = Doer(settings, build)
        app = worker_app(settings, doer)
        _connect(settings, doer, app)
        if settings.worker_metrics_port is not None:
            from service.metrics import Metrics  # noqa: PLC0415 - reads the environment made here

            Metrics().serve(settings.host, settings.worker_metrics_port)
        worker = app.Worker(pool="prefork", concurrency=processes, quiet=True)
        worker.start()
        return int(worker.exitcode or 0)


def _connect(settings: Settings, doer: Doer, app: Celery) -> None:
    """Say what is to happen when the worker and its processes come and go."""
    # A pipe reaches every process, and none that was killed can hold it up.
    heard, told = os.pipe()

    @signals.setup_logging.connect(weak=False)  # type: ignore[untyped-decorator]
    def _leave_logging_alone(**_: object) -> None:
        """Ours is set up; Celery's would print what it is sent."""

    @signals.worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]
    def _open(**_: object) -> None:
        threading.Thread(target=_heed, args=(heard, doer.stopping), daemon=True).start()
        doer.open()

    @signals.worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]
    def _look_after(**_: object) -> None:
        store = Store(settings.jobs_database, settings.job_lease, settings.job_ttl)
        Sweeper(app, store, settings.job_lease, doer.stopping).start()
        print("Citeweave's worker is ready", flush=True)

    @signals.worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]
    def _hurry(**_: object) -> None:
        timer = threading.Timer(settings.graceful_timeout, os.write, (told, b"."))
        timer.daemon = True
        timer.start()


def _heed(heard: int, stopping: threading.Event) -> None:
    """Wait until the parent says that time is up. What it said stays in the pipe, for the others."""
    select.select([heard], [], [])
    stopping.set()

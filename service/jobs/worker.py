"""`citeweave worker`: processes that do the jobs of the queue. Each holds its own copy of the weights."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from celery import Celery, signals

from service.jobs.broker import TASK, Sweeper, celery_app
from service.jobs.executor import new_owner
from service.jobs.runner import Runner
from service.jobs.store import Store
from service.settings import Settings
from service.summarizer import Summarizer

Build = Callable[[Settings], Summarizer]

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
        with self._opening:
            if self._opened is None:
                settings = self._settings
                summarizer = self._build(settings)
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
            _log.info("job %s is not to be done", job)
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
    """Work until a signal ends it; return the exit status. A signal lets running jobs finish first."""
    doer = Doer(settings, build)
    app = worker_app(settings, doer)

    @signals.worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]
    def _open(**_: object) -> None:
        doer.open()

    @signals.worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]
    def _look_after(**_: object) -> None:
        store = Store(settings.jobs_database, settings.job_lease, settings.job_ttl)
        Sweeper(app, store, settings.job_lease, doer.stopping).start()
        print("Citeweave's worker is ready", flush=True)

    worker = app.Worker(
        pool="prefork", concurrency=processes, quiet=True, loglevel=settings.log_level.upper()
    )
    worker.start()
    return int(worker.exitcode or 0)

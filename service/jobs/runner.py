"""Does one job: makes its summary, reports on the way, and stops once the job is no longer its own."""

from __future__ import annotations

import logging
import threading
import time

from service.deadline import Cancelled, OverTimeError, Released
from service.errors import RequestError
from service.failures import log_failure
from service.jobs.codec import decode
from service.jobs.errors import StoreUnavailable
from service.jobs.failure import Failure
from service.jobs.store import Store
from service.jobs.types import Claimed
from service.logs import fields, job_name
from service.render.json import dumps, to_wire
from service.summarizer import Progress, Summarizer
from service.types import Summary, SummaryRequest

_BEATS = 4  # in one lease, so that a slow one does no harm
_LOOK_SECONDS = 0.2  # how late the store learns of progress, and the job of its end

_log = logging.getLogger("citeweave.jobs")


class Runner:
    """Does jobs with a summarizer. `stopping` is set when the process is about to end."""

    def __init__(
        self, store: Store, summarizer: Summarizer, lease: float, timeout: float, stopping: threading.Event
    ) -> None:
        self._store = store
        self._summarizer = summarizer
        self._lease = lease
        self._timeout = timeout
        self._stopping = stopping

    def run(
        self, job: Claimed, request: SummaryRequest | None = None, progress: Progress | None = None
    ) -> Summary | None:
        """Do a claimed job, and keep what came of it. None if it failed, or was no longer one's own.

        `progress` is told besides, and may end it too. Raises StoreUnavailable: then the lease passes, and
        the job is done again.
        """
        with _Watch(self._store, job, self._lease, self._timeout, self._stopping) as watch:

            def report(stage: str, fraction: float) -> None:
                if progress is not None:
                    progress(stage, fraction)
                watch.progress(stage, fraction)

            began = time.monotonic()
            try:
                wanted = request if request is not None else decode(job.request)
                summary = self._summarizer.summarize(wanted, report)
            except Released:
                self._store.release(job)
                _note(job, "given back", began)
            except (Cancelled, StoreUnavailable) as error:
                _note(job, f"left: {error}", began)
            except Exception as error:
                self._fail(job, error)
                _note(job, "failed", began)
            else:
                if self._store.succeed(job, dumps(to_wire(summary))):
                    _note(job, "done", began)
                    return summary
                _note(job, "no longer ours when it was done", began)
        return None

    def _fail(self, job: Claimed, error: Exception) -> None:
        if not isinstance(error, RequestError | OverTimeError):
            log_failure(_log, f"job {job_name(job.id)}", error)
        self._store.fail(job, Failure.of(error))


def _note(job: Claimed, end: str, began: float) -> None:
    seconds = round(time.monotonic() - began, 3)
    _log.info("job %s", end, extra=fields(job=job_name(job.id), seconds=seconds))


class _Watch:
    """Keeps the lease of a running job, and ends it when it should not go on.

    The store is written to in a thread of its own, so that the work waits for no disk.
    """

    def __init__(
        self, store: Store, job: Claimed, lease: float, timeout: float, stopping: threading.Event
    ) -> None:
        self._store = store
        self._job = job
        self._lease = lease
        self._timeout = timeout
        self._end = time.monotonic() + timeout
        self._stopping = stopping
        self._reached: tuple[str, float] | None = None
        self._done = threading.Event()
        self._lost = threading.Event()

    def progress(self, stage: str, fraction: float) -> None:
        """Note how far it is. Raises Released, Cancelled, OverTimeError."""
        if self._stopping.is_set():
            raise Released
        if time.monotonic() > self._end:
            raise OverTimeError(
                f"The job was not finished within {self._timeout:g} seconds;"
                " send fewer or shorter documents, or ask the operator to raise CITEWEAVE_JOB_TIMEOUT."
            )
        if self._lost.is_set():
            raise Cancelled("the job was cancelled, or taken over")
        self._reached = (stage, fraction)

    def __enter__(self) -> _Watch:
        threading.Thread(target=self._look, name=f"lease-{self._job.id[:12]}", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()

    def _look(self) -> None:
        """Write down what is new, and renew the lease in good time, until the job is done or lost."""
        told: tuple[str, float] | None = None
        renew_at = time.monotonic() + self._lease / _BEATS
        while not self._done.wait(min(_LOOK_SECONDS, self._lease / _BEATS)):
            reached = self._reached
            try:
                if reached == told and time.monotonic() < renew_at:
                    held = self._store.holds(self._job)
                else:
                    held = self._store.report(self._job, *(reached or (None, 0.0)))
                    told, renew_at = reached, time.monotonic() + self._lease / _BEATS
            except StoreUnavailable:
                _log.warning("the lease of job %s could not be renewed", job_name(self._job.id))
                continue
            if not held:
                self._lost.set()
                return

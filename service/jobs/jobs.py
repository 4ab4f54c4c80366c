"""What the doors ask of jobs. Nothing is opened before the first question, since SQL and queues are heavy."""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.jobs import codec
from service.jobs.errors import InProgress, JobCancelled, StoreUnavailable
from service.jobs.types import Claimed, Job, Key, Status
from service.settings import Settings
from service.summarizer import Progress, Summarizer
from service.types import Summary, SummaryRequest

if TYPE_CHECKING:
    from service.jobs.runner import Runner
    from service.jobs.store import Store


class Dispatcher(Protocol):
    """Sees to it that jobs in the store are done."""

    def start(self) -> None:
        """Begin."""

    def check(self) -> None:
        """Raise StoreUnavailable if nobody could be told of a job."""

    def announce(self, job: str) -> None:
        """Say that there is a job. Raises StoreUnavailable if nobody can be told."""

    def join(self, seconds: float) -> None:
        """Wait until nothing is being done any more, at most so long."""


@dataclass(frozen=True, slots=True)
class _Parts:
    store: Store
    runner: Runner | None
    dispatcher: Dispatcher


def new_key(sent: str, request: SummaryRequest, client: str = "") -> Key:
    """What is kept of a client's Idempotency-Key. Two clients that send the same one have two keys."""
    # No header can hold a NUL: nobody can send what another client's key is made of.
    named = f"{client}\0{sent}" if client else sent
    return Key(hashlib.sha256(named.encode("utf-8")).hexdigest(), codec.digest(request))


class Jobs:
    """The jobs of this process's settings. Safe to share between threads.

    Without a summarizer jobs can only be entered and fetched, and there must be a broker. A job belongs to
    the client that entered it (a name; "" where nobody is asked for a key), and is unknown to all others.

    Every method raises StoreUnavailable if the database cannot be reached.
    """

    def __init__(self, settings: Settings, summarizer: Summarizer | None) -> None:
        self._settings = settings
        self._summarizer = summarizer
        self._stopping = threading.Event()
        self._opening = threading.Lock()
        self._opened: _Parts | None = None

    def start(self) -> None:
        """Take up what an earlier process left undone; does nothing the second time."""
        self._parts()

    def stop(self, seconds: float) -> None:
        """Stop doing jobs; what is not finished goes back to the queue. Waits at most so long for that."""
        self._stopping.set()
        if self._opened is not None:
            self._opened.dispatcher.join(seconds)

    def check(self) -> None:
        """Raise StoreUnavailable if jobs could not be taken in."""
        parts = self._parts()
        parts.store.check()
        parts.dispatcher.check()

    def unfinished(self) -> dict[str, int]:
        """Return how many jobs wait and how many run, whoever does them."""
        return self._parts().store.unfinished()

    def submit(self, request: SummaryRequest, key: Key | None = None, client: str = "") -> Job:
        """Put a request into the queue, or return the job that the key stands for. Raises Busy, KeyReused."""
        parts = self._parts()
        name = _new_id()
        job = parts.store.add(name, codec.encode(request), self._settings.max_jobs, key, client)
        if job.id == name:
            try:
                parts.dispatcher.announce(name)
            except StoreUnavailable:
                parts.store.remove(name)  # it was not taken in, and must not be done later all the same
                raise
        return job

    def check_key(self, key: Key | None) -> None:
        """Raise KeyReused if the key stands for another request."""
        if key is not None:
            self._parts().store.match(key)

    def get(self, job: str, client: str = "") -> Job | None:
        """Return a client's job, or None if it is unknown or has expired."""
        return self._parts().store.get(job, client)

    def cancel(self, job: str, client: str = "") -> Job | None:
        """End a client's job unless it is finished; return it as it then is, or None if it is unknown."""
        return self._parts().store.cancel(job, client)

    def forget(self, job: str) -> None:
        """Forget a job before it expires."""
        self._parts().store.remove(job)

    def do_now(
        self, request: SummaryRequest, key: Key, progress: Progress | None = None, client: str = ""
    ) -> tuple[Job, Summary | None]:
        """Make a summary under a key, once: who asks again gets the job that was kept, and no Summary.

        What `progress` raises is kept as the job's failure. Raises KeyReused, InProgress and JobCancelled,
        and whatever ended the summary.
        """
        from service.jobs.executor import new_owner  # noqa: PLC0415 - opens SQLAlchemy

        parts = self._parts()
        assert parts.runner is not None
        claimed = Claimed(_new_id(), new_owner(), codec.encode(request))
        known = parts.store.begin(claimed.id, claimed.owner, claimed.request, key, client)
        summary = parts.runner.run(claimed, request, progress) if known is None else None
        job = known or parts.store.get(claimed.id, client)
        if job is None or job.status is Status.CANCELLED:
            raise JobCancelled("What was asked under this Idempotency-Key was cancelled; take a new key.")
        if job.failure is not None:
            raise job.failure.to_error()
        if not job.status.final:
            raise InProgress(f"What was asked under this Idempotency-Key is being made, as job {job.id}.")
        return job, summary

    def _parts(self) -> _Parts:
        with self._opening:
            if self._opened is None:
                self._opened = self._open()
                self._opened.dispatcher.start()
            return self._opened

    def _open(self) -> _Parts:
        from service.jobs.runner import Runner  # noqa: PLC0415 - SQLAlchemy, only where jobs are used
        from service.jobs.store import Store  # noqa: PLC0415

        settings = self._settings
        store = Store(settings.jobs_database, settings.job_lease, settings.job_ttl)
        runner = None
        if self._summarizer is not None:
            seconds = (settings.job_lease, settings.job_timeout)
            runner = Runner(store, self._summarizer, *seconds, self._stopping)
        return _Parts(store, runner, self._dispatcher(store, runner))

    def _dispatcher(self, store: Store, runner: Runner | None) -> Dispatcher:
        if self._settings.broker_url is not None:
            from service.jobs.broker import Broker  # noqa: PLC0415 - Celery, only where there is a queue

            return Broker(self._settings, store, self._stopping)
        from service.jobs.executor import Executor  # noqa: PLC0415

        assert runner is not None
        return Executor(store, runner, self._settings.job_threads, self._stopping)


def _new_id() -> str:
    """192 random bits: whoever knows an id may read the job."""
    return f"job_{secrets.token_urlsafe(24)}"

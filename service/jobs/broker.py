"""Jobs through Celery on Redis, done by any number of `citeweave worker` processes.

A message has a job's id and nothing else; what is to be done, and what came of it, is in the store. Messages
are acknowledged when the job is done, and come back if a worker is lost. What Redis forgets is told again by
whoever notices first that a job is silent.
"""

from __future__ import annotations

import logging
import threading

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from service.failures import log_failure
from service.jobs.errors import StoreUnavailable
from service.jobs.executor import PURGE_SECONDS
from service.jobs.store import Store
from service.settings import Settings

TASK = "citeweave.summarize"
QUEUE = "citeweave"
PATIENCE_SECONDS = 60.0  # a job that has waited for so long is told of again; a message more does no harm
_CONNECT_SECONDS = 3

_log = logging.getLogger("citeweave.jobs")


def celery_app(settings: Settings) -> Celery:
    """Return the application that doors and workers share. `settings.broker_url` must be set."""
    assert settings.broker_url is not None
    app = Celery("citeweave", broker=settings.broker_url.get_secret_value(), set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            # Else a job that takes longer would be given to a second worker as well.
            "visibility_timeout": int(settings.job_timeout + 2 * settings.job_lease + 60),
            "socket_connect_timeout": _CONNECT_SECONDS,
            "socket_keepalive": True,
        },
        task_acks_late=True,
        task_default_queue=QUEUE,
        task_ignore_result=True,
        task_reject_on_worker_lost=True,
        task_serializer="json",
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        worker_prefetch_multiplier=1,
        worker_redirect_stdouts=False,
        worker_proc_alive_timeout=300,  # the weights are read before a process says that it is up
        worker_send_task_events=False,
    )
    return app


class Broker:
    """A Dispatcher: tells the workers."""

    def __init__(self, settings: Settings, store: Store, stopping: threading.Event) -> None:
        assert settings.broker_url is not None
        self._app = celery_app(settings)
        self._redis = Redis.from_url(
            settings.broker_url.get_secret_value(),
            socket_connect_timeout=_CONNECT_SECONDS,
            socket_timeout=_CONNECT_SECONDS,
        )
        self._store = store
        self._sweeper = Sweeper(self._app, store, settings.job_lease, stopping)

    def start(self) -> None:
        """Begin to look after silent jobs."""
        self._sweeper.start()

    def check(self) -> None:
        """Raise StoreUnavailable if Redis does not answer."""
        try:
            self._redis.ping()
        except (RedisError, OSError) as error:
            raise _unreachable(error) from None

    def announce(self, job: str) -> None:
        """Say that there is a job. Raises StoreUnavailable if Redis does not take the message."""
        send(self._app, job)
        self._store.announced(job)

    def join(self, seconds: float) -> None:
        """Wait for nothing: nothing is done here."""


class Sweeper:
    """Tells again of jobs that nobody seems to do, and forgets those that have expired."""

    def __init__(self, app: Celery, store: Store, lease: float, stopping: threading.Event) -> None:
        self._app = app
        self._store = store
        self._every = max(0.2, min(lease / 2, PURGE_SECONDS))
        self._stopping = stopping

    def start(self) -> None:
        """Begin, in a thread."""
        threading.Thread(target=self._work, name="citeweave-sweeper", daemon=True).start()

    def _work(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                for job in self._store.unheard(PATIENCE_SECONDS):
                    send(self._app, job)
                self._store.purge()
            except Exception as error:  # the next round may do better
                log_failure(_log, "looking after silent jobs", error)


def send(app: Celery, job: str) -> None:
    """Put a message into the queue. Raises StoreUnavailable."""
    try:
        app.send_task(TASK, [job], retry=False)
    except (OperationalError, RedisError, OSError) as error:
        raise _unreachable(error) from None


def _unreachable(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(
        f"The queue cannot be reached ({type(error).__name__}); see CITEWEAVE_BROKER_URL."
    )

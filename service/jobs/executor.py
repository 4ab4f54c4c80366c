"""Does the jobs of a store in threads of this process: what there is without a broker."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid

from service.failures import log_failure
from service.jobs.runner import Runner
from service.jobs.store import Store

POLL_SECONDS = 1.0  # how soon a job is seen that another process entered, or left undone
PURGE_SECONDS = 60.0

_log = logging.getLogger("citeweave.jobs")


def new_owner() -> str:
    """A name for who does a job, unlike any other's."""
    return f"{socket.gethostname()[:64]}:{os.getpid()}:{uuid.uuid4().hex}"


class Executor:
    """A bounded number of threads that take the oldest job there is, whoever entered it."""

    def __init__(self, store: Store, runner: Runner, threads: int, stopping: threading.Event) -> None:
        self._store = store
        self._runner = runner
        self._stopping = stopping
        self._wake = threading.Semaphore(0)
        self._purge_at = 0.0
        self._threads = [
            threading.Thread(target=self._work, name=f"citeweave-job-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Begin, with what an earlier process left undone."""
        for thread in self._threads:
            thread.start()

    def check(self) -> None:
        """Do nothing: what is in this process can be reached."""

    def announce(self, job: str) -> None:
        """Say that there is a job."""
        self._wake.release()

    def join(self, seconds: float) -> None:
        """Wait for the threads to end, once `stopping` is set."""
        for _ in self._threads:
            self._wake.release()
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                idle = not self._one()
            except Exception as error:  # a thread that ends would leave jobs waiting for ever
                log_failure(_log, "the job executor", error)
                idle = True
            if idle:
                self._wake.acquire(timeout=POLL_SECONDS)

    def _one(self) -> bool:
        """Do one job, if there is one."""
        if time.monotonic() >= self._purge_at:
            self._purge_at = time.monotonic() + PURGE_SECONDS
            self._store.purge()
        job = self._store.claim_next(new_owner())
        if job is None:
            return False
        self._runner.run(job)
        return True

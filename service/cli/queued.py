"""A batch through the queue: its lines become jobs, a bounded number at a time, done by the workers."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator

from service.cli.journal import Journal
from service.cli.lines import Asked, Line, Tell, ask
from service.jobs.errors import Busy
from service.jobs.jobs import Jobs, new_key
from service.jobs.types import Job, Status
from service.settings import Settings

POLL_SECONDS = 0.5


def answer_queued(
    left: Iterator[Line], journal: Journal, settings: Settings, at_once: int, tell: Tell
) -> None:
    """Answer the lines as their jobs end, in any order. A run that was broken off finds its jobs again."""
    jobs = Jobs(settings, None)
    waiting: dict[str, list[Asked]] = {}
    refused: Asked | None = None
    more = True
    while more or waiting or refused:
        while more and not refused and sum(map(len, waiting.values())) < at_once:
            line = next(left, None)
            if line is None:
                more = False
                break
            refused = _enter(ask(line, settings.limits), jobs, waiting, journal)
        ended = _collect(jobs, waiting, journal)
        tell(len(journal.done), f"{len(waiting)} in the queue")
        if refused:
            refused = _enter(refused, jobs, waiting, journal)
        if not ended:
            time.sleep(POLL_SECONDS)


def _enter(asked: Asked, jobs: Jobs, waiting: dict[str, list[Asked]], journal: Journal) -> Asked | None:
    """Make a job of a line; return the line if the queue has no room for it."""
    if asked.request is None:
        assert asked.error is not None
        journal.write(asked.failed(asked.error))
        return None
    named = hashlib.sha256(b"batch " + asked.line.content).hexdigest()
    try:
        job = jobs.submit(asked.request, new_key(named, asked.request))
    except Busy:
        return asked
    waiting.setdefault(job.id, []).append(asked)
    return None


def _collect(jobs: Jobs, waiting: dict[str, list[Asked]], journal: Journal) -> int:
    """Write down what has ended; return how many jobs that were."""
    ended = 0
    for name in list(waiting):
        job = jobs.get(name)
        if job is None or job.status.final:
            for asked in waiting.pop(name):
                journal.write(_entry(asked, job))
            jobs.forget(name)
            ended += 1
    return ended


def _entry(asked: Asked, job: Job | None) -> dict[str, object]:
    if job is not None and job.status is Status.SUCCEEDED:
        return asked.answered(json.loads(job.result or b"null"))
    if job is not None and job.failure is not None:
        return asked.failed(job.failure.to_error())
    return asked.failed(RuntimeError("cancelled, or forgotten"))

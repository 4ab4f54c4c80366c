"""A summary as server-sent events: progress, each sentence as soon as it is verified, then the whole.

    event: progress   {"stage": "rank", "fraction": 0.35}
    event: sentence   {"number": 0, "order": [0], "text": …, "citations": […], …}
    event: summary    what a request for JSON gets
    event: error      what a request for JSON gets; instead of the summary

A failure before the first event has been sent is an ordinary error response. The summary is made in a thread
of its own, which ends at its next stage once the client is gone.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain

from flask import Response, request

from service.deadline import Deadline
from service.failures import log_failure
from service.http.connection import hung_up
from service.http.context import Context
from service.http.problems import problem_of
from service.http.tracing import request_id
from service.render.json import dumps, to_wire, told_to_wire
from service.summarizer import Told
from service.types import SummaryRequest

EVENTS = "text/event-stream"
HEARTBEAT_SECONDS = 2.0  # without an event for so long, a comment shows whether the client is there
_HEARTBEAT = b": working\n\n"

_log = logging.getLogger("citeweave.http")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the stream; `data` is its JSON value."""

    name: str
    data: object

    def to_bytes(self) -> bytes:
        """Return it as it is sent. JSON has no raw line breaks, so the data is one line."""
        return b"event: %s\ndata: %s\n\n" % (self.name.encode("ascii"), dumps(self.data))


class Making:
    """A summary being made in the background, and what is heard of it."""

    def __init__(self, doors: Context, posted: SummaryRequest) -> None:
        self._doors = doors
        self._posted = posted
        self._heard: queue.SimpleQueue[Event | Exception | None] = queue.SimpleQueue()
        self._told: tuple[str, float] | None = None
        self._stopped = threading.Event()
        gone = hung_up(request.environ)
        seconds = doors.settings.request_timeout
        self._deadline = Deadline(seconds, lambda: self._stopped.is_set() or gone())
        doors.admission.enter()
        threading.Thread(target=self._work, name="citeweave-stream", daemon=True).start()

    def stop(self) -> None:
        """Let the work end at its next stage; does nothing once it is done."""
        self._stopped.set()

    def next(self) -> Event | Exception | None:
        """Wait for what is heard next: an error or None ends it. Raises queue.Empty after a while."""
        return self._heard.get(timeout=HEARTBEAT_SECONDS)

    def _work(self) -> None:
        try:
            summary = self._doors.summarizer.summarize(self._posted, self._progress, self._sentence)
            self._heard.put(Event("summary", to_wire(summary)))
            self._heard.put(None)
        except Exception as error:  # whatever it is, who waits must hear of it
            self._heard.put(error)
        finally:
            self._doors.admission.leave()

    def _progress(self, stage: str, fraction: float) -> None:
        self._deadline(stage, fraction)
        if (stage, fraction) == self._told:
            return
        self._told = (stage, fraction)
        self._heard.put(Event("progress", {"stage": stage, "fraction": round(fraction, 3)}))

    def _sentence(self, told: Told) -> None:
        self._heard.put(Event("sentence", told_to_wire(told)))


def stream(doors: Context, posted: SummaryRequest) -> Response:
    """Answer the request that is being answered with a stream. Raises Busy, and what ends it early."""
    making = Making(doors, posted)
    try:
        begun = _begin(making)
    except BaseException:
        making.stop()
        raise
    path, identity = request.path, request_id()

    def problem(error: Exception) -> object:
        found = problem_of(error)
        if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log_failure(_log, f"request {identity}", error)
        return found.body(path, identity)

    body = chain(begun, _rest(making, problem))
    response = Response(body, content_type=EVENTS)
    # Proxies would collect the events.
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(making.stop)
    return response


def _begin(making: Making) -> list[bytes]:
    """Wait until the documents are read, so that what is wrong with them is answered with its own status.

    The second stage, and anything but progress, shows that.
    """
    begun: list[Event] = []
    while len(begun) < 2:
        try:
            heard = making.next()
        except queue.Empty:
            continue
        if isinstance(heard, Exception):
            raise heard
        assert heard is not None
        begun.append(heard)
        if heard.name != "progress":
            break
    return [event.to_bytes() for event in begun]


def _rest(making: Making, problem: Callable[[Exception], object]) -> Iterator[bytes]:
    while True:
        try:
            heard = making.next()
        except queue.Empty:
            yield _HEARTBEAT
            continue
        if heard is None:
            return
        if isinstance(heard, Exception):
            yield Event("error", problem(heard)).to_bytes()
            return
        yield heard.to_bytes()

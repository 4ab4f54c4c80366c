"""gunicorn's threaded worker, with a door before its threads.

A server under siege must not spend itself on saying no. Each thread that refuses takes Python's lock from
those that make summaries, and these let go of it at every step of a model. So whoever would be refused is
refused here, in the one thread that listens, from the head of the request; and only so many a second: the
others wait for their 503 without a thread. No thread waits, either, for a head that comes slowly or for a
client to close its connection, and some of them never wait for a body.
"""

from __future__ import annotations

import selectors
import socket
import sys
import time
from collections import deque
from functools import partial
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from service.http.context import Context, context
from service.http.refusal import MOST_HEAD, answer, has_body, is_whole, refusal
from service.jobs.errors import Busy

SPARE_THREADS = 8
"""For what is quick, and must be answered while summaries are being made: health, jobs, the page."""

PACE = 100.0
"""Refusals a second, once there were `BURST` of them."""
BURST = 100.0
HEAD_SECONDS = 10.0
"""How long the head of a request may take to come."""

_LINGER_SECONDS = 2.0  # for a client that was answered to close its connection
_BODY_BYTES = 256 * 1024
_TICK = 0.02
_LOOK_SECONDS = 0.1
_SWITCH_SECONDS = 0.001  # a step of a model takes less than the 5 ms that Python lets another thread have


class _Connection(TConn):  # type: ignore[misc]
    """A client's connection. `came` is when its request was first seen, `until` when it is closed at last."""

    def __init__(self, door: Door, *parts: Any) -> None:  # noqa: ANN401 - gunicorn's
        super().__init__(*parts)
        self._door = door
        self.came = self.until = 0.0

    def close(self, graceful: bool = False) -> None:
        """End it; gracefully, what was sent reaches the client first."""
        if graceful:
            self._door.leave(self)
        else:
            util.close(self.sock)


class Door(ThreadWorker):  # type: ignore[misc]
    """The worker. Its methods run in the thread that listens, but for `handle`, which is gunicorn's."""

    def init_process(self) -> None:
        """Work; returns when the worker ends."""
        self._coming: deque[_Connection] = deque()  # a part of their head is there
        self._refused: deque[tuple[_Connection, bytes, Busy]] = deque()  # not told yet
        self._leaving: deque[_Connection] = deque()  # answered, not closed
        self._reading: set[_Connection] = set()  # a thread reads their body, or answers it
        self._may, self._counted, self._looked = BURST, time.monotonic(), 0.0
        sys.setswitchinterval(_SWITCH_SECONDS)
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self.enqueue_req(_Connection(self, self.cfg, client, address, listener.getsockname()))

    def enqueue_req(self, conn: _Connection) -> None:
        """Take a request: give it to a thread once its head is there, or refuse it."""
        conn.came = time.monotonic()
        if conn.initialized and conn.parser.unreader.buf.getvalue():
            super().enqueue_req(conn)  # it came together with the one before it
        else:
            self._sort(conn)

    def finish_request(self, conn: _Connection, fs: Any) -> None:  # noqa: ANN401 - gunicorn's
        """Keep or close a connection that was answered."""
        self._reading.discard(conn)
        super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Do what has come, and what is due."""
        due = self._coming or self._refused or self._leaving
        super().wait_for_and_dispatch_events(min(timeout, _TICK) if due else timeout)
        self._look_again()
        self._refuse()
        self._close()

    def leave(self, conn: _Connection) -> None:
        """Close a connection once its client has, or soon: else what was sent to it might be lost."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            util.close(conn.sock)
            return
        conn.until = time.monotonic() + _LINGER_SECONDS
        self._leaving.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._swallow, conn))

    @property
    def _doors(self) -> Context | None:
        """What the application knows; None for one that is not ours."""
        return context(self.wsgi) if "citeweave" in getattr(self.wsgi, "extensions", {}) else None

    def _sort(self, conn: _Connection) -> None:
        seen = _peek(conn.sock)
        if seen is None:
            self._await(conn)
        elif not seen:
            self._end(conn)
        elif not is_whole(seen):
            self._coming.append(conn)
        elif (doors := self._doors) and (
            error := refusal(doors, seen, len(self._reading), self.cfg.threads - SPARE_THREADS // 2)
        ):
            self._refused.append((conn, seen, error))
        else:
            if has_body(seen):
                self._reading.add(conn)
            conn.data_ready = True
            super().enqueue_req(conn)

    def _await(self, conn: _Connection) -> None:
        """Let a connection on which nothing has come wait without a thread, as gunicorn does."""
        conn.timeout = time.monotonic() + HEAD_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _look_again(self) -> None:
        """See whether more has come of the heads that are not whole."""
        now = time.monotonic()
        if now < self._looked + _LOOK_SECONDS and self.alive:
            return
        self._looked = now
        for _ in range(len(self._coming)):
            conn = self._coming.popleft()
            if now > conn.came + HEAD_SECONDS or not self.alive:
                self._end(conn)
            else:
                self._sort(conn)

    def _refuse(self) -> None:
        """Tell as many as may be told now; all, if the worker is to end."""
        now = time.monotonic()
        self._may = min(BURST, self._may + PACE * (now - self._counted))
        self._counted = now
        while self._refused and (self._may >= 1 or not self.alive):
            self._may -= 1
            self._tell(*self._refused.popleft())

    def _tell(self, conn: _Connection, seen: bytes, error: Busy) -> None:
        doors = self._doors
        assert doors is not None
        self.nr_conns -= 1
        try:
            conn.sock.recv(_BODY_BYTES)
            conn.sock.send(answer(doors, seen, error, conn.came))  # there is room for so little
        except OSError:
            util.close(conn.sock)
        else:
            self.leave(conn)

    def _close(self) -> None:
        """Close connections whose clients did not, and if the worker is to end, those that wait."""
        now = time.monotonic()
        while self._leaving and self._leaving[0].until < now:
            self._forget(self._leaving[0])
        if not self.alive:
            for conn in self.pending_conns:
                conn.timeout = now

    def _swallow(self, conn: _Connection, client: socket.socket) -> None:
        """Read on, and drop it, until the client closes."""
        try:
            more = client.recv(_BODY_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            more = b""
        if not more:
            self._forget(conn)

    def _forget(self, conn: _Connection) -> None:
        self._leaving.remove(conn)
        self.poller.unregister(conn.sock)
        util.close(conn.sock)

    def _end(self, conn: _Connection) -> None:
        self.nr_conns -= 1
        util.close(conn.sock)


def _peek(client: socket.socket) -> bytes | None:
    """What has come, left where it is; None if nothing has, and b"" if nothing will."""
    try:
        return client.recv(MOST_HEAD, socket.MSG_PEEK)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""

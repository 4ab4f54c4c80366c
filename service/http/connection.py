"""Whether the client is still there."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager


def hung_up(environ: Mapping[str, object]) -> Callable[[], bool]:
    """Return a function that says whether the client of a WSGI request has closed the connection.

    gunicorn hands the socket over; under another server nobody is known to be gone. A client that closes
    only its own direction counts as gone: the ones that do are not waiting for an answer.
    """
    connection = environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return lambda: False
    return lambda: _closed(connection)


@contextmanager
def impatient(environ: Mapping[str, object], seconds: float) -> Iterator[None]:
    """Let reading from a WSGI request's client fail after so long a silence, in the server that we start."""
    connection = environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        yield
        return
    connection.settimeout(seconds)
    try:
        yield
    finally:
        connection.settimeout(None)


def _closed(connection: socket.socket) -> bool:
    try:
        # Looks without taking: what is there would be the client's next request.
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except (BlockingIOError, InterruptedError):
        return False
    except (OSError, ValueError):
        return True

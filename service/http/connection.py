"""Whether the client is still there."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping


def hung_up(environ: Mapping[str, object]) -> Callable[[], bool]:
    """Return a function that says whether the client of a WSGI request has closed the connection.

    gunicorn hands the socket over; under another server nobody is known to be gone. A client that closes
    only its own direction counts as gone: the ones that do are not waiting for an answer.
    """
    connection = environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return lambda: False
    return lambda: _closed(connection)


def _closed(connection: socket.socket) -> bool:
    try:
        # Looks without taking: what is there would be the client's next request.
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except (BlockingIOError, InterruptedError):
        return False
    except (OSError, ValueError):
        return True

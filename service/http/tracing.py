"""What every response carries: the request's id, the security headers, and one line in the log."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Mapping

from flask import Flask, Response, g, request

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_log = logging.getLogger("citeweave.access")


def register(app: Flask) -> None:
    """Hang the hooks in the application."""
    app.before_request(_start)
    app.after_request(_finish)


def request_id() -> str:
    """Return the id of the request being answered: the client's where it is sane, else a new one."""
    if "request_id" not in g:
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if _SANE_ID.fullmatch(sent) else uuid.uuid4().hex
    return str(g.request_id)


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    _log.info(
        "%s %s %d %.0f ms %s", request.method, repr(request.path), response.status_code, took, request_id()
    )
    return response

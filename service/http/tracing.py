"""What every response carries: the request's id and the security headers. And one line a request in the log.

The line has the address's template, never the address: whoever knows a job's address may be able to read it.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request

from service.http.context import context
from service.logs import fields

if TYPE_CHECKING:
    from service.metrics import Metrics

METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})
"""The methods that are named; a client may make up any other."""

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
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
        g.request_id = chosen_id(request.headers.get("X-Request-Id", ""))
    return str(g.request_id)


def chosen_id(sent: str) -> str:
    """Return the id that a client sent, where it is sane, else a new one."""
    return sent if _SANE_ID.fullmatch(sent) else uuid.uuid4().hex


def note(metrics: Metrics, told: Mapping[str, str | int], seconds: float) -> None:
    """Count and log an answer. `told` has its method, route, status, client and request_id."""
    metrics.request(str(told["route"]), str(told["method"]), int(told["status"]), seconds)
    _log.info("request", extra=fields(**told, seconds=round(seconds, 4)))


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    told = {
        "method": request.method if request.method in METHODS else "other",
        "route": request.url_rule.rule if request.url_rule else "",
        "status": response.status_code,
        "client": g.get("client", ""),
        "request_id": request_id(),
    }
    began = g.get("started", time.perf_counter())
    ended = partial(_ended, context(current_app).metrics, told, began)
    if response.is_streamed:
        response.call_on_close(ended)
    else:
        ended()
    return response


def _ended(metrics: Metrics, told: dict[str, str | int], began: float) -> None:
    """Note an answer that is whole, or was left."""
    note(metrics, told, time.perf_counter() - began)

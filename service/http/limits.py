"""How often one client may ask. Off unless a setting says a rate; health and the page's files never count.

Counted in memory, each server process for itself; with a broker in Redis, for all of them together. If Redis
is gone, each process counts for itself until it is back.
"""

from __future__ import annotations

import ipaddress
import math
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, request

from service.http.context import context
from service.http.keys import OPEN, client
from service.http.problems import Problem
from service.settings import Settings

if TYPE_CHECKING:
    from flask_limiter import RequestLimit

SUMMARIES = "summaries"
"""The blueprint in which summaries are asked for."""

_IPV6_NETWORK = 64  # one customer of a provider has at least so many addresses
_REDIS_SECONDS = 2
_PATIENCE: dict[str, str | int] = {"socket_connect_timeout": _REDIS_SECONDS, "socket_timeout": _REDIS_SECONDS}


def register(app: Flask) -> None:
    """Count requests, if a setting asks for it."""
    settings = context(app).settings
    if settings.rate_limit is None and settings.summary_rate_limit is None:
        return
    from flask_limiter import Limiter  # noqa: PLC0415 - only where there is a limit

    limiter = Limiter(
        caller,
        app=app,
        application_limits=[settings.rate_limit] if settings.rate_limit else [],
        application_limits_exempt_when=lambda: request.endpoint in OPEN,
        strategy="moving-window",
        on_breach=_refuse,
        key_prefix="citeweave",
        in_memory_fallback_enabled=True,
        storage_uri=_storage(settings),
        storage_options=_PATIENCE,
    )
    if settings.summary_rate_limit:
        summaries = app.blueprints[SUMMARIES]
        assert isinstance(summaries, Blueprint)
        limiter.limit(settings.summary_rate_limit, override_defaults=False)(summaries)


def caller() -> str:
    """Return whose requests are counted together: a client's, or those of an address."""
    return f"client {client()}" if client() else f"address {network(request.remote_addr or '')}"


def network(address: str) -> str:
    """Return what counts as one address: of IPv6, all that are probably one customer's."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, _IPV6_NETWORK), strict=False))


def _storage(settings: Settings) -> str:
    return settings.broker_url.get_secret_value() if settings.broker_url else "memory://"


def _refuse(breached: RequestLimit) -> Response:
    seconds = max(1, math.ceil(breached.reset_at - time.time()))
    detail = f"At most {breached.limit} are answered to one client; ask again in {seconds} seconds."
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(seconds)}).to_response()

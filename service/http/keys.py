"""Who asks: with keys configured, a request without one gets a 401, whatever its address.

Open to all are the health answers, the page's shell and files, and the contract: they hold nobody's data, and
without the page a person could not enter a key.
"""

from __future__ import annotations

from flask import Flask, current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from service.http.context import context
from service.keys import client_of

OPEN = frozenset({"docs.show", "health.alive", "health.ready", "openapi.show", "page.index", "page.static"})
"""The endpoints that answer without a key."""

NOBODY = ""
"""The client of every request while no keys are configured."""


def register(app: Flask) -> None:
    """Ask for keys, if there are any."""
    if context(app).settings.clients:
        app.before_request(_check)


def client() -> str:
    """Return the name of the client whose request is being answered; NOBODY where none is known."""
    return str(g.get("client", NOBODY))


def _check() -> None:
    sent = request.authorization
    key = sent.token if sent is not None and sent.type == "bearer" else None
    name = client_of(key or "", context(current_app).settings.clients)
    if name is not None:
        g.client = name
    elif request.endpoint not in OPEN:
        wanted = WWWAuthenticate("bearer", {"realm": "citeweave"})
        raise Unauthorized(_detail(key), www_authenticate=wanted)


def _detail(key: str | None) -> str:
    if key is None:
        return "This service asks for a key: send it as `Authorization: Bearer KEY`."
    return "This key is not known here; the operator can make one with `citeweave keys new NAME`."

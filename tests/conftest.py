"""Fixtures for all tests: `app` -> `client`, `runner`, a summarizer without weights, and no network."""

from __future__ import annotations

import ipaddress
import logging
import os
import re
import socket

import pytest

from service.summarizer import Told
from service.types import (
    Citation,
    Claim,
    Document,
    DocumentRole,
    MediaType,
    Mode,
    PlacedClaim,
    Role,
    Summary,
)


def _is_loopback(address):
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    if address[0] in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def loggers_as_they_were():
    """Undo what a worker or a server in a test's process does to the loggers."""
    level = logging.root.level
    yield
    logging.disable(logging.NOTSET)
    logging.root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "citeweave":
            log = logging.getLogger(name)
            log.setLevel(logging.NOTSET)
            log.propagate, log.disabled = True, False


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Refuse every connection that would leave this machine."""

    def guarded(connect):
        def refuse_or(self, address):
            if not _is_loopback(address):
                raise AssertionError(f"a test tried to reach {address!r}")
            return connect(self, address)

        return refuse_or

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


class StubSummarizer:
    """Tells the first sentence of every document, word for word. Keeps the requests that it was given."""

    def __init__(self):
        self.requests = []
        self.loads = 0
        self.error = None

    def load(self):
        self.loads += 1

    @property
    def ready(self):
        return self.loads > 0

    def summarize(self, request, progress=None, listener=None):
        self.requests.append(request)
        if self.error is not None:
            raise self.error
        if progress is not None:
            progress("stub", 0.5)
        documents = tuple(_document(source) for source in request.documents)
        claims = [_claim(document) for document in documents]
        for number, claim in enumerate(claims if listener else ()):
            listener(Told(claim, number, tuple(range(number + 1)), documents))
        placed, text = _place(claims)
        return Summary(
            id="stub",
            title=documents[0].title or documents[0].id,
            text=text,
            sentences=placed,
            conflicts=(),
            timeline=(),
            documents=documents,
            roles=tuple(DocumentRole(document.index, Role.MAIN, document.index) for document in documents),
            models={"encoder": "stub", "fuser": "stub", "verifier": "stub"},
            timings_ms={"stub": 1.0},
            include_text=request.include_text,
        )


def _document(source):
    content = source.content
    return Document(
        index=source.index,
        id=source.id,
        text=content if isinstance(content, str) else content.decode("utf-8", "replace"),
        media_type=source.media_type,
        title=source.title,
        url=source.url,
        outlet=source.outlet,
        published_at=source.published_at,
        extracted=source.media_type is not MediaType.TEXT,
    )


def _claim(document):
    match = re.search(r"\S[^.]*\.?", document.text)
    start, end = match.span() if match else (0, len(document.text))
    citation = Citation(document.index, start, end, document.text[start:end])
    return Claim(citation.cited_text, Mode.EXTRACTIVE, 1.0, 1, (citation,))


def _place(claims):
    placed, at = [], 0
    for claim in claims:
        placed.append(PlacedClaim(claim, at, at + len(claim.text)))
        at += len(claim.text) + 1
    return tuple(placed), " ".join(claim.text for claim in claims)


@pytest.fixture
def summarizer():
    """Return a summarizer that needs no weights; set `error` to make it fail."""
    return StubSummarizer()


@pytest.fixture
def settings(monkeypatch, tmp_path):
    """Return the default settings with jobs of the test's own, whatever this machine's environment says."""
    from service.settings import PREFIX, Settings  # noqa: PLC0415 - most tests need no door

    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    return Settings(database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}")


@pytest.fixture
def app(settings, summarizer):
    """Return the HTTP application over the stub."""
    from service.http.app import create_app  # noqa: PLC0415 - most tests need no door

    return create_app(settings, summarizer)


@pytest.fixture
def client(app):
    """Return a client of the application."""
    return app.test_client()


@pytest.fixture
def runner():
    """Return a runner of the command line, standard error kept apart."""
    from click.testing import CliRunner  # noqa: PLC0415 - most tests need no door

    return CliRunner()

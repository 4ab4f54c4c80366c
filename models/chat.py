"""Speaks to one OpenAI-compatible server: the one place of Citeweave that opens a connection.

It goes to the address that the operator set and to no other: redirects are not followed. What an error
says is made of fixed words and a status, so that neither a key nor a document's text can be in it.
"""

from __future__ import annotations

import base64
import json
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from models.errors import ModelsError

MAX_ANSWER_BYTES = 256 * 1024
ATTEMPTS = 5
_BUSY = (429, 503)
_PAUSE = 0.5  # seconds before the second attempt, where the server names none; doubled before each later one
_SECONDS = re.compile(r"\d{1,6}")
_KEY = re.compile(r"[!-~]+")


class ChatError(Exception):
    """No answer that can be read. `reason` says why, in words fit for a log."""

    def __init__(self, reason: str, *, lost: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lost = lost  # the server was silent or not there, and may be so the next time


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: at most MAX_ANSWER_BYTES, not yet looked into."""

    status: int
    body: bytes
    retry_after: float | None

    def content(self) -> dict[str, Any]:
        """The JSON object in the body. Raises ChatError where there is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise ChatError("not JSON") from None
        if not isinstance(value, dict):
            raise ChatError("not the JSON of a chat completion")
        return value


Ask = Callable[[Mapping[str, Any]], Reply]
"""Posts a question and waits for the reply."""


class ChatServer:
    """An address with `/chat/completions` below it. Threads may share one; each caller opens a connection.

    `url` may hold a user's name and password, which become basic authentication where no `key` is given.
    `timeout` is what one question may take, in seconds, with its retries. Raises ModelsError if the address
    or the key cannot be used.
    """

    def __init__(self, url: str, key: str | None, timeout: float) -> None:
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            raise _bad_address() from None
        if (
            parts.scheme.lower() not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
        ):
            raise _bad_address()
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.label = f"{host}:{port}" if port is not None else host
        self.timeout = timeout
        self._address = f"{parts.scheme.lower()}://{self.label}{parts.path.rstrip('/')}/chat/completions"
        try:
            httpx.URL(self._address)
        except httpx.InvalidURL:
            raise _bad_address() from None
        self._headers = httpx.Headers({"Accept": "application/json", "Accept-Encoding": "identity"})
        self._headers.update(_authorization(key, parts.username, parts.password))  # their repr hides it
        self._direct = _is_loopback(parts.hostname)
        self._tls: ssl.SSLContext | None = None

    @contextmanager
    def connect(self) -> Iterator[Ask]:
        """Open connections for as long as the context lasts; many threads may ask over them.

        A server that is busy (429, 503) is asked again when it says, if time allows. Asking raises ChatError.
        """
        if self._tls is None:
            self._tls = httpx.create_ssl_context()
        with httpx.Client(headers=self._headers, verify=self._tls, trust_env=not self._direct) as client:
            yield partial(self._ask, client)

    def _ask(self, client: httpx.Client, question: Mapping[str, Any]) -> Reply:
        deadline = time.monotonic() + self.timeout
        for attempt in range(1, ATTEMPTS + 1):
            reply = self._post(client, question, deadline)
            wait = _PAUSE * 2 ** (attempt - 1) if reply.retry_after is None else reply.retry_after
            late = time.monotonic() + wait >= deadline
            if reply.status not in _BUSY or late or attempt == ATTEMPTS:
                break
            time.sleep(wait)
        return reply

    def _post(self, client: httpx.Client, question: Mapping[str, Any], deadline: float) -> Reply:
        left = max(0.01, deadline - time.monotonic())
        try:
            with client.stream("POST", self._address, json=question, timeout=left) as response:
                return Reply(response.status_code, _read(response, deadline), _retry_after(response.headers))
        except httpx.TimeoutException:
            raise ChatError("too late", lost=True) from None
        except httpx.TransportError:
            raise ChatError("no connection", lost=True) from None


def _read(response: httpx.Response, deadline: float) -> bytes:
    """Take in the body as it was sent, but neither without end nor for ever."""
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise ChatError("too large")
        if time.monotonic() > deadline:
            raise ChatError("too late", lost=True)
    return bytes(body)


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds that the server wants to be left alone, which it says as a number or as a date."""
    value = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _authorization(key: str | None, user: str | None, password: str | None) -> dict[str, str]:
    if key and not _KEY.fullmatch(key.strip()):
        raise ModelsError("CITEWEAVE_FUSER_API_KEY holds a space or a character that no key has")
    if key:
        return {"Authorization": f"Bearer {key.strip()}"}
    if user is None:
        return {}
    pair = f"{unquote(user)}:{unquote(password or '')}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}


def _bad_address() -> ModelsError:
    return ModelsError("CITEWEAVE_FUSER is no address of a server: write it as http://host:port/v1")


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine, which is never reached through a proxy."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Whether a request is refused before a thread is spent on it, and with what words: from its head alone."""

from __future__ import annotations

import re
import time
from email.utils import formatdate
from http import HTTPStatus

from service.http.context import Context
from service.http.problems import problem_of
from service.http.tracing import SECURITY_HEADERS, chosen_id, note
from service.jobs.errors import Busy
from service.keys import client_of
from service.render.json import dumps

MOST_HEAD = 16 * 1024
"""Bytes of a request that are looked at."""

_SUMMARIES = b"/v1/summaries"
_JOB = re.compile(rb"\r\nprefer:[^\r\n]*respond-async", re.IGNORECASE)
_KEY = re.compile(rb"\r\nauthorization:[ \t]*bearer[ \t]+([^\r\n]*)", re.IGNORECASE)
_IDENTITY = re.compile(rb"\r\nx-request-id:[ \t]*([^\r\n]*)", re.IGNORECASE)


def is_whole(seen: bytes) -> bool:
    """Whether what has come of a request holds its head, or as much of it as is looked at."""
    return b"\r\n\r\n" in seen or len(seen) >= MOST_HEAD


def has_body(seen: bytes) -> bool:
    """Whether a thread that takes this request will read a body, however slowly that comes."""
    return seen.startswith(b"POST ")


def refusal(doors: Context, seen: bytes, reading: int, most: int) -> Busy | None:
    """Return why a request is not let in, where `reading` of at most `most` threads have bodies to read.

    Who asks for a job, or without a key where keys are asked for, is answered by the application.
    """
    if not has_body(seen):
        return None
    if reading >= most:
        return Busy("Too many requests are being taken in; send this one again later.")
    if not doors.admission.full or _path(seen) != _SUMMARIES:
        return None
    head = seen.partition(b"\r\n\r\n")[0]
    return doors.admission.busy() if not _JOB.search(head) and _is_known(doors, head) else None


def answer(doors: Context, seen: bytes, error: Busy, began: float) -> bytes:
    """Return the response to a request that is refused, counted and logged like any other.

    `began` is when the request came, by `time.monotonic`.
    """
    problem = problem_of(error)
    sent = _IDENTITY.search(seen.partition(b"\r\n\r\n")[0])
    identity = chosen_id(sent[1].decode("latin-1").strip() if sent else "")
    path = _path(seen)
    body = dumps(problem.body(path.decode("latin-1"), identity))
    route = _SUMMARIES.decode() if path == _SUMMARIES else ""
    told: dict[str, str | int] = {"method": "POST", "route": route, "status": int(problem.status)}
    note(doors.metrics, {**told, "client": "", "request_id": identity}, time.monotonic() - began)
    headers = {
        "Date": formatdate(usegmt=True),
        "Connection": "close",
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "X-Request-Id": identity,
        **problem.headers,
        **SECURITY_HEADERS,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    status = HTTPStatus(problem.status)
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n".encode("latin-1") + body


def _path(seen: bytes) -> bytes:
    target = seen.partition(b"\r\n")[0].split(b" ")[1:2]
    return target[0].partition(b"?")[0] if target else b""


def _is_known(doors: Context, head: bytes) -> bool:
    known = doors.settings.clients
    key = _KEY.search(head)
    return not known or (key is not None and client_of(key[1].decode("latin-1").strip(), known) is not None)

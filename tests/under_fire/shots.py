"""One hostile request against the application, and what must hold of its answer whatever was sent."""

from __future__ import annotations

import io
import json
import re
import resource
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.http import parse_options_header
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from service.http.multipart import read_parts
from service.http.tracing import SECURITY_HEADERS

JSON = "application/json"
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
_PROBLEM = {"type", "title", "status", "detail", "instance", "request_id", "errors"}
_NAMED = {"short": 60, "medium": 130, "long": 250}


@dataclass(frozen=True)
class Shot:
    """A request as it goes over the wire. `length` is the Content-Length that it claims: "" for none."""

    name: str
    body: bytes = b""
    content_type: str | None = JSON
    headers: tuple[tuple[str, str], ...] = ()
    length: str | None = None
    method: str = "POST"
    path: str = "/v1/summaries"
    step: int | None = None  # so many bytes of the body come at a time, as from a slow client

    def environ(self) -> dict[str, Any]:
        """Return the WSGI environment that a server would make of it."""
        claimed = str(len(self.body)) if self.length is None else self.length
        path, _, query = self.path.partition("?")
        environ = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": _Trickle(self.body, self.step) if self.step else io.BytesIO(self.body),
            "wsgi.input_terminated": claimed == "",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers},
        }
        if claimed:
            environ["CONTENT_LENGTH"] = claimed
        if self.content_type is not None:
            environ["CONTENT_TYPE"] = self.content_type
        return environ


class _Trickle(io.RawIOBase):
    """A body that comes a few bytes at a time."""

    def __init__(self, body: bytes, step: int) -> None:
        super().__init__()
        self._rest = io.BytesIO(body)
        self._step = step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._rest.read(min(self._step, len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


@dataclass(frozen=True)
class Hit:
    """What came of a shot: `seconds` of this process's own time, `mebibytes` that it needed at its height."""

    shot: Shot
    status: int
    seconds: float
    mebibytes: float


def fire(app: Any, shot: Shot) -> Hit:
    """Send a shot and check its answer. Raises AssertionError where it breaks a promise.

    What the application raises is not caught: a server would answer it with a bare 500.
    """
    _forget_peak()
    before, began = _peak(), time.process_time()
    response = Response(*_answer(app, shot))
    seconds = time.process_time() - began
    needed = max(0.0, _peak() - before)
    check_answer(shot, response)
    return Hit(shot, response.status_code, seconds, needed)


def _answer(app: Any, shot: Shot) -> tuple[Any, str, Any]:
    body, status, headers = run_wsgi_app(app, shot.environ(), buffered=True)
    return b"".join(body), status, headers


def _forget_peak() -> None:
    with suppress(OSError):  # another system: the figure is then the highest since the start
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    try:
        found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        found = None
    kilobytes = float(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024


# What must hold


def check_answer(shot: Shot, response: Response) -> None:
    """Raise AssertionError unless an answer is one that the contract knows, and true to what was sent."""
    status, kind = response.status_code, response.mimetype
    assert status < 500, f"{status}: {response.get_data(as_text=True)[:500]}"
    for name in SECURITY_HEADERS:
        assert name in response.headers, f"no {name}"
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", response.headers["X-Request-Id"])
    if status >= 400 and shot.method != "HEAD":
        check_problem(status, kind, json.loads(response.data))
    elif shot.path == "/v1/summaries" and shot.method == "POST":
        _check_told(shot, status, kind, response.data)


def check_problem(status: int, kind: str, body: Mapping[str, Any]) -> None:
    """Raise AssertionError unless a refusal says what is wrong, as RFC 9457 has it."""
    assert kind == "application/problem+json"
    assert set(body) == _PROBLEM
    assert body["status"] == status
    assert body["detail"]
    assert "Traceback" not in body["detail"]
    assert all(set(fault) == {"pointer", "detail"} for fault in body["errors"])


def _check_told(shot: Shot, status: int, kind: str, data: bytes) -> None:
    text = data.decode("utf-8")
    if status == 202:
        assert json.loads(text)["status"] in ("queued", "running", "succeeded", "failed")
    elif kind == JSON:
        check_summary(json.loads(text), posted_texts(shot), limit_of(shot))
    elif kind == "text/event-stream":
        _check_events(shot, text)
    else:
        assert kind == "text/markdown"
        assert text.strip()


def _check_events(shot: Shot, text: str) -> None:
    events = [part.split("\n") for part in text.split("\n\n") if part.startswith("event: ")]
    name, data = events[-1][0].removeprefix("event: "), json.loads(events[-1][1].removeprefix("data: "))
    if name == "error":
        assert data["status"] < 500, data
    else:
        assert name == "summary"
        check_summary(data, posted_texts(shot), limit_of(shot))


def check_summary(
    told: Mapping[str, Any], texts: Sequence[str | None] = (), limit: Mapping[str, int] | None = None
) -> None:
    """Raise AssertionError unless every citation is exact and every sentence stands where it says.

    `texts` are the documents as they were posted, None where they were not posted as text.
    """
    documents = told["documents"]
    assert len(documents) == len(texts) or not texts
    whole = [_text_of(document, texts[i] if texts else None) for i, document in enumerate(documents)]
    cited = [c for sentence in told["sentences"] for c in sentence["citations"]]
    cited += [c for conflict in told["conflicts"] for side in conflict["sides"] for c in side["citations"]]
    cited += [c for entry in told["timeline"] for c in entry["citations"]]
    for c in cited:
        index, start, end = c["document_index"], c["start_char_index"], c["end_char_index"]
        assert c["document_id"] == documents[index]["id"]
        assert 0 <= start < end <= documents[index]["characters"]
        text = whole[index]
        assert text is None or text[start:end] == c["cited_text"]
    _check_sentences(told)
    for entry in told["timeline"]:
        date.fromisoformat(entry["date"] + "0000-01-01"[len(entry["date"]) :])  # or a year, or a month
    if limit is not None:
        assert len(told["summary"].split()) <= limit.get("words", 10**9)
        assert len(told["sentences"]) <= limit.get("sentences", 10**9)


def _text_of(document: Mapping[str, Any], posted: str | None) -> str | None:
    text = document.get("text")
    if text is not None:
        assert len(text) == document["characters"]
        return str(text)
    assert posted is None or len(posted) == document["characters"]
    return posted


def _check_sentences(told: Mapping[str, Any]) -> None:
    summary, sentences = told["summary"], told["sentences"]
    assert sentences
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        assert summary[sentence["start"] : sentence["end"]] == sentence["text"]
        assert before is None or before["end"] <= sentence["start"]
        assert sentence["citations"]
        assert sentence["support"]["verdict"] == "supported"
        assert sentence["corroboration"] >= 1
        assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", sentence["text"])


def posted_texts(shot: Shot) -> list[str | None]:
    """Return each document's text where it was posted as plain text and must come back to the letter."""
    if shot.content_type and shot.content_type.startswith("multipart/"):
        return [None for _ in _files(shot)]
    value = json.loads(shot.body.decode("utf-8-sig"))
    return [
        document["text"] if _is_plain(document.get("media_type")) else None for document in value["documents"]
    ]


def limit_of(shot: Shot) -> Mapping[str, int]:
    """Return the ceiling that a sound JSON request sets on its summary."""
    if shot.content_type and shot.content_type.startswith("multipart/"):
        return {}
    length = json.loads(shot.body.decode("utf-8-sig")).get("length", "medium")
    return {"words": _NAMED[length]} if isinstance(length, str) else {k: v for k, v in length.items() if v}


def _is_plain(media_type: str | None) -> bool:
    return media_type is None or media_type.partition(";")[0].strip().lower() in (
        "text/plain",
        "text/markdown",
    )


def _files(shot: Shot) -> list[object]:
    _, about = parse_options_header(shot.content_type)
    chunks: list[Any] = [shot.body, None]
    parts = read_parts(chunks, about.get("boundary", ""), 2000)
    return [
        part for part in parts if part.name == "documents" and not (part.filename == "" and not part.content)
    ]

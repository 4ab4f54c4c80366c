"""A real server under siege: it says no at once without a thread, and has threads for what is quick."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import textwrap
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from service.http.app import create_app
from service.http.context import context
from service.http.door import BURST, PACE, SPARE_THREADS
from service.http.refusal import MOST_HEAD, answer, is_whole, refusal
from service.http.tracing import SECURITY_HEADERS
from service.keys import known_as
from tests.conftest import StubSummarizer

ROOT = Path(__file__).parents[3]
PLACES = 2
KEY = "cw_" + "k" * 43
BODY = json.dumps({"documents": [{"text": "A crane fell on a house on Monday."}]}).encode()

WRONG = b"{}"  # is refused before it takes a place from one that is to be held

# A process of its own, since gunicorn forks and takes the signals.
SERVER = """
import sys, time
from service.http import body
from service.http.app import create_app
from service.http.server import listen, serve
from service.settings import Settings
from tests.conftest import StubSummarizer

class Held(StubSummarizer):
    def summarize(self, request, progress=None, listener=None):
        self.load()
        while request.documents[0].id == "held":
            progress("work", 0.5)
            time.sleep(0.01)
        return super().summarize(request, None, listener)

body.SILENT_SECONDS = 3.0
settings = Settings(request_threads=2, database_url=sys.argv[1], api_keys=sys.argv[2] or None)
serve(settings, listen("127.0.0.1", 0), lambda settings: create_app(settings, Held()))
"""


@contextmanager
def started(folder, keys=""):
    command = [sys.executable, "-c", textwrap.dedent(SERVER), f"sqlite:///{folder / 'jobs.sqlite3'}", keys]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline().rpartition(":")[2])
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with started(tmp_path_factory.mktemp("door")) as found:
        yield found


@pytest.fixture
def held(port):
    """Requests that are being made, as many as there are places."""
    content = json.dumps({"documents": [{"text": "A crane fell.", "id": "held"}]}).encode()
    with ExitStack() as open_ones:
        for _ in range(PLACES):
            client = open_ones.enter_context(connected(port))
            client.sendall(posted(content))
        wait_until(lambda: ask(port, "POST", "/v1/summaries", WRONG)[0] == 503)
        yield
    wait_until(lambda: ask(port, "POST", "/v1/summaries", BODY)[0] == 200)


def connected(port):
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def posted(content, *headers, length=None):
    lines = ["POST /v1/summaries HTTP/1.1", "Host: x", "Content-Type: application/json", *headers]
    lines.append(f"Content-Length: {len(content) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + content


def ask(port, method, path, content=None, **headers):
    """Return status, headers, and body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    kind = {"Content-Type": "application/json"} if content else {}
    try:
        connection.request(
            method, path, content, kind | {name.replace("_", "-"): text for name, text in headers.items()}
        )
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()
    finally:
        connection.close()


def wait_until(check, seconds=20):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.02)


def health_seconds(port):
    began = time.monotonic()
    assert ask(port, "GET", "/healthz")[0] == 200
    return time.monotonic() - began


def test_who_is_refused_at_the_door_gets_a_whole_problem(port, held):
    for name in ("mine-7", "a b\tc"):
        status, headers, body = ask(port, "POST", "/v1/summaries?x=1", BODY, X_Request_Id=name)
        problem = json.loads(body)
        assert (status, headers["Content-Type"]) == (503, "application/problem+json")
        assert set(problem) == {"type", "title", "status", "detail", "instance", "request_id", "errors"}
        assert problem["instance"] == "/v1/summaries"
        assert "respond-async" in problem["detail"]
        assert problem["request_id"] == headers["X-Request-Id"]
        assert (headers["X-Request-Id"] == name) == (name == "mine-7")
        assert int(headers["Retry-After"]) > 0
        assert {name: headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)


def test_a_siege_takes_no_thread_from_what_is_quick(port, held):
    count = int(BURST + PACE / 2)
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(connected(port)) for _ in range(count)]
        for client in clients:
            client.sendall(posted(BODY))
        assert health_seconds(port) < 2
        assert ask(port, "POST", "/v1/summaries", BODY, Prefer="respond-async")[0] == 202
        for client in clients:
            told = client.makefile("rb").read()
            assert told.startswith(b"HTTP/1.1 503 ")
            assert b"\r\nRetry-After: " in told
    told = ask(port, "GET", "/metrics")[2].decode()
    row = re.search(r'requests_total\{method="POST",route="/v1/summaries",status="503"\} (\d+)', told)
    assert int(row[1]) >= count


def test_a_client_that_is_still_sending_hears_why(port, held):
    content = b" " * 3_000_000 + BODY
    with connected(port) as client:
        client.sendall(posted(b"", length=len(content)))
        for start in range(0, len(content), 500_000):
            client.sendall(content[start : start + 500_000])
        assert client.makefile("rb").read().startswith(b"HTTP/1.1 503 ")


def test_a_connection_that_is_kept_is_refused_too(port, held):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    for path, status in (("/healthz", 200), ("/v1/summaries", 503)):
        connection.request("GET" if status == 200 else "POST", path, None if status == 200 else BODY)
        response = connection.getresponse()
        response.read()
        assert response.status == status
    assert response.headers["Connection"] == "close"
    connection.close()


def test_bodies_that_do_not_come_leave_threads_for_what_is_quick(port):
    with ExitStack() as open_ones:
        for _ in range(PLACES + 2 * SPARE_THREADS):
            client = open_ones.enter_context(connected(port))
            client.sendall(posted(b"{", length=100))
        wait_until(lambda: ask(port, "POST", "/v1/summaries", BODY)[0] == 503)
        assert "taken in" in json.loads(ask(port, "POST", "/page/report", BODY)[2])["detail"]
        assert health_seconds(port) < 2
    wait_until(lambda: ask(port, "POST", "/v1/summaries", BODY)[0] == 200)


def test_a_body_that_stops_coming_is_not_waited_for_long(port):
    with connected(port) as client:
        client.sendall(posted(b"{", length=100))
        assert client.recv(12) == b"HTTP/1.1 400"


def test_heads_that_come_slowly_hold_no_thread(port):
    whole = posted(BODY)
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(connected(port)) for _ in range(PLACES + 2 * SPARE_THREADS)]
        silent = [open_ones.enter_context(connected(port)) for _ in range(PLACES + 2 * SPARE_THREADS)]
        for client in clients:
            client.sendall(whole[:30])
        time.sleep(0.2)
        assert health_seconds(port) < 2
        for client in (clients[0], silent[0]):
            client.sendall(whole[30:] if client is clients[0] else whole)
            assert client.recv(12) == b"HTTP/1.1 200"


def test_with_keys_who_has_none_is_told_so_even_when_there_is_no_place(tmp_path):
    with started(tmp_path, str(known_as("desk", KEY))) as port, ExitStack() as open_ones:
        content = json.dumps({"documents": [{"text": "A crane fell.", "id": "held"}]}).encode()
        for _ in range(PLACES):
            client = open_ones.enter_context(connected(port))
            client.sendall(posted(content, f"Authorization: Bearer {KEY}"))
        wait_until(lambda: ask(port, "POST", "/v1/summaries", WRONG, Authorization=f"Bearer {KEY}")[0] == 503)
        for sent in ({}, {"Authorization": "Bearer cw_other"}, {"Authorization": f"Basic {KEY}"}):
            assert ask(port, "POST", "/v1/summaries", BODY, **sent)[0] == 401


# From the head alone


@pytest.fixture
def doors(settings):
    app = create_app(settings.model_copy(update={"request_threads": 1}), StubSummarizer())
    return context(app)


HEAD = posted(BODY)


def test_a_head_is_whole_at_its_empty_line():
    end = HEAD.index(b"\r\n\r\n") + 4
    assert is_whole(HEAD[:end])
    assert not is_whole(HEAD[: end - 1])
    assert is_whole(b"x" * MOST_HEAD)


def test_nobody_is_refused_while_there_is_a_place(doors):
    assert refusal(doors, HEAD, 0, 5) is None
    with doors.admission.place():
        assert refusal(doors, HEAD, 0, 5) is not None
    assert refusal(doors, HEAD, 0, 5) is None


def test_only_summaries_for_waiting_clients_need_a_place(doors):
    with doors.admission.place():
        for other in (
            HEAD.replace(b"/v1/summaries", b"/v1/summariesx"),
            HEAD.replace(b"POST", b"GET"),
            HEAD.replace(b"\r\n", b"\r\nPrefer: wait=5, Respond-Async\r\n", 1),
            b"x" * MOST_HEAD,
            b"POST \r\n\r\n",
        ):
            assert refusal(doors, other, 0, 5) is None, other
        assert refusal(doors, HEAD + b"\r\nPrefer: respond-async\r\n", 0, 5) is not None  # in the body
        assert refusal(doors, HEAD.replace(b"summaries ", b"summaries?a=b "), 0, 5) is not None


def test_bodies_are_read_by_so_many_threads_at_most(doors):
    assert refusal(doors, HEAD, 5, 5) is not None
    assert refusal(doors, HEAD.replace(b"POST", b"GET"), 5, 5) is None


def test_what_a_client_made_up_ends_no_line_of_the_answer(doors):
    odd = b"POST /v1/x\xff\x00y HTTP/1.1\r\nX-Request-Id: a\nSet-Cookie: b\r\n\r\n"
    told = answer(doors, odd, doors.admission.busy(), time.monotonic())
    head, _, body = told.partition(b"\r\n\r\n")
    assert b"Set-Cookie" not in head
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(body)["instance"] == "/v1/x%C3%BF%00y"

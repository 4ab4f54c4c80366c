"""What the siege counts, against a server that answers by a rule."""

from __future__ import annotations

import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from evaluation.load import ACCEPTED, Answer, Siege, ask, besiege, main, soak, use, varied
from service.errors import InvalidRequest
from service.http.posted import from_json
from service.limits import DEFAULT_LIMITS


class Rule(BaseHTTPRequestHandler):
    """One summary at a time, which takes a while; every other is refused."""

    place = threading.Lock()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        if not self.place.acquire(blocking=False):
            self._answer(503, {"Retry-After": "1"})
            return
        time.sleep(0.05)
        self.place.release()  # before the answer, after which the same client may ask again
        self._answer(200)

    def do_GET(self):
        self._answer(200 if self.path == "/healthz" else 404)

    def log_message(self, *_):
        pass

    def _answer(self, status, headers=()):
        self.send_response(status)
        for name in headers:
            self.send_header(name, headers[name])
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def url():
    with ThreadingHTTPServer(("127.0.0.1", 0), Rule) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_siege_counts_answers_by_status_and_times_those_let_in(url):
    siege = besiege(url, os.getpid(), 5, 0.5, "extractive")
    assert set(siege.statuses) == {200, 503}
    assert siege.untold == 0
    assert 0.05 <= siege.admitted[0] <= siege.admitted[-1] < 5
    assert 0 < siege.health[0] < 5
    assert siege.most > 1
    assert 0 <= siege.elsewhere <= 1


def test_who_is_not_there_answers_nothing_and_a_refusal_without_a_time_is_told(url):
    assert ask("http://127.0.0.1:9", b"{}").status == 0
    assert Siege([Answer(503, 0.1), Answer(429, 0.1, told_when=True), Answer(200, 0.1)]).untold == 1


def test_a_soak_asks_for_many_kinds_of_things(url):
    told = soak(url, os.getpid(), 20)
    assert told.statuses == {200: 20}
    assert len(told.uses) == 10
    kinds = [json.loads(varied(number)[0]) for number in range(100)]
    assert {document.get("media_type") for kind in kinds for document in kind["documents"]} >= {
        "text/plain",
        "text/html",
        "text/markdown",
    }
    assert sum(kind["mode"] == "abstractive" for kind in kinds) == 4
    assert {varied(number)[1] for number in range(100)} == set(ACCEPTED)
    wrong = 0
    for number in range(100):
        try:
            from_json(varied(number)[0], DEFAULT_LIMITS)
        except InvalidRequest:
            wrong += 1
    assert wrong == 10


def test_use_is_what_a_process_holds():
    found = use(os.getpid())
    assert found.mebibytes > 10
    assert found.threads >= 1
    assert found.files >= 3


def test_the_command_tells_all_of_it(url):
    options = ["--url", url, "--pid", str(os.getpid()), "--clients", "3", "--seconds", "0.2", "--soak", "10"]
    done = CliRunner().invoke(main, options)
    assert done.exit_code == 0, done.output
    for name in ("admitted_median_to_alone", "health_at_worst", "elsewhere_percent", "soak mebibytes"):
        assert name in done.output

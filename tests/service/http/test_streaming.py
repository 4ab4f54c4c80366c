"""Server-sent events: what is sent, in which order, and that nobody works for a client who is gone."""

from __future__ import annotations

import json
import socket
import threading
import time

import pytest

from service.deadline import Cancelled, Deadline
from service.errors import InvalidRequest, StageError
from service.http import streaming
from service.http.app import create_app
from service.http.connection import hung_up
from tests.service.builders import pipeline

BODY = {"documents": [{"text": "A crane fell. It was old."}, {"text": "The crane\u2028fell — “late”."}]}
FACTS = {
    "documents": [
        {
            "id": "a",
            "title": "Ferry",
            "text": "The ferry Alba sank off Orre on Monday. Divers found the wreck.",
        },
        {"id": "b", "text": "The ferry Alba sank on Monday in a storm. Nobody was killed, the guard said."},
    ]
}


def events(response):
    """The events of a whole stream, as (name, data); comments are dropped."""
    assert response.content_type == "text/event-stream"
    blocks = [block for block in response.get_data().decode("utf-8").split("\n\n") if block]
    found = []
    for block in blocks:
        if block.startswith(":"):
            continue
        first, second = block.split("\n")
        assert first.startswith("event: ")
        assert second.startswith("data: ")
        found.append((first[7:], json.loads(second[6:])))
    return found


def test_progress_then_sentences_then_the_summary(post):
    plain = post(BODY).get_json()
    response = post(BODY, Accept="text/event-stream")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.vary.to_header() == "Accept"
    heard = events(response)
    assert [name for name, _ in heard] == ["progress", "sentence", "sentence", "summary"]
    assert heard[0][1] == {"stage": "stub", "fraction": 0.5}
    assert heard[-1][1] == plain


def test_a_sentence_is_whole_when_it_is_sent(post):
    heard = events(post(BODY, Accept="text/event-stream"))
    sentences = [data for name, data in heard if name == "sentence"]
    told = heard[-1][1]["sentences"]
    assert [s["number"] for s in sentences] == [0, 1]
    assert sentences[-1]["order"] == [0, 1]
    for early, final in zip(sentences, told, strict=True):
        assert set(early) == (set(final) - {"start", "end"}) | {"number", "order"}
        assert {key: early[key] for key in set(early) & set(final)} == {
            key: final[key] for key in set(early) & set(final)
        }


def test_the_real_way_through_gives_the_same_sentences_as_without_a_stream(settings):
    client = create_app(settings, pipeline()).test_client()
    plain = client.post("/v1/summaries", json=FACTS).get_json()
    heard = events(client.post("/v1/summaries", json=FACTS, headers={"Accept": "text/event-stream"}))
    names = [name for name, _ in heard]
    assert names[-1] == "summary"
    assert names[0] == "progress"
    assert names.index("sentence") < len(names) - 2
    final = heard[-1][1]
    assert {**final, "timings_ms": {}} == {**plain, "timings_ms": {}}
    early = [data for name, data in heard if name == "sentence"]
    arranged = [early[number]["text"] for number in early[-1]["order"]]
    assert arranged == [sentence["text"] for sentence in final["sentences"]]
    fractions = [data["fraction"] for name, data in heard if name == "progress"]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction < 1 for fraction in fractions)


@pytest.mark.parametrize(
    ("error", "status"), [(InvalidRequest("Nothing to tell."), 422), (StageError("clean"), 500)]
)
def test_what_fails_before_the_first_event_is_a_plain_problem(post, check_problem, summarizer, error, status):
    summarizer.error = error
    check_problem(post(BODY, Accept="text/event-stream"), status)


def test_a_wrong_body_is_a_plain_problem(post, check_problem):
    check_problem(post({"documents": []}, Accept="text/event-stream"), 422)


class Failing:
    """Reads the documents, tells how far it is, and then fails."""

    ready = True

    def __init__(self, error):
        self.error = error

    def load(self):
        pass

    def summarize(self, request, progress=None, listener=None):
        progress("ingest", 0.0)
        progress("clean", 0.1)
        raise self.error


@pytest.mark.parametrize(
    ("error", "status"), [(InvalidRequest("Nothing to tell."), 422), (KeyError("SECRET words"), 500)]
)
def test_what_fails_midway_is_an_event_with_the_same_problem(settings, check_problem, error, status):
    client = create_app(settings, Failing(error)).test_client()
    problem = check_problem(client.post("/v1/summaries", json=BODY), status)
    response = client.post("/v1/summaries", json=BODY, headers={"Accept": "text/event-stream"})
    assert response.status_code == 200
    heard = events(response)
    assert [name for name, _ in heard] == ["progress", "progress", "error"]
    found = heard[-1][1]
    assert found["request_id"] == response.headers["X-Request-Id"]
    assert {**found, "request_id": ""} == {**problem, "request_id": ""}
    assert b"SECRET" not in response.get_data()


class Endless:
    """Works until somebody stops it."""

    ready = True

    def __init__(self):
        self.stopped = threading.Event()

    def load(self):
        pass

    def summarize(self, request, progress=None, listener=None):
        try:
            for step in range(2000):
                progress("work", step / 2000)
                time.sleep(0.01)
        except Cancelled:
            self.stopped.set()
            raise


def test_a_client_that_leaves_stops_the_work(settings):
    endless = Endless()
    client = create_app(settings, endless).test_client()
    response = client.post(
        "/v1/summaries", json=BODY, headers={"Accept": "text/event-stream"}, buffered=False
    )
    stream = response.iter_encoded()
    assert next(stream).startswith(b"event: progress")
    assert not endless.stopped.is_set()
    response.close()
    assert endless.stopped.wait(5)


def test_silence_is_filled_with_comments(settings, monkeypatch):
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.01)

    class Slow(Endless):
        def summarize(self, request, progress=None, listener=None):
            progress("ingest", 0.0)
            progress("clean", 0.1)
            time.sleep(0.2)
            raise InvalidRequest("Nothing to tell.")

    client = create_app(settings, Slow()).test_client()
    response = client.post("/v1/summaries", json=BODY, headers={"Accept": "text/event-stream"})
    assert b"\n\n: working\n\n" in response.get_data()
    assert [name for name, _ in events(response)] == ["progress", "progress", "error"]


def test_a_closed_connection_is_noticed_and_a_busy_one_is_not():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        gone = hung_up({"gunicorn.socket": ours})
        assert not gone()
        theirs.send(b"GET / HTTP/1.1")
        assert not gone()
        assert ours.recv(14) == b"GET / HTTP/1.1"
        theirs.close()
        assert gone()
    assert gone()
    assert not hung_up({})()


def test_nobody_waits_for_an_unwanted_summary():
    with pytest.raises(Cancelled, match="the client is gone"):
        Deadline(60, lambda: True)("rank", 0.5)
    Deadline(60, lambda: False)("rank", 0.5)

"""A busy server: one more is refused at once, and what is quick is still answered."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.errors import InvalidRequest
from service.http.admission import SIEGE, Admission
from service.http.app import create_app
from service.http.context import context
from service.jobs.errors import Busy
from tests.service.jobs.helpers import eventually

BODY = {"documents": [{"text": "A crane fell."}]}
STREAM = {"Accept": "text/event-stream"}


class Working:
    """Works until it is let go, then fails: what it makes does not matter here."""

    ready = True

    def __init__(self):
        self.started = threading.Semaphore(0)
        self.go = threading.Event()

    def load(self):
        pass

    def summarize(self, request, progress=None, listener=None):
        self.started.release()
        progress("read", 0.0)
        while not self.go.wait(0.01):
            progress("work", 0.5)
        raise InvalidRequest("Nothing to tell.")


@pytest.fixture
def busy():
    made = Working()
    yield made
    made.go.set()


@pytest.fixture
def full(settings, busy):
    """An application that has one place."""
    return create_app(settings.model_copy(update={"request_threads": 1}), busy)


def post(app, **headers):
    return app.test_client().post("/v1/summaries", json=BODY, headers=headers)


@pytest.mark.parametrize("first", [{}, STREAM], ids=["json", "stream"])
def test_one_more_is_refused_at_once_and_served_later(full, busy, check_problem, first):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: post(full, **first).get_data())
        assert busy.started.acquire(timeout=30)
        for headers in ({}, STREAM):
            response = post(full, **headers)
            assert "respond-async" in check_problem(response, 503)["detail"]
            assert int(response.headers["Retry-After"]) > 0
        assert full.test_client().get("/healthz").status_code == 200
        assert full.test_client().get("/readyz").status_code == 200
        busy.go.set()
        assert b"Nothing to tell." in waiting.result(30)
    for headers in ({}, STREAM, {}):
        check_problem(post(full, **headers), 422)


def test_a_stream_that_was_left_gives_its_place_back(full, busy, check_problem):
    stream = full.test_client().post("/v1/summaries", json=BODY, headers=STREAM, buffered=False)
    assert busy.started.acquire(timeout=30)
    check_problem(post(full), 503)
    stream.close()
    eventually(lambda: is_free(full))


def is_free(app):
    try:
        with context(app).admission.place():
            return True
    except Busy:
        return False


def entered(admission):
    """How many find a place now; they leave again."""
    count = 0
    while not admission.full:
        admission.enter()
        count += 1
    for _ in range(count):
        admission.leave()
    return count


def test_a_siege_leaves_fewer_places_until_it_is_over():
    now = [100.0]
    admission = Admission(4, 2, lambda: now[0])
    for _ in range(3):
        admission.busy()
        now[0] += 1
    assert entered(admission) == 4  # three more than there are places are no siege
    admission.busy()
    assert entered(admission) == 2
    now[0] += SIEGE
    assert entered(admission) == 4


def test_a_few_refusals_over_a_long_time_are_no_siege():
    now = [0.0]
    admission = Admission(2, 1, lambda: now[0])
    for _ in range(10):
        admission.busy()
        now[0] += SIEGE
        assert entered(admission) == 2


def test_a_siege_never_leaves_more_places_than_there_are():
    admission = Admission(1, 2, lambda: 0.0)
    admission.busy()
    assert entered(admission) == 1

"""Whose job it is: each client's own, and unknown to every other."""

from __future__ import annotations

import re
import sqlite3

import pytest

from service.jobs.schema import jobs as table
from service.jobs.schema import open_database
from service.jobs.store import Store
from service.keys import known_as, new_key
from tests.service.jobs.helpers import Paced, body, eventually, told

KEYS = {"desk": new_key(), "lab": new_key()}
SPARE = new_key()


@pytest.fixture
def clients(serve):
    """Return what posts and asks as one of two clients, or with the first one's other key."""
    known = [known_as(name, key) for name, key in KEYS.items()] + [known_as("desk", SPARE)]
    app = serve(Paced(), api_keys=",".join(map(str, known)))

    def as_(name):
        key = KEYS.get(name, SPARE)

        def ask(method, path, **options):
            headers = {"Authorization": f"Bearer {key}", **options.pop("headers", {})}
            return app.test_client().open(path, method=method, headers=headers, **options)

        return ask

    return as_


def enter(ask, number=0, **headers):
    response = ask("POST", "/v1/summaries", json=body(number), headers={"Prefer": "respond-async", **headers})
    assert response.status_code == 202
    return response.headers["Location"]


def test_a_job_is_unknown_to_another_client(clients):
    desk, lab = clients("desk"), clients("lab")
    job = enter(desk)
    nowhere = lab("GET", "/v1/jobs/job_" + "x" * 32)
    for method in ("GET", "DELETE"):
        refused = lab(method, job)
        assert refused.status_code == nowhere.status_code == 404
        assert refused.get_json()["detail"] == nowhere.get_json()["detail"]
    done = eventually(lambda: (found := desk("GET", job).get_json())["status"] == "succeeded" and found)
    assert done["result"]["summary"] == told(0)
    assert clients("spare")("GET", job).get_json()["status"] == "succeeded"


def test_another_client_s_delete_cancels_nothing(clients):
    desk, lab = clients("desk"), clients("lab")
    for number in range(5):
        job = enter(desk, number)
        assert lab("DELETE", job).status_code == 404
        eventually(lambda job=job: desk("GET", job).get_json()["status"] == "succeeded")


@pytest.mark.parametrize("prefer", [{}, {"Prefer": "respond-async"}], ids=["now", "job"])
def test_idempotency_keys_are_each_client_s_own(clients, prefer):
    headers = {"Idempotency-Key": "monday", **prefer}
    first = clients("desk")("POST", "/v1/summaries", json=body(1), headers=headers)
    # The same words from another client are another key: not refused, nor answered with the first one's job.
    other = clients("lab")("POST", "/v1/summaries", json=body(2), headers=headers)
    assert first.status_code == other.status_code == (202 if prefer else 200)
    assert not prefer or first.headers["Location"] != other.headers["Location"]
    assert clients("desk")("POST", "/v1/summaries", json=body(2), headers=headers).status_code == 422
    assert (
        clients("lab")("POST", "/v1/summaries", json=body(2), headers=headers).status_code
        == first.status_code
    )


def test_job_ids_cannot_be_guessed(clients):
    made = {enter(clients("desk"), number).rpartition("/")[2] for number in range(20)}
    assert len(made) == 20
    # 32 signs of base64 are 192 bits, from the system's source of randomness.
    assert all(re.fullmatch(r"job_[A-Za-z0-9_-]{32}", job) for job in made)
    for place in range(4, 36):
        assert len({job[place] for job in made}) > 3, "a place that hardly changes can be guessed"


def test_a_table_from_before_there_were_clients_is_brought_up_to_date(tmp_path):
    path = tmp_path / "jobs.sqlite3"
    open_database(f"sqlite:///{path}").dispose()
    with sqlite3.connect(path) as old:
        old.execute(f"ALTER TABLE {table.name} DROP COLUMN client")
        columns = "id, status, created_at, fraction, attempts"
        old.execute(f"INSERT INTO {table.name} ({columns}) VALUES ('old', 'queued', 1, 0, 0)")
    old.close()
    for _ in range(2):
        store = Store(f"sqlite:///{path}", 30, 60)
        assert store.get("old").id == "old"
        assert store.get("old", "desk") is None
        assert store.cancel("old", "desk") is None
        store.close()

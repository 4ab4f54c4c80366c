"""Disks that fill, databases that are locked, clocks that jump, weights that changed, processes that die."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import time

import pytest

from models import weights
from models.errors import ModelsCorrupt
from service.http.app import create_app
from service.http.context import context
from service.jobs import schema
from service.jobs.store import Store
from tests.service.jobs.helpers import Paced, body, eventually, told
from tests.service.jobs.test_store import Clock
from tests.under_fire.kills import RedisServer, besiege

ASYNC = {"Prefer": "respond-async"}


def ask(client, number, **headers):
    return client.post("/v1/summaries", json=body(number), headers=headers or ASYNC)


def ended(client, where):
    job = client.get(where).get_json()
    return job if job["status"] not in ("queued", "running") else None


def check_unavailable(response):
    assert response.status_code == 503
    assert response.content_type == "application/problem+json"
    assert int(response.headers["Retry-After"]) > 0
    assert "database" in response.get_json()["detail"]


@pytest.fixture
def database(tmp_path):
    return tmp_path / "jobs.sqlite3"


@pytest.fixture
def start(settings, database, monkeypatch):
    """Return a function that makes a client of an application of its own over the test's database."""
    monkeypatch.setattr(schema, "_BUSY_SECONDS", 0.2)
    apps = []

    def make(summarizer=None, **changed):
        app = create_app(
            settings.model_copy(update={"job_lease": 1.0, **changed}), summarizer or Paced(0.005)
        )
        apps.append(app)
        return app.test_client()

    yield make
    for app in apps:
        context(app).jobs.stop(5)


# The database


def test_a_full_disk_takes_no_job_in_and_all_else_goes_on(start, monkeypatch):
    pages = [10_000]

    def limit(connection, *_):
        connection.execute(f"PRAGMA max_page_count={pages[0]}").close()

    set_up = schema._set_up
    monkeypatch.setattr(schema, "_set_up", lambda *given: (set_up(*given), limit(*given)))
    client = start()
    first = ask(client, 1)
    assert eventually(lambda: ended(client, first.headers["Location"]))["status"] == "succeeded"
    pages[0] = 1  # SQLite then allows no page more than there are
    context(client.application).jobs._parts().store._engine.dispose()
    noise = random.Random(0)
    big = {"documents": [{"text": f"The crane fell. {noise.randbytes(200_000).hex()}"}]}  # hardly packed
    check_unavailable(client.post("/v1/summaries", json=big, headers=ASYNC))
    assert client.post("/v1/summaries", json=body(2)).get_json()["summary"] == told(2)
    assert client.get("/healthz").status_code == 200
    assert client.get(first.headers["Location"]).get_json()["result"]["summary"] == told(1)
    pages[0] = 10_000
    context(client.application).jobs._parts().store._engine.dispose()
    again = client.post("/v1/summaries", json=big, headers=ASYNC)
    assert again.status_code == 202
    assert eventually(lambda: ended(client, again.headers["Location"]))["status"] == "succeeded"


def test_a_locked_database_is_a_503_and_no_job_is_lost(start, database):
    client = start(Paced(0.05))
    running = ask(client, 1).headers["Location"]
    eventually(lambda: client.get(running).get_json()["status"] == "running")
    blocker = sqlite3.connect(database, isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    try:
        check_unavailable(ask(client, 2))
        check_unavailable(client.delete(running))
        assert client.post("/v1/summaries", json=body(3)).status_code == 200
        assert client.get("/healthz").status_code == 200
        time.sleep(1.0)  # the job is done meanwhile, and cannot be written down
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()
    done = eventually(lambda: ended(client, running))
    assert (done["status"], done["result"]["summary"]) == ("succeeded", told(1))
    assert ask(client, 2).status_code == 202


def test_a_database_that_is_gone_is_told_and_comes_back(start, database):
    client = start()
    first = ask(client, 1).headers["Location"]
    assert eventually(lambda: ended(client, first))
    context(client.application).jobs.stop(5)
    kept = database.read_bytes()
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    database.write_bytes(b"this is no database at all, though it has the name of one" * 100)
    other = start()
    check_unavailable(ask(other, 2))
    assert other.get("/healthz").status_code == 200
    database.write_bytes(kept)
    assert ask(other, 2).status_code == 202


# The clock


@pytest.fixture
def kept(tmp_path):
    """A store of jobs, and the clock that it goes by."""
    clock = Clock()
    store = Store(f"sqlite:///{tmp_path / 'jobs.sqlite3'}", 30.0, 60.0, clock)
    yield store, clock
    store.close()


def test_a_clock_set_back_leaves_no_job_with_an_owner_that_is_dead(kept):
    store, clock = kept
    store.add("a", b"asked", 10)
    dead = store.claim("a", "dead")
    clock.pass_by(-3600)
    taken = store.claim_next("alive")
    assert taken is not None
    assert not store.succeed(dead, b"late")
    assert store.succeed(taken, b"right")
    assert store.get("a").result == b"right"


def test_a_clock_set_back_a_little_takes_no_job_from_who_does_it(kept):
    store, clock = kept
    store.add("a", b"asked", 10)
    mine = store.claim("a", "me")
    clock.pass_by(-20)
    assert store.claim_next("other") is None
    assert store.report(mine)
    clock.pass_by(-3600)
    assert store.report(mine)
    assert store.claim_next("other") is None
    assert store.succeed(mine, b"right")


def test_what_was_told_to_workers_before_the_clock_was_set_back_is_told_again(kept):
    store, clock = kept
    store.add("a", b"asked", 10)
    store.announced("a")
    assert store.unheard(900) == []
    clock.pass_by(-3600)
    assert store.unheard(900) == ["a"]
    assert store.unheard(900) == []


# The weights


def altered(content):
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("damage", [altered, lambda content: content[:-1], lambda content: b""])
def test_a_shipped_adapter_with_other_bytes_is_refused_by_name(tmp_path, monkeypatch, damage):
    shutil.copytree(weights.ADAPTERS / "verifier", tmp_path / "verifier")
    monkeypatch.setattr(weights, "ADAPTERS", tmp_path)
    assert weights.locate_adapter("verifier") == tmp_path / "verifier"
    for file in sorted((tmp_path / "verifier").glob("*.safetensors")):
        sound = file.read_bytes()
        file.write_bytes(damage(sound))
        with pytest.raises(ModelsCorrupt, match=re.escape(file.name)):
            weights.locate_adapter("verifier")
        file.write_bytes(sound)


# Processes that die


def test_no_job_is_lost_or_done_twice_where_a_server_dies_at_random(tmp_path):
    outcome = besiege(tmp_path, 2, seed=1)
    assert outcome.accepted
    assert outcome.sound, (outcome.ends, outcome.wrong, outcome.twice)


@pytest.mark.timeout(300)  # what Redis forgot is told to it again after a minute
@pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server on this machine")
def test_no_job_is_lost_or_done_twice_where_a_worker_redis_and_the_server_die_in_turn(tmp_path):
    redis = RedisServer(tmp_path)
    try:
        outcome = besiege(tmp_path, 3, seed=16, redis=redis)  # these three, in this order
    finally:
        redis.end()
    assert outcome.accepted
    assert outcome.sound, (outcome.ends, outcome.wrong, outcome.twice)

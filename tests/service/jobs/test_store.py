"""The store: who may change what, and when. Two stores on one database stand for two processes."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from service.jobs.errors import Busy, KeyReused, StoreUnavailable
from service.jobs.failure import Failure
from service.jobs.lapse import AT_ONCE, MOST_ATTEMPTS, wait
from service.jobs.store import Store
from service.jobs.types import Key, Status
from service.settings import SettingsError

KEY = Key("hash", "digest")


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'state' / 'jobs.sqlite3'}"


class Clock:
    """A time that passes when it is told to."""

    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now

    def pass_by(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make(url, clock):
    """Return a function that opens the database once more; all are closed after the test."""
    opened = []

    def open_store():
        opened.append(Store(url, 30.0, 60.0, clock))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


@pytest.fixture
def store(make):
    return make()


def test_a_job_waits_is_done_and_is_kept(store, clock):
    before = clock.now
    job = store.add("a", b"asked", 10)
    assert (job.id, job.status) == ("a", Status.QUEUED)
    clock.pass_by(1)
    claimed = store.claim_next("me")
    assert (claimed.id, claimed.request) == ("a", b"asked")
    running = store.get("a")
    assert running.status is Status.RUNNING
    assert (running.created_at, running.started_at) == (before, before + 1)
    assert store.report(claimed, "rank", 0.4)
    assert (store.get("a").stage, store.get("a").fraction) == ("rank", 0.4)
    assert store.succeed(claimed, b"{}")
    done = store.get("a")
    assert (done.status, done.result, done.failure) == (Status.SUCCEEDED, b"{}", None)
    assert (done.stage, done.fraction) == ("done", 1.0)
    assert done.finished_at + 60 == done.expires_at
    assert store.claim_next("me") is None


def test_a_failure_is_kept(store):
    store.add("a", b"asked", 10)
    claimed = store.claim("a", "me")
    store.report(claimed, "rank", 0.4)
    store.fail(claimed, Failure("TooLarge", "Too much."))
    job = store.get("a")
    assert (job.stage, job.fraction) == ("rank", 0.4)
    assert (job.status, job.failure, job.result) == (Status.FAILED, Failure("TooLarge", "Too much."), None)


def test_the_oldest_job_comes_first(store, clock):
    for name in "bca":
        store.add(name, b"", 10)
        clock.pass_by(1)
    assert [store.claim_next("me").id for _ in range(3)] == ["b", "c", "a"]


def test_documents_are_gone_once_a_job_is_finished(store, url):
    for name in "abc":
        store.add(name, b"SECRET", 10)
    store.succeed(store.claim("a", "me"), b"{}")
    store.fail(store.claim("b", "me"), Failure("TooLarge"))
    store.cancel("c")
    engine = create_engine(url)
    with engine.connect() as connection:
        left = connection.execute(text("select count(*) from citeweave_jobs where request is not null"))
        assert left.scalar_one() == 0
    engine.dispose()


def test_no_two_get_the_same_job(make):
    stores = [make() for _ in range(4)]
    for number in range(40):
        stores[0].add(f"{number:02}", b"", 100)

    def take(store):
        return [claimed.id for claimed in iter(lambda: store.claim_next("someone"), None)]

    with ThreadPoolExecutor(4) as pool:
        taken = [name for names in pool.map(take, stores) for name in names]
    assert sorted(taken) == [f"{number:02}" for number in range(40)]


def test_who_lost_the_lease_may_not_finish(make, clock):
    slow, other = make(), make()
    slow.add("a", b"asked", 10)
    lost = slow.claim("a", "slow")
    clock.pass_by(29)
    assert other.claim("a", "other") is None
    clock.pass_by(2)
    taken = other.claim("a", "other")
    assert taken.request == b"asked"
    assert other.holds(taken)
    assert not slow.holds(lost)
    assert not slow.report(lost, "rank", 0.5)
    assert not slow.succeed(lost, b"late")
    assert not slow.fail(lost, Failure("TooLarge"))
    assert other.succeed(taken, b"right")
    assert slow.get("a").result == b"right"


def test_reports_keep_the_lease(store, clock):
    store.add("a", b"", 10)
    claimed = store.claim("a", "me")
    for _ in range(6):
        clock.pass_by(20)
        assert store.report(claimed)
    assert store.claim("a", "other") is None


def test_a_job_that_always_breaks_off_is_given_up(store, clock):
    store.add("a", b"", 10)
    for broken in range(1, MOST_ATTEMPTS + 1):
        assert store.claim_next("me") is not None
        clock.pass_by(31 + (wait(broken, 30.0) if broken < MOST_ATTEMPTS else 0))
    assert store.claim_next("me") is None
    assert store.get("a").status is Status.FAILED
    assert f"broke off {MOST_ATTEMPTS} times" in store.get("a").failure.detail


def test_a_job_that_breaks_off_again_and_again_waits_longer_and_longer_and_lets_others_pass(store, clock):
    store.add("a", b"", 10)
    waits = []
    assert store.claim("a", "me") is not None
    for _ in range(MOST_ATTEMPTS - 1):
        clock.pass_by(30.5)
        waits.append(0)
        while store.claim("a", "me") is None:
            assert store.unheard(0) == []
            store.add(f"b{clock.now}", b"", 100)
            assert store.claim_next("other").id == f"b{clock.now}"
            store.remove(f"b{clock.now}")
            clock.pass_by(10)
            waits[-1] += 10
    assert waits[:AT_ONCE] == [0] * AT_ONCE
    assert waits[AT_ONCE:] == [60, 120, 240, 480]


def test_a_released_job_waits_again_and_the_try_does_not_count(store):
    store.add("a", b"asked", 10)
    for _ in range(MOST_ATTEMPTS + 2):
        claimed = store.claim_next("me")
        store.report(claimed, "rank", 0.5)
        store.release(claimed)
    job = store.get("a")
    assert (job.status, job.stage, job.fraction) == (Status.QUEUED, None, 0.0)
    assert not store.report(claimed)


def test_a_cancelled_job_is_nobodys(store):
    store.add("a", b"", 10)
    store.add("b", b"", 10)
    claimed = store.claim("b", "me")
    assert store.cancel("a").status is Status.CANCELLED
    assert store.cancel("b").status is Status.CANCELLED
    assert store.claim_next("me") is None
    assert not store.holds(claimed)
    assert not store.report(claimed, "rank", 0.5)
    assert not store.succeed(claimed, b"{}")
    assert store.get("b").result is None


def test_what_is_finished_stays_when_it_is_cancelled(store):
    store.add("a", b"", 10)
    store.succeed(store.claim("a", "me"), b"{}")
    assert store.cancel("a").status is Status.SUCCEEDED
    assert store.cancel("unknown") is None


def test_only_so_many_may_wait(store):
    store.add("a", b"", 2)
    store.add("b", b"", 2)
    with pytest.raises(Busy, match="2 jobs are waiting"):
        store.add("c", b"", 2)
    assert store.get("c") is None
    store.claim_next("me")
    assert store.add("c", b"", 2).status is Status.QUEUED


def test_a_key_stands_for_one_request(store):
    first = store.add("a", b"", 10, KEY)
    assert store.add("b", b"", 10, KEY) == first
    assert store.get("b") is None
    with pytest.raises(KeyReused):
        store.add("b", b"", 10, Key("hash", "other"))
    with pytest.raises(KeyReused):
        store.begin("b", "me", b"", Key("hash", "other"))
    assert store.add("b", b"", 10, Key("another", "digest")).id == "b"


def test_a_known_key_is_answered_even_if_the_queue_is_full(store):
    store.add("a", b"", 1, KEY)
    assert store.add("b", b"", 1, KEY).id == "a"


def test_a_key_that_comes_twice_at_once_makes_one_job(make):
    stores = [make() for _ in range(4)]
    together = threading.Barrier(4)

    def add(number):
        together.wait()
        return stores[number].add(f"job-{number}", b"", 100, KEY).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(add, range(4)))) == 1


def test_what_is_done_at_once_is_nobody_elses_to_do(store):
    assert store.begin("a", "me", b"asked", KEY) is None
    assert store.get("a").status is Status.RUNNING
    assert store.claim_next("other") is None
    assert store.begin("b", "other", b"asked", KEY).id == "a"


def test_jobs_and_their_keys_expire(store, clock):
    store.add("a", b"", 10, KEY)
    assert store.purge() == 0
    store.succeed(store.claim("a", "me"), b"{}")
    clock.pass_by(59)
    assert store.get("a") is not None
    clock.pass_by(1)
    assert store.get("a") is None
    assert store.add("b", b"", 10, Key("hash", "other")).id == "b"
    assert store.purge() == 0
    store.cancel("b")
    clock.pass_by(61)
    assert store.purge() == 1


def test_silent_jobs_are_named_once_in_a_while(store, clock):
    store.add("told", b"", 10)
    store.announced("told")
    store.add("untold", b"", 10)
    store.add("running", b"", 10)
    store.claim("running", "me")
    assert store.unheard(900) == ["untold"]
    assert store.unheard(900) == []
    clock.pass_by(31)
    assert store.unheard(900) == ["running"]
    assert store.unheard(900) == []
    assert store.unheard(30) == ["told", "untold"]


def test_jobs_outlive_a_process(make):
    make().add("a", b"asked", 10)
    assert make().claim_next("me").request == b"asked"


def test_the_file_is_its_owners_alone(store, tmp_path):
    file = tmp_path / "state" / "jobs.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_many_open_an_empty_database_at_once(make):
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: make(), range(8)))
    for store in stores:
        store.check()


@pytest.mark.parametrize("url", ["nonsense", "postgresql+nodriver://x/y", "sqlite+nothing:///x"])
def test_a_url_that_is_none_is_a_wrong_setting(url):
    with pytest.raises(SettingsError, match=r"^CITEWEAVE_DATABASE_URL: "):
        Store(url, 1, 1)


def test_a_database_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreUnavailable, match="CITEWEAVE_DATABASE_URL"):
        Store(f"sqlite:///{tmp_path / 'file' / 'jobs.sqlite3'}", 1, 1)
    (tmp_path / "other.sqlite3").write_bytes(b"this is no database, however one looks at it" * 50)
    with pytest.raises(StoreUnavailable, match="CITEWEAVE_DATABASE_URL"):
        Store(f"sqlite:///{tmp_path / 'other.sqlite3'}", 1, 1)

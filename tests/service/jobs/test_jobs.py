"""Jobs over HTTP. Every test runs twice: in threads of the server, and through Redis with a worker."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from service.errors import StageError
from service.http.context import context
from tests.service.jobs.helpers import Held, Paced, body, eventually, told

JOB_KEYS = {"id", "status", "created_at", "started_at", "finished_at", "expires_at", "progress"}
ASYNC = {"Prefer": "respond-async"}


def post(client, number=0, **headers):
    return client.post("/v1/summaries", json=body(number), headers={**ASYNC, **headers})


def finished(client, where):
    def check():
        job = client.get(where).get_json()
        return job if job["status"] not in ("queued", "running") else None

    return eventually(check)


def test_a_job_is_accepted_done_and_fetched(serve):
    client = serve(Paced()).test_client()
    plain = client.post("/v1/summaries", json=body()).get_json()
    accepted = post(client)
    assert accepted.status_code == 202
    job = accepted.get_json()
    assert set(job) == JOB_KEYS
    assert re.fullmatch(r"job_[\w-]{32}", job["id"])
    assert (job["status"], job["progress"]) == ("queued", {"stage": None, "fraction": 0.0})
    assert accepted.headers["Location"] == f"/v1/jobs/{job['id']}"
    assert int(accepted.headers["Retry-After"]) > 0
    assert accepted.headers["Preference-Applied"] == "respond-async"
    done = finished(client, accepted.headers["Location"])
    assert set(done) == JOB_KEYS | {"result"}
    assert done["status"] == "succeeded"
    assert done["progress"] == {"stage": "done", "fraction": 1.0}
    assert {**done["result"], "timings_ms": {}} == {**plain, "timings_ms": {}}
    times = [done[name] for name in ("created_at", "started_at", "finished_at", "expires_at")]
    assert all(time.endswith("Z") for time in times)
    assert [datetime.fromisoformat(time) for time in times] == sorted(map(datetime.fromisoformat, times))


@pytest.mark.parametrize("prefer", ["respond-async, wait=10", "wait=5,Respond-Async", "respond-async; x=1"])
def test_preferences_are_read_as_the_standard_says(serve, prefer):
    assert post(serve(Paced()).test_client(), Prefer=prefer).status_code == 202


@pytest.mark.parametrize("prefer", ["", "return=minimal", "no-respond-async", "wait=respond-async"])
def test_without_that_preference_the_client_waits(serve, prefer):
    assert post(serve(Paced()).test_client(), Prefer=prefer).status_code == 200


def test_a_wrong_body_makes_no_job(serve):
    client = serve(Paced()).test_client()
    response = client.post("/v1/summaries", json={"documents": []}, headers=ASYNC)
    assert response.status_code == 422
    assert "Location" not in response.headers


def test_a_running_job_says_how_far_it_is(serve):
    held = Held()
    client = serve(held).test_client()
    where = post(client).headers["Location"]
    assert held.reached.wait(60)
    response = eventually(lambda: at_stage(client.get(where), "clean"))
    job = response.get_json()
    assert job["status"] == "running"
    assert 0 < job["progress"]["fraction"] < 1
    assert job["started_at"] is not None
    assert job["finished_at"] is None
    assert int(response.headers["Retry-After"]) > 0
    held.go.set()
    assert finished(client, where)["status"] == "succeeded"
    assert "Retry-After" not in client.get(where).headers


def at_stage(response, stage):
    return response if response.get_json()["progress"]["stage"] == stage else None


class Failing(Paced):
    def summarize(self, request, progress=None, listener=None):
        progress("ingest", 0.0)
        raise self.error


@pytest.mark.parametrize("kind", ["theirs", "ours"])
def test_a_failed_job_has_the_problem_that_would_have_been_the_answer(serve, kind):
    failing = Failing()
    failing.error = StageError("rank")
    if kind == "theirs":
        from service.errors import Fault, InvalidRequest  # noqa: PLC0415

        failing.error = InvalidRequest("The length is too short.", [Fault("/length", "no sentence fits")])
    client = serve(failing).test_client()
    plain = client.post("/v1/summaries", json=body()).get_json()
    job = finished(client, post(client).headers["Location"])
    assert job["status"] == "failed"
    assert set(job) == JOB_KEYS | {"error"}
    assert set(job["error"]) == set(plain)
    changing = {"instance": "", "request_id": ""}
    assert {**job["error"], **changing} == {**plain, **changing}
    assert job["error"]["instance"] == f"/v1/jobs/{job['id']}"


def test_a_failure_that_is_not_ours_gives_no_word_away(serve):
    failing = Failing()
    failing.error = KeyError("SECRET words of a document")
    client = serve(failing).test_client()
    where = post(client).headers["Location"]
    assert finished(client, where)["error"]["status"] == 500
    assert "SECRET" not in client.get(where).text


def test_a_waiting_and_a_running_job_can_be_cancelled(serve):
    held = Held()
    client = serve(held).test_client()
    running = post(client, 1).headers["Location"]
    assert held.reached.wait(60)
    waiting = post(client, 2).headers["Location"]
    for where in (waiting, running):
        response = client.delete(where)
        assert response.status_code == 200
        assert response.get_json()["status"] == "cancelled"
        assert client.get(where).get_json()["status"] == "cancelled"
        assert client.delete(where).get_json()["status"] == "cancelled"
    # The thread that was at work is free again, without having been let go.
    held.go.set()
    assert finished(client, post(client, 3).headers["Location"])["result"]["summary"] == told(3)
    assert client.get(running).get_json()["status"] == "cancelled"
    assert held.begun == ["doc-1", "doc-3"]


def test_a_finished_job_stays_when_it_is_deleted(serve):
    client = serve(Paced()).test_client()
    where = post(client).headers["Location"]
    done = finished(client, where)
    assert client.delete(where).get_json() == done


@pytest.mark.parametrize("name", ["job_" + "x" * 32, "job_1", "x%20y", "job_" + "x" * 31 + "%00"])
def test_unknown_jobs(serve, check_job_problem, name):
    client = serve(Paced()).test_client()
    for method in (client.get, client.delete):
        check_job_problem(method(f"/v1/jobs/{name}"), 404)
    check_job_problem(client.post(f"/v1/jobs/{name}"), 405)


@pytest.fixture
def check_job_problem():
    def check(response, status):
        assert response.status_code == status, response.text
        assert response.content_type == "application/problem+json"
        return response.get_json()

    return check


def test_jobs_expire(serve):
    client = serve(Paced(), job_ttl=0.5).test_client()
    where = post(client, 0, **{"Idempotency-Key": "k"}).headers["Location"]
    eventually(lambda: client.get(where).status_code == 404)
    again = post(client, 1, **{"Idempotency-Key": "k"})
    assert again.status_code == 202
    assert again.headers["Location"] != where


def test_ids_cannot_be_guessed(serve):
    client = serve(Paced()).test_client()
    names = [post(client, number).get_json()["id"] for number in range(5)]
    assert len(set(names)) == 5
    assert len({name[:10] for name in names}) == 5


# Idempotency


def test_the_same_key_and_body_is_the_same_job(serve):
    held = Held()
    client = serve(held).test_client()
    key = {"Idempotency-Key": "order-66"}
    first, again = post(client, 1, **key), post(client, 1, **key)
    assert again.status_code == 202
    assert again.headers["Location"] == first.headers["Location"]
    held.go.set()
    done = finished(client, first.headers["Location"])
    assert post(client, 1, **key).get_json() == done
    assert held.begun == ["doc-1"]
    assert post(client, 1, **{"Idempotency-Key": "order-67"}).get_json()["id"] != done["id"]


def test_the_same_key_and_another_body_is_refused(serve, check_job_problem):
    client = serve(Paced()).test_client()
    key = {"Idempotency-Key": "order-66"}
    assert post(client, 1, **key).status_code == 202
    problem = check_job_problem(post(client, 2, **key), 422)
    assert "Idempotency-Key" in problem["detail"]
    for accept in ("application/json", "text/markdown", "text/event-stream"):
        waiting = {**key, "Prefer": "", "Accept": accept}
        check_job_problem(post(client, 2, **waiting), 422)


def test_the_same_files_are_the_same_body(serve):
    client = serve(Paced()).test_client()

    def upload(content):
        from io import BytesIO  # noqa: PLC0415

        files = {"documents": (BytesIO(content), "a.txt")}
        headers = {**ASYNC, "Idempotency-Key": "files"}
        return client.post("/v1/summaries", data=files, headers=headers)

    first, again = upload(b"The crane fell."), upload(b"The crane fell.")
    assert first.get_json()["id"] == again.get_json()["id"]
    assert upload(b"The crane stood.").status_code == 422


def test_a_client_that_waits_gets_the_same_bytes_again(serve):
    summarizer = Paced()
    client = serve(summarizer).test_client()
    key = {"Prefer": "", "Idempotency-Key": "order-66"}
    first, again = post(client, 1, **key), post(client, 1, **key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.get_json()["summary"] == told(1)
    assert again.data == first.data
    assert summarizer.begun == ["doc-1"]
    markdown = post(client, 1, **key, Accept="text/markdown")
    assert told(1) in markdown.text
    assert markdown.content_type.startswith("text/markdown")


def test_while_it_is_being_made_the_same_key_is_told_so(serve, check_job_problem):
    held = Held()
    app = serve(held)
    key = {"Prefer": "", "Idempotency-Key": "order-66"}
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: post(app.test_client(), 1, **key))
        assert held.reached.wait(60)
        response = post(app.test_client(), 1, **key)
        check_job_problem(response, 409)
        assert int(response.headers["Retry-After"]) > 0
        held.go.set()
        assert first.result().get_json()["summary"] == told(1)
    assert post(app.test_client(), 1, **key).data == first.result().data


def test_a_key_whose_job_was_cancelled_is_used_up(serve, check_job_problem):
    held = Held()
    client = serve(held).test_client()
    key = {"Idempotency-Key": "order-66"}
    client.delete(post(client, 1, **key).headers["Location"])
    assert post(client, 1, **key).get_json()["status"] == "cancelled"
    check_job_problem(post(client, 1, **key, Prefer=""), 409)


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
def test_a_key_of_an_odd_form_is_refused(serve, check_job_problem, key):
    client = serve(Paced()).test_client()
    check_job_problem(post(client, 1, **{"Idempotency-Key": key}), 400)


# Overload, and stopping


def test_a_full_queue_is_told_at_once(serve, check_job_problem):
    held = Held()
    client = serve(held, max_jobs=2).test_client()
    running = post(client, 0).headers["Location"]
    assert held.reached.wait(60)
    for number in (1, 2):
        assert post(client, number).status_code == 202
    response = post(client, 3)
    assert "2 jobs are waiting" in check_job_problem(response, 503)["detail"]
    assert int(response.headers["Retry-After"]) > 0
    held.go.set()
    finished(client, running)
    eventually(lambda: post(client, 3).status_code == 202)


def test_a_job_that_takes_too_long_has_failed(serve):
    client = serve(Paced(0.05), job_timeout=0.2).test_client()
    job = finished(client, post(client).headers["Location"])
    assert job["status"] == "failed"
    assert job["error"]["status"] == 503
    assert "CITEWEAVE_JOB_TIMEOUT" in job["error"]["detail"]


@pytest.mark.parametrize("broker_url", ["local"], indirect=True)
def test_a_process_that_stops_gives_its_jobs_back(serve):
    held = Held()
    app = serve(held)
    client = app.test_client()
    where = post(client, 1).headers["Location"]
    assert held.reached.wait(60)
    context(app).jobs.stop(10)
    job = client.get(where).get_json()
    assert (job["status"], job["progress"]["stage"]) == ("queued", None)
    assert finished(serve_and_start(serve), where)["result"]["summary"] == told(1)


def serve_and_start(serve):
    app = serve(Paced())
    context(app).jobs.start()
    return app.test_client()


@pytest.mark.parametrize("broker_url", ["local"], indirect=True)
def test_so_many_jobs_are_done_at_the_same_time(serve):
    busy, most, lock = [0], [0], threading.Lock()
    three = threading.Barrier(3, timeout=60)

    class Counting(Paced):
        def summarize(self, request, progress=None, listener=None):
            with lock:
                busy[0] += 1
                most[0] = max(most[0], busy[0])
            try:
                three.wait()
                return super().summarize(request, progress, listener)
            finally:
                with lock:
                    busy[0] -= 1

    client = serve(Counting(), job_threads=3).test_client()
    jobs = [post(client, number).headers["Location"] for number in range(9)]
    assert {finished(client, where)["status"] for where in jobs} == {"succeeded"}
    assert most[0] == 3


@pytest.mark.parametrize("broker_url", ["local"], indirect=True)
def test_readiness_needs_the_database(serve, tmp_path):
    app = serve(Paced())
    assert app.test_client().get("/readyz").status_code == 200
    broken = serve(Paced(), database_url=type(app_settings(app).database_url)(f"sqlite:///{tmp_path}"))
    response = broken.test_client().get("/readyz")
    assert response.status_code == 503
    assert "CITEWEAVE_DATABASE_URL" in response.get_json()["detail"]


def app_settings(app):
    return context(app).settings


# The queue itself


@pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
def test_a_message_has_an_id_and_no_document(serve, job_settings):
    import redis  # noqa: PLC0415 - only where Redis is

    client = serve(Paced(), worker=False).test_client()
    job = post(client, 7).get_json()["id"]
    server = redis.Redis.from_url(job_settings.broker_url.get_secret_value())
    [message] = server.lrange("citeweave", 0, -1)
    server.close()
    assert job.encode() in message
    assert b"house" not in message


@pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
def test_a_job_whose_message_was_lost_is_told_of_again(serve, job_settings, monkeypatch):
    import redis  # noqa: PLC0415 - only where Redis is

    from service.jobs import broker  # noqa: PLC0415

    monkeypatch.setattr(broker, "PATIENCE_SECONDS", 0.5)
    client = serve(Paced(), worker=False, job_lease=1.0).test_client()
    where = post(client, 7).headers["Location"]
    server = redis.Redis.from_url(job_settings.broker_url.get_secret_value())
    server.flushdb()
    server.close()
    serve(Paced(), job_lease=1.0)
    assert finished(client, where)["result"]["summary"] == told(7)


@pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
def test_a_queue_that_is_down_takes_nothing_in(serve, check_job_problem, job_settings):
    from pydantic import SecretStr  # noqa: PLC0415

    client = serve(Paced(), worker=False, broker_url=SecretStr("redis://127.0.0.1:9/0")).test_client()
    check_job_problem(post(client, 1, **{"Idempotency-Key": "k"}), 503)
    healthy = serve(Paced()).test_client()
    assert finished(healthy, post(healthy, 2, **{"Idempotency-Key": "k"}).headers["Location"])

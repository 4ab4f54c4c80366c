"""Asked to stop: what runs may finish for a while, nothing new is begun, and what is left goes back."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from service.jobs.jobs import Jobs
from service.jobs.types import Status
from tests.service.builders import request
from tests.service.jobs.helpers import STAGES, body, eventually, kill, spawn, told, write_settings

WEB = Path(__file__).with_name("web_process.py")
WORKER = Path(__file__).with_name("worker_process.py")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def work(job_settings, tmp_path):
    """Start a worker that takes so long for a stage; return it once it has begun the one job."""
    started = []

    def start(pause, **changed):
        # Nobody takes the job over while the test looks.
        chosen = job_settings.model_copy(update={"job_lease": 600.0, **changed})
        worker = spawn(WORKER, write_settings(tmp_path / "settings.json", chosen), pause, 1)
        started.append((worker, jobs := Jobs(chosen, None)))
        assert "ready" in worker.stdout.readline()
        name = jobs.submit(request(told(0))).id
        eventually(lambda: jobs.get(name).status is not Status.QUEUED)
        return worker, jobs, name

    yield start
    for worker, jobs in started:
        jobs.stop(0)
        finish(worker)


@pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
def test_a_worker_gives_back_what_it_cannot_finish_in_time(work):
    worker, jobs, name = work(2.0, graceful_timeout=1)
    worker.terminate()
    assert worker.wait(30) == 0
    assert jobs.get(name).status is Status.QUEUED


@pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
def test_a_worker_finishes_what_it_can_and_tells_its_figures(work):
    port = free_port()
    worker, jobs, name = work(0.2, graceful_timeout=60, worker_metrics_port=port)

    def figures():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            return answer.read().decode()

    eventually(lambda: "citeweave_summaries_running 1.0" in figures())
    worker.terminate()
    assert worker.wait(30) == 0
    assert jobs.get(name).status is Status.SUCCEEDED


@pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
def test_a_worker_s_figures_outlive_the_process_that_counted_them(work):
    port = free_port()
    _, jobs, name = work(0.01, worker_metrics_port=port)
    eventually(lambda: jobs.get(name).status is Status.SUCCEEDED)

    def figures():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            return answer.read().decode()

    eventually(lambda: 'citeweave_summaries_total{end="whole"} 1.0' in figures())


@pytest.mark.parametrize("broker_url", ["local"], indirect=True)
def test_a_server_answers_what_it_has_begun_and_takes_nothing_new(job_settings, tmp_path):
    server = spawn(WEB, write_settings(tmp_path / "settings.json", job_settings), 0.3)
    answers = []
    try:
        address = server.stdout.readline().split()[-1]

        def ask():
            posted = urllib.request.Request(
                f"{address}/v1/summaries", json.dumps(body(3)).encode(), {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(posted, timeout=60) as answer:
                answers.append((answer.status, json.loads(answer.read())["summary"]))

        waiting = threading.Thread(target=ask)
        waiting.start()
        eventually(lambda: running(address) == 1)
        server.terminate()
        eventually(lambda: refuses(address), seconds=0.3 * len(STAGES) + 20)
        waiting.join(60)
        assert answers == [(200, told(3))]
        assert server.wait(30) == 0
    finally:
        finish(server)


def finish(process):
    if process.poll() is None:
        kill(process)
    else:
        process.stdout.close()


def running(address):
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    return float(text.partition("\nciteweave_summaries_running ")[2].split()[0])


def refuses(address):
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return False
    except (urllib.error.URLError, ConnectionError):
        return True

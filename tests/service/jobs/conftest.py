"""Redis for a test, if this machine has it; the same tests run with and without."""

from __future__ import annotations

import itertools
import shutil
import socket
import subprocess

import pytest

from service.http.app import create_app
from service.http.context import context
from service.settings import Settings
from tests.service.jobs.helpers import eventually

_databases = itertools.count(1)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """Return the URL of a Redis server of the tests' own."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("no redis-server on this machine (Debian and Ubuntu: apt-get install redis-server)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    options += ["--databases", "100"]
    with subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL) as server:
        try:
            eventually(lambda: _answers(port))
            yield f"redis://127.0.0.1:{port}"
        finally:
            server.terminate()


def _answers(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=["local", "redis"])
def broker_url(request):
    """Return None, and then the URL of an empty database in Redis: a test runs once with each."""
    if request.param == "local":
        return None
    return f"{request.getfixturevalue('redis_url')}/{next(_databases)}"


@pytest.fixture
def job_settings(settings, broker_url):
    """Return settings with a database and a queue of the test's own."""
    return Settings(database_url=settings.jobs_database, broker_url=broker_url, graceful_timeout=5)


@pytest.fixture
def serve(job_settings):
    """Make an application over a summarizer; with a broker, a worker in a thread does its jobs."""
    stops = []

    def start(summarizer, *, worker=True, **changed):
        chosen = job_settings.model_copy(update=changed)
        app = create_app(chosen, summarizer)
        jobs = context(app).jobs
        stops.append(lambda: jobs.stop(5))
        if chosen.broker_url is not None and worker:
            stops.append(_start_worker(chosen, summarizer))
        return app

    yield start
    for stop in reversed(stops):
        stop()


def _start_worker(settings, summarizer):
    from celery.contrib.testing.worker import start_worker  # noqa: PLC0415 - only where Redis is

    from service.jobs.worker import Doer, worker_app  # noqa: PLC0415

    doer = Doer(settings, lambda *_: summarizer)
    running = start_worker(
        worker_app(settings, doer), pool="solo", perform_ping_check=False, shutdown_timeout=20
    )
    running.__enter__()

    def stop():
        doer.stopping.set()
        running.__exit__(None, None, None)

    return stop

"""Processes that die while they work: every job ends, once, and right."""

from __future__ import annotations

import json
import os
import signal
import urllib.request
from pathlib import Path

import pytest

from service.jobs.jobs import Jobs
from service.jobs.types import Status
from tests.service.builders import request
from tests.service.jobs.helpers import body, eventually, kill, spawn, told, write_settings

WEB = Path(__file__).with_name("web_process.py")
WORKER = Path(__file__).with_name("worker_process.py")
MANY = 50


@pytest.fixture
def brief(job_settings):
    """Settings with a lease so short that a test can wait for its end."""
    return job_settings.model_copy(update={"job_lease": 2.0})


def asked(number):
    return request(told(number))


def check_all(jobs, names):
    found = [eventually(lambda name=name: ended(jobs, name)) for name in names]
    assert [job.status for job in found] == [Status.SUCCEEDED] * len(names)
    assert [json.loads(job.result)["summary"] for job in found] == [told(n) for n in range(len(names))]
    return found


def ended(jobs, name):
    job = jobs.get(name)
    assert job is not None
    return job if job.status.final else None


def at_work(jobs, names):
    found = [jobs.get(name) for name in names]
    return any(job.status is Status.RUNNING for job in found) and any(
        job.status is Status.SUCCEEDED for job in found
    )


@pytest.mark.parametrize("broker_url", ["redis"], indirect=True)
@pytest.mark.parametrize("victim", ["worker", "child"])
def test_fifty_jobs_outlive_a_worker_that_is_killed(brief, tmp_path, victim):
    place = write_settings(tmp_path / "settings.json", brief)
    workers = [spawn(WORKER, place, 0.02, 1) for _ in range(2)]
    jobs = Jobs(brief, None)
    try:
        names = [jobs.submit(asked(number)).id for number in range(MANY)]
        eventually(lambda: at_work(jobs, names))
        if victim == "worker":
            kill(workers.pop())
        else:
            [child, *_] = children(workers[0].pid)
            os.kill(child, signal.SIGKILL)
        found = check_all(jobs, names)
        assert len({job.id for job in found}) == MANY
    finally:
        jobs.stop(0)
        for worker in workers:
            kill(worker)


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("broker_url", ["local"], indirect=True)
def test_fifty_jobs_outlive_a_server_that_is_killed(brief, tmp_path):
    place = write_settings(tmp_path / "settings.json", brief)
    first = spawn(WEB, place, 0.02)
    try:
        address = first.stdout.readline().split()[-1]
        names = [submit(address, number) for number in range(MANY)]
        eventually(lambda: {"running", "succeeded"} <= {show(address, name)["status"] for name in names[:20]})
    finally:
        kill(first)
    second = spawn(WEB, place, 0.02)
    try:
        address = second.stdout.readline().split()[-1]
        for number, name in enumerate(names):
            done = eventually(lambda name=name: finished(address, name))
            assert (done["status"], done["result"]["summary"]) == ("succeeded", told(number))
    finally:
        kill(second)


@pytest.mark.parametrize("broker_url", ["local"], indirect=True)
def test_a_server_that_is_asked_to_stop_gives_its_jobs_back(job_settings, tmp_path):
    patient = job_settings.model_copy(update={"job_lease": 600.0})
    place = write_settings(tmp_path / "settings.json", patient)
    first = spawn(WEB, place, 0.2)
    try:
        address = first.stdout.readline().split()[-1]
        name = submit(address, 0)
        eventually(lambda: show(address, name)["status"] == "running")
        first.terminate()
        assert first.wait(30) == 0
    finally:
        first.stdout.close()
    jobs = Jobs(patient.model_copy(update={"job_threads": 1}), Refusing())
    try:
        assert eventually(lambda: ended(jobs, name)).status is Status.FAILED
    finally:
        jobs.stop(5)


class Refusing:
    """Fails whatever it is given: a sign that it was given it."""

    ready = True

    def load(self):
        pass

    def summarize(self, request, progress=None, listener=None):
        raise ValueError("no")


def submit(address, number):
    asked = urllib.request.Request(
        f"{address}/v1/summaries",
        json.dumps(body(number)).encode(),
        {"Content-Type": "application/json", "Prefer": "respond-async"},
    )
    with urllib.request.urlopen(asked, timeout=30) as response:
        assert response.status == 202
        return json.load(response)["id"]


def show(address, name):
    with urllib.request.urlopen(f"{address}/v1/jobs/{name}", timeout=30) as response:
        return json.load(response)


def finished(address, name):
    job = show(address, name)
    return job if job["status"] not in ("queued", "running") else None

"""Rates that several server processes count together, and each for itself where Redis is gone."""

from __future__ import annotations

import itertools

import pytest

from service.http.app import create_app

_addresses = itertools.count(1)


def status(app, address):
    asked = app.test_client().get("/v1/jobs/x", environ_base={"REMOTE_ADDR": address})
    return asked.status_code


@pytest.fixture
def address():
    return f"192.0.2.{next(_addresses)}"


@pytest.fixture
def make(settings, summarizer):
    def app(broker_url):
        from pydantic import SecretStr  # noqa: PLC0415

        changed = {"rate_limit": "2 per hour", "broker_url": SecretStr(broker_url)}
        return create_app(settings.model_copy(update=changed), summarizer)

    return app


def test_two_processes_count_together(make, redis_url, address):
    one, two = make(f"{redis_url}/90"), make(f"{redis_url}/90")
    assert [status(one, address), status(two, address)] == [404, 404]
    assert [status(one, address), status(two, address)] == [429, 429]


def test_without_redis_a_process_counts_for_itself(make, address):
    app = make("redis://127.0.0.1:9/0")
    assert [status(app, address) for _ in range(3)] == [404, 404, 429]

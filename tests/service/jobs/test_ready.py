"""What `/readyz` knows: the weights, the jobs' database, and the queue."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.service.jobs.helpers import Paced


@pytest.mark.parametrize(
    ("broker_url", "name", "value", "told"),
    [
        ("local", "database_url", "sqlite:////dev/null/jobs.sqlite3", "CITEWEAVE_DATABASE_URL"),
        ("redis", "broker_url", "redis://127.0.0.1:9/0", "CITEWEAVE_BROKER_URL"),
    ],
    indirect=["broker_url"],
)
def test_what_cannot_be_reached_is_named(serve, broker_url, name, value, told):
    ready = serve(Paced()).test_client()
    assert ready.get("/readyz").get_json() == {"status": "ready"}
    client = serve(Paced(), worker=False, **{name: SecretStr(value)}).test_client()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert told in response.get_json()["detail"]
    assert "127.0.0.1" not in response.text
    assert client.get("/healthz").status_code == 200

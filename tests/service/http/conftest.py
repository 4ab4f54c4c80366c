from __future__ import annotations

import io

import pytest

PROBLEM_KEYS = {"type", "title", "status", "detail", "instance", "request_id", "errors"}


@pytest.fixture
def post(client):
    """Post JSON (or bytes) to the summaries and return the response."""

    def send(body, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, bytes):
            headers.setdefault("Content-Type", "application/json")
            return client.post("/v1/summaries", data=body, headers=headers)
        return client.post("/v1/summaries", json=body, headers=headers)

    return send


@pytest.fixture
def upload(client):
    """Post files, as (name, bytes) or (name, bytes, type), with option fields."""

    def send(*files, **fields):
        documents = [(io.BytesIO(content), name, *kind) for name, content, *kind in files]
        data = {**fields, "documents": documents}
        return client.post("/v1/summaries", data=data, content_type="multipart/form-data")

    return send


@pytest.fixture
def check_problem():
    """Check that a response is a whole problem with a status, and return its body."""

    def check(response, status):
        assert response.status_code == status, response.text
        assert response.content_type == "application/problem+json"
        body = response.get_json()
        assert set(body) == PROBLEM_KEYS
        assert body["status"] == status
        assert body["detail"]
        assert body["type"].startswith("urn:citeweave:problem:")
        assert body["request_id"] == response.headers["X-Request-Id"]
        assert all(set(fault) == {"pointer", "detail"} for fault in body["errors"])
        return body

    return check

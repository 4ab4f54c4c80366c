"""GET /metrics, for Prometheus. With keys configured it needs one, as everything does that tells of data."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from service.http.context import context
from service.jobs.errors import StoreUnavailable

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

metrics = Blueprint("metrics", __name__)


@metrics.get("/metrics")
def scrape() -> Response:
    """Answer with all figures of this service."""
    parts = context(current_app)
    try:
        parts.metrics.jobs(parts.jobs.unfinished())
    except StoreUnavailable:
        parts.metrics.jobs(None)
    return Response(parts.metrics.text(), content_type=CONTENT_TYPE)

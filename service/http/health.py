"""GET /healthz, /readyz, and what `/` tells a program."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, current_app

from service import __version__
from service.http.context import context
from service.http.problems import RETRY_AFTER_SECONDS, Problem
from service.render.json import dumps

health = Blueprint("health", __name__)

INDEX = {
    "name": "citeweave",
    "version": __version__,
    "endpoints": {
        "summaries": "POST /v1/summaries",
        "jobs": "GET /v1/jobs/{id}",
        "alive": "GET /healthz",
        "ready": "GET /readyz",
        "contract": "GET /openapi.json",
        "docs": "GET /docs",
    },
}


@health.get("/healthz")
def alive() -> Response:
    """Answer as long as the process does."""
    return _json({"status": "ok"})


@health.get("/readyz")
def ready() -> Response:
    """Answer 200 while summaries and jobs can be made; else 503 and what is missing.

    That is the weights, the jobs' database, or the queue.
    """
    parts = context(current_app)
    if parts.summarizer.ready:
        parts.jobs.check()
        return _json({"status": "ready"})
    detail = "The models are not loaded yet. If this lasts, `citeweave models verify` tells what is missing."
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=headers).to_response()


def _json(value: object) -> Response:
    return Response(dumps(value), content_type="application/json")

"""The Flask application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service.http import keys, limits, problems, tracing
from service.http.context import attach
from service.http.docs import docs
from service.http.health import health
from service.http.jobs import jobs as job_routes
from service.http.metrics import metrics as metrics_route
from service.http.openapi import openapi
from service.http.summaries import summaries
from service.jobs.jobs import Jobs
from service.page.page import page
from service.settings import Settings, load_settings
from service.summarizer import Summarizer

if TYPE_CHECKING:
    from service.metrics import Metrics


def create_app(
    settings: Settings | None = None, summarizer: Summarizer | None = None, metrics: Metrics | None = None
) -> Flask:
    """Make an application. Nothing heavy is loaded: call `summarizer.load()` before serving.

    Jobs that an earlier process left are taken up once `context(app).jobs.start()` is called, or with the
    first job that comes.

    Without settings they are read from the environment; without a summarizer the real one is wired. Pass the
    metrics that the summarizer tells of its work. Raises SettingsError.
    """
    from service.metered import MeteredSummarizer  # noqa: PLC0415 - reads the environment that a server makes
    from service.metrics import Metrics  # noqa: PLC0415

    settings = settings or load_settings()
    metrics = metrics or Metrics()
    if summarizer is None:
        from service.wiring import build_summarizer  # noqa: PLC0415 - only the real thing is heavy

        summarizer = build_summarizer(settings, metrics)
    summarizer = MeteredSummarizer(summarizer, metrics)
    app = Flask("citeweave", static_folder=None)
    # One more than is taken, so that a body of exactly the limit is told from a longer one.
    app.config["MAX_CONTENT_LENGTH"] = settings.max_request_bytes + 1
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_request_bytes
    app.config["MAX_FORM_PARTS"] = settings.max_documents
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    attach(app, settings, summarizer, Jobs(settings, summarizer), metrics)
    tracing.register(app)
    keys.register(app)
    problems.register(app)
    for blueprint in (page, summaries, job_routes, health, metrics_route, openapi, docs):
        app.register_blueprint(blueprint)
    limits.register(app)
    return app

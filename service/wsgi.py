"""For those who run a WSGI server of their own: `gunicorn --threads 8 'service.wsgi:application()'`.

The weights are loaded where this is called, so let it be called in the worker: torch's threads do
not survive a fork, and a server that preloads the application would hang.
"""

from __future__ import annotations

import atexit

from flask import Flask

from service import logs
from service.http.app import create_app
from service.http.context import context
from service.loading import load_summarizer
from service.settings import Settings, load_settings


def application(settings: Settings | None = None) -> Flask:
    """Make the application, its weights loaded, its jobs being done.

    Raises SettingsError, ModelsMissing, ModelsCorrupt, StoreUnavailable.
    """
    from service.metrics import Metrics  # noqa: PLC0415 - reads the environment that a server makes

    settings = settings or load_settings()
    logs.configure(settings.log_level, settings.log_format)
    metrics = Metrics()
    summarizer = load_summarizer(settings, metrics)
    app = create_app(settings, summarizer, metrics)
    begin_jobs(app)
    return app


def begin_jobs(app: Flask) -> None:
    """Do jobs until the process ends; what is unfinished then goes back to the queue, a stage later at most.

    Raises StoreUnavailable.
    """
    doors = context(app)
    doors.jobs.start()
    atexit.register(doors.jobs.stop, doors.settings.graceful_timeout)

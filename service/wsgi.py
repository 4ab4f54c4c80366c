"""For those who run a WSGI server of their own: `gunicorn --threads 8 'service.wsgi:application()'`.

The weights are loaded where this is called, so let it be called in the worker: torch's threads do
not survive a fork, and a server that preloads the application would hang.
"""

from __future__ import annotations

import atexit
import logging

from flask import Flask

from service.http.app import create_app
from service.http.context import context
from service.settings import Settings, load_settings


def application(settings: Settings | None = None) -> Flask:
    """Make the application, its weights loaded, its jobs being done.

    Raises SettingsError, ModelsMissing, ModelsCorrupt, StoreUnavailable.
    """
    from service.wiring import build_summarizer  # noqa: PLC0415 - heavy, and only for the real thing

    settings = settings or load_settings()
    configure_logging(settings.log_level)
    summarizer = build_summarizer(settings)
    summarizer.load()
    app = create_app(settings, summarizer)
    begin_jobs(app)
    return app


def begin_jobs(app: Flask) -> None:
    """Do jobs until the process ends; what is unfinished then goes back to the queue, a stage later at most.

    Raises StoreUnavailable.
    """
    doors = context(app)
    doors.jobs.start()
    atexit.register(doors.jobs.stop, doors.settings.graceful_timeout)


def configure_logging(level: str) -> None:
    """Send our own log lines to standard error at a level; libraries speak from warnings upwards."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("citeweave").setLevel(level.upper())

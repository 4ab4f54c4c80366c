"""What the routes share: the settings, the summarizer, the jobs and the places of one application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask

from service.http.admission import Admission
from service.jobs.jobs import Jobs
from service.limits import Limits
from service.settings import Settings
from service.summarizer import Summarizer

if TYPE_CHECKING:
    from service.metrics import Metrics

_KEY = "citeweave"


@dataclass(frozen=True, slots=True)
class Context:
    """The values that an application was made with."""

    settings: Settings
    summarizer: Summarizer
    jobs: Jobs
    admission: Admission
    metrics: Metrics

    @property
    def limits(self) -> Limits:
        """The ceilings on one request."""
        return self.settings.limits


def attach(app: Flask, settings: Settings, summarizer: Summarizer, jobs: Jobs, metrics: Metrics) -> None:
    """Keep the values with the application."""
    admission = Admission(settings.request_threads, settings.besieged_threads)
    app.extensions[_KEY] = Context(settings, summarizer, jobs, admission, metrics)


def context(app: Flask) -> Context:
    """Return what `attach` kept."""
    found = app.extensions[_KEY]
    assert isinstance(found, Context)
    return found

"""What the routes share: the settings and the summarizer of one application."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from service.limits import Limits
from service.settings import Settings
from service.summarizer import Summarizer

_KEY = "citeweave"


@dataclass(frozen=True, slots=True)
class Context:
    """The values that an application was made with."""

    settings: Settings
    summarizer: Summarizer

    @property
    def limits(self) -> Limits:
        """The ceilings on one request."""
        return self.settings.limits


def attach(app: Flask, settings: Settings, summarizer: Summarizer) -> None:
    """Keep the values with the application."""
    app.extensions[_KEY] = Context(settings, summarizer)


def context(app: Flask) -> Context:
    """Return what `attach` kept."""
    found = app.extensions[_KEY]
    assert isinstance(found, Context)
    return found

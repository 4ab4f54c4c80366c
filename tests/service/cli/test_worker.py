from __future__ import annotations

import threading

import pytest

from models.errors import ModelsMissing
from service.cli.worker import _build
from service.observer import Observer


class Part:
    """Is read only while all four are."""

    def __init__(self, together, error=None):
        self.together = together
        self.error = error
        self.read = False

    def load(self):
        if not self.read:
            self.together.wait(10)
            self.read = True
        if self.error:
            raise self.error


@pytest.fixture
def build(monkeypatch, settings):
    """Return a function that builds a worker's summarizer of four parts, of which the last may fail."""
    from service import wiring  # noqa: PLC0415 - heavy

    def of_parts(error=None):
        together = threading.Barrier(4)
        parts = [Part(together), Part(together), Part(together), Part(together, error)]
        monkeypatch.setattr(wiring, "_models", lambda _settings: wiring._Models(*parts))
        summarizer = _build(settings, Observer())
        summarizer.load()
        return summarizer

    return of_parts


def test_a_worker_reads_its_weights_side_by_side(build):
    assert build().ready


def test_weights_that_are_missing_are_told_as_they_are(build):
    with pytest.raises(ModelsMissing, match="there is no verifier"):
        build(ModelsMissing("there is no verifier"))

from __future__ import annotations

import pytest

from models.errors import ModelsMissing
from service.cli.worker import _build
from service.observer import Observer


class Part:
    """Counts how often it is read at once."""

    reading = 0

    def __init__(self, error=None):
        self.error = error
        self.read = False

    def load(self):
        Part.reading += 1
        assert Part.reading == 1
        self.read = True
        Part.reading -= 1
        if self.error:
            raise self.error


@pytest.fixture
def build(monkeypatch, settings):
    """Return a function that builds a worker's summarizer of four parts, of which the last may fail."""
    from service import wiring  # noqa: PLC0415 - heavy

    def of_parts(error=None):
        parts = [Part(), Part(), Part(), Part(error)]
        monkeypatch.setattr(wiring, "_models", lambda _settings: wiring._Models(*parts))
        summarizer = _build(settings, Observer())
        assert all(part.read for part in parts)
        return summarizer

    return of_parts


def test_a_worker_reads_its_weights_one_part_after_the_other(build):
    assert build().ready


def test_weights_that_are_missing_are_told_as_they_are(build):
    with pytest.raises(ModelsMissing, match="there is no verifier"):
        build(ModelsMissing("there is no verifier"))

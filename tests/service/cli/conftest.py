from __future__ import annotations

import sys
import types

import pytest


@pytest.fixture
def wired(monkeypatch, settings, summarizer):
    """Put the stub where the command line looks for the real summarizer."""
    module = types.ModuleType("service.wiring")

    def load(_settings, _observer=None):
        summarizer.load()
        return summarizer

    module.load_summarizer = load
    monkeypatch.setitem(sys.modules, "service.wiring", module)
    return summarizer

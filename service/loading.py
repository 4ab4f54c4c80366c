"""Loads the real summarizer for a door: nothing heavy is imported before that is asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from models.weights import default_directory, hash_ahead
from service.observer import Observer
from service.settings import Settings
from service.summarizer import Summarizer


def load_summarizer(settings: Settings, observer: Observer | None = None) -> Summarizer:
    """The summarizer with its weights read. Its files are hashed while torch is being imported.

    Raises ModelsMissing, ModelsCorrupt.
    """
    ours = ["encoder", "verifier"] if settings.fuser else ["encoder", "fuser", "verifier"]
    hash_ahead(ours, settings.models_dir or default_directory())
    with _nothing_discarded():
        from service.wiring import load_summarizer as load  # noqa: PLC0415 - imports torch

        return load(settings, observer)


@contextmanager
def _nothing_discarded() -> Iterator[None]:
    """Have Python look for garbage neither in what is imported meanwhile nor, later, among it.

    Half a million objects come and stay. To look through them takes a tenth of a second, four or five times.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collecting:
            gc.enable()

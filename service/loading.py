"""Loads the real summarizer for a door: nothing heavy is imported before that is asked for."""

from __future__ import annotations

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
    from service.wiring import load_summarizer as load  # noqa: PLC0415 - imports torch

    return load(settings, observer)

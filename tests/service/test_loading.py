"""Loading for a door: what it leaves behind in the process."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import service.wiring
from models.errors import ModelsMissing
from service.loading import load_summarizer
from service.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings with no weights; and what was frozen is let go."""
    yield load_settings(models_dir=tmp_path)
    gc.unfreeze()


def test_nothing_is_discarded_while_loading_and_what_came_is_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Garbage is looked for again afterwards, but not among what was loaded."""
    seen = []
    monkeypatch.setattr(service.wiring, "load_summarizer", lambda *_: seen.append(gc.isenabled()) or "it")
    assert gc.isenabled()
    assert load_summarizer(settings) == "it"
    assert seen == [False]
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1000


def test_python_discards_again_after_a_failure(settings: Settings) -> None:
    """A service that may try again must not grow for ever."""
    with pytest.raises(ModelsMissing):
        load_summarizer(settings)
    assert gc.isenabled()


def test_who_discards_nothing_goes_on_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An embedding program's own choice is left alone."""
    monkeypatch.setattr(service.wiring, "load_summarizer", lambda *_: "it")
    gc.disable()
    try:
        load_summarizer(settings)
        assert not gc.isenabled()
    finally:
        gc.enable()

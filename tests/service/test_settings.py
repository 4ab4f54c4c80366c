from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from service.limits import Limits
from service.settings import Settings, SettingsError, load_settings, settings_table


def test_every_limit_is_a_setting_and_has_the_default_of_the_limits(settings):
    assert {field.name for field in fields(Limits)} <= set(Settings.model_fields)
    assert settings.limits == Limits()


def test_table_names_every_setting_once_and_explains_it():
    table = settings_table()
    assert [name for name, _, _ in table] == [f"CITEWEAVE_{name.upper()}" for name in Settings.model_fields]
    assert all(len(text) > 15 and text.endswith(".") for _, _, text in table)
    defaults = {name: default for name, default, _ in table}
    assert defaults["CITEWEAVE_PORT"] == "8080"
    assert defaults["CITEWEAVE_THREADS"] == "all cores"
    assert defaults["CITEWEAVE_MODELS_DIR"] == ""


def test_environment_is_read_and_overrides_go_before_it(settings, monkeypatch):
    monkeypatch.setenv("CITEWEAVE_PORT", "9000")
    monkeypatch.setenv("CITEWEAVE_MODELS_DIR", "/weights")
    monkeypatch.setenv("CITEWEAVE_MAX_DOCUMENTS", "3")
    loaded = load_settings(host="0.0.0.0", port=None)
    assert (loaded.port, loaded.host, loaded.models_dir) == (9000, "0.0.0.0", Path("/weights"))
    assert loaded.limits.max_documents == 3
    assert load_settings(port=7000).port == 7000


def test_empty_variable_is_as_good_as_none(settings, monkeypatch):
    monkeypatch.setenv("CITEWEAVE_PORT", "")
    assert load_settings().port == 8080


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("PORT", "70000"), ("THREADS", "0"), ("LOG_LEVEL", "loud"), ("MAX_DOCUMENTS", "-1")],
)
def test_bad_value_is_refused_by_the_name_of_its_variable(settings, monkeypatch, name, value):
    monkeypatch.setenv(f"CITEWEAVE_{name}", value)
    with pytest.raises(SettingsError, match=f"^CITEWEAVE_{name}: "):
        load_settings()

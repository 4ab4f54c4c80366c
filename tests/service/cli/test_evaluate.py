from __future__ import annotations

import sys
import types

import click
import pytest

from service.cli import evaluate as door
from service.cli import main
from service.errors import InvalidRequest, ModelsMissing


def test_help_lists_the_commands_and_imports_none(runner, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "evaluation"]:
        monkeypatch.delitem(sys.modules, name)
    page = runner.invoke(main, ["evaluate", "--help"]).stdout
    for name, place in door.MEASURES.items():
        assert f"{name} " in page
        assert place.help in page
    assert not [name for name in sys.modules if name.split(".")[0] == "evaluation"]


@pytest.mark.parametrize("command", door.MEASURES)
def test_every_command_takes_data_and_writes_json(runner, command):
    page = runner.invoke(main, ["evaluate", command, "--help"])
    assert page.exit_code == 0
    assert "--data" in page.stdout
    assert "--json" in page.stdout


@pytest.mark.parametrize("command", door.MEASURES)
def test_an_empty_folder_is_told_in_a_line(runner, settings, tmp_path, command):
    result = runner.invoke(main, ["evaluate", command, "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["fusion", "verifier", "events"])
def test_what_could_not_be_written_is_refused_at_once(runner, tmp_path, command):
    target = tmp_path / "missing" / "out.json"
    result = runner.invoke(main, ["evaluate", command, "--data", str(tmp_path), "--json", str(target)])
    assert result.exit_code == 2
    assert "no folder" in result.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [(InvalidRequest("no such rows"), 2), (ModelsMissing("no such weights"), 3), (RuntimeError("odd"), 1)],
)
def test_failures_end_as_in_all_commands(runner, monkeypatch, error, code):
    @click.command()
    def failing():
        raise error

    module = types.ModuleType("evaluation.failing")
    module.main = failing
    monkeypatch.setitem(sys.modules, "evaluation.failing", module)
    group = door.Measuring("evaluate", lazy={"failing": door.Lazy("evaluation.failing", "main", "Fail.")})
    result = runner.invoke(group, ["failing"])
    assert result.exit_code == code
    assert result.stderr.startswith(f"citeweave: {'RuntimeError: odd' if code == 1 else error}")


def test_an_installation_without_the_measuring_says_so(runner, monkeypatch):
    def refuse(name):
        raise ModuleNotFoundError(name="evaluation" if name.startswith("evaluation") else name)

    monkeypatch.setattr("importlib.import_module", refuse)
    result = runner.invoke(door.evaluate, ["fusion"])
    assert result.exit_code == 2
    assert "no evaluation/" in result.stderr

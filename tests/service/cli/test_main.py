from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from models.weights import PartStatus
from service import __version__
from service.cli import COMMANDS, main
from service.cli import models as models_commands

ROOT = Path(__file__).parents[3]
HEAVY = {"torch", "transformers", "flask", "pydantic", "gunicorn", "numpy", "nltk", "trafilatura", "rich"}


def loaded_by(code):
    script = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy():
    code = "from service.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert not HEAVY & loaded_by(code)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_of_commands_loads_no_model(command):
    code = f"from service.cli import main\ntry: main(['{command}', '--help'])\nexcept SystemExit: pass"
    assert not {"torch", "transformers", "gunicorn"} & loaded_by(code)


def test_console_script_is_this_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["scripts"]["citeweave"] == "service.cli:main"


def test_version_and_help(runner):
    assert runner.invoke(main, ["--version"]).stdout == f"citeweave, version {__version__}\n"
    page = runner.invoke(main, ["--help"]).stdout
    for name, place in COMMANDS.items():
        assert name in page
        assert place.help in page


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_short_help_agrees_with_the_command(runner, command):
    page = runner.invoke(main, [command, "--help"])
    assert page.exit_code == 0
    assert "Usage: " in page.stdout


def test_unknown_command(runner):
    result = runner.invoke(main, ["sumarize"])
    assert result.exit_code == 2
    assert "No such command" in result.stderr


def test_serve_refuses_a_taken_port_and_bad_settings(runner, settings, monkeypatch):
    from service.http.server import listen  # noqa: PLC0415

    with listen("127.0.0.1", 0) as taken:
        result = runner.invoke(main, ["serve", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 2
    assert "Address already in use" in result.stderr
    monkeypatch.setenv("CITEWEAVE_WORKERS", "none")
    result = runner.invoke(main, ["serve"])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "CITEWEAVE_WORKERS" in result.stderr


@pytest.fixture
def parts(monkeypatch):
    """Return the parts that the commands will see; change them to change the state of the weights."""
    found = [PartStatus("encoder", "MiniLM", "Apache-2.0", "wheel==1", ("a",), 91_000_000, "ok", "")]
    asked = []

    def see(directory):
        asked.append(directory)
        return found

    monkeypatch.setattr(models_commands, "list_parts", see)
    monkeypatch.setattr(models_commands, "verify", see)
    return found, asked


def test_models_list_shows_the_parts(runner, settings, parts, tmp_path):
    result = runner.invoke(main, ["models", "list", "--dir", str(tmp_path)])
    assert result.exit_code == 0
    assert str(tmp_path) in result.stdout
    for part in ("encoder", "MiniLM", "Apache-2.0", "91 MB", "ok", "wheel==1"):
        assert part in result.stdout


def test_models_directory_is_the_setting(runner, settings, parts, tmp_path, monkeypatch):
    monkeypatch.setenv("CITEWEAVE_MODELS_DIR", str(tmp_path))
    assert runner.invoke(main, ["models", "verify"]).exit_code == 0
    assert parts[1] == [tmp_path]


@pytest.mark.parametrize("state", ["missing", "corrupt"])
def test_models_verify_fails_for_any_bad_part(runner, settings, parts, tmp_path, state):
    parts[0].append(PartStatus("fuser", "Smol", "Apache-2.0", "wheel==1", ("b",), 1, state, "b altered"))
    result = runner.invoke(main, ["models", "verify", "--dir", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stdout == f"encoder: ok\nfuser: {state} (b altered)\n"
    assert "citeweave models fetch" in result.stderr


def test_models_fetch_passes_the_parts_on(runner, settings, monkeypatch, tmp_path):
    calls = []

    def fetch(names, directory, progress):
        calls.append((names, directory))
        progress("encoder: done")

    monkeypatch.setattr(models_commands, "fetch", fetch)
    result = runner.invoke(main, ["models", "fetch", "encoder", "--dir", str(tmp_path)])
    assert (result.exit_code, result.stderr) == (0, "encoder: done\n")
    runner.invoke(main, ["models", "fetch", "--dir", str(tmp_path)])
    assert calls == [(("encoder",), tmp_path), (None, tmp_path)]


def test_unknown_part_is_one_line(runner, settings, tmp_path):
    result = runner.invoke(main, ["models", "fetch", "nope", "--dir", str(tmp_path)])
    assert result.exit_code == 3
    assert result.stderr.startswith("citeweave: unknown part nope")

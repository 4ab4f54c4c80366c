"""docs/deploying.md against the code: what it names exists, and its unit is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from service.cli import main
from service.http.app import create_app
from service.keys import known_as, new_key
from service.settings import Settings, settings_table

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


def blocks(kind):
    return [text for name, text in BLOCKS if name == kind]


def test_every_setting_that_it_names_exists():
    named = set(re.findall(r"\bCITEWEAVE_[A-Z_]+[A-Z]\b", PAGE)) - {"CITEWEAVE_MAX"}
    assert len(named) > 15
    assert named <= {name for name, _, _ in settings_table()}


def test_its_settings_can_be_read(settings):
    lines = [line for text in blocks("sh") for line in text.splitlines()]
    assigned = [line.partition("=") for line in lines if re.match(r"CITEWEAVE_\w+=\S+$", line)]
    chosen = Settings(**{name.removeprefix("CITEWEAVE_").lower(): value for name, _, value in assigned})
    assert chosen.proxies == 1
    for rate in re.findall(r'`CITEWEAVE_(\w*RATE_LIMIT)="([^"]+)"`', PAGE):
        Settings(**{rate[0].lower(): rate[1]})


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"\bciteweave ((?:serve|worker|keys|models)\b[a-z ]*)", PAGE)))
)
def test_every_command_that_it_names_exists(command):
    words = command.split()
    words = words[:2] if words[0] in ("keys", "models") else words[:1]
    assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0


def test_every_figure_that_it_names_is_told_and_the_other_way(settings, summarizer):
    client = create_app(settings, summarizer).test_client()
    client.get("/healthz")
    told = set(re.findall(r"^# TYPE (citeweave_\w+)", client.get("/metrics").text, flags=re.MULTILINE))
    named = set(re.findall(r"\bciteweave_(?!jobs\.)[a-z_]+[a-z]", PAGE))
    assert named == told - {"citeweave_version"} - {name for name in told if name.endswith("_created")}


def test_what_it_says_is_open_without_a_key_is(settings, summarizer):
    known = settings.model_copy(update={"api_keys": str(known_as("desk", new_key()))})
    client = create_app(known, summarizer).test_client()
    told = re.search(r"everything but (.+?)needs a key", PAGE, flags=re.DOTALL).group(1)
    for path in re.findall(r"`(/[\w.]+)`", told):
        assert client.get(path).status_code in (200, 503), path
    assert client.get("/metrics").status_code == 401


def test_its_unit_is_one(tmp_path):
    [unit] = blocks("ini")
    assert {"DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes"} <= set(unit.splitlines())
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    path = tmp_path / "citeweave.service"
    path.write_text(
        unit.replace("/opt/citeweave/.venv/bin/citeweave", shutil.which("true")), encoding="utf-8"
    )
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
    )
    mine = [line for line in (run.stdout + run.stderr).splitlines() if "citeweave.service" in line]
    assert mine == []


def test_its_scrape_configuration_is_yaml_with_the_ports_of_the_compose_file():
    [text] = blocks("yaml")
    jobs = yaml.safe_load(text)["scrape_configs"]
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    port = compose["services"]["worker"]["environment"]["CITEWEAVE_WORKER_METRICS_PORT"]
    assert jobs[1]["static_configs"][0]["targets"] == [f"127.0.0.1:{port}"]


def test_its_links_lead_somewhere():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", PAGE)
    assert targets
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []

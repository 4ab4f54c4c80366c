"""What surrounds the code: the README, the set-up, the container's files, the examples, the demo script."""

from __future__ import annotations

import email.parser
import email.policy
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jsonschema
import pytest
import yaml

from service.cli import COMMANDS
from service.settings import Settings, settings_table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EVENTS = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
SHELL_SCRIPTS = sorted([*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run"])


def tracked_text_files() -> list[Path]:
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


# The README


def settings_row(name: str, default: str, meaning: str) -> str:
    shown = f"`{default}`" if default else ""
    return f"| `{name}` | {shown} | {meaning} |"


@pytest.mark.parametrize(("name", "default", "meaning"), settings_table())
def test_every_setting_is_documented(name, default, meaning):
    row = settings_row(name, default, meaning)
    assert row in README.splitlines(), f"put this row into the README's table of settings:\n{row}"


def test_every_documented_setting_exists():
    documented = re.findall(r"^\| `(CITEWEAVE_\w+)`", README, flags=re.MULTILINE)
    assert documented == [name for name, _, _ in settings_table()], "same settings, same order as in the code"


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/api.md"]
)
def test_links_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    missing = [target for target in targets if not ((ROOT / page).parent / target).exists()]
    assert missing == []


def test_every_make_command_in_the_pages_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    pages = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"`([^`\n]+)`", pages) + re.findall(r"^```sh\n(.*?)^```", pages, re.M | re.S))
    named = set(re.findall(r"\bmake (?:[A-Z_]+=\S+ )*([a-z]+)", code))
    assert {"demo", "test", "serve"} <= named <= targets


def test_every_stage_is_in_the_architecture():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    stages = [path.name for path in (ROOT / "service" / "stages").glob("*.py") if path.name != "__init__.py"]
    missing = [stage for stage in sorted(stages) if f"| `{stage}` |" not in page]
    assert missing == [], "docs/architecture.md tells each stage's duty in one row"


# The set-up


def requirement_name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_every_dependency_has_an_exact_version_but_torch():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.]*", pin) for pin in pins)
    pinned = {requirement_name(pin) for pin in pins}
    declared = PYPROJECT["project"]["dependencies"] + PYPROJECT["project"]["optional-dependencies"]["dev"]
    needed = {requirement_name(requirement) for requirement in declared}
    assert needed - pinned == {"torch"}, "torch's version is TORCH_VERSION in the Makefile"


def test_one_version_of_torch():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    versions = re.findall(r"TORCH_VERSION\s*\??=\s*([\d.]+)", makefile + dockerfile)
    assert len(versions) == 2
    assert len(set(versions)) == 1


def test_ci_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make lint\nmake test\n" in script


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_strict_executable_and_parse(script):
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert script.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_nothing_names_a_machine_or_an_index():
    # Tests may: a client's own paths are among what they post.
    forbidden = re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+)/|index-url[ =\"']+https?://")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked_text_files()
        if "tests" not in path.relative_to(ROOT).parts
        and forbidden.search(path.read_bytes().decode("utf-8", errors="replace"))
    ]
    assert found == [], "whoever clones this has another machine, and chooses the index"


def test_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PYPROJECT["project"]["license"] == "Apache-2.0"


# The container


COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_compose_file_is_one():
    # The Compose Specification's own schema, Apache-2.0: github.com/compose-spec/compose-spec
    schema = json.loads((ROOT / "tests" / "data" / "compose-spec.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator(schema)
    assert [error.message for error in checker.iter_errors(COMPOSE)] == []
    assert list(checker.iter_errors({"services": {"web": {"prots": []}}}))


@pytest.mark.parametrize("name", ["web", "worker", "redis"])
def test_every_container_is_confined(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert {"mem_limit", "cpus", "pids_limit", "tmpfs", "healthcheck"} <= service.keys()


def test_compose_opens_one_port_on_loopback_and_hides_the_queue():
    services = COMPOSE["services"]
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "web": ["127.0.0.1:8080:8080"]
    }
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert services["redis"]["networks"] == services["worker"]["networks"] == ["inside"]


def test_web_and_worker_share_the_queue_and_the_jobs():
    web, worker = COMPOSE["services"]["web"], COMPOSE["services"]["worker"]
    assert web["environment"] == worker["environment"]
    assert web["volumes"] == worker["volumes"] == ["jobs:/data"]
    settings = Settings(
        **{name.removeprefix("CITEWEAVE_").lower(): value for name, value in web["environment"].items()}
    )
    assert settings.broker_url.get_secret_value() == "redis://redis:6379/0"
    assert settings.jobs_database == "sqlite:////data/jobs.sqlite3"
    assert worker["command"] == ["citeweave", "worker"]
    assert "worker" in COMMANDS
    known = {name for name, _, _ in settings_table()}
    assert set(web["environment"]) <= known


def test_image_runs_without_root_and_says_when_it_is_ready():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    final = dockerfile.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001$", final, flags=re.MULTILINE)
    assert "/readyz" in final
    assert "pip install" not in final


def test_image_is_built_from_files_that_exist_and_are_sent():
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, flags=re.MULTILINE)
        for name in line.split()[:-1]
    ]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists() or f"!{name}" not in sent] == []


# The examples


@pytest.mark.parametrize("event", EVENTS, ids=lambda path: path.name)
def test_an_event_has_articles_of_several_kinds_and_lengths(event):
    articles = sorted(event.iterdir())
    assert len(articles) >= 6
    assert {path.suffix for path in articles} >= {".txt", ".html", ".md"}
    words = [len(path.read_text(encoding="utf-8").split()) for path in articles]
    assert all(250 <= count <= 700 for count in words), words


# The demo script, against a service that only notes what it gets


class Recorder(BaseHTTPRequestHandler):
    status = 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        self.server.posts.append((self.path, self.headers["Accept"], head + body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"an answer")

    def log_message(self, *args):
        pass


@pytest.fixture
def service():
    with HTTPServer(("127.0.0.1", 0), Recorder) as server:
        server.posts, server.status = [], 200
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(params=["curl", "no curl"])
def environment(request, tmp_path):
    variables = {name: value for name, value in os.environ.items() if not name.startswith("CITEWEAVE_")}
    if request.param == "curl":
        if shutil.which("curl") is None:
            pytest.skip("this machine has no curl")
        return variables
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "basename", "cat", "dirname", "env", "mktemp", "rm", "tail"):
        (tools / tool).symlink_to(shutil.which(tool))
    return {**variables, "PATH": str(tools), "PYTHON": sys.executable}


def demo(environment, *arguments):
    command = [ROOT / "scripts" / "demo.sh", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)


def posted(body):
    form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(body)
    fields, files = {}, {}
    for part in form.iter_parts():
        into = fields if part.get_filename() is None else files
        name = part.get_param("name", header="content-disposition")
        key = name if part.get_filename() is None else part.get_filename()
        into[key] = part.get_payload(decode=True)
    return fields, files


def test_demo_posts_any_file_with_its_own_name(service, environment, tmp_path):
    names = ["plain.txt", "two words.md", "a,b;type=x.html", "ångström.txt"]
    for name in names:
        (tmp_path / name).write_text(f"text of {name}", encoding="utf-8")
    arguments = [
        "--url",
        service.url,
        "-l",
        "short",
        "-q",
        "@who; <what>",
        *(tmp_path / name for name in names),
    ]
    run = demo(environment, *arguments)
    assert (run.returncode, run.stdout, run.stderr) == (0, "an answer\n", "")
    [(path, accept, body)] = service.posts
    assert (path, accept) == ("/v1/summaries", "text/markdown")
    fields, files = posted(body)
    assert fields == {"length": b"short", "query": b"@who; <what>"}
    assert [content.decode() for content in files.values()] == [f"text of {name}" for name in names]
    assert list(files)[:3] == names[:3]


def test_demo_posts_the_examples_and_reads_its_options_from_variables(service, environment):
    variables = {"CITEWEAVE_URL": service.url, "CITEWEAVE_MODE": "extractive"}
    run = demo({**environment, **variables}, "--json")
    assert run.returncode == 0, run.stderr
    assert len(service.posts) == len(EVENTS)
    _, accept, body = service.posts[0]
    fields, files = posted(body)
    assert accept == "application/json"
    assert fields == {"mode": b"extractive"}
    assert list(files) == [path.name for path in sorted(EVENTS[0].iterdir())]


def test_demo_fails_loudly_when_the_service_refuses(service, environment, tmp_path):
    service.status = 422
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    run = demo(environment, "-u", service.url, tmp_path / "a.txt")
    assert run.returncode == 1
    assert run.stdout == ""
    assert "an answer" in run.stderr
    assert "422" in run.stderr


def test_demo_says_what_to_do_when_nothing_answers(environment, tmp_path):
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    run = demo(environment, "-u", "http://127.0.0.1:9", tmp_path / "a.txt")
    assert run.returncode == 1
    assert "make serve" in run.stderr


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["--url"]])
def test_demo_refuses_a_wrong_command_line(environment, arguments):
    assert demo(environment, *arguments).returncode == 2


def test_demo_names_the_file_that_it_cannot_read(environment, tmp_path):
    run = demo(environment, "-u", "http://127.0.0.1:9", tmp_path / "missing.txt")
    assert run.returncode == 1
    assert "missing.txt" in run.stderr

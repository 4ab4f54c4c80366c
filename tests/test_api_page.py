"""docs/api.md and the clients, against a service over stand-ins: every line is run, its answer compared."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service.http.app import create_app
from service.http.context import context
from service.keys import known_as
from service.pipeline import Pipeline
from service.settings import Settings
from tests.pdf import pdf_file

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|jsonc|text)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
SHOWN = "http://127.0.0.1:8080"
JOB = re.compile(r"job_(?:[A-Za-z0-9_-]{32}|…)")
ARTICLES = sorted(next(path for path in (ROOT / "examples").iterdir() if path.is_dir()).glob("*.txt"))

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="this machine has no curl")


class Silent(WSGIRequestHandler):
    def log(self, *args):
        pass


@contextmanager
def serving(app):
    """Serve an application on a free port of this machine; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Return the address of the real service over stand-ins."""
    database = tmp_path_factory.mktemp("jobs") / "jobs.sqlite3"
    settings = Settings(database_url=f"sqlite:///{database}")
    pipeline = Pipeline(HashingEncoder(), JoiningFuser(), WordVerifier(), WordCorroborator(), settings.limits)
    pipeline.load()
    app = create_app(settings, pipeline)
    with serving(app) as url:
        yield url
    context(app).jobs.stop(10)


def shell(command, folder, **variables):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CITEWEAVE_")}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command] if isinstance(command, str) else command,
        cwd=folder,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def steps():
    """Return (command, answer) pairs; a command that prints nothing has None."""
    paired = []
    for kind, text in BLOCKS:
        if kind == "sh":
            paired.append([text, None])
        else:
            assert paired[-1][1] is None, "one answer for one command"
            paired[-1][1] = text
    return paired


def missing(shown, given):
    """Return what an answer on the page has and the real one has not: status, headers, fields, events."""
    head = re.findall(r"^HTTP/1.1 \d+|^[A-Z][\w-]+(?=: )", shown, flags=re.MULTILINE)
    parts = (
        head
        + re.findall(r'"[a-z_]+"(?=:)', shown)
        + re.findall(r"^(?:event: \w+|#+ \w+)", shown, re.MULTILINE)
    )
    return [part for part in parts if part not in given and not part.startswith("# ")]


def test_what_is_missing_is_found():
    shown = (
        'HTTP/1.1 202 ACCEPTED\nLocation: /x\nVary: y\n\n{"id": "z", "gone": 1}\nevent: summary\n## Sources\n'
    )
    given = 'HTTP/1.1 200 OK\nVary: Accept\n\n{"id":"a"}\nevent: error\n'
    assert missing(shown, given) == ["HTTP/1.1 202", "Location", '"gone"', "event: summary", "## Sources"]
    assert missing(shown, shown) == []


@needs_curl
def test_every_line_of_the_page_does_what_it_shows(served, tmp_path):
    job = ""
    for command, answer in steps():
        line = JOB.sub(lambda shown, known=job: known or shown[0], command.replace(SHOWN, served))
        run = shell(line.replace("curl ", "curl --silent --show-error "), tmp_path)
        assert run.returncode == 0, f"{command}\n{run.stderr}"
        job = found[0] if (found := JOB.search(run.stdout)) else job
        if answer is not None:
            assert missing(answer, run.stdout) == [], f"{command}\n{run.stdout}"
    assert job, "there was a job on the way"
    assert (tmp_path / "openapi.json").stat().st_size > 10_000


@needs_curl
def test_every_curl_of_the_readme_works(served, tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    asked = [block for block in blocks if SHOWN in block]
    assert len(asked) == 3
    for name, text in (("wire.txt", "A crane fell."), ("local.html", "<p>A crane fell on Monday.</p>")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(pdf_file([["A crane fell at the quay."]]))
    job = ""
    for line in re.sub(r"\\\n\s*", "", "\n".join(asked)).split("\ncurl "):
        command = "curl --silent --fail-with-body " + line.removeprefix("curl ").replace(SHOWN, served)
        command = command.replace("/fire'", "/flood'")  # the other page's key is taken
        run = shell(JOB.sub(lambda shown, known=job: known or shown[0], command), tmp_path)
        assert run.returncode == 0, f"{command}\n{run.stdout}"
        job = found[0] if (found := JOB.search(run.stdout)) else job
    assert job


def test_the_page_tells_every_call_and_every_status(app):
    calls = {
        (method, rule.rule.replace("<name>", "{id}"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.startswith("/page/")
    }
    for method, path in calls:
        assert f"`{method} {path}" in PAGE or f"`{path}`" in PAGE, (
            f"docs/api.md says nothing of {method} {path}"
        )
        told = re.escape(path).replace(r"\{id\}", r"job_\w+")
        assert path == "/docs" or re.search(rf"{SHOWN}{told}(\s|$)", PAGE), f"no curl for {path}"
    for status in (400, 401, 404, 405, 406, 409, 413, 415, 422, 429, 500, 503):
        assert re.search(rf"^\| {status} \|", PAGE, flags=re.MULTILINE)


@pytest.fixture
def run_client(monkeypatch, capsys):
    """Return a function that runs examples/client.py; it returns the exit, and both outputs."""

    def run(*arguments, **variables):
        monkeypatch.setattr(sys, "argv", ["client.py", *map(str, arguments)])
        for name in ("CITEWEAVE_URL", "CITEWEAVE_KEY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        left = None
        try:
            runpy.run_path(str(ROOT / "examples" / "client.py"), run_name="__main__")
        except SystemExit as leaving:
            left = leaving.code
        return left, capsys.readouterr().out

    return run


@pytest.mark.parametrize("way", [[], ["--stream"], ["--job"]], ids=["at once", "stream", "job"])
def test_the_client_in_python_shows_every_sentence_with_its_passages(served, run_client, way):
    left, shown = run_client("--length", "short", *way, *ARTICLES[:2], CITEWEAVE_URL=served)
    assert left is None
    assert [line for line in shown.splitlines() if not line.startswith("    ")]
    assert re.search(rf"^    {ARTICLES[0].name} \d+-\d+: \w", shown, flags=re.MULTILINE)


@pytest.mark.parametrize("way", [[], ["--stream"], ["--job"]], ids=["at once", "stream", "job"])
def test_the_client_in_python_says_what_is_wrong(served, run_client, tmp_path, way):
    (tmp_path / "a.exe").write_bytes(b"MZ")
    left, shown = run_client(*way, tmp_path / "a.exe", CITEWEAVE_URL=served)
    assert left.startswith(f"{served} answered 415 ")
    assert "\n  /documents/0: " in left
    assert shown == ""
    left, _ = run_client(*way, tmp_path / "a.exe", CITEWEAVE_URL="http://127.0.0.1:9")
    assert left == "no answer from http://127.0.0.1:9: is it running?"


# The demo script, against the real service; tests/test_repository.py has what it posts


@needs_curl
def test_the_demo_shows_a_job(served, tmp_path):
    variables = {"CITEWEAVE_URL": served, "POLL_SECONDS": "0.2"}
    run = shell([ROOT / "scripts" / "demo.sh", "--async", *ARTICLES[:2]], tmp_path, **variables)
    assert run.returncode == 0, run.stderr
    assert '"status":"succeeded"' in run.stdout
    assert '"result":{' in run.stdout
    assert re.match(rf"The job is at {served}/v1/jobs/job_\S{{32}}\n", run.stderr)
    assert "succeeded" in run.stderr


@needs_curl
def test_the_demo_shows_events(served, tmp_path):
    run = shell([ROOT / "scripts" / "demo.sh", "--stream", *ARTICLES[:2]], tmp_path, CITEWEAVE_URL=served)
    assert run.returncode == 0, run.stderr
    assert [run.stdout.count(f"event: {name}\n") > 0 for name in ("progress", "sentence", "summary")] == [
        True
    ] * 3


@needs_curl
@pytest.mark.parametrize("way", ["--async", "--stream"])
def test_the_demo_fails_loudly(served, tmp_path, way):
    demo = [ROOT / "scripts" / "demo.sh", way, "-l", "huge", ARTICLES[0]]
    run = shell(demo, tmp_path, CITEWEAVE_URL=served)
    assert run.returncode == 1
    assert "length must be" in run.stdout + run.stderr
    run = shell(demo, tmp_path, CITEWEAVE_URL="http://127.0.0.1:9")
    assert run.returncode == 1
    assert "make serve" in run.stderr


@needs_curl
def test_the_demo_and_the_client_send_a_key(settings, summarizer, run_client, tmp_path):
    key = "cw_desk's own"
    asking = settings.model_copy(update={"api_keys": str(known_as("desk", key))})
    with serving(create_app(asking, summarizer)) as url:
        demo = [ROOT / "scripts" / "demo.sh", ARTICLES[0]]
        assert "answered 401" in shell(demo, tmp_path, CITEWEAVE_URL=url).stderr
        assert shell(demo, tmp_path, CITEWEAVE_URL=url, CITEWEAVE_KEY=key).returncode == 0
        assert " answered 401 " in run_client(ARTICLES[0], CITEWEAVE_URL=url)[0]
        assert run_client(ARTICLES[0], CITEWEAVE_URL=url, CITEWEAVE_KEY=key)[0] is None

"""docs/api.md and the clients, against a service over stand-ins: every line is run, its answer compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from models.fakes import HashingEncoder, JoiningFuser, WordVerifier
from service.http.app import create_app
from service.http.context import context
from service.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|jsonc|text)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
SHOWN = "http://127.0.0.1:8080"
JOB = re.compile(r"job_[A-Za-z0-9_-]{32}")
ARTICLES = sorted(next(path for path in (ROOT / "examples").iterdir() if path.is_dir()).glob("*.txt"))

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="this machine has no curl")


class Silent(WSGIRequestHandler):
    def log(self, *args):
        pass


@pytest.fixture
def served(settings):
    """Return the address of the real service over stand-ins."""
    pipeline = Pipeline(HashingEncoder(), JoiningFuser(), WordVerifier(), settings.limits)
    pipeline.load()
    app = create_app(settings, pipeline)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    context(app).jobs.stop(10)
    server.shutdown()
    thread.join()
    server.server_close()


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


@pytest.mark.parametrize("way", [[], ["--stream"], ["--job"]], ids=["at once", "stream", "job"])
def test_the_client_in_python_shows_every_sentence_with_its_passages(served, tmp_path, way):
    command = [sys.executable, ROOT / "examples" / "client.py", "--length", "short", *way, *ARTICLES[:2]]
    run = shell(command, tmp_path, CITEWEAVE_URL=served)
    assert run.returncode == 0, run.stderr
    sentences = [line for line in run.stdout.splitlines() if not line.startswith("    ")]
    assert sentences
    assert re.search(rf"^    {ARTICLES[0].name} \d+-\d+: \w", run.stdout, flags=re.MULTILINE)


def test_the_client_in_python_says_what_is_wrong(served, tmp_path):
    (tmp_path / "a.exe").write_bytes(b"MZ")
    client = [sys.executable, ROOT / "examples" / "client.py"]
    for way in ([], ["--stream"], ["--job"]):
        run = shell([*client, *way, "a.exe"], tmp_path, CITEWEAVE_URL=served)
        assert run.returncode == 1
        assert "415" in run.stderr
        assert "/documents/0" in run.stderr
        assert "Traceback" not in run.stderr
    run = shell([*client, "a.exe"], tmp_path, CITEWEAVE_URL="http://127.0.0.1:9")
    assert run.stderr == "no answer from http://127.0.0.1:9: is it running?\n"


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
def test_the_demo_and_the_client_send_a_key(settings, summarizer, tmp_path):
    from service.keys import known_as  # noqa: PLC0415 - only here

    key = "cw_desk's own"
    asking = settings.model_copy(update={"api_keys": str(known_as("desk", key))})
    server = make_server("127.0.0.1", 0, create_app(asking, summarizer), request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    variables = {"CITEWEAVE_URL": f"http://127.0.0.1:{server.server_port}"}
    try:
        for command in (["bash", ROOT / "scripts/demo.sh"], [sys.executable, ROOT / "examples/client.py"]):
            assert "401" in shell([*command, ARTICLES[0]], tmp_path, **variables).stderr
            run = shell([*command, ARTICLES[0]], tmp_path, CITEWEAVE_KEY=key, **variables)
            assert run.returncode == 0, run.stderr
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

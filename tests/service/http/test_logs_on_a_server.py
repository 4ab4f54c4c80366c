"""All that a real server prints while documents with a marker in them go in, whole and broken."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from service.keys import known_as, new_key
from tests.service.jobs.helpers import eventually

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("logging_process.py")
MARKER = "ZXQJKV"
KEY = new_key()
TEXT = (
    f"The {MARKER} crane fell on a house in Port Lune on Monday. Two {MARKER} workers were hurt, police said."
)


class Running:
    """A server, and where its output goes."""

    def __init__(self, process, port, output):
        self.process = process
        self.port = port
        self.output = output

    def post(self, body, **headers):
        return self.ask("POST", "/v1/summaries", body, **headers)

    def ask(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Authorization", f"Bearer {KEY}")
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read()

    def raw(self, content):
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as client:
            client.sendall(content)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass

    def printed(self):
        return self.output.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["json", "text"])
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    chosen = {
        "database_url": f"sqlite:///{folder / 'jobs.sqlite3'}",
        "log_format": request.param,
        "log_level": "debug",
        "api_keys": str(known_as("desk", KEY)),
        "max_request_bytes": 1_000_000,
    }
    (folder / "settings.json").write_text(json.dumps(chosen), encoding="utf-8")
    output = folder / "output"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CITEWEAVE_")}
    with (
        output.open("wb") as sink,
        subprocess.Popen(
            [sys.executable, str(SCRIPT), str(folder / "settings.json")],
            cwd=ROOT,
            env={**environment, "PYTHONPATH": str(ROOT)},
            stdout=sink,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            eventually(lambda: "ready on" in output.read_text(encoding="utf-8"))
            ready = output.read_text(encoding="utf-8").partition("ready on ")[2].split()[0]
            running = Running(process, int(ready.rpartition(":")[2]), output)
            running.form = request.param
            yield running
        finally:
            process.terminate()


def documents(*texts, **more):
    return {"documents": [{"text": text} for text in texts], **more}


def form(name, content, kind):
    boundary = "b0undary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="documents"; filename="{name}"\r\n'
    body = f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return body, {"Content_Type": f"multipart/form-data; boundary={boundary}"}


def zipped():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", f"<{MARKER}>not a document")
        archive.writestr("[Content_Types].xml", f"<{MARKER}/>")
    return kept.getvalue()


def whole_and_broken(server):
    """Send the marker by every door; return the statuses, and the ids of the jobs."""
    jobs = []
    yield server.post(documents(TEXT, title=MARKER))[0]
    yield server.post(documents(TEXT, TEXT.replace("Two", "Three"), query=MARKER))[0]
    yield server.post(documents(TEXT), Accept="text/event-stream")[0]
    yield server.post(documents(TEXT), Accept="text/markdown", Idempotency_Key=f"{MARKER}-key")[0]
    yield server.post(documents(f"{TEXT} It breaks."))[0]
    yield server.post(documents(f"{TEXT} It breaks."), Accept="text/event-stream")[0]
    for text in (TEXT, f"{TEXT} It breaks."):
        status, headers, _ = server.post(documents(text), Prefer="respond-async")
        jobs.append(headers["Location"])
        yield status
    for job in jobs:
        eventually(lambda job=job: json.loads(server.ask("GET", job)[2])["status"] in ("succeeded", "failed"))
        yield server.ask("DELETE", job)[0]
    for name, content, kind in (
        (f"{MARKER}.html", f"<p>{TEXT}<p><script>{MARKER}".encode(), "text/html"),
        (
            f"{MARKER}.pdf",
            f"%PDF-1.4 {MARKER}\n1 0 obj << /{MARKER} 99 0 R\nstartxref\n{MARKER}".encode(),
            "application/pdf",
        ),
        (f"{MARKER}.docx", zipped(), "application/octet-stream"),
        (f"{MARKER}.xyz", TEXT.encode(), "application/x-zxq"),
    ):
        body, headers = form(name, content, kind)
        yield server.post(body, **headers)[0]
    yield server.post(TEXT.encode(), Content_Type="application/json")[0]
    yield server.post(TEXT.encode(), Content_Type=f"application/{MARKER}")[0]
    yield server.post(b"x" * 1_000_001, Content_Type="application/json")[0]
    yield server.post(documents(TEXT), Authorization=f"Bearer {MARKER}")[0]
    yield server.ask("GET", f"/{MARKER}?{MARKER}")[0]
    yield server.ask(f"{MARKER}", "/v1/summaries")[0]
    # A length that is too small leaves the rest to be read as the next request, and gunicorn quotes that.
    body = json.dumps(documents(TEXT)).encode()
    for lie in (10, len(body) + 10):
        head = f"POST /v1/summaries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {lie}\r\n\r\n"
        server.raw(head.encode() + body)
    server.raw(f"{TEXT}\r\n\r\n".encode())
    server.raw(f"GET / HTTP/1.1\r\nHost: x\r\n{MARKER} {MARKER}: {MARKER}\r\n\r\n".encode())
    server.raw(f"POST /v1/summaries HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{MARKER}\r\n".encode())


def test_no_document_no_job_s_address_and_no_key_is_in_any_log(server):
    statuses = list(whole_and_broken(server))
    assert {200, 202, 400, 401, 404, 405, 413, 415, 422, 500} <= set(statuses)
    assert server.ask("GET", "/healthz")[0] == 200
    printed = eventually(lambda: "healthz" in server.printed() and server.printed())
    assert "ValueError" in printed, "a failure's place is told"
    for secret in (MARKER, KEY, "/v1/jobs/job_"):
        assert secret not in printed
    assert printed.count("Traceback") == 0


def test_a_line_a_request_says_what_is_needed(server):
    identity = f"who-asked-{server.form}"
    assert server.post(documents(TEXT), X_Request_Id=identity)[0] == 200
    line = eventually(
        lambda: next((line for line in server.printed().splitlines() if identity in line), None)
    )
    if server.form == "text":
        assert "INFO citeweave.access" in line
        for told in ("method=POST", "route=/v1/summaries", "status=200", "client=desk", "seconds="):
            assert told in line
        return
    told = json.loads(line)
    assert told["time"].endswith("Z")
    assert told["seconds"] > 0
    assert {name: told[name] for name in ("level", "logger", "method", "route", "status", "client")} == {
        "level": "info",
        "logger": "citeweave.access",
        "method": "POST",
        "route": "/v1/summaries",
        "status": 200,
        "client": "desk",
    }


def test_every_line_is_json_where_that_is_asked_for(server):
    if server.form == "text":
        pytest.skip("lines for people")
    lines = [line for line in server.printed().splitlines() if not line.startswith("Citeweave is ready")]
    assert lines
    for line in lines:
        assert {"time", "level", "logger", "message"} <= json.loads(line).keys()

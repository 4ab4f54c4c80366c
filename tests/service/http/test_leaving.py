"""Clients that hang up on a real server: the work for them stops."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

# A process of its own, since gunicorn forks and takes the signals.
SERVER = """
import sys, time
from service.deadline import Cancelled
from service.http.app import create_app
from service.http.server import listen, serve
from service.settings import Settings

class Endless:
    ready = True

    def load(self):
        pass

    def summarize(self, request, progress=None, listener=None):
        print("started", flush=True)
        try:
            for step in range(10_000):
                progress("work", step / 10_000)
                time.sleep(0.01)
        except Cancelled:
            print("stopped", flush=True)
            raise

serve(Settings(), listen("127.0.0.1", 0), lambda settings: create_app(settings, Endless()))
"""


@pytest.fixture
def server():
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("CITEWEAVE_")},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


@pytest.mark.parametrize("accept", ["application/json", "text/markdown", "text/event-stream"])
def test_who_hangs_up_is_not_worked_for(server, accept):
    port = int(server.stdout.readline().rpartition(":")[2])
    body = json.dumps({"documents": [{"text": "A crane fell."}]}).encode()
    head = f"POST /v1/summaries HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(head.encode() + body)
        assert server.stdout.readline() == "started\n"
        time.sleep(0.1)
    assert server.stdout.readline() == "stopped\n"

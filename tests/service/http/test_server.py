from __future__ import annotations

import socket
import subprocess
import sys
import textwrap
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from service.http.server import PortError, listen, url

ROOT = Path(__file__).parents[3]

# A process of its own, since gunicorn forks and takes the signals.
SERVER = """
from flask import Flask
from models.errors import ModelsMissing
from service.http.server import listen, serve
from service.settings import load_settings

def make(settings):
    {body}

serve(load_settings(port=0), listen("127.0.0.1", 0), make)
"""


def start(body):
    code = textwrap.dedent(SERVER).format(body=body)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ready_line_gives_the_address_and_a_signal_ends_it_well():
    with start("return Flask('x')") as process:
        try:
            line = process.stdout.readline()
            assert line.startswith("Citeweave is ready on http://127.0.0.1:")
            with pytest.raises(urllib.error.HTTPError) as answer:
                urllib.request.urlopen(line.split()[-1], timeout=10)
            answer.value.close()
            assert answer.value.code == 404
        finally:
            process.terminate()
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def test_missing_weights_end_it_with_one_line_and_status_3():
    with start("raise ModelsMissing('no fuser: run `citeweave models fetch`')") as process:
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 3
    assert (output, errors) == ("", "citeweave: no fuser: run `citeweave models fetch`\n")


def test_any_other_failure_ends_it_with_status_1_and_shows_where():
    with start("raise KeyError('odd')") as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "KeyError: 'odd'" in errors
    assert errors.count("could not be started") == 1


def test_taken_port_and_unknown_host_are_told():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert url(taken) == f"http://127.0.0.1:{port}"
        with pytest.raises(PortError, match=rf"port {port}: Address already in use; choose another"):
            listen("127.0.0.1", port)
    with pytest.raises(PortError, match="cannot listen on"):
        listen("256.0.0.1", 0)


def test_address_shown_for_all_interfaces_can_be_opened():
    with socket.create_server(("0.0.0.0", 0)) as listener:
        assert url(listener).startswith("http://127.0.0.1:")

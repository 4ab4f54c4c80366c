"""schemathesis tries the served contract: what it allows, what it forbids, and what nobody would send.

A few examples each time. `make fuzz` asks for more, follows jobs, tries the page's own calls too: minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service.http.app import create_app
from service.pipeline import Pipeline

LEFT_OUT = [] if "CITEWEAVE_FUZZ_PHASES" in os.environ else ["--exclude-tag", "Page"]
PHASES = os.environ.get("CITEWEAVE_FUZZ_PHASES", "examples,coverage")
EXAMPLES = int(os.environ.get("CITEWEAVE_FUZZ_EXAMPLES", "3"))
PROGRAM = shutil.which("schemathesis", path=Path(sys.executable).parent)
CONFIG = Path(__file__).parents[2] / "data" / "schemathesis.toml"


class Silent(WSGIRequestHandler):
    def log(self, *args):
        pass


@pytest.fixture
def served(settings):
    """Return the address of a service over stand-ins, with limits that are soon reached."""
    small = settings.model_copy(update={"max_documents": 3, "max_document_characters": 300})
    pipeline = Pipeline(HashingEncoder(), JoiningFuser(), WordVerifier(), WordCorroborator(), small.limits)
    pipeline.load()
    app = create_app(small, pipeline)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.timeout(0 if "CITEWEAVE_FUZZ_PHASES" in os.environ else 240)
@pytest.mark.skipif(PROGRAM is None, reason="schemathesis is not installed: pip install -e '.[dev]'")
def test_the_service_keeps_its_contract(served, tmp_path):
    command = [PROGRAM, "--config-file", CONFIG, "run", f"{served}/openapi.json", "--seed", "20311014"]
    command += ["--max-examples", str(EXAMPLES), "--phases", PHASES, *LEFT_OUT]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr
    assert "No issues found" in run.stdout

"""What tests of jobs share: waiting, other processes, and summarizers that take their time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.conftest import StubSummarizer

ROOT = Path(__file__).parents[3]
STAGES = ("ingest", "clean", "rank", "fuse", "verify", "assemble")
SECONDS = 120  # until a test gives up waiting; nothing takes so long on an idle machine


def eventually(check, seconds=SECONDS):
    """Wait until a function returns something true, and return that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def spawn(script, *arguments):
    """Start a Python process of the tests, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, str(script), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def kill(process):
    """End a process and its children at once, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()


class Paced(StubSummarizer):
    """The stub, in stages with a pause before each. It is light: a process that has it starts at once."""

    def __init__(self, pause=0.0):
        super().__init__()
        self.pause = pause
        self.begun = []
        self.load()

    def summarize(self, request, progress=None, listener=None):
        self.begun.append(request.documents[0].id)
        for number, stage in enumerate(STAGES):
            time.sleep(self.pause)
            if progress:
                progress(stage, number / len(STAGES))
        return super().summarize(request, None, listener)


class Held(Paced):
    """Stops at its second stage until it is let go."""

    def __init__(self):
        super().__init__()
        self.reached = threading.Event()
        self.go = threading.Event()

    def summarize(self, request, progress=None, listener=None):
        def hold(stage, fraction):
            progress(stage, fraction)
            if stage == "clean":
                self.reached.set()
                while not self.go.wait(0.01):
                    progress(stage, fraction)

        return super().summarize(request, hold, listener)


def body(number=0):
    """A request whose summary is its own."""
    return {
        "documents": [{"id": f"doc-{number}", "text": f"The crane fell on house number {number} on Monday."}]
    }


def told(number):
    """The summary of that request."""
    return body(number)["documents"][0]["text"]


def write_settings(path, settings):
    """Write down settings for another process."""
    values = settings.model_dump(mode="json", exclude_defaults=True)
    for name in ("database_url", "broker_url"):
        if secret := getattr(settings, name):
            values[name] = secret.get_secret_value()
    path.write_text(json.dumps(values), encoding="utf-8")
    return path

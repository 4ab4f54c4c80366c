"""Kills a service at random moments under load: `python -m tests.under_fire.kills --moments 20`.

Clients post jobs without a pause, each under an Idempotency-Key of its own, and ask again under the same key
where the connection breaks. Every so often the server dies as in a power cut (with --redis also a worker, or
Redis itself, which then forgets what was in it) and is started again. In the end every job that was accepted
must have its own answer, and no key two jobs.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from service.settings import Settings
from tests.service.jobs.helpers import ROOT, body, eventually, kill, spawn, told, write_settings

_TESTS = ROOT / "tests" / "service" / "jobs"
WEB, WORKER = _TESTS / "web_process.py", _TESTS / "worker_process.py"
_PAUSE = 0.01  # between the stages of a job
_CLIENTS = 4


@dataclass
class Outcome:
    """What became of the jobs: how many were accepted, and by status how they ended."""

    accepted: dict[int, str] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    wrong: list[int] = field(default_factory=list)
    twice: int = 0

    @property
    def sound(self) -> bool:
        """Whether every accepted job ended once, with its own answer."""
        return not self.wrong and not self.twice and self.ends["succeeded"] == len(self.accepted)


class Clients:
    """Threads that post jobs and never give one up."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._numbers = itertools.count()
        self._stopping = threading.Event()
        self.accepted: dict[int, str] = {}
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(_CLIENTS)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Post nothing new, and wait for what is being posted."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()

    def _work(self) -> None:
        while not self._stopping.is_set():
            number = next(self._numbers)
            self.accepted[number] = self._post(number)

    def _post(self, number: int) -> str:
        asked = urllib.request.Request(
            f"{self._address}/v1/summaries",
            json.dumps(body(number)).encode(),
            {
                "Content-Type": "application/json",
                "Prefer": "respond-async",
                "Idempotency-Key": f"key-{number}",
            },
        )
        while True:
            try:
                with urllib.request.urlopen(asked, timeout=10) as response:
                    return str(json.load(response)["id"])
            except urllib.error.HTTPError as refused:
                if refused.code != 503:
                    raise
                time.sleep(0.1)  # the queue is full: the job was not accepted
            except (OSError, HTTPException, ValueError):
                time.sleep(0.05)  # the server died, before its answer or within it: the same again


def besiege(folder: Path, moments: int, seed: int = 0, redis: RedisServer | None = None) -> Outcome:
    """Kill a process at so many random moments under load; return what became of the jobs.

    Without Redis the server dies, which does its jobs itself; with it mostly one of two workers, or Redis.
    """
    draw = random.Random(seed)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = Settings(
        database_url=f"sqlite:///{folder / 'jobs.sqlite3'}",
        broker_url=redis.url if redis else None,
        job_lease=1.0,
        max_jobs=200,
        graceful_timeout=2,
    )
    place = write_settings(folder / "settings.json", settings)
    address = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as started:
        running = _Running(place, port, redis)
        started.callback(running.end)
        clients = Clients(address)
        clients.start()
        for _ in range(moments):
            time.sleep(draw.uniform(0.05, 1.0))
            running.strike(draw)
        clients.stop()
        return _ends(address, clients.accepted, settings)


class _Running:
    """The processes of a service."""

    def __init__(self, place: Path, port: int, redis: RedisServer | None) -> None:
        self._place = place
        self._port = port
        self._redis = redis
        self._web = self._start_web()
        self._workers = [self._start_worker() for _ in range(2 if redis else 0)]

    def _start_web(self) -> subprocess.Popen[str]:
        web = spawn(WEB, self._place, _PAUSE, self._port)
        web.stdout.readline()
        return web

    def _start_worker(self) -> subprocess.Popen[str]:
        return spawn(WORKER, self._place, _PAUSE, 1)

    def strike(self, draw: random.Random) -> None:
        """Kill one process, and start another in its place."""
        lot = draw.random()
        if self._redis and lot < 0.2:
            self._redis.restart()
        elif self._workers and lot < 0.7:
            at = draw.randrange(len(self._workers))
            kill(self._workers[at])
            self._workers[at] = self._start_worker()
        else:
            kill(self._web)
            self._web = self._start_web()

    def end(self) -> None:
        """Kill all."""
        for process in (self._web, *self._workers):
            kill(process)


def _ends(address: str, accepted: dict[int, str], settings: Settings) -> Outcome:
    outcome = Outcome(accepted)
    for number, name in accepted.items():
        done = eventually(lambda name=name: _finished(address, name))
        given_up = "broke off" in done.get("error", {}).get("detail", "")
        outcome.ends["given up" if given_up else done["status"]] += 1
        if "error" in done:
            outcome.causes[done["error"]["detail"]] += 1
        if not given_up and done.get("result", {}).get("summary") != told(number):
            outcome.wrong.append(number)
    engine = create_engine(settings.jobs_database)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT count(*) FROM citeweave_jobs")).scalar_one()
    engine.dispose()
    outcome.twice = kept - len(accepted) + (len(accepted) - len(set(accepted.values())))
    return outcome


def _finished(address: str, name: str) -> Any:
    try:
        with urllib.request.urlopen(f"{address}/v1/jobs/{name}", timeout=10) as response:
            job = json.load(response)
    except (OSError, HTTPException, ValueError):
        return None
    return job if job["status"] not in ("queued", "running") else None


class RedisServer:
    """A Redis of one's own, which keeps nothing on the disk."""

    def __init__(self, folder: Path) -> None:
        binary = shutil.which("redis-server")
        if binary is None:
            sys.exit("no redis-server on this machine (Debian and Ubuntu: apt-get install redis-server)")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{port}/0"
        self._command = [
            binary,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(folder),
        ]
        self._process = self._start()

    def restart(self) -> None:
        """End it at once, and start it again, empty."""
        self.end()
        self._process = self._start()

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdout=subprocess.DEVNULL)


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--moments", type=int, default=20, help="how often something dies (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="other moments")
    parser.add_argument("--redis", action="store_true", help="jobs through Redis, and workers that die")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        redis = RedisServer(folder) if asked.redis else None
        if redis:
            stack.callback(redis.end)
        outcome = besiege(folder, asked.moments, asked.seed, redis)
    print(
        f"{asked.moments} deaths in {time.monotonic() - began:.0f} s; {len(outcome.accepted)} jobs accepted"
    )
    print(", ".join(f"{count} {status}" for status, count in sorted(outcome.ends.items())))
    for cause, count in outcome.causes.items():
        print(f"{count} failed: {cause}")
    print(f"{len(outcome.wrong)} with another answer than their own; {outcome.twice} entered twice")
    return 0 if outcome.sound else 1


if __name__ == "__main__":
    sys.exit(main())

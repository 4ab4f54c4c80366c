"""The service as users meet it: one request, how soon it is ready, what it holds, and eight clients."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from evaluation.bench.page import Report
from evaluation.files import read_rows, spread

EXAMPLE = Path(__file__).parents[2] / "examples" / "tanker-fire-vilar-da-barra"
CLIENTS = 8
TURNS = 3
ARRANGEMENTS: Mapping[str, Sequence[str]] = {
    "one process": (),
    "`--workers 2 --threads 1`": ("--workers", "2", "--threads", "1"),
}
ROUNDS = 3
STARTS = 5
LITTLE = 0.02  # seconds of a stage that is not worth a word
PATIENCE = 120  # seconds until it is ready


@dataclass(frozen=True, order=True)
class _Spent:
    """Seconds by the clock, and seconds of processors."""

    seconds: float
    processor: float


@dataclass(frozen=True)
class Server:
    """A running service, and how long it took to be ready."""

    url: str
    process: int
    seconds: float

    def resident(self) -> float:
        """Megabytes of the process and its children, shared pages counted in each."""
        return sum(map(_resident, self._family()))

    @contextmanager
    def spending(self, kept: list[_Spent]) -> Iterator[None]:
        """Keep what is spent meanwhile."""
        began, used = perf_counter(), sum(map(_processor, self._family()))
        yield
        kept.append(_Spent(perf_counter() - began, sum(map(_processor, self._family())) - used))

    def _family(self) -> list[int]:
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return [self.process, *map(int, children)]

    def post(self, body: Mapping[str, Any]) -> float:
        """Seconds until the summary is there."""
        began = perf_counter()
        with self._ask(body, "application/json") as reply:
            reply.read()
        return perf_counter() - began

    def stages(self, body: Mapping[str, Any]) -> Mapping[str, float]:
        """Seconds of each stage of a summary, the longest first."""
        with self._ask(body, "application/json") as reply:
            spent: dict[str, float] = json.load(reply)["timings_ms"]
        spent.pop("total")
        return {stage: spent[stage] / 1000 for stage in sorted(spent, key=lambda stage: -spent[stage])}

    def first_sentence(self, body: Mapping[str, Any]) -> float:
        """Seconds until the first sentence is streamed."""
        began = perf_counter()
        seconds = 0.0
        with self._ask(body, "text/event-stream") as reply:
            for line in reply:
                if not seconds and line.startswith(b"event: sentence"):
                    seconds = perf_counter() - began
        return seconds

    def _ask(self, body: Mapping[str, Any], kind: str) -> Any:  # noqa: ANN401 - a file-like answer
        headers = {"Content-Type": "application/json", "Accept": kind}
        return urlopen(Request(f"{self.url}/v1/summaries", json.dumps(body).encode(), headers), timeout=900)  # noqa: S310 - our own service


def request(_data: Path, articles: Path = EXAMPLE) -> Report:
    """The same articles again and again, on a service that is otherwise idle."""
    documents = [_posted(path) for path in sorted(articles.iterdir()) if path.suffix in (".txt", ".md")]
    body: dict[str, Any] = {"documents": documents}
    starts = _starts()
    with serving() as server:
        empty = server.resident()
        server.post(body)
        ways: dict[str, Callable[[], float]] = {
            "abstractive, medium": lambda: server.post(body),
            "the same, to its first streamed sentence": lambda: server.first_sentence(body),
            "extractive, medium": lambda: server.post({**body, "mode": "extractive"}),
        }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, run in ways.items():
                taken[way].append(run())
        rows = [["", "median", "least"]]
        rows += [[way, f"{median(times):.2f} s", f"{min(times):.2f} s"] for way, times in taken.items()]
        rows.append(
            ["`citeweave serve` until it is ready", f"{median(starts):.2f} s", f"{min(starts):.2f} s"]
        )
        rows.append(["resident when ready", f"{empty:.0f} MB", ""])
        rows.append(["resident after these requests", f"{server.resident():.0f} MB", ""])
        spent = [
            f"{stage} {seconds:.2f} s" for stage, seconds in server.stages(body).items() if seconds > LITTLE
        ]
    return Report(
        rows,
        f"{len(documents)} articles, {ROUNDS} rounds, ways in turns; {STARTS} starts after a first one."
        f" One more abstractive request, by stage: {', '.join(spent)}.",
    )


def _starts() -> list[float]:
    """Seconds until it is ready; not those of the first start, which leaves Python's bytecode behind."""
    seconds = []
    for _ in range(1 + STARTS):
        with serving() as server:
            seconds.append(server.seconds)
    return seconds[1:]


def clients(data: Path) -> Report:
    """As many events at once as there are clients, against the same one after another, in turns."""
    events = [row for row in read_rows(data, "multinews_val_250.jsonl.gz") if len(row["documents"]) >= 3]
    bodies = [{"documents": _texts(row)} for row in spread(events, CLIENTS)]
    head = ["", "a minute, one after another", f"{CLIENTS} at once", "times", "longest / median wait"]
    rows = [[*head, "processor seconds each, alone and at once", "resident"]]
    rows += [[name, *_together(bodies, options)] for name, options in ARRANGEMENTS.items()]
    return Report(rows, f"{CLIENTS} clusters of news, abstractive, medium; the better of {TURNS} turns.")


def _together(bodies: Sequence[Mapping[str, Any]], options: Sequence[str]) -> Iterator[str]:
    """One arrangement's row."""
    alone: list[_Spent] = []
    together: list[_Spent] = []
    waits: list[float] = []
    with serving("--request-threads", str(CLIENTS), *options) as server, ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(server.post, bodies))  # every process has its weights in use
        for _ in range(TURNS):
            with server.spending(alone):
                list(map(server.post, bodies))
            with server.spending(together):
                waits += pool.map(server.post, bodies)
        held = server.resident()
    one, many = min(alone), min(together)
    yield from (f"{60 * CLIENTS / spent.seconds:.1f}" for spent in (one, many))
    yield f"{one.seconds / many.seconds:.2f}"
    yield f"{max(waits) / median(waits):.2f}"
    yield f"{one.processor / CLIENTS:.2f}, {many.processor / CLIENTS:.2f}"
    yield f"{held:.0f} MB"


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    """Start the service with these options on a free port and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = perf_counter()
    command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port), *options]
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, env=_with_bytecode(), stdout=silent, stderr=silent)  # noqa: S603 - our own module
    try:
        _until_ready(f"http://127.0.0.1:{port}/readyz", process)
        yield Server(f"http://127.0.0.1:{port}", process.pid, perf_counter() - began)
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(60)


def _with_bytecode() -> dict[str, str]:
    """The environment, but Python keeps the bytecode of what it imports, as an installed package has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    end = perf_counter() + PATIENCE
    while perf_counter() < end and process.poll() is None:
        try:
            with urlopen(url, timeout=5) as reply:  # noqa: S310 - our own service
                if reply.status == 200:
                    return
        except (URLError, OSError):
            sleep(0.05)
    raise SystemExit("the service did not become ready: run `citeweave serve` to see why")


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def _processor(process: int) -> float:
    """Seconds of processors that a process has used, in it and for it."""
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def _posted(path: Path) -> dict[str, str]:
    return {"id": path.name, "text": path.read_text("utf-8")}


def _texts(row: Mapping[str, Any]) -> Sequence[dict[str, str]]:
    return [{"id": str(n), "text": document["text"]} for n, document in enumerate(row["documents"])]

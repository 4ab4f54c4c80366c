"""Posts more than a server can do, and then for a long time: `python -m evaluation.load`.

Starts `citeweave serve` on loopback, or takes a server that runs (`--url`, and `--pid` for its memory). First
the time of one summary alone is taken; then so many clients post without a pause. In the end the same time is
taken again, and a soak of varied requests, one after another, shows whether memory, threads or files grow.
"""

from __future__ import annotations

import html
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from evaluation.invented_orders import ARTICLES
from evaluation.options import json_option
from evaluation.tables import layout, note, publish

_READY = "Citeweave is ready on "
_PAUSE = 0.05  # of a client that was refused; what Retry-After asks for would take the load away
ACCEPTED = ("application/json", "text/markdown", "application/json", "text/event-stream", "application/json")
"""What the requests of the soak ask for, in turn."""

_ALONE = 5  # requests whose median is the time of one


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request. `status` is 0 where nothing did."""

    status: int
    seconds: float
    told_when: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """What a server's processes hold: resident mebibytes, threads, open files."""

    mebibytes: float
    threads: int
    files: int


@dataclass
class Siege:
    """All answers while many clients post at the same time, and what else was seen meanwhile.

    `most` is the server's memory in mebibytes, `health` the seconds of its health answers, `elsewhere` the
    share of the machine's processors that neither server nor clients had, and somebody else did.
    """

    answers: list[Answer] = field(default_factory=list)
    most: float = 0.0
    health: list[float] = field(default_factory=list)
    elsewhere: float | None = None

    @property
    def statuses(self) -> dict[int, int]:
        """How often each status came."""
        return dict(sorted(Counter(answer.status for answer in self.answers).items()))

    @property
    def admitted(self) -> list[float]:
        """The seconds of those that were answered with a summary, in order."""
        return sorted(answer.seconds for answer in self.answers if answer.status == 200)

    @property
    def untold(self) -> int:
        """How many refusals did not say when to come back."""
        return sum(a.status in (429, 503) and not a.told_when for a in self.answers)


@dataclass
class Soak:
    """How often each status came, and the use after each tenth."""

    statuses: Counter[int] = field(default_factory=Counter)
    uses: list[Use] = field(default_factory=list)


def body(number: int, mode: str) -> bytes:
    """Return a request that differs from others by its number, in texts, length and layout."""
    documents = [
        {"id": name, "title": title, "text": f"{text}\nThe tram had car number {number} behind it.\n"}
        for name, title, text in ARTICLES[: 1 + number % len(ARTICLES)]
    ]
    options = {
        "mode": mode,
        "length": ("short", "medium", "long")[number % 3],
        "format": ("paragraph", "bullets")[number % 2],
    }
    return json.dumps({"documents": documents, **options}).encode()


def ask(url: str, content: bytes, accept: str = "application/json") -> Answer:
    """Post a request and wait for its answer."""
    return _ask(url, "POST", "/v1/summaries", content, accept, seconds=600)


def _ask(
    url: str, method: str, path: str, content: bytes | None = None, accept: str = "*/*", *, seconds: float
) -> Answer:
    headers = {"Accept": accept} | ({"Content-Type": "application/json"} if content else {})
    connection = HTTPConnection(urlsplit(url).netloc, timeout=seconds)
    began = time.monotonic()
    try:
        connection.request(method, path, content, headers)
        with connection.getresponse() as response:
            response.read()
        return Answer(response.status, time.monotonic() - began, bool(response.headers.get("Retry-After")))
    except (OSError, HTTPException):
        return Answer(0, time.monotonic() - began)
    finally:
        connection.close()


def alone(url: str, mode: str) -> float:
    """Return the median seconds of a summary that is made alone."""
    return statistics.median(ask(url, body(2, mode)).seconds for _ in range(_ALONE))


def besiege(url: str, pid: int | None, clients: int, seconds: float, mode: str) -> Siege:
    """Post from so many clients for so long."""
    siege, end = Siege(), time.monotonic() + seconds

    def work() -> None:
        while time.monotonic() < end:
            answer = ask(url, body(2, mode))
            siege.answers.append(answer)
            if answer.status != 200:
                time.sleep(_PAUSE)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(clients)]
    before = _elsewhere(pid) if pid else None
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        siege.most = max(siege.most, use(pid).mebibytes if pid else 0.0)
        siege.health.append(_healthy(url))
        time.sleep(0.5)
    if before and pid:
        busy, passed = (late - early for late, early in zip(_elsewhere(pid), before, strict=True))
        siege.elsewhere = max(0.0, busy) / passed
    return siege


def _healthy(url: str) -> float:
    """Return the seconds until the server says that it is alive; infinity if it does not within ten."""
    answer = _ask(url, "GET", "/healthz", seconds=10)
    return answer.seconds if answer.status == 200 else float("inf")


def _elsewhere(pid: int) -> tuple[float, float]:
    """Processor time so far that neither the server nor this process had, and all there was; in ticks."""
    user, nice, system, idle, waiting, *others = map(int, _words("/proc/stat")[1:9])
    busy = user + nice + system + sum(others)
    own = sum(sum(map(int, _words(f"/proc/{one}/stat")[13:15])) for one in {os.getpid(), *family(pid)})
    return busy - own, busy + idle + waiting


def _words(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").partition("\n")[0].split()


def varied(number: int) -> tuple[bytes, str]:
    """Return one of many kinds of request, and what it accepts; one in 25 is abstractive, one in 10 wrong."""
    content = json.loads(body(number, "extractive" if number % 25 else "abstractive"))
    for document in content["documents"][:: 1 + number % 2]:
        document["media_type"] = ("text/plain", "text/html", "text/markdown")[number % 3]
        if document["media_type"] == "text/html":
            paragraphs = document["text"].split("\n\n")
            document["text"] = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    if number % 4 == 3:
        content["query"] = f"What happened to car number {number}?"
    if number % 10 == 9:
        content["length"] = {"words": -number}
    return json.dumps(content).encode(), ACCEPTED[number % len(ACCEPTED)]


def soak(url: str, pid: int | None, count: int) -> Soak:
    """Ask so often, one after another; note the use after each tenth."""
    told = Soak()
    for number in range(count):
        told.statuses[ask(url, *varied(number)).status] += 1
        if pid and (number + 1) % max(1, count // 10) == 0:
            told.uses.append(use(pid))
    return told


def use(pid: int) -> Use:
    """Return what a process and its children hold, as /proc tells it."""
    found = [one for one in (_use(process) for process in family(pid)) if one is not None]
    return Use(sum(u.mebibytes for u in found), sum(u.threads for u in found), sum(u.files for u in found))


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in family(int(child)))]


def _use(pid: int) -> Use | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        about = dict(line.split(":", 1) for line in lines if ":" in line)
        files = len(os.listdir(f"/proc/{pid}/fd"))
        return Use(int(about["VmRSS"].split()[0]) / 1024, int(about["Threads"]), files)
    except (OSError, KeyError):
        return None


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Run a server; yield its address and its process."""
    command = [sys.executable, "-m", "service.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:  # noqa: S603 - our own
        try:
            assert server.stdout is not None
            line = next((line for line in server.stdout if line.startswith(_READY)), None)
            if line is None:
                raise click.ClickException("the server did not start; `citeweave serve` says why")
            yield line.removeprefix(_READY).strip(), server.pid
        finally:
            server.terminate()


@click.command("load")
@click.option("--url", help="A server that runs already, instead of one of our own.")
@click.option("--pid", type=int, help="The process of that server, for its memory.")
@click.option("--clients", default=200, show_default=True, help="How many post at the same time.")
@click.option("--seconds", default=60.0, show_default=True, help="For how long.")
@click.option(
    "--soak", "count", default=1000, show_default=True, help="Requests of the soak; 0 leaves it out."
)
@click.option(
    "--mode", type=click.Choice(["abstractive", "extractive"]), default="abstractive", show_default=True
)
@json_option
def main(**options: Any) -> None:  # noqa: ANN401 - click's values
    """Measure a server under more load than it can bear, and over a thousand requests."""
    if options["url"]:
        figures = measure(options["url"].rstrip("/"), options["pid"], options)
    else:
        with served() as (url, pid):
            figures = measure(url, pid, options)
    publish(report(figures), figures, options["json_file"])


def measure(url: str, pid: int | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of a server."""
    mode = options["mode"]
    before = alone(url, mode)
    rested = use(pid) if pid else None
    note(f"one alone takes {before:.2f} s; {options['clients']} clients post for {options['seconds']:g} s")
    siege = besiege(url, pid, options["clients"], options["seconds"], mode)
    ended = time.monotonic()
    after = ask(url, body(2, mode))
    again = time.monotonic() - ended
    later = alone(url, mode)
    quiet = (before + later) / 2
    admitted = siege.admitted or [0.0]
    figures: dict[str, Any] = {
        "alone_before": before,
        "alone_after": later,
        "statuses": {str(status): count for status, count in siege.statuses.items()},
        "refused_without_retry_after": siege.untold,
        "admitted": len(siege.admitted),
        "admitted_median": statistics.median(admitted),
        "admitted_p95": admitted[int(0.95 * (len(admitted) - 1))],
        "admitted_median_to_alone": statistics.median(admitted) / quiet,
        "admitted_p95_to_alone": admitted[int(0.95 * (len(admitted) - 1))] / quiet,
        "first_after": after.seconds,
        "answered_again_after": again,
        "status_after": after.status,
        "health_at_worst": max(siege.health, default=None),
        "elsewhere_percent": None if siege.elsewhere is None else 100 * siege.elsewhere,
        "mebibytes_at_rest": rested.mebibytes if rested else None,
        "mebibytes_at_most": siege.most or None,
    }
    if options["count"]:
        note(f"then {options['count']:,} requests, one after another")
        figures["soak"] = _row(soak(url, pid, options["count"]))
    return figures


def _row(told: Soak) -> dict[str, Any]:
    uses = {
        name: [round(getattr(one, name)) for one in told.uses] for name in ("mebibytes", "threads", "files")
    }
    return {str(status): count for status, count in sorted(told.statuses.items())} | uses


def report(figures: Mapping[str, Any]) -> str:
    """Return the figures as a table."""
    rows = [("figure", "value")]
    for name, value in figures.items():
        parts = value.items() if isinstance(value, Mapping) else [("", value)]
        for part, one in parts:
            shown = f"{one:.2f}" if isinstance(one, float) else str(one)
            rows.append((f"{name} {part}".strip(), shown))
    return layout(rows)


if __name__ == "__main__":
    main()

"""Extractive summaries of 10, 100 and 1,000 articles, against LexRank and bert-extractive-summarizer.

The systems take turns. What is not done within the limit is given up, and told as a lower bound.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evaluation.bench.extractive import SYSTEMS, WORDS
from evaluation.bench.page import Report, versions
from evaluation.tables import note

ROUNDS: Mapping[int, int] = {10: 3, 100: 1, 1000: 1}  # runs of each system for so many articles
LIMIT = 600  # seconds
OURS, *OTHERS = SYSTEMS


@dataclass(frozen=True, slots=True)
class Took:
    """One run: seconds for the summary (more than these, if it was given up), its peak in MB, its words."""

    seconds: float
    peak: float = 0.0
    words: int = 0
    packages: str = ""
    given_up: bool = False


Found = Mapping[int, Mapping[str, Took | None]]  # by articles and system; None is one that failed


def ranking(data: Path) -> Report:
    """The median run of every system at every size, in turns."""
    return report(take_turns(partial(_run, data)))


def take_turns(run: Callable[[str, int], Took | None]) -> Found:
    """Run all; a system that failed or was given up is not run again, since more articles take longer."""
    out: dict[str, Took | None] = {}
    found: dict[int, Mapping[str, Took | None]] = {}
    for size, rounds in ROUNDS.items():
        done: dict[str, list[Took]] = {name: [] for name in SYSTEMS}
        for name in list(SYSTEMS) * rounds:
            took = out[name] if name in out else run(name, size)
            if took is None or took.given_up:
                out[name] = took
            else:
                done[name].append(took)
        found[size] = {name: out[name] if name in out else _median(done[name]) for name in SYSTEMS}
    return found


def report(found: Found) -> Report:
    """The table, what is to be said of it, and the curves with an open end where a system was given up."""
    head = ["articles", *SYSTEMS, *(f"{name} / {OURS}" for name in OTHERS), f"{OURS}'s peak"]
    curves = {name: _points(found, name, given_up=False) for name in SYSTEMS}
    return Report(
        [head, *(_row(size, times) for size, times in found.items())],
        _words(found),
        {name: points for name, points in curves.items() if points},
        ("articles", "seconds for one summary"),
        {name: points[0] for name in SYSTEMS if (points := _points(found, name, given_up=True))},
    )


def _row(size: int, times: Mapping[str, Took | None]) -> list[str]:
    ours = times[OURS]
    peak = f"{ours.peak:,.0f} MB" if ours and not ours.given_up else "-"
    ratios = [_ratio(times[name], ours) for name in OTHERS]
    return [f"{size:,}", *(_seconds(times[name]) for name in SYSTEMS), *ratios, peak]


def _words(found: Found) -> str:
    rounds = ", ".join(f"{count} at {size:,}" for size, count in ROUNDS.items())
    done = [took for times in found.values() for took in times.values() if took and took.words]
    lengths = sorted(took.words for took in done)
    written = f" ({lengths[0]} to {lengths[-1]} were written)" if lengths else ""
    made = "".join(f" {name} ran with {with_}." for name in OTHERS if (with_ := _packages(found, name)))
    return (
        f"Articles of several news data sets, {WORDS} words of summary asked for{written}. Runs of each"
        f" system, in turns: {rounds}; medians. Loading of models is not counted. What is not done after"
        f" {LIMIT} s is given up (>, a lower bound; dashed) and not run on more articles.{made}"
    )


def _packages(found: Found, name: str) -> str:
    """What a system ran with, if that is not what this process has."""
    ran_with = {took.packages for times in found.values() if (took := times[name])}
    return next(iter(sorted(ran_with - {"", versions()})), "")


def _points(found: Found, name: str, *, given_up: bool) -> list[tuple[float, float]]:
    runs = ((size, times[name]) for size, times in found.items())
    return [(size, took.seconds) for size, took in runs if took and took.given_up == given_up]


def _median(runs: Sequence[Took]) -> Took:
    return sorted(runs, key=lambda took: took.seconds)[len(runs) // 2]


def _seconds(took: Took | None) -> str:
    if took is None:
        return "failed"
    return f"> {took.seconds:.0f} s" if took.given_up else f"{took.seconds:.2f} s"


def _ratio(took: Took | None, ours: Took | None) -> str:
    if took is None or ours is None or ours.given_up:
        return "-"
    times = took.seconds / ours.seconds
    return f"> {int(times * 10) / 10:.1f}" if took.given_up else f"{times:.1f}"


def _run(data: Path, name: str, size: int) -> Took | None:
    """One run in a process of its own; None if it failed, which is told."""
    command = [_python(name), "-m", "evaluation.bench.extractive", name, str(size), str(data), str(LIMIT)]
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=offline)  # noqa: S603 - our own module
    if done.returncode == -signal.SIGALRM:
        note(f"ranking: {name}, {size}: given up after {LIMIT} s")
        return Took(LIMIT, given_up=True)
    if done.returncode:
        note(f"ranking: {name}, {size}: failed, {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
        return None
    took = Took(**json.loads(done.stdout.splitlines()[-1]))
    note(f"ranking: {name}, {size}: {took.seconds:.2f} s, {took.peak:.0f} MB, {took.words} words")
    return took


def _python(name: str) -> str:
    """The interpreter of a system that needs packages of its own, in a folder of its name; else this one."""
    own = Path(sys.prefix, name, "bin", "python")
    return str(own) if own.is_file() else sys.executable

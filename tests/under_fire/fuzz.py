"""Hostile requests against the real application with stand-in models: `python -m tests.under_fire.fuzz`.

First the corpus, then as many mutations as are asked for. Prints the answers by status, the slowest and the
hungriest, and fails if an answer broke a promise, or cost more than is promised in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from service.http.app import create_app
from service.settings import Settings
from tests.service.builders import pipeline
from tests.under_fire import nasty_requests
from tests.under_fire.shots import Hit, Shot, fire

MOST_SECONDS = 60.0
MOST_MEBIBYTES = 1024.0
_SHOWN = 8


def application(folder: Path) -> Any:
    """Return the service as it is served, over models without weights; its jobs are kept in a folder."""
    settings = Settings(database_url=f"sqlite:///{folder / 'jobs.sqlite3'}")
    app = create_app(settings, pipeline(limits=settings.limits))
    fire(app, Shot("warm up", nasty_requests.encoded({"documents": [{"text": nasty_requests.SOUND}]})))
    return app


def shots(count: int, seed: int, *, heavy: bool) -> Iterator[Shot]:
    """Yield the corpus, and mutations until there are `count` in all."""
    fixed = itertools.chain(nasty_requests.corpus(), nasty_requests.heavy() if heavy else ())
    yield from itertools.islice(itertools.chain(fixed, nasty_requests.stream(seed)), count)


def run(app: Any, chosen: Iterator[Shot]) -> tuple[list[Hit], list[str]]:
    """Fire them all; return what came of them, and what went wrong with how to see it again."""
    hits: list[Hit] = []
    faults: list[str] = []
    for number, shot in enumerate(chosen, 1):
        try:
            hits.append(fire(app, shot))
        except Exception:
            faults.append(f"{shot.name}\n{traceback.format_exc(limit=-6)}")
            print(faults[-1], file=sys.stderr, flush=True)
        if number % 1000 == 0:
            print(f"{number:,} sent, {len(faults)} faults", file=sys.stderr, flush=True)
    return hits, faults


def report(hits: Sequence[Hit], seconds: float) -> str:
    """Return the figures as lines."""
    statuses = Counter(hit.status for hit in hits)
    slowest = sorted(hits, key=lambda hit: -hit.seconds)[:_SHOWN]
    hungriest = sorted(hits, key=lambda hit: -hit.mebibytes)[:_SHOWN]
    spent = sorted(hit.seconds for hit in hits)
    lines = [f"{len(hits):,} requests in {seconds:,.0f} s"]
    lines += [f"  {status}  {count:6,}" for status, count in sorted(statuses.items())]
    for share in (50, 99, 99.9):
        at = min(len(spent) - 1, int(len(spent) * share / 100))
        lines.append(f"  {share:g} % took at most {spent[at]:.3f} s of processor time")
    lines += ["slowest:", *(f"  {hit.seconds:7.2f} s  {hit.status}  {hit.shot.name}" for hit in slowest)]
    lines += [
        "hungriest:",
        *(f"  {hit.mebibytes:7.0f} MiB {hit.status}  {hit.shot.name}" for hit in hungriest),
    ]
    return "\n".join(lines)


def one(name: str) -> Shot:
    """Return the shot that a report names: of the corpus, or `seed:number` of the stream."""
    found = [s for s in itertools.chain(nasty_requests.corpus(), nasty_requests.heavy()) if s.name == name]
    return found[0] if found else nasty_requests.mutated(random.Random(name), name)


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=12_000, help="requests to send (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other mutations")
    parser.add_argument("--light", action="store_true", help="leave out what is near or over the limits")
    parser.add_argument("--only", help="send the one request that a report named")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
        began = time.monotonic()
        chosen = (
            iter([one(asked.only)]) if asked.only else shots(asked.count, asked.seed, heavy=not asked.light)
        )
        hits, faults = run(app, chosen)
        print(report(hits, time.monotonic() - began) if hits else "nothing came back")
    over = [hit for hit in hits if hit.seconds > MOST_SECONDS or hit.mebibytes > MOST_MEBIBYTES]
    for hit in over:
        print(f"over what is promised: {hit.shot.name}: {hit.seconds:.1f} s, {hit.mebibytes:.0f} MiB")
    print(f"{len(faults)} answers broke a promise")
    return 1 if faults or over else 0


if __name__ == "__main__":
    sys.exit(main())

"""`citeweave evaluate gate`: measures a little of everything, and fails where a figure fell below its floor.

Whole sets take an hour; the gate takes the annotated events whole and an evenly spread part of the others,
always the same. What it measures is told in `evaluation/README.md`, the floors stand in `floors.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import click

from evaluation import clean_pages, corroboration, grouping, news
from evaluation.clean_keys import score_cleaning
from evaluation.events import evaluate, read_events
from evaluation.files import read_rows, spread
from evaluation.floors import FILE, Finding, Floors, compare, data_hash, raised, read, write
from evaluation.merging import rouge_scorer
from evaluation.mixtures import mixtures
from evaluation.options import data_option, json_option
from evaluation.ratio import Ratio
from evaluation.rouge import WORDS, score_system
from evaluation.scoring import EventScore
from evaluation.systems import local
from evaluation.tables import layout, note, publish
from service.types import NAMED_LENGTHS, Length, Mode, SummaryRequest

EVENTS = "events"
CLUSTERS, PAGES, MIXTURES = 40, 30, 50
"""How many held-out clusters of news, pages, and requests with two events the gate takes."""

Json = Mapping[str, Any]
System = Callable[[SummaryRequest], Json]
Figures = Mapping[str, float]


class Measures:
    """What the gate measures, by the names of its sets. The summarizer is loaded once, if it is needed."""

    def __init__(self, data: Path, load: Callable[[], System] = local) -> None:
        self._data, self._load = data, load
        self._loaded: System | None = None
        self._sets: Mapping[str, tuple[Callable[[], Figures], Callable[[], list[Path]]]] = {
            "events_extractive": (partial(self._events, Mode.EXTRACTIVE), self._event_files),
            "events_abstractive": (partial(self._events, Mode.ABSTRACTIVE), self._event_files),
            "news": (self._news, lambda: [data / news.FILE]),
            "pages": (self._pages, lambda: [data / clean_pages.FILE]),
            "cleaning": (self._cleaning, self._event_files),
            "grouping": (self._grouping, lambda: [data / grouping.FILE]),
            "corroboration": (self._corroboration, lambda: [data / corroboration.FILE]),
        }

    def take(self, name: str) -> Figures:
        """Measure one set: percentages, and numbers of what is counted against us."""
        return self._sets[name][0]()

    def hash(self, name: str) -> str:
        """Return the SHA-256 of the data of one set."""
        return data_hash(self._sets[name][1](), self._data)

    def _system(self, request: SummaryRequest) -> Json:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded(request)

    def _event_files(self) -> list[Path]:
        keys = list(self._data.rglob("key.json"))
        if not keys:
            raise click.UsageError(f"no event with a key.json below {self._data}")
        return [path for key in keys for path in key.parent.iterdir() if path.is_file()]

    def _events(self, mode: Mode) -> Figures:
        request = SummaryRequest((), NAMED_LENGTHS["long"], mode=mode)
        return event_figures([evaluate(self._system, e, request)[1] for e in read_events(self._data)])

    def _news(self) -> Figures:
        held_out = [c for c in news.read_clusters(self._data) if c.part == news.HELD_OUT]
        request, score = SummaryRequest((), Length(words=WORDS), mode=Mode.EXTRACTIVE), rouge_scorer()
        rows = [score_system(self._system, cluster, request, score) for cluster in spread(held_out, CLUSTERS)]
        return {
            "rouge_1": 100 * mean(row.rouge1 for row in rows),
            "rouge_2": 100 * mean(row.rouge2 for row in rows),
            "rouge_l": 100 * mean(row.rouge_l for row in rows),
        }

    def _pages(self) -> Figures:
        rows = spread(read_rows(self._data, clean_pages.FILE), PAGES)
        scores = [
            clean_pages.score_page(row["text"], clean_pages.take(row["html"])[clean_pages.SYSTEMS[0]])
            for row in rows
        ]
        return {"f1": 100 * clean_pages.average(scores).f1}

    def _cleaning(self) -> Figures:
        scores = [score_cleaning(event) for event in read_events(self._data)]
        return _percent(
            clutter_marked=Ratio.total(score.found for score in scores),
            passages_kept=Ratio.total(score.kept for score in scores),
        )

    def _grouping(self) -> Figures:
        requests = spread(list(mixtures(read_rows(self._data, grouping.FILE), "held")), MIXTURES)
        told = grouping.tell_apart(requests, grouping.Reader().off)
        return _percent(precision=told.precision, recall=told.recall, main_event_kept=told.kept)

    def _corroboration(self) -> Figures:
        told = corroboration.judge(self._data)[0]["corroborator"]
        return {
            "area": 100 * told.area,
            "sources_cited_right": 100 * (told.passed or 0.0),
            "sources_found": 100 * (told.found or 0.0),
        }


SETS = ("events_extractive", "events_abstractive", "news", "pages", "cleaning", "grouping", "corroboration")


def event_figures(scores: Sequence[EventScore]) -> dict[str, float]:
    """Return the figures of the gate over annotated events."""
    shares = {
        "salient_facts_told": "salient",
        "coverage": "coverage",
        "told_facts_cited_right": "citation_correctness",
        "sources_cited": "source_recall",
        "offsets_exact": "offsets",
        "roles_right": "roles",
        "copies_right": "copies",
        "conflicts_right": "conflict_precision",
        "conflicts_found": "conflict_recall",
        "dates_right": "timeline",
    }
    totals = {name: Ratio.total(getattr(s, field) for s in scores) for name, field in shares.items()}
    return _percent(**totals) | {
        "forbidden_claims": float(sum(len(score.forbidden) for score in scores)),
        "clutter_told": float(sum(len(score.boilerplate) for score in scores)),
    }


def _percent(**shares: Ratio) -> dict[str, float]:
    return {name: 100 * share.value for name, share in shares.items() if share.value is not None}


def table(findings: Sequence[Finding]) -> str:
    """Lay out what was measured against the floors."""
    rows = [["set", "figure", "floor", "noise", "measured", ""]]
    rows += [
        [f.set, f.name, _number(f.floor), _number(f.noise or None), _number(f.measured), f.remark]
        for f in findings
    ]
    return layout(rows, names=2)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def verdict(findings: Sequence[Finding]) -> str:
    """Say in a line whether the gate is open."""
    fallen = [f"{f.set}.{f.name}" for f in findings if f.fell]
    return (
        f"{len(fallen)} of {len(findings)} figures fell: {', '.join(fallen)}" if fallen else "no figure fell"
    )


@click.command("gate")
@data_option
@click.option("--set", "names", type=click.Choice(SETS), multiple=True, help="Only this set; repeatable.")
@click.option(
    "--floors",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=FILE,
    help="The file of floors.  [default: floors.toml beside this code]",
)
@click.option("--accept", is_flag=True, help="Raise the floors to what is measured; none is lowered.")
@json_option
@click.pass_context
def main(
    context: click.Context,
    data: Path,
    names: tuple[str, ...],
    path: Path,
    accept: bool,
    json_file: Path | None,
) -> None:
    """Measure a part of everything, and fail if a figure fell below its floor."""
    run(context, Measures(data), names or SETS, path, accept, json_file)


def run(
    context: click.Context,
    measures: Measures,
    names: Sequence[str],
    path: Path,
    accept: bool,
    json_file: Path | None,
) -> None:
    """Measure, print the table, and leave with status 1 if a figure fell; write the floors if asked to."""
    floors: Floors = read(path)
    hashes = {name: measures.hash(name) for name in names}
    measured = {}
    for name in names:
        note(f"measuring {name}")
        measured[name] = measures.take(name)
    findings = compare(floors, measured, hashes, names)
    rows = [asdict(finding) for finding in findings]
    publish(f"{table(findings)}\n\n{verdict(findings)}", {"figures": rows}, json_file)
    if accept:
        path.write_text(write(raised(floors, measured, hashes)), "utf-8")
    if any(finding.fell for finding in findings):
        context.exit(1)

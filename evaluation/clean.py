"""`citeweave evaluate clean`: how well articles are taken out of pages, and clutter is told from text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from evaluation.clean_keys import KeyScore, score_cleaning
from evaluation.clean_pages import FILE, HELD, SYSTEMS, TUNED, PageScore, average, half_of, score_pages
from evaluation.events import read_events
from evaluation.files import read_rows, spread
from evaluation.options import data_option, json_option, limit_option
from evaluation.ratio import Ratio
from evaluation.report import plain
from evaluation.tables import layout, percent, publish

SETS = ("pages", "events")
_ALL = "all"
_SHOWN = 160
_WORST = 10

Pages = Mapping[str, Mapping[str, PageScore]]


def halves(scores: Mapping[str, PageScore]) -> dict[str, list[PageScore]]:
    """Return the scores of each half of the pages, and of all; a half without pages is left out."""
    parts: dict[str, list[PageScore]] = {TUNED: [], HELD: [], _ALL: list(scores.values())}
    for name, score in scores.items():
        parts[half_of(name)].append(score)
    return {part: found for part, found in parts.items() if found}


def pages_table(pages: Pages) -> str:
    """Lay out the means of each system over each half of the pages."""
    rows = [["pages", "system", "count", "F1", "precision", "recall"]]
    for part in halves(pages[SYSTEMS[0]]):
        for name, scores in pages.items():
            mean = average(halves(scores)[part])
            shares = [percent(share) for share in (mean.f1, mean.precision, mean.recall)]
            rows.append([part, name, str(mean.count), *shares])
    return layout(rows, names=2)


def worst_pages(pages: Pages) -> Iterator[str]:
    """Name the pages that rules may be tuned on and that fare worst; the other half stays unseen."""
    tuned = sorted((score.f1, page) for page, score in pages[SYSTEMS[0]].items() if half_of(page) == TUNED)
    for f1, page in tuned[:_WORST]:
        score = pages[SYSTEMS[0]][page]
        shares = f"precision {percent(score.precision)}, recall {percent(score.recall)}"
        yield f"page {page}: F1 {percent(f1)}, {shares}"


def events_table(scores: Sequence[KeyScore]) -> str:
    """Lay out the figures of each event, and their sums."""
    rows = [["event", "clutter marked", "marked words right", "passages kept"]]
    rows += [[score.event, *map(str, _ratios([score]))] for score in scores]
    rows.append(["ALL", *map(str, _ratios(scores))])
    return layout(rows)


def _ratios(scores: Iterable[KeyScore]) -> tuple[Ratio, Ratio, Ratio]:
    listed = list(scores)
    return (
        Ratio.total(score.found for score in listed),
        Ratio.total(score.right for score in listed),
        Ratio.total(score.kept for score in listed),
    )


def findings(scores: Sequence[KeyScore]) -> Iterator[str]:
    """List the clutter that was missed, what was marked beyond the key, and passages that were lost."""
    for score in scores:
        for what, lines in (("missed", score.missed), ("marked", score.wrong), ("lost", score.lost)):
            yield from (f"{score.event}: {what}: {line[:_SHOWN]}" for line in lines)


def figures(pages: Pages, events: Sequence[KeyScore]) -> dict[str, Any]:
    """Return all figures for JSON; shares are 0 to 1."""
    means = {
        name: {part: asdict(average(found)) for part, found in halves(scores).items()}
        for name, scores in pages.items()
    }
    total = dict(zip(("found", "right", "kept"), _ratios(events), strict=True))
    return {
        "pages": means,
        "events": [plain(asdict(score)) for score in events],
        "all_events": plain({name: asdict(ratio) for name, ratio in total.items()}) if events else {},
    }


@click.command("clean")
@data_option
@click.option(
    "--set",
    "names",
    type=click.Choice(SETS),
    multiple=True,
    help="Only this set; repeatable.  [default: both]",
)
@click.option("--details", is_flag=True, help="List the worst pages, and what is missed or wrong in events.")
@limit_option
@json_option
def main(
    data: Path, names: tuple[str, ...], details: bool, limit: int | None, json_file: Path | None
) -> None:
    """Measure how much of web pages' articles is taken and how much else, and what clutter is marked."""
    wanted = names or SETS
    pages = score_pages(spread(read_rows(data, FILE), limit)) if "pages" in wanted else {}
    events = (
        [score_cleaning(event) for event in spread(list(read_events(data)), limit)]
        if "events" in wanted
        else []
    )
    if "events" in wanted and not events:
        raise click.UsageError(f"no event with a key.json below {data}")
    told = [pages_table(pages)] if pages else []
    told += ["\n".join(worst_pages(pages))] if pages and details else []
    told += [events_table(events)] if events else []
    told += ["\n".join(findings(events))] if events and details else []
    publish("\n\n".join(part for part in told if part), figures(pages, events), json_file)

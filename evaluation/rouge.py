"""`citeweave evaluate rouge`: summaries of news beside what people wrote, and beside simple baselines.

All systems fill the same number of words in the same run. The baselines see the documents without what
the service marks as clutter; the oracle sees the reference too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from time import perf_counter
from typing import Any

import click

from evaluation import baselines
from evaluation.baselines import Cited
from evaluation.files import spread
from evaluation.merging import Scorer, rouge_scorer
from evaluation.news import FITTED, HELD_OUT, NewsCluster, read_clusters
from evaluation.options import data_option, json_option, limit_option
from evaluation.oracle import Tokens, oracle, rouge_tokens
from evaluation.ratio import Ratio
from evaluation.systems import local, remote
from evaluation.tables import layout, note, percent, publish
from service.errors import RequestError
from service.types import Length, Mode, SummaryRequest

CITEWEAVE = "citeweave"
ORACLE = "oracle"
WORDS = 230
EVERY = 25  # clusters, between two words on the progress

Json = Mapping[str, Any]
System = Callable[[SummaryRequest], Json]


@dataclass(frozen=True, slots=True)
class Told:
    """What a system told of a cluster: its text, and the documents (by index) that each sentence cites."""

    text: str
    cited: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One system's figures on one cluster; ROUGE is F1, 0 to 1. `junk` documents are no part of it."""

    rouge1: float
    rouge2: float
    rouge_l: float
    words: int
    junk_cited: Ratio
    others_cited: Ratio
    on_junk_alone: Ratio  # sentences


@dataclass(frozen=True, slots=True)
class Figures:
    """One system's figures on a part: means over clusters, shares over all documents and sentences."""

    count: int
    rouge1: float
    rouge2: float
    rouge_l: float
    words: float
    junk_cited: float | None
    others_cited: float | None
    on_junk_alone: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A cluster's part, each system's row by its name, and the service's seconds."""

    part: str
    rows: Mapping[str, Row]
    seconds: float


def measure(
    system: System, cluster: NewsCluster, request: SummaryRequest, score: Scorer, tokens: Tokens
) -> Measured:
    """Summarize one cluster by all systems. What the service refuses to summarize counts as nothing told."""
    began = perf_counter()
    response = _answer(system, cluster, request)
    seconds = perf_counter() - began
    told = {CITEWEAVE: _as_told(response)} | _baselines(
        cluster, response, request.length.words or WORDS, tokens
    )
    return Measured(
        cluster.part, {name: _row(found, cluster, score) for name, found in told.items()}, seconds
    )


def score_system(system: System, cluster: NewsCluster, request: SummaryRequest, score: Scorer) -> Row:
    """Return the service's figures on one cluster, without the baselines'."""
    return _row(_as_told(_answer(system, cluster, request)), cluster, score)


def _answer(system: System, cluster: NewsCluster, request: SummaryRequest) -> Json:
    """Summarize one cluster; a refusal is a summary that tells nothing."""
    try:
        return system(replace(request, documents=cluster.documents))
    except RequestError as error:
        note(f"{cluster.name} is refused: {error}")
        return {"summary": "", "sentences": [], "documents": [{} for _ in cluster.documents]}


def _as_told(response: Json) -> Told:
    cited = [frozenset(c["document_index"] for c in s["citations"]) for s in response["sentences"]]
    return Told(response["summary"], tuple(cited))


def _baselines(cluster: NewsCluster, response: Json, words: int, tokens: Tokens) -> dict[str, Told]:
    articles = [
        list(baselines.sentences(index, unmarked(document.get("text") or str(source.content), document)))
        for index, (source, document) in enumerate(zip(cluster.documents, response["documents"], strict=True))
    ]
    ways: dict[str, baselines.Baseline] = {
        **baselines.available(),
        "random": partial(baselines.shuffled, seed=cluster.name),
        ORACLE: partial(oracle, reference=cluster.reference, tokens=tokens),
    }
    return {name: _told(way(articles, words)) for name, way in ways.items()}


def unmarked(text: str, document: Json) -> str:
    """Return the text with line breaks in the place of what the wire form's `document` marks as clutter."""
    for span in document.get("boilerplate", ()):
        start, end = span["start"], span["end"]
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _told(chosen: Sequence[Cited]) -> Told:
    return Told(" ".join(sent.text for sent in chosen), tuple(frozenset([sent.doc]) for sent in chosen))


def _row(told: Told, cluster: NewsCluster, score: Scorer) -> Row:
    everything: frozenset[int] = frozenset().union(*told.cited)
    rouge1, rouge2, rouge_l = score(cluster.reference, told.text)
    others = frozenset(range(len(cluster.documents))) - cluster.junk
    return Row(
        rouge1,
        rouge2,
        rouge_l,
        words=len(told.text.split()),
        junk_cited=Ratio(len(everything & cluster.junk), len(cluster.junk)),
        others_cited=Ratio(len(everything & others), len(others)),
        on_junk_alone=Ratio.of(cited <= cluster.junk for cited in told.cited if cited),
    )


def figures(rows: Sequence[Row]) -> Figures:
    """Return the figures over some clusters."""
    return Figures(
        len(rows),
        mean(row.rouge1 for row in rows),
        mean(row.rouge2 for row in rows),
        mean(row.rouge_l for row in rows),
        mean(row.words for row in rows),
        Ratio.total(row.junk_cited for row in rows).value,
        Ratio.total(row.others_cited for row in rows).value,
        Ratio.total(row.on_junk_alone for row in rows).value,
    )


def ahead(rows: Sequence[Row], others: Sequence[Row], name: str) -> tuple[float, float]:
    """Return how far `rows` are ahead of `others` in a figure, cluster by cluster, and the standard error."""
    gaps = [getattr(row, name) - getattr(other, name) for row, other in zip(rows, others, strict=True)]
    return mean(gaps), stdev(gaps) / sqrt(len(gaps)) if len(gaps) > 1 else 0.0


def parts(measured: Sequence[Measured]) -> dict[str, dict[str, list[Row]]]:
    """Return the rows by part and system; the part that decides comes first, then the other, then all."""
    chosen: dict[str, Iterable[Measured]] = {
        HELD_OUT: [m for m in measured if m.part == HELD_OUT],
        FITTED: [m for m in measured if m.part == FITTED],
        "all": measured,
    }
    return {
        part: {name: [m.rows[name] for m in found] for name in measured[0].rows}
        for part, found in chosen.items()
        if found
    }


def table(part: str, systems: Mapping[str, Sequence[Row]]) -> str:
    """Return a part's table: the figures of all systems, and how far the service is ahead of each."""
    head = ["", "R-1", "R-2", "R-L", "words", "ahead R-1", "ahead R-2", "junk cited", "others", "on junk"]
    rows = [_cells(name, found, systems[CITEWEAVE]) for name, found in systems.items()]
    count = len(systems[CITEWEAVE])
    return f"{part}: {count} clusters\n{layout([head, *rows])}"


def _cells(name: str, rows: Sequence[Row], service: Sequence[Row]) -> list[str]:
    found = figures(rows)
    margins = [_margin(*ahead(service, rows, measure)) for measure in ("rouge1", "rouge2")]
    return [
        name,
        *(f"{100 * value:.1f}" for value in (found.rouge1, found.rouge2, found.rouge_l)),
        f"{found.words:.0f}",
        *(["-", "-"] if name == CITEWEAVE else margins),
        *(percent(share) for share in (found.junk_cited, found.others_cited, found.on_junk_alone)),
    ]


def _margin(gap: float, error: float) -> str:
    return f"{100 * gap:+.1f} ±{100 * error:.1f}"


def plain(systems: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Return a part's figures for JSON; shares and ROUGE are 0 to 1."""
    return {name: asdict(figures(rows)) for name, rows in systems.items()}


@click.command("rouge")
@data_option
@click.option("--words", default=WORDS, show_default=True, type=click.IntRange(1), help="The ceiling on all.")
@click.option("--mode", type=click.Choice([m.value for m in Mode]), default="extractive", show_default=True)
@click.option("--url", help="Score a running service at this address instead of this code.")
@limit_option
@json_option
def main(
    data: Path, words: int, mode: str, url: str | None, limit: int | None, json_file: Path | None
) -> None:
    """Score summaries of news by ROUGE against people's, beside lead, random, LexRank and an oracle."""
    clusters = spread(read_clusters(data), limit)
    score, tokens = rouge_scorer(), rouge_tokens()
    request = SummaryRequest(documents=(), length=Length(words=words), mode=Mode(mode))
    system = remote(url) if url else local()
    measured = []
    for number, cluster in enumerate(clusters, start=1):
        measured.append(measure(system, cluster, request, score, tokens))
        if number % EVERY == 0 or number == len(clusters):
            note(f"{number} of {len(clusters)}")
    found = parts(measured)
    seconds = mean(m.seconds for m in measured)
    text = "\n\n".join(table(part, systems) for part, systems in found.items())
    publish(
        f"{text}\n\n{seconds:.1f} seconds a cluster",
        {"mode": mode, "words": words, "parts": {p: plain(s) for p, s in found.items()}, "seconds": seconds},
        json_file,
    )

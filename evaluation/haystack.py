"""`citeweave evaluate haystack`: a hundred documents and a query, after SummHay.

Laban et al. 2024, "Summary of a Haystack" (https://arxiv.org/abs/2407.01370): documents repeat insights
that are known, a summary for a query should tell those on it and cite the documents that hold each. Who
tells what is decided here by words, since the service ranks by its encoder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from evaluation.files import Row, read_rows, spread
from evaluation.options import data_option, json_option, limit_option
from evaluation.systems import local
from evaluation.tables import layout, note, percent, publish
from service.text.words import content_stems
from service.types import Format, Length, MediaType, Mode, SourceDocument, SummaryRequest

GOLD = "summhay_citation_gold.jsonl.gz"
TOLD = 0.4  # share of an insight's words, weighted by rarity, from which a sentence tells it
System = Callable[["Query"], "list[Told]"]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a summary and the documents that it cites."""

    text: str
    cited: frozenset[str]


@dataclass(frozen=True, slots=True)
class Insight:
    """What documents repeat; `documents` names those that do."""

    text: str
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Haystack:
    """Documents by name, and how rare each stem is among them."""

    name: str
    documents: Mapping[str, str]
    rarity: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Query:
    """A question about a haystack, with the insights that answer it."""

    text: str
    haystack: Haystack
    insights: tuple[Insight, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over insights, 0 to 1. `citations` is F1 over the told ones; `joint` counts others as 0."""

    coverage: float
    precision: float
    recall: float
    citations: float
    joint: float
    told: int
    insights: int


def read_queries(data: Path) -> list[Query]:
    """Return the queries of the file, in its order. Raises InvalidRequest if a file is not there."""
    rows = read_rows(data, GOLD)
    names = sorted({row["topic_file"] for row in rows})
    haystacks = {name: _haystack(name, read_rows(data, _file(name))) for name in names}
    return [Query(row["query"], haystacks[row["topic_file"]], _insights(row)) for row in rows]


def _file(name: str) -> str:
    return f"summhay_{name}_haystack_docs.jsonl.gz"


def _insights(row: Row) -> tuple[Insight, ...]:
    return tuple(Insight(gold["insight"], frozenset(gold["cited"])) for gold in row["gold"])


def _haystack(name: str, rows: Sequence[Row]) -> Haystack:
    spread_over = Counter(stem for row in rows for stem in content_stems(row["text"]))
    rarity = {stem: log(1 + len(rows) / count) for stem, count in spread_over.items()}
    return Haystack(name, {row["id"]: row["text"] for row in rows}, rarity)


def likeness(insight: str, sentence: str, rarity: Mapping[str, float]) -> float:
    """Return the share of the insight's words that the sentence has; rare ones count more."""
    wanted = content_stems(insight)
    most = max(rarity.values(), default=1.0)
    weight = {stem: rarity.get(stem, most) for stem in sorted(wanted)}
    found = fsum(weight[stem] for stem in sorted(wanted & content_stems(sentence)))
    return found / (fsum(weight.values()) or 1.0)


def score(query: Query, summary: Sequence[Told]) -> Scores:
    """Score one summary; an insight is told by the sentence most like it, if like enough."""
    rows = [_insight_row(insight, summary, query.haystack.rarity) for insight in query.insights]
    return _mean(rows)


def _insight_row(
    insight: Insight, summary: Sequence[Told], rarity: Mapping[str, float]
) -> tuple[float, float] | None:
    """Return precision and recall of the documents cited for an insight, None where it is not told."""
    best = max(summary, key=lambda told: likeness(insight.text, told.text, rarity), default=None)
    if best is None or likeness(insight.text, best.text, rarity) < TOLD:
        return None
    right = len(best.cited & insight.documents)
    return right / max(1, len(best.cited)), right / max(1, len(insight.documents))


def _mean(rows: Sequence[tuple[float, float] | None]) -> Scores:
    told = [row for row in rows if row is not None]
    f1 = [2 * p * r / (p + r) if p + r else 0.0 for p, r in told]
    many, few = max(1, len(rows)), max(1, len(told))
    return Scores(
        coverage=len(told) / many,
        precision=fsum(p for p, _ in told) / few,
        recall=fsum(r for _, r in told) / few,
        citations=fsum(f1) / few,
        joint=fsum(f1) / many,
        told=len(told),
        insights=len(rows),
    )


def total(scores: Iterable[Scores]) -> Scores:
    """Return the scores over the insights of several queries."""
    scores = list(scores)
    many, told = sum(s.insights for s in scores), sum(s.told for s in scores)
    over_told = {
        name: fsum(getattr(s, name) * s.told for s in scores) / max(1, told)
        for name in ("precision", "recall", "citations")
    }
    joint = fsum(s.joint * s.insights for s in scores) / max(1, many)
    return Scores(coverage=told / max(1, many), joint=joint, told=told, insights=many, **over_told)


def lead(query: Query) -> list[Told]:
    """Return first sentences of the documents, in the documents' order, as many as there are insights."""
    firsts = [Told(sentences[0], frozenset([name])) for name, sentences in _sentences(query) if sentences]
    return firsts[: len(query.insights)]


def nearest(query: Query) -> list[Told]:
    """Return the sentences that have most of the query's words, and of these the shortest; no two alike."""
    wanted, rarity = query.text, query.haystack.rarity
    found = [
        (-likeness(wanted, sentence, rarity), len(sentence), sentence, name)
        for name, sentences in _sentences(query)
        for sentence in sentences
    ]
    chosen: dict[str, Told] = {}
    for _, _, sentence, name in sorted(found):
        if sentence not in chosen and len(chosen) < len(query.insights):
            chosen[sentence] = Told(sentence, frozenset([name]))
    return list(chosen.values())


def _sentences(query: Query) -> list[tuple[str, list[str]]]:
    from service.text.sentences import sentence_bounds  # noqa: PLC0415 - the splitter is heavy; help needs none

    return [
        (name, [text[start:end] for start, end in sentence_bounds(text, "en")])
        for name, text in query.haystack.documents.items()
    ]


def citeweave(summarize: Callable[[SummaryRequest], Mapping[str, Any]], mode: Mode) -> System:
    """Return the service as a system that tells as many sentences as there are insights."""

    def tell(query: Query) -> list[Told]:
        response = summarize(_request(query, mode))
        return [
            Told(s["text"], frozenset(c["document_id"] for c in s["citations"]))
            for s in response["sentences"]
        ]

    return tell


def _request(query: Query, mode: Mode) -> SummaryRequest:
    texts = enumerate(query.haystack.documents.items())
    documents = tuple(SourceDocument(i, name, text, MediaType.TEXT) for i, (name, text) in texts)
    length = Length(sentences=len(query.insights))
    return SummaryRequest(documents, length, Format.BULLETS, mode, query.text)


@click.command("haystack")
@data_option
@limit_option
@click.option("--mode", type=click.Choice([m.value for m in Mode]), default="extractive", show_default=True)
@json_option
def main(data: Path, limit: int | None, mode: str, json_file: Path | None) -> None:
    """Summarize a hundred documents for a query, and score the insights told and the citations (SummHay)."""
    queries = spread(read_queries(data), limit)
    systems: dict[str, System] = {
        "citeweave": citeweave(local(), Mode(mode)),
        "nearest": nearest,
        "lead": lead,
    }
    scores: dict[str, list[Scores]] = {name: [] for name in systems}
    seconds = []
    for query in queries:
        for name, system in systems.items():
            began = perf_counter()
            summary = system(query)
            if name == "citeweave":
                seconds.append(perf_counter() - began)
            scores[name].append(score(query, summary))
        note(f"{query.haystack.name}: {query.text} {seconds[-1]:.1f} s")
    totals = {name: total(rows) for name, rows in scores.items()}
    publish(_table(totals, seconds), _figures(totals, seconds), json_file)


def _table(totals: Mapping[str, Scores], seconds: Sequence[float]) -> str:
    head = ["", "coverage", "cite-prec", "cite-rec", "cite-F1", "joint", "told"]
    rows = [
        [
            name,
            *(percent(v) for v in (s.coverage, s.precision, s.recall, s.citations, s.joint)),
            f"{s.told}/{s.insights}",
        ]
        for name, s in totals.items()
    ]
    each = sum(seconds) / len(seconds)
    times = f"citeweave: {len(seconds)} requests, {each:.1f} s each, at most {max(seconds):.1f} s"
    return f"{layout([head, *rows])}\n{times}"


def _figures(totals: Mapping[str, Scores], seconds: Sequence[float]) -> dict[str, Any]:
    names = ("coverage", "precision", "recall", "citations", "joint", "told", "insights")
    figures = {name: {part: getattr(scores, part) for part in names} for name, scores in totals.items()}
    return {"systems": figures, "seconds": list(seconds)}

"""`citeweave evaluate grouping`: whether two events in one request are told apart, and partial copies found.

The service's own stages up to `group` read each request; beside them stands a baseline of word counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from pathlib import Path
from typing import Any

import click

from evaluation.files import read_rows, spread
from evaluation.mixtures import SHARES, Article, Half, Mixture, PartialCopy, mixtures, partial_copies
from evaluation.options import data_option, json_option, limit_option
from evaluation.ratio import Ratio
from evaluation.tables import layout, percent, publish
from service.text.words import content_stems
from service.types import Document, DocumentRole, MediaType, Role, Sentence, SourceDocument

FILE = "ecbplus_subtopics.jsonl.gz"
UNLIKE = 0.5  # of the median likeness to the others, below which the baseline finds a text off the event
Teller = Callable[[Sequence[Article]], frozenset[str]]
Roles = Callable[[Sequence[Article]], Sequence[DocumentRole]]


@dataclass(frozen=True, slots=True)
class Telling:
    """How well one system tells events apart; `whole` counts requests without any mistake."""

    precision: Ratio
    recall: Ratio
    kept: Ratio
    whole: Ratio


@dataclass(frozen=True, slots=True)
class CopyFigures:
    """For one share of copied sentences: partial copies found at all, and called copies outright."""

    share: float
    one_source: Ratio
    called_copy: Ratio


class Reader:
    """Reads articles one by one, each once, as the service's stages up to `segment` do."""

    def __init__(self) -> None:
        self._read: dict[Article, tuple[Document, tuple[Sentence, ...]]] = {}

    def roles(self, articles: Sequence[Article]) -> list[DocumentRole]:
        """Return the articles' roles as the service's `group` finds them."""
        from service.stages.group import group  # noqa: PLC0415 - the stages are heavy; help needs none

        read = [self._article(article) for article in articles]
        documents = [replace(document, index=i) for i, (document, _) in enumerate(read)]
        return group(documents, [replace(s, doc=i) for i, (_, own) in enumerate(read) for s in own])

    def off(self, articles: Sequence[Article]) -> frozenset[str]:
        """Return the articles that the service leaves out as being on another event."""
        apart = {Role.OFF_EVENT, Role.EARLIER_EVENT}
        return frozenset(articles[role.doc].id for role in self.roles(articles) if role.role in apart)

    def _article(self, article: Article) -> tuple[Document, tuple[Sentence, ...]]:
        if article not in self._read:
            from service.limits import DEFAULT_LIMITS  # noqa: PLC0415
            from service.stages.clean import clean_all  # noqa: PLC0415
            from service.stages.ingest import ingest  # noqa: PLC0415
            from service.stages.segment import segment  # noqa: PLC0415

            source = SourceDocument(0, article.id, article.text, MediaType.TEXT)
            (document,) = clean_all([ingest(source, DEFAULT_LIMITS)])
            self._read[article] = document, tuple(segment(document))
        return self._read[article]


def baseline(articles: Sequence[Article]) -> frozenset[str]:
    """Return the articles whose mean TF-IDF cosine to the others is under half of the median of these."""
    rows = _tf_idf([article.text for article in articles])
    means = [
        sum(_dot(row, other) for other in rows if other is not row) / max(1, len(rows) - 1) for row in rows
    ]
    middle = sorted(means)[len(means) // 2]
    return frozenset(a.id for a, mean in zip(articles, means, strict=True) if mean < UNLIKE * middle)


def nothing(_articles: Sequence[Article]) -> frozenset[str]:
    """Return no article: all are taken to be on one event."""
    return frozenset()


def tell_apart(requests: Sequence[Mixture], teller: Teller) -> Telling:
    """Score a system on requests that mix two events."""
    precision, recall, kept, whole = Ratio(0, 0), Ratio(0, 0), Ratio(0, 0), []
    for request in requests:
        found = teller(request.articles)
        on_event = [a.id for a in request.articles if a.id not in request.off]
        precision += Ratio(len(found & request.off), len(found))
        recall += Ratio(len(found & request.off), len(request.off))
        kept += Ratio.of(name not in found for name in on_event)
        whole.append(found == request.off)
    return Telling(precision, recall, kept, Ratio.of(whole))


def find_copies(requests: Sequence[PartialCopy], roles: Roles) -> list[CopyFigures]:
    """Score how partial copies are found, a row for each share."""
    return [_copies_of(share, [r for r in requests if r.share == share], roles) for share in SHARES]


def _copies_of(share: float, requests: Iterable[PartialCopy], roles: Roles) -> CopyFigures:
    one_source, called = [], []
    for request in requests:
        found = {role.doc: role for role in roles(request.articles)}
        first, last = found[0], found[len(request.articles) - 1]
        one_source.append(first.source == last.source)
        called.append(last.copy_of == first.doc or first.copy_of == last.doc)
    return CopyFigures(share, Ratio.of(one_source), Ratio.of(called))


def false_copies(requests: Sequence[Mixture], roles: Roles) -> Ratio:
    """Return how many articles share a source with one on the other event, of all."""
    wrong = []
    for request in requests:
        source = {request.articles[role.doc].id: role.source for role in roles(request.articles)}
        away = {source[name] for name in request.off}
        wrong += [source[a.id] in away for a in request.articles if a.id not in request.off]
    return Ratio.of(wrong)


def _tf_idf(texts: Sequence[str]) -> list[dict[str, float]]:
    stems = [content_stems(text) for text in texts]
    spread_over = Counter(stem for row in stems for stem in row)
    rows = [{s: log(1 + len(texts) / spread_over[s]) for s in sorted(row)} for row in stems]
    norms = [sqrt(sum(value * value for value in row.values())) or 1.0 for row in rows]
    return [{s: v / norm for s, v in row.items()} for row, norm in zip(rows, norms, strict=True)]


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(value * other[stem] for stem, value in one.items() if stem in other)


@click.command("grouping")
@data_option
@click.option(
    "--half",
    type=click.Choice(["tuned", "held", "both"]),
    default="held",
    show_default=True,
    help="The topics that the rules were tuned on, those kept for measuring, or both.",
)
@limit_option
@click.option("--details", is_flag=True, help="List the requests with a mistake.")
@json_option
def main(data: Path, half: Half, limit: int | None, details: bool, json_file: Path | None) -> None:
    """Tell events apart that are mixed in one request, and find partial copies (ECB+)."""
    rows = read_rows(data, FILE)
    mixed = spread(list(mixtures(rows, half)), limit)
    copies = spread(list(partial_copies(rows, half)), limit)
    reader = Reader()
    tellers: dict[str, Teller] = {"citeweave": reader.off, "TF-IDF": baseline, "all on one event": nothing}
    told = {name: tell_apart(mixed, teller) for name, teller in tellers.items()}
    found, false = find_copies(copies, reader.roles), false_copies(mixed, reader.roles)
    lines = [_telling_table(told, len(mixed)), "", _copies_table(found, false)]
    if details:
        lines += ["", *_mistakes(mixed, reader.off)]
    publish("\n".join(lines), _figures(told, found, false), json_file)


def _telling_table(told: dict[str, Telling], requests: int) -> str:
    head = [f"{requests} requests", "precision", "recall", "main kept", "no mistake"]
    return layout([head, *([name, *map(_cell, _parts(telling))] for name, telling in told.items())])


def _parts(telling: Telling) -> tuple[Ratio, ...]:
    return telling.precision, telling.recall, telling.kept, telling.whole


def _cell(ratio: Ratio) -> str:
    return f"{percent(ratio.value)} ({ratio})"


def _copies_table(found: Sequence[CopyFigures], false: Ratio) -> str:
    head = ["sentences copied", "one source", "called a copy"]
    rows = [[percent(row.share, 0), str(row.one_source), str(row.called_copy)] for row in found]
    return layout([head, *rows, ["articles that share a source with another event's", str(false), ""]])


def _mistakes(requests: Sequence[Mixture], teller: Teller) -> list[str]:
    lines = []
    for request in requests:
        found = teller(request.articles)
        if found != request.off:
            missed, wrong = sorted(request.off - found), sorted(found - request.off)
            lines.append(
                f"{request.name}: missed {', '.join(missed) or '-'}; wrong {', '.join(wrong) or '-'}"
            )
    return lines


def _figures(told: dict[str, Telling], found: Sequence[CopyFigures], false: Ratio) -> dict[str, Any]:
    names = ("precision", "recall", "kept", "whole")
    return {
        "events": {
            name: {part: _plain(ratio) for part, ratio in zip(names, _parts(telling), strict=True)}
            for name, telling in told.items()
        },
        "copies": [
            {"share": f.share, "one_source": _plain(f.one_source), "called_copy": _plain(f.called_copy)}
            for f in found
        ],
        "false_copies": _plain(false),
    }


def _plain(ratio: Ratio) -> dict[str, Any]:
    return {"hits": ratio.hits, "count": ratio.count, "value": ratio.value}

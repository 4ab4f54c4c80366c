"""`citeweave evaluate events`: scores summaries of annotated events.

Every folder of DIR with a `key.json` is an event. Citeweave summarizes its files as they are, the
baselines follow at the same length, and the figures of all come out as a table and as JSON.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from evaluation import baselines
from evaluation.options import data_option, json_option
from evaluation.report import CITEWEAVE, findings, plain, table
from evaluation.scoring import EventScore, score_event
from evaluation.systems import local, remote
from evaluation.tables import publish
from service.types import NAMED_LENGTHS, Length, MediaType, Mode, SourceDocument, SummaryRequest

Json = Mapping[str, Any]
System = Callable[[SummaryRequest], Json]
_MEDIA_TYPES = {
    ".txt": MediaType.TEXT,
    ".md": MediaType.MARKDOWN,
    ".html": MediaType.HTML,
    ".pdf": MediaType.PDF,
    ".docx": MediaType.DOCX,
}


@dataclass(frozen=True, slots=True)
class Event:
    """An annotated event and its files, in the key's order."""

    key: Json
    documents: tuple[SourceDocument, ...]

    @property
    def texts(self) -> list[str]:
        """The documents as text, in order; of binary files nothing is known here."""
        return [d.content if isinstance(d.content, str) else "" for d in self.documents]


def read_events(data: Path, metadata: bool = False) -> Iterator[Event]:
    """Yield the events below `data`. With `metadata`, documents carry the key's outlet and date."""
    for path in sorted(data.rglob("key.json")):
        key = json.loads(path.read_text("utf-8"))
        notes = enumerate(key["documents"])
        yield Event(key, tuple(_document(path.parent, i, note, metadata) for i, note in notes))


def _document(folder: Path, index: int, note: Json, metadata: bool) -> SourceDocument:
    path = folder / note["file"]
    media_type = _MEDIA_TYPES[path.suffix]
    binary = media_type in {MediaType.PDF, MediaType.DOCX}
    return SourceDocument(
        index=index,
        id=path.name,
        content=path.read_bytes() if binary else path.read_text("utf-8"),
        media_type=media_type,
        outlet=note["outlet"] if metadata else None,
        published_at=note["published"] if metadata else None,
        pointer=f"/documents/{index}",
    )


def evaluate(system: System, event: Event, request: SummaryRequest) -> tuple[Json, EventScore]:
    """Summarize one event and return the response with its score."""
    started = perf_counter()
    response = system(replace(request, documents=event.documents))
    seconds = perf_counter() - started
    return response, replace(score_event(event.key, response, event.texts), seconds=round(seconds, 2))


def evaluate_baselines(event: Event, response: Json, words: int) -> dict[str, EventScore]:
    """Return the baselines' scores for the documents of `response`, by name."""
    documents = response["documents"]
    texts = [d.get("text") or text for d, text in zip(documents, event.texts, strict=True)]
    return {
        name: score_event(event.key, baselines.summarize(base, event.key, documents, texts, words), texts)
        for name, base in baselines.available().items()
    }


def shuffles_agree(
    system: System, event: Event, response: Json, request: SummaryRequest, count: int
) -> list[bool]:
    """Return, for each of `count` seeded orders of the documents, whether the summary stays the same."""
    expected, outcomes = essence(response), []
    for seed in range(count):
        order = list(event.documents)
        random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
        documents = tuple(replace(d, index=i, pointer=f"/documents/{i}") for i, d in enumerate(order))
        outcomes.append(essence(system(replace(request, documents=documents))) == expected)
    return outcomes


def essence(response: Json) -> tuple[str, list[list[tuple[str, int, int]]]]:
    """Return the summary and each sentence's citations as (document id, start, end), in order."""
    cited = [
        sorted((c["document_id"], c["start_char_index"], c["end_char_index"]) for c in sentence["citations"])
        for sentence in response["sentences"]
    ]
    return response["summary"], cited


def ceiling(length: str) -> Length:
    """Return the ceiling that `--length` names: short, medium, long or a number of words."""
    try:
        return NAMED_LENGTHS.get(length) or Length(words=int(length))
    except ValueError:
        raise click.BadParameter("give short, medium, long or a number of words") from None


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    data: Path
    only: str
    length: str
    mode: str
    metadata: bool
    url: str | None
    shuffles: int
    details: bool
    save: Path | None
    json_file: Path | None


_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("events")
@data_option
@click.option("--only", default="", help="Only events whose name contains this.")
@click.option("--length", default="long", show_default=True, help="short, medium, long or a number of words.")
@click.option("--mode", type=click.Choice([m.value for m in Mode]), default="abstractive", show_default=True)
@click.option("--metadata", is_flag=True, help="Hand over outlets and dates of publication with the files.")
@click.option("--url", help="Score a running service at this address instead of this code.")
@click.option("--shuffles", default=0, help="Also summarize this many other orders of the documents.")
@click.option("--details", is_flag=True, help="List what is missing or wrong.")
@click.option("--save", type=_FOLDER, help="Keep the responses in this folder.")
@json_option
def main(**options: Any) -> None:  # noqa: ANN401 - click's values, typed by Options
    """Score summaries of annotated events against their keys, beside simple baselines.

    An event is a folder with a key.json, anywhere below DATA.
    """
    run(Options(**options))


def run(options: Options) -> None:
    """Evaluate as the options say and print the outcome. Raises click.UsageError if there is no event."""
    request = SummaryRequest(documents=(), length=ceiling(options.length), mode=Mode(options.mode))
    events = [e for e in read_events(options.data, options.metadata) if options.only in e.key["id"]]
    if not events:
        raise click.UsageError(f"no event with a key.json below {options.data}")
    system = remote(options.url) if options.url else local()
    scores: dict[str, list[EventScore]] = {}
    orders: dict[str, list[bool]] = {}
    for event in events:
        response, score = evaluate(system, event, request)
        scores.setdefault(CITEWEAVE, []).append(score)
        for name, other in evaluate_baselines(event, response, request.length.words or 250).items():
            scores.setdefault(name, []).append(other)
        orders[score.event] = shuffles_agree(system, event, response, request, options.shuffles)
        _keep(options.save, score.event, response)
    _print(scores, orders, options)


def _keep(folder: Path | None, name: str, response: Json) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(response, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text, "utf-8", errors="surrogatepass")


def _print(
    scores: Mapping[str, Sequence[EventScore]], orders: Mapping[str, list[bool]], how: Options
) -> None:
    lines = [table(scores), *([findings(scores[CITEWEAVE])] if how.details else [])]
    for name, same in orders.items():
        if same:
            lines.append(f"{name}: same summary and citations in {sum(same)} of {len(same)} other orders")
    systems = {name: [plain(asdict(score)) for score in rows] for name, rows in scores.items()}
    publish("\n".join(lines), {"systems": systems, "shuffles_agree": orders}, how.json_file)

"""`citeweave evaluate sheet`: fused sentences with what they cite, to be judged by a reader one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click

from evaluation import origins
from evaluation.events import ceiling
from evaluation.files import read_rows, spread
from evaluation.options import json_option
from evaluation.origins import Origin
from evaluation.published import to_markdown
from evaluation.systems import Json, local
from evaluation.tables import layout, note, publish
from service.errors import RequestError
from service.render.escape import markdown as escape
from service.render.escape import markdown_line
from service.render.json import dumps
from service.settings import load_settings
from service.types import Length, SummaryRequest

System = Callable[[SummaryRequest], Json]
SHEET = "sheet.jsonl"
NO_CEILING = Length(words=10**6)
CITED = ("document_id", "start_char_index", "end_char_index", "cited_text")


@dataclass(frozen=True, slots=True)
class Entry:
    """An abstractive sentence of a summary. The last three are for the reader to fill in."""

    id: str
    origin: str
    text: str
    citations: tuple[Json, ...]
    score: float
    verdict: str | None = None
    fault: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Yield:
    """What the requests of one kind gave: sentences told, those of several sources, abstractive ones."""

    requests: int = 0
    told: int = 0
    several: int = 0
    abstractive: int = 0

    def plus(self, sentences: Sequence[Json]) -> Yield:
        """Return this with one more request's sentences."""
        return Yield(
            self.requests + 1,
            self.told + len(sentences),
            self.several + sum(sentence["corroboration"] > 1 for sentence in sentences),
            self.abstractive + sum(sentence["method"] == "abstractive" for sentence in sentences),
        )


class Reader:
    """Summarizes origins and keeps the abstractive sentences, at most `each` a request, evenly spread."""

    def __init__(self, system: System, length: Length, each: int | None) -> None:
        self.yields: dict[str, Yield] = {}
        self._system = system
        self._request = SummaryRequest(documents=(), length=length)
        self._each = each

    def read(self, requests: Iterable[Origin], most: int | None = None) -> list[Entry]:
        """Return the entries of the requests in turn, `most` at the most; no request is made in vain."""
        entries: list[Entry] = []
        for origin in requests:
            if most is not None and len(entries) >= most:
                break
            entries += self._entries(origin)
            note(f"{origin.name}: {len(entries)} sentences" + (f" of {most}" if most else ""))
        return entries[:most]

    def _entries(self, origin: Origin) -> list[Entry]:
        try:
            response = self._system(replace(self._request, documents=origin.documents))
        except RequestError as error:
            note(f"{origin.name} is left out: {error}")
            return []
        sentences = response["sentences"]
        self.yields[origin.kind] = self.yields.get(origin.kind, Yield()).plus(sentences)
        fused = [sentence for sentence in sentences if sentence["method"] == "abstractive"]
        entries = [_entry(origin.name, number, sentence) for number, sentence in enumerate(fused, start=1)]
        return spread(entries, self._each)


def _entry(origin: str, number: int, sentence: Json) -> Entry:
    citations = tuple({field: citation[field] for field in CITED} for citation in sentence["citations"])
    return Entry(f"{origin}/{number}", origin, sentence["text"], citations, sentence["support"]["score"])


def to_lines(entries: Iterable[Entry]) -> bytes:
    """Return the entries as JSON Lines."""
    return b"".join(dumps(asdict(entry)) + b"\n" for entry in entries)


def to_page(entries: Sequence[Entry], yields: Mapping[str, Yield]) -> str:
    """Return the entries as a page of Markdown for reading."""
    parts = ["# Sentences to be read", f"```\n{table(yields)}\n```"]
    for entry in entries:
        cited = [f"- {escape(c['document_id'])}: {escape(c['cited_text'])}" for c in entry.citations]
        parts += [f"## {escape(entry.id)}", f"**{markdown_line(entry.text)}** ({entry.score:.2f})"]
        parts.append("\n".join(cited))
    return "\n\n".join(parts) + "\n"


def table(yields: Mapping[str, Yield]) -> str:
    """Return what each kind of origin gave."""
    rows = [["", "requests", "sentences", "of several sources", "abstractive"]]
    rows += [[kind, *map(str, asdict(found).values())] for kind, found in yields.items()]
    return layout(rows)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    data: Path | None
    out: Path | None
    n: int
    from_events: int
    skip: int
    extra: tuple[Path, ...]
    sentences_from: str
    length: str
    per_request: int | None
    publish: Path | None
    page: Path | None
    json_file: Path | None


_FOLDER = click.Path(file_okay=False, path_type=Path)
_READABLE = click.Path(file_okay=False, exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("sheet")
@click.option("--data", type=_READABLE, help="The folder that holds the data.")
@click.option("--out", type=_FOLDER, help="Write sheet.jsonl and sheet.md to this folder.")
@click.option("--n", type=click.IntRange(1), default=150, show_default=True, help="How many sentences.")
@click.option(
    "--from-events",
    type=click.IntRange(0),
    default=40,
    show_default=True,
    help="How many of them from the annotated events, if they give as many.",
)
@click.option(
    "--skip", type=click.IntRange(0), default=0, show_default=True, help="Leave out so many clusters of news."
)
@click.option(
    "--extra", type=_READABLE, multiple=True, help="A folder with folders of articles, each a request."
)
@click.option(
    "--sentences-from",
    type=click.Choice(["summary", "clusters"]),
    default="summary",
    show_default=True,
    help="Take the sentences of a summary of LENGTH, or of one without a ceiling: of every fact there is.",
)
@click.option("--length", default="long", show_default=True, help="short, medium, long or a number of words.")
@click.option("--per-request", type=click.IntRange(1), help="Take only so many of each request.")
@click.option(
    "--publish",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Make the page that may be published of this judged sheet.jsonl, and nothing else.",
)
@click.option("-o", "page", type=_FILE, help="Where that page is written.")
@json_option
def main(**options: Any) -> None:  # noqa: ANN401 - click's values, typed by Options
    """Collect fused sentences and what they cite, to be judged one by one.

    They come from the annotated events below DATA, from the folders given, and for the rest from the
    first clusters of DATA's multinews_val_250.jsonl.gz. The sheet holds other people's texts: keep it
    to yourself. What --publish makes of it names those by their hashes only.
    """
    how = Options(**options)
    if how.publish is None:
        if how.page:
            raise click.UsageError("-o goes with --publish; the sheet is written to the folder of --out")
        collect(how)
    elif how.page is None:
        raise click.UsageError("--publish needs -o: the page to write")
    else:
        how.page.write_text(to_markdown(read_rows(how.publish.parent, how.publish.name)), "utf-8")


def collect(how: Options) -> None:
    """Make the sheet. Raises InvalidRequest where the data are not, click.UsageError without a folder."""
    if how.data is None:
        raise click.UsageError("--data names the folder that holds the data")
    events, multinews = origins.events(how.data), origins.multinews(how.data)[how.skip :]
    limits = load_settings().limits
    extra = [origin for folder in how.extra for origin in origins.folders(folder, limits)]
    if how.out is None:
        raise click.UsageError("--out names the folder for the sheet")
    if (how.out / SHEET).exists():
        raise click.UsageError(f"{how.out} holds a sheet already, perhaps with verdicts: take another folder")
    length = ceiling(how.length) if how.sentences_from == "summary" else NO_CEILING
    reader = Reader(local(), length, how.per_request)
    wanted = min(how.from_events, how.n)
    entries = spread(reader.read(events), wanted) if wanted else []
    for rest in (extra, multinews):
        entries += reader.read(rest, how.n - len(entries))
    how.out.mkdir(parents=True, exist_ok=True)
    (how.out / SHEET).write_bytes(to_lines(entries))
    (how.out / "sheet.md").write_text(to_page(entries, reader.yields), "utf-8", errors="surrogatepass")
    yields = {kind: asdict(found) for kind, found in reader.yields.items()}
    told = f"{table(reader.yields)}\n{len(entries)} sentences in {how.out / SHEET}"
    publish(told, {"sentences": len(entries), "origins": yields}, how.json_file)

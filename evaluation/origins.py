"""Where requests for reading come from: annotated events, folders of articles, clusters of Multi-News."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from evaluation.events import read_events
from evaluation.files import read_rows
from evaluation.tables import note
from service.cli.files import find, load
from service.limits import Limits
from service.types import MediaType, SourceDocument

EVENTS = "events"
EXTRA = "extra"
MULTINEWS = "multinews_val_250"


@dataclass(frozen=True, slots=True)
class Origin:
    """The documents of one request; `name` starts with where they are from: `events/flood`."""

    name: str
    documents: tuple[SourceDocument, ...]

    @property
    def kind(self) -> str:
        """Where they are from."""
        return kind_of(self.name)


def kind_of(name: str) -> str:
    """Return the first part of an origin's name."""
    return name.split("/", maxsplit=1)[0]


def events(data: Path) -> list[Origin]:
    """Return the annotated events below a folder."""
    return [Origin(f"{EVENTS}/{event.key['id']}", event.documents) for event in read_events(data)]


def folders(folder: Path, limits: Limits) -> Iterator[Origin]:
    """Yield each folder in `folder` as a request; if there is none, `folder` itself.

    Raises InvalidRequest or TooLarge for what cannot be read.
    """
    inner = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    for path in inner or [folder]:
        yield Origin(f"{EXTRA}/{path.resolve().name}", load(find([str(path)], note), limits, BytesIO()))


def multinews(data: Path) -> list[Origin]:
    """Return the clusters of Multi-News in the file's order. Raises InvalidRequest if it is not there."""
    rows = read_rows(data, f"{MULTINEWS}.jsonl.gz")
    return [
        Origin(f"{MULTINEWS}/{row['id'].rsplit('-', maxsplit=1)[-1]}", tuple(_documents(row["documents"])))
        for row in rows
    ]


def _documents(rows: list[dict[str, str]]) -> Iterator[SourceDocument]:
    for index, row in enumerate(rows):
        yield SourceDocument(index, row["id"], row["text"], MediaType.TEXT, pointer=f"/documents/{index}")

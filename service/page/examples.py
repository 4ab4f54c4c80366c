"""The example articles of this repository, for whoever has none at hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from service.media import SUFFIXES

_PLACES = (
    Path(__file__).resolve().parents[2] / "examples",
    Path(sys.prefix) / "share" / "citeweave" / "examples",
)
"""Where they are in a clone, and where an installation puts them."""

_TITLES: Mapping[str, str] = {"tanker-fire-vilar-da-barra": "Tanker fire at Vilar da Barra"}

# What a reader would type into the form: the outlet and the day.
_KNOWN: Mapping[str, tuple[str, str]] = {
    "01_biscay-newswire.txt": ("Biscay Newswire", "2031-10-14"),
    "02_folha-da-barra.html": ("Folha da Barra", "2031-10-15"),
    "03_tanker-gazette.txt": ("Tanker Gazette", "2031-10-15"),
    "04_severn-courier.txt": ("The Severn Courier", "2031-10-14"),
    "05_the-bollard.md": ("The Bollard", "2031-10-16"),
    "06_folha-da-barra-2029.txt": ("Folha da Barra", "2029-09-18"),
}


def listed() -> list[dict[str, Any]]:
    """Return the events, each with its articles' file names and what is known of them."""
    return [
        {
            "name": event.name,
            "title": _TITLES.get(event.name, event.name.replace("-", " ").capitalize()),
            "articles": [_article(path) for path in _articles(event)],
        }
        for event in _events()
    ]


def read(event: str, name: str) -> bytes | None:
    """Return an article that is listed, or None."""
    paths = (path for folder in _events() if folder.name == event for path in _articles(folder))
    return next((path.read_bytes() for path in paths if path.name == name), None)


def _article(path: Path) -> dict[str, Any]:
    outlet, published_at = _KNOWN.get(path.name, (None, None))
    return {"file": path.name, "outlet": outlet, "published_at": published_at}


def _events() -> Iterator[Path]:
    place = next((place for place in _PLACES if place.is_dir()), None)
    if place is not None:
        yield from sorted(path for path in place.iterdir() if path.is_dir())


def _articles(event: Path) -> list[Path]:
    return sorted(path for path in event.iterdir() if path.suffix.lower() in SUFFIXES)

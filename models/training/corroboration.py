"""Pairs of sentences of different articles on one event, and whether the second says what the first says.

A file of pairs has no text, but the places of the sentences. A line has, between tabs: the group of articles;
for the claim and for the other sentence the number of the article, and where the sentence starts and ends in
its text; the letter of a reader; and perhaps for how many pairs it stands, and how far the service took the
two sentences for one fact.

- S: the other sentence states the claim's point (who did or said what, what happened, what is so);
- P: it states not the point, but another whole statement of the claim's;
- B: it shares only background: the setting, names, what all the articles are about;
- C: it is about the same point but cannot be true together with the claim;
- O: it tells something else.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SAME = frozenset("SP")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, another article's sentence, the reader's letter, and how many pairs it stands for."""

    group: str
    claim: str
    other: str
    label: str
    weight: float = 1.0
    sameness: float = 0.0

    @property
    def same(self) -> bool:
        """Whether the other sentence may be cited beside the claim."""
        return self.label in SAME


def read_pairs(labels: Path, articles: Path) -> list[Pair]:
    """The labelled pairs, with their texts taken from the articles, gzipped JSON Lines.

    Raises KeyError of an unknown group.
    """
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        rows = {row["id"]: row["documents"] for row in map(json.loads, lines)}
    return [_pair(line.split("\t"), rows) for line in labels.read_text(encoding="utf-8").splitlines()]


def _pair(cells: Sequence[str], rows: Mapping[str, Any]) -> Pair:
    group, *places = cells[:7]
    texts = [
        " ".join(rows[group][int(doc)]["text"][int(start) : int(end)].split())
        for doc, start, end in (places[:3], places[3:])
    ]
    return Pair(group, texts[0], texts[1], cells[7], *map(float, cells[8:]))

"""Clusters of news with a summary written by people: Multi-News (Fabbri et al. 2019).

https://arxiv.org/abs/1906.01749. The ranking's weights were learned on one part of the clusters, so the
parts are told apart by the clusters' own texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.files import read_rows
from models.training.splits import is_training_source
from service.errors import InvalidRequest
from service.types import MediaType, SourceDocument

FILE = "multinews_val_250.jsonl.gz"
FITTED = "fitted"
HELD_OUT = "held out"
JUNK_VOTES = 3
"""Votes, of five, from which a document counts as no part of its cluster."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewsCluster:
    """A cluster's documents, its reference, and which documents (by index) are no part of it."""

    name: str
    documents: tuple[SourceDocument, ...]
    reference: str
    junk: frozenset[int]

    @property
    def part(self) -> str:
        """`FITTED` if the ranking's weights were learned on it, else `HELD_OUT`."""
        return part_of([str(document.content) for document in self.documents])


def part_of(texts: Sequence[str]) -> str:
    """Return the part to which the cluster of these texts belongs."""
    return FITTED if is_training_source("\n".join(texts)) else HELD_OUT


def read_clusters(data: Path) -> list[NewsCluster]:
    """Return the clusters of FILE below `data`. Raises InvalidRequest if it is not there or not right."""
    try:
        return [_cluster(row) for row in read_rows(data, FILE)]
    except (KeyError, IndexError, TypeError) as error:
        raise InvalidRequest(f"{data / FILE}: a row lacks documents or references ({error!r})") from None


def _cluster(row: Json) -> NewsCluster:
    documents = [
        SourceDocument(index, note["id"], note["text"], MediaType.TEXT, pointer=f"/documents/{index}")
        for index, note in enumerate(row["documents"])
    ]
    votes = [note.get("irrelevant_votes_of_5") or 0 for note in row["documents"]]
    junk = frozenset(index for index, count in enumerate(votes) if count >= JUNK_VOTES)
    return NewsCluster(str(row["id"]), tuple(documents), str(row["references"][0]), junk)

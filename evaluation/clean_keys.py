"""What of an annotated event's clutter is marked, and what of its text is marked wrongly.

The key lists each document's clutter, and quotes the passages that state its facts and conflicts. Words are
compared, so that white space, marks and the markers of lists do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.events import Event
from evaluation.ratio import Ratio
from service.limits import Limits
from service.stages.clean import clean_all
from service.stages.ingest import ingest
from service.types import BlockKind, Document

Json = Mapping[str, Any]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class KeyScore:
    """The figures of one event, and what to read where they are not full."""

    event: str
    found: Ratio  # of the key's pieces of clutter, those that are marked, or were left out on extraction
    right: Ratio  # of the words that are marked, those that the key calls clutter
    kept: Ratio  # of the passages that state a fact or a side of a conflict, those without a marked word
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    lost: tuple[str, ...]


def score_cleaning(event: Event) -> KeyScore:
    """Clean an event's documents as the service does, and compare with its key."""
    documents = clean_all([ingest(source, Limits()) for source in event.documents])
    return score_documents(event.key, documents)


def score_documents(key: Json, documents: Sequence[Document]) -> KeyScore:
    """Compare cleaned documents, in the key's order, with the key."""
    found, right, kept = Ratio(0, 0), Ratio(0, 0), Ratio(0, 0)
    missed: list[str] = []
    wrong: list[str] = []
    lost: list[str] = []
    for note, document in zip(key["documents"], documents, strict=True):
        words = _Words(document)
        clutter = list(dict.fromkeys(note["boilerplate"]))
        passages = sorted(set(_passages(key, note["file"])))
        unmarked = [phrase for phrase in clutter if not words.is_marked(phrase)]
        lost_here = [passage for passage in passages if not words.is_kept(passage)]
        runs = list(words.marked_runs(clutter))
        found += Ratio(len(clutter) - len(unmarked), len(clutter))
        kept += Ratio(len(passages) - len(lost_here), len(passages))
        right += Ratio(sum(hits for hits, _, _ in runs), sum(count for _, count, _ in runs))
        missed += [f"{note['file']}: {phrase}" for phrase in unmarked]
        lost += [f"{note['file']}: {passage}" for passage in lost_here]
        wrong += [f"{note['file']}: {text}" for hits, count, text in runs if hits < count]
    return KeyScore(str(key["id"]), found, right, kept, tuple(missed), tuple(wrong), tuple(lost))


class _Words:
    """A document's words, and which of them stand in clutter."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._places = [(found.start(), found.end()) for found in _WORD.finditer(document.text)]
        self._words = [document.text[start:end].casefold() for start, end in self._places]
        self._marked = [False] * len(self._words)
        self._blocks = [
            [i for i, (start, _) in enumerate(self._places) if block.start <= start < block.end]
            for block in document.blocks
            if block.kind is BlockKind.BOILERPLATE
        ]
        for block in self._blocks:
            for place in block:
                self._marked[place] = True

    def is_marked(self, phrase: str) -> bool:
        """Whether a phrase of the key is marked somewhere, or not there at all.

        One place is enough: a site's name is clutter in its frame, not where an article speaks of the site.
        """
        places = list(self._find(phrase))
        return not places or any(all(self._marked[i] for i in place) for place in places)

    def is_kept(self, passage: str) -> bool:
        """Whether a passage stands somewhere without a marked word."""
        return any(not any(self._marked[i] for i in place) for place in self._find(passage))

    def marked_runs(self, clutter: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Yield each marked block: how many of its words the key calls clutter, of how many, its text."""
        told = {i for phrase in clutter for place in self._find(phrase) for i in place}
        for block in self._blocks:
            if block:
                start, end = self._places[block[0]][0], self._places[block[-1]][1]
                yield sum(i in told for i in block), len(block), self._text[start:end]

    def _find(self, phrase: str) -> Iterator[range]:
        wanted = [word.casefold() for word in _WORD.findall(phrase)]
        size = len(wanted)
        for start in range(len(self._words) - size + 1 if size else 0):
            if self._words[start : start + size] == wanted:
                yield range(start, start + size)


def _passages(key: Json, file: str) -> Iterator[str]:
    sides = [side for conflict in key["conflicts"] for side in conflict["sides"]]
    for part in (*key["facts"], *sides):
        if file in part["evidence"]:
            yield part["evidence"][file]

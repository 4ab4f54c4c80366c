"""group: what each document is to the event: on it, a copy, about an earlier event, or about another.

Near-copies come from `service.text.near_copies`. A document is told apart in time by its publication
date; where it has none, by how others date what it reports ("during the visit to Moscow in March
2023") and by how it dates itself against what others date ("a year after the invasion"). A document
that shares hardly a word of weight with any other is off the event.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.text.event_time import Article, Clues, stated_days
from service.text.near_copies import copy_groups
from service.text.words import content_words
from service.types import BlockKind, Document, DocumentRole, Role, Sentence

GAP_DAYS = 45  # publication dates further apart than this belong to different events
OFF_EVENT = 0.09  # TF-IDF cosine to the nearest other document below which one is off the event
LEAD_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class _View:
    """What grouping looks at in one document."""

    document: Document
    body: str
    lead: str
    sentences: tuple[Sentence, ...]

    @property
    def key(self) -> tuple[str, str, str, str]:
        document = self.document
        return (document.text_sha256, document.id, document.outlet or "", document.title or "")


def group(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[DocumentRole]:
    """One role per document, in the documents' order; the same for any order of the request.

    The main event is that of the largest group of independent sources published within 45 days of one
    another; of two as large, the later one.
    """
    own: dict[int, list[Sentence]] = {document.index: [] for document in documents}
    for sentence in sentences:
        own[sentence.doc].append(sentence)
    views = [_view(document, own[document.index]) for document in documents]
    groups = copy_groups([view.body for view in views])
    originals = _originals(views, groups)
    kept = sorted(set(originals.values()))
    roles = _roles_of_originals([views[i] for i in kept])
    by_original = dict(zip(kept, roles, strict=True))
    return [_role(i, originals[groups[i]], views, by_original) for i in range(len(views))]


def _role(index: int, original: int, views: Sequence[_View], roles: Mapping[int, Role]) -> DocumentRole:
    doc, source = views[index].document.index, views[original].document.index
    if index == original:
        return DocumentRole(doc, roles[original], source)
    return DocumentRole(doc, Role.SYNDICATED_COPY, source, copy_of=source)


def _view(document: Document, own: Sequence[Sentence]) -> _View:
    told = [s.display for s in own if s.kind in (BlockKind.BODY, BlockKind.DIGEST)]
    titles = [s.display for s in own if s.kind is BlockKind.TITLE]
    return _View(document, "\n".join(told), "\n".join(titles + told[:LEAD_SENTENCES]), tuple(own))


def _originals(views: Sequence[_View], groups: Sequence[int]) -> dict[int, int]:
    """For each group of copies the first published, then the longest, then the first by content."""
    best: dict[int, int] = {}
    for index, copies in enumerate(groups):
        current = best.get(copies)
        if current is None or _precedence(views[index]) < _precedence(views[current]):
            best[copies] = index
    return best


def _precedence(view: _View) -> tuple[date, int, tuple[str, str, str, str]]:
    return (view.document.published_date or date.max, -len(view.body), view.key)


def _roles_of_originals(views: Sequence[_View]) -> list[Role]:
    eras = _eras(views)
    near = _nearness(views)
    roles = []
    for era, closeness in zip(eras, near, strict=True):
        alone = len(views) > 2 and closeness < OFF_EVENT
        roles.append(Role.OFF_EVENT if alone else era)
    return roles if Role.MAIN in roles else eras


def _eras(views: Sequence[_View]) -> list[Role]:
    """Main, earlier or off by time alone."""
    dated = sorted((v.document.published_date, v.key) for v in views if v.document.published_date)
    days = [day for day, _ in dated if day is not None]
    if not days:
        return _by_clues(views, None)
    first, last = _main_period(days)
    roles = []
    for view, clue in zip(views, _by_clues(views, first), strict=True):
        day = view.document.published_date
        if day is None:
            roles.append(clue)
        elif day < first:
            roles.append(Role.EARLIER_EVENT)
        else:
            roles.append(Role.MAIN if day <= last else Role.OFF_EVENT)
    return roles


def _main_period(days: Sequence[date]) -> tuple[date, date]:
    """The longest run of sorted days without a gap; of two as long, the later."""
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days <= GAP_DAYS:
            runs[-1].append(day)
        else:
            runs.append([day])
    best = max(runs, key=lambda run: (len(run), run[-1]))
    return best[0], best[-1]


def _by_clues(views: Sequence[_View], main: date | None) -> list[Role]:
    """Earlier where a document without a date is dated by others, or by itself, before the main event."""
    clues = Clues([Article(view.lead, tuple(s.display for s in view.sentences)) for view in views])
    days = [day for view in views for day in stated_days(view.lead)]
    roles = []
    for number, view in enumerate(views):
        day = main or max(days, default=None)
        found = [] if view.document.published_date or day is None else clues.about(number)
        early = any(day is not None and (day - clue.day).days > GAP_DAYS for clue in found)
        roles.append(Role.EARLIER_EVENT if early else Role.MAIN)
    return roles if Role.MAIN in roles else [Role.MAIN] * len(views)


def _nearness(views: Sequence[_View]) -> list[float]:
    """TF-IDF cosine of each document to the nearest other one; 1 for a single document."""
    counts = [Counter(word.stem for word in content_words(view.body)) for view in views]
    spread = Counter(stem for count in counts for stem in count)
    rows = [_weights(count, spread, len(views)) for count in counts]
    return [max((_dot(row, other) for other in rows if other is not row), default=1.0) for row in rows]


def _weights(count: Counter[str], spread: Counter[str], total: int) -> dict[str, float]:
    raw = {s: (1 + math.log(n)) * math.log1p(total / spread[s]) for s, n in sorted(count.items())}
    norm = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
    return {stem: value / norm for stem, value in raw.items()}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return math.fsum(value * other[stem] for stem, value in one.items() if stem in other)

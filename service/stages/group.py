"""group: what each document is to the event: on it, a copy, about an earlier event, or about another.

Near-copies come from `service.text.likeness.near_copies`. A document is told apart in time by its publication
date; where it has none, by how others date what it reports ("during the visit to Moscow in March
2023") and by how it dates itself against what others date ("a year after the invasion"). What tells of other
people and places, in other words, than most documents do is off the event; documents of different languages
are not compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.text.facts.event_time import Article, Clues, stated_days
from service.text.likeness.articles import Text, apart
from service.text.likeness.near_copies import Kinship, kinship
from service.types import BlockKind, Document, DocumentRole, Role, Sentence

GAP_DAYS = 45  # publication dates further apart than this belong to different events
LEAD_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class _View:
    """What grouping looks at in one document."""

    document: Document
    body: str
    lead: str
    text: Text
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
    views = sorted((_view(document, own[document.index]) for document in documents), key=_precedence)
    kin = kinship([view.body for view in views])
    kept = sorted(set(kin.original))
    by_original = dict(zip(kept, _roles_of_originals([views[i] for i in kept]), strict=True))
    found = [_role(i, kin, views, by_original) for i in range(len(views))]
    order = {document.index: place for place, document in enumerate(documents)}
    return sorted(found, key=lambda role: order[role.doc])


def _role(index: int, kin: Kinship, views: Sequence[_View], roles: Mapping[int, Role]) -> DocumentRole:
    doc, source = views[index].document.index, views[kin.source[index]].document.index
    original = kin.original[index]
    if index == original:
        return DocumentRole(doc, roles[original], source)
    return DocumentRole(doc, Role.SYNDICATED_COPY, source, copy_of=views[original].document.index)


def _view(document: Document, own: Sequence[Sentence]) -> _View:
    told = tuple(s.display for s in own if s.kind in (BlockKind.BODY, BlockKind.DIGEST))
    titles = tuple(s.display for s in own if s.kind is BlockKind.TITLE)
    lead = (*titles, *told[:LEAD_SENTENCES])
    return _View(document, "\n".join(told), "\n".join(lead), Text(lead, (*titles, *told)), tuple(own))


def _precedence(view: _View) -> tuple[date, int, tuple[str, str, str, str]]:
    """The first published, then the longest, then the first by content."""
    return (view.document.published_date or date.max, -len(view.body), view.key)


def _roles_of_originals(views: Sequence[_View]) -> list[Role]:
    eras = _eras(views)
    off = _apart(views, eras)
    roles = [Role.OFF_EVENT if i in off else era for i, era in enumerate(eras)]
    return roles if Role.MAIN in roles else eras


def _apart(views: Sequence[_View], eras: Sequence[Role]) -> frozenset[int]:
    """Those that their words tell apart from the main event's documents in the same language."""
    main = [i for i, era in enumerate(eras) if era is Role.MAIN and views[i].body]
    found: set[int] = set()
    for language in sorted({views[i].document.language for i in main}):
        own = [i for i in main if views[i].document.language == language]
        found |= {own[place] for place in apart([views[i].text for i in own])}
    return frozenset(found)


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

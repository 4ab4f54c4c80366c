"""Statements: the figures that sentences give, each with what decides whether two may be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.text.facts.calendar_words import WEEKDAYS
from service.text.facts.dates import DateMention, date_mentions, resolve
from service.text.facts.slots import Slot, clause, slots
from service.text.facts.synonyms import canonical
from service.text.facts.units import MONTHS
from service.text.language import READ_BY_MODELS
from service.text.orders import gives_orders
from service.text.words import content_words, names
from service.types import Document, DocumentRole, Role, Sentence

LONG_AGO = timedelta(days=31)
_REPLACED = re.compile(
    r"\b(?:at first|initially|earlier|previously|formerly"
    r"|had (?:been )?(?:given|put|announced|said|reported|counted)"
    r"|(?:replac|supersed|revis|rais|correct)\w*\b[^.;]{0,40}\bfrom)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+|about\s+)?$", re.IGNORECASE)
_AGO = re.compile(r"(?:month|year)s? ago$", re.IGNORECASE)
_CALENDAR = frozenset((*WEEKDAYS, *MONTHS))


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure and the sentence that gives it.

    `row` is the sentence's index in the request, `terms` the canonical stems of its words without
    figures, `names` those of the names in the figure's clause, `persons` those of all names in the sentence:
    whose age a figure is stands anywhere. `days` are the days that the sentence names,
    as ISO dates where the day of publication is known, else as weekdays; `days_told` counts them.
    `current` is false for a figure of long ago, and for one that the sentence calls replaced (`replaced`).
    """

    row: int
    sentence: Sentence
    source: int
    published: date | None
    slot: Slot
    terms: frozenset[str]
    names: frozenset[str]
    persons: frozenset[str]
    days: frozenset[str]
    days_told: int
    current: bool
    replaced: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """What tells it from every other statement of the request."""
        return self.row, self.slot.start


def known_names(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Return the stems of all names, to tell a name at a sentence's start from another word there."""
    return frozenset(canonical(word.stem) for s in sentences for word in names(s.display))


def all_statements(
    sentences: Sequence[Sentence], documents: Sequence[Document], roles: Sequence[DocumentRole]
) -> list[Statement]:
    """Return the statements of all sentences of originals on the main event, as far as they are English."""
    published = {document.index: document.published_date for document in documents}
    source = speakers(documents, roles)
    known = known_names(sentences)
    return [
        statement
        for row, s in enumerate(sentences)
        if s.doc in source and not gives_orders(s.display)
        for statement in statements(row, s, source[s.doc], published[s.doc], known)
    ]


def speakers(documents: Sequence[Document], roles: Sequence[DocumentRole]) -> dict[int, int]:
    """Return the independent source of each document whose figures are read: originals in English."""
    read = {document.index for document in documents if document.language in READ_BY_MODELS}
    return {role.doc: role.source for role in roles if role.role is Role.MAIN and role.doc in read}


def statements(
    row: int, sentence: Sentence, source: int, published: date | None, known: frozenset[str] = frozenset()
) -> list[Statement]:
    """Return a sentence's statements, in order.

    `source` numbers independent sources, copies as one; `known` are the names of the request.
    """
    text = sentence.display
    found = slots(text)
    if not found:
        return []
    mentions = date_mentions(text)
    told = terms(text)
    called = list(_names(text, known))
    days = frozenset(_days(mentions, published))
    return [
        Statement(
            row=row,
            sentence=sentence,
            source=source,
            published=published,
            slot=slot,
            terms=told,
            names=_names_within(called, *clause(text, slot.start, slot.end)),
            persons=_names_within(called, 0, len(text)),
            days=days,
            days_told=sum(mention.day is not None for mention in mentions),
            current=_current(text, slot, mentions, published),
            replaced=_replaced(text, slot),
        )
        for slot in found
    ]


def terms(text: str) -> frozenset[str]:
    """Return the canonical stems of the words that carry topic, without figures."""
    return frozenset(
        canonical(word.stem) for word in content_words(text) if not any(c.isdigit() for c in word.norm)
    )


def _names(text: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield where names start, and their stems; days and months are no names here."""
    sure = {word.start for word in names(text)}
    for word in content_words(text):
        if word.capitalised and word.norm not in _CALENDAR:
            stem = canonical(word.stem)
            if word.start in sure or stem in known:
                yield word.start, stem


def _names_within(called: Iterable[tuple[int, str]], start: int, end: int) -> frozenset[str]:
    return frozenset(stem for at, stem in called if start <= at < end)


def _days(mentions: Sequence[DateMention], published: date | None) -> Iterator[str]:
    """Yield the days named: as dates where the day of publication is known, else as weekdays."""
    for mention in mentions:
        iso = resolve(mention, published)
        if iso and len(iso) == 10:
            yield iso
        elif mention.weekday is not None:
            yield WEEKDAYS[mention.weekday]


def _current(text: str, slot: Slot, mentions: Sequence[DateMention], published: date | None) -> bool:
    """Whether a figure is of now: not of long ago, and not one that the sentence calls replaced."""
    if _replaced(text, slot):
        return False
    end = clause(text, slot.start, slot.end)[1]
    near = [m for m in mentions if m.start < end and not m.lead and not m.start <= slot.start < m.end]
    return not any(_long_ago(m, published) for m in near)


def _replaced(text: str, slot: Slot) -> bool:
    """Whether the sentence says that another figure stands in this one's place: "up from 12"."""
    if _REPLACED.search(text, *clause(text, slot.start, slot.end)):
        return True
    return slot.quantity.kind not in ("time", "day") and bool(_FROM.search(text, 0, slot.start))


def _long_ago(mention: DateMention, published: date | None) -> bool:
    if _AGO.search(mention.surface):
        return True
    iso = resolve(mention, published)
    if published is None or iso is None:
        return False
    horizon = (published - min(LONG_AGO, published - date.min)).isoformat()
    return iso < horizon[: len(iso)]

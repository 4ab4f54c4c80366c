"""conflicts: what independent sources disagree about, within what is one fact.

Figures, clock times and days of two sources are compared when they are each other's best match: the same
kind and unit, in sentences near in meaning (cosine) that use the same rare words around the figure.
What can be told to be no conflict is dropped: roundings, a figure that the other source gives too (it
corrects, compares or counts something else), earlier counts of a toll, facts of another time, parts
of a whole. Precision comes before recall: a false alarm costs more trust than a missed one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import log

import numpy as np

from models.protocols import Embeddings
from service.text.calendar_words import WEEKDAYS
from service.text.dates import DateMention, date_mentions, resolve
from service.text.number_words import SCALES
from service.text.orders import gives_orders
from service.text.slots import Slot, agree, clause, comparable, same_whole, slots, written
from service.text.synonyms import canonical, is_people
from service.text.units import DURATIONS, MONTHS, singular
from service.text.words import content_words, names
from service.types import Citation, Conflict, Document, DocumentRole, Role, Sentence, Side

LEAST_COSINE = 0.3
LEAST_SCORE = 0.9
AGREEING = 0.2  # a figure that both give settles what is compared with what
ALIKE = 0.8  # score at which figures of one form ("17 of 23", "four to one", the dead) are of one thing
VAGUE = 1.1  # score for percentages, and for figures of which one does not say what it counts
AT_ONE_TIME = 0.7  # score for clock times
JOINED = 0.8  # score at which figures that agree stand on one side
LEAST_SHARED = 2.0  # summed rarity (natural log) of the words that both clauses use
LONG_AGO = timedelta(days=31)
NEARLY = Fraction(1, 10)  # "as much as 1,500" and "nearly 1,600"
SAME_IN_PRACTICE = Fraction(1, 200)  # 19,350 and 19,356 feet
ABOUT_WORDS = 6
MOST_PAIRS = 40_000  # the most alike are looked at
_PROVISIONAL = re.compile(r"\b(?:so far|for now|for the time being|provisional|preliminary)\b", re.IGNORECASE)
_REPLACED = re.compile(
    r"\b(?:at first|initially|earlier|previously|formerly|had (?:been )?(?:given|put|announced|said|reported|counted)"
    r"|(?:replac|supersed|revis|rais|correct)\w*\b[^.;]{0,40}\bfrom)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+|about\s+)?$", re.IGNORECASE)
_AGO = re.compile(r"(?:month|year)s? ago$", re.IGNORECASE)
_INCLUDING = re.compile(
    r"\b(?:including|excluding|not counting|besides|plus|along with) (?:the|him|her|them|an?)\b"
    r"[^.;]{0,30}\b(?:self|selves|gunm[ae]n|attackers?|suspects?|bombers?|shooters?|perpetrators?|driver)\b",
    re.IGNORECASE,
)
_FORESEEN = re.compile(
    r"\b(?:expect\w*|forecast\w*|predict\w*|project(?:ed|s|ion\w*)|hop(?:ed|es|ing)|target\w*|aim(?:s|ed|ing)?"
    r"|planned|propos\w+|could|might|if|would have)\b",
    re.IGNORECASE,
)
_CALENDAR = frozenset((*WEEKDAYS, *MONTHS))
_WHEN = {"noon": 1, "midday": 1, "morning": 1, "open": 1, "close": 2, "evening": 2, "end": 2, "night": 2}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A slot and the sentence that holds it."""

    row: int
    sentence: Sentence
    source: int
    published: date | None
    slot: Slot
    terms: frozenset[str]
    names: frozenset[str]  # of the clause
    days: frozenset[str]  # that the sentence names, resolved where they can be
    days_told: int
    current: bool  # not a figure of long ago, nor one that the sentence itself calls replaced


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two figures of two sources, and how surely they are of the same thing."""

    a: _Figure
    b: _Figure
    score: float
    shared: frozenset[str]


def conflicts(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    documents: Sequence[Document],
    roles: Sequence[DocumentRole],
) -> list[Conflict]:
    """Return the disputed facts, those told by most sources first.

    `embeddings` has a unit row per sentence, shape (len(sentences), width). Only originals on the main
    event speak; copies are no further evidence.
    """
    figures = _figures(sentences, documents, roles)
    rarity = _rarity(sentences)
    pairs = _pairs(figures, embeddings, rarity)
    disputed = [pair for pair in _best_of_both(pairs) if not _explained(pair, figures, rarity)]
    agreeing = [
        pair for pair in pairs if pair.score >= JOINED and pair.shared and agree(pair.a.slot, pair.b.slot)
    ]
    return _declared(disputed, agreeing)


def _figures(
    sentences: Sequence[Sentence], documents: Sequence[Document], roles: Sequence[DocumentRole]
) -> list[_Figure]:
    published = {document.index: document.published_date for document in documents}
    source = {role.doc: role.source for role in roles if role.role is Role.MAIN}
    return [
        _figure(row, s, source[s.doc], published[s.doc], slot)
        for row, s in enumerate(sentences)
        if s.doc in source and not gives_orders(s.display)
        for slot in slots(s.display)
    ]


def _figure(row: int, sentence: Sentence, source: int, published: date | None, slot: Slot) -> _Figure:
    text = sentence.display
    start, end = clause(text, slot.start, slot.end)
    mentions = date_mentions(text)
    return _Figure(
        row=row,
        sentence=sentence,
        source=source,
        published=published,
        slot=slot,
        terms=_terms(text),
        names=frozenset(_names(text, start, end)),
        days=frozenset(_days(mentions, published)),
        days_told=sum(m.day is not None for m in mentions),
        current=_current(text, slot, mentions, published),
    )


def _names(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the stems of the names in a clause; days and months are no names here."""
    for word in names(text):
        if start <= word.start < end and word.norm not in _CALENDAR:
            yield canonical(word.stem)


def _days(mentions: Sequence[DateMention], published: date | None) -> Iterator[str]:
    """Yield days in one form a request: dates where the day of publication is known, else as they are named."""
    for mention in mentions:
        iso = resolve(mention, published)
        if iso and len(iso) == 10:
            yield iso
        elif mention.weekday is not None:
            yield WEEKDAYS[mention.weekday]


def _terms(text: str) -> frozenset[str]:
    return frozenset(
        canonical(word.stem) for word in content_words(text) if not any(c.isdigit() for c in word.norm)
    )


def _rarity(sentences: Sequence[Sentence]) -> Mapping[str, float]:
    counts = Counter(term for s in sentences for term in _terms(s.display))
    return {term: log((len(sentences) + 1) / (n + 0.5)) for term, n in counts.items()}


def _current(text: str, slot: Slot, mentions: Sequence[DateMention], published: date | None) -> bool:
    """Whether a figure is of now: not of long ago, and not one that the sentence calls replaced."""
    start, end = clause(text, slot.start, slot.end)
    if _REPLACED.search(text, start, end):
        return False
    if slot.quantity.kind not in ("time", "day") and _FROM.search(text, 0, slot.start):
        return False
    near = [m for m in mentions if m.start < end and not m.lead and not m.start <= slot.start < m.end]
    return not any(_long_ago(m, published) for m in near)


def _long_ago(mention: DateMention, published: date | None) -> bool:
    if _AGO.search(mention.surface):
        return True
    iso = resolve(mention, published)
    if published is None or iso is None:
        return False
    horizon = (published - LONG_AGO).isoformat()
    return iso < horizon[: len(iso)]


def _pairs(figures: Sequence[_Figure], embeddings: Embeddings, rarity: Mapping[str, float]) -> list[_Pair]:
    """Pairs of figures of different sources that may be of the same thing, the surest first."""
    found = []
    for i, j, cosine in _candidates(figures, embeddings):
        a, b = figures[i], figures[j]
        if a.current and b.current and comparable(a.slot, b.slot):
            found.append(_Pair(a, b, _score(a, b, cosine, rarity), a.slot.about & b.slot.about))
    return sorted(found, key=lambda p: (-p.score, _place(p.a), _place(p.b)))


def _place(figure: _Figure) -> tuple[int, int]:
    return figure.row, figure.slot.start


def _candidates(figures: Sequence[_Figure], embeddings: Embeddings) -> list[tuple[int, int, float]]:
    """Return (i, j, cosine) for pairs of one kind from two sources; the nearest MOST_PAIRS."""
    if not figures:
        return []
    rows = embeddings[[figure.row for figure in figures]]
    kinds = np.array([figure.slot.quantity.kind for figure in figures])
    sources = np.array([figure.source for figure in figures])
    found: list[tuple[int, int, float]] = []
    for i in range(len(figures) - 1):
        cosines = rows[i + 1 :] @ rows[i]
        fits = (kinds[i + 1 :] == kinds[i]) & (sources[i + 1 :] != sources[i]) & (cosines >= LEAST_COSINE)
        found += [(i, i + 1 + int(k), float(cosines[k])) for k in np.flatnonzero(fits)]
    found.sort(key=lambda item: (-item[2], item[0], item[1]))
    return found[:MOST_PAIRS]


def _score(a: _Figure, b: _Figure, cosine: float, rarity: Mapping[str, float]) -> float:
    near = _share(a.slot.about, b.slot.about, rarity)
    wide = _share(a.terms, b.terms, rarity)
    return cosine + 0.5 * near + 0.5 * wide + 0.3 * same_whole(a.slot, b.slot)


def _share(a: frozenset[str], b: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Share of the poorer side's rarity that both sides have."""
    least = min(_weight(a, rarity), _weight(b, rarity))
    return _weight(a & b, rarity) / least if least else 0.0


def _weight(terms: Iterable[str], rarity: Mapping[str, float]) -> float:
    return sum(rarity.get(term, LEAST_SHARED) for term in sorted(terms))


def _best_of_both(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Keep a pair if neither figure has a better partner in the other's source; those that agree go first."""
    seen: set[tuple[tuple[int, int], int]] = set()
    kept = []
    for pair in sorted(pairs, key=lambda p: -p.score - AGREEING * agree(p.a.slot, p.b.slot)):
        keys = {(_place(pair.a), pair.b.source), (_place(pair.b), pair.a.source)}
        if not keys & seen:
            kept.append(pair)
        seen |= keys
    return kept


def _explained(pair: _Pair, figures: Sequence[_Figure], rarity: Mapping[str, float]) -> bool:
    """Whether two figures agree, are not surely of one thing, or differ for a reason that can be seen."""
    a, b = pair.a, pair.b
    if agree(a.slot, b.slot) or pair.score < _least(pair):
        return True
    if not _strong(a.slot, b.slot):
        topic = pair.shared - a.names - b.names if a.slot.toll != "age" else pair.shared & a.names
        if not topic or _weight(pair.shared, rarity) < LEAST_SHARED or not (_named(a.slot) or _named(b.slot)):
            return True
    if _told_by(a.source, b, figures) or _told_by(b.source, a, figures):
        return True
    if _superseded(a, b, figures) or _superseded(b, a, figures):
        return True
    if _another_hour(a, b) or _another_day(a, b) or _of_others(a, b) or _one_foreseen(a, b):
        return True
    return _nearly(a.slot, b.slot) or _within(a.slot, b.slot) or _within(b.slot, a.slot)


def _strong(a: Slot, b: Slot) -> bool:
    """Whether the form of two figures alone says that they are of the same thing."""
    if a.toll and a.toll != "age" and all(not s.quantity.unit or is_people(s.quantity.unit) for s in (a, b)):
        return True
    return same_whole(a, b) or a.form == "score"


def _least(pair: _Pair) -> float:
    """Give the score that a pair needs to be declared."""
    a, b = pair.a.slot, pair.b.slot
    if _strong(a, b) or a.toll == "age":
        return ALIKE
    if a.quantity.kind == "time":
        return AT_ONE_TIME
    if is_people(a.quantity.unit) and is_people(b.quantity.unit):
        return VAGUE
    if (
        a.quantity.unit in DURATIONS
        or a.quantity.kind == "percent"
        or (a.quantity.kind == "count" and not (a.quantity.unit and b.quantity.unit))
    ):
        return VAGUE
    return LEAST_SCORE


def _named(slot: Slot) -> bool:
    """Whether a figure says by itself what kind of figure it is."""
    return slot.form != "plain" or slot.quantity.kind != "count" or bool(slot.quantity.unit)


def _told_by(source: int, figure: _Figure, figures: Sequence[_Figure]) -> bool:
    """Whether a source gives the other's figure too: it corrects it, or counts something else."""
    alike = [f for f in figures if f.source == source and _same_figure(f, figure)]
    exact = figure.slot.quantity.kind not in ("count", "time")
    return any(exact or f.slot.about & figure.terms or f.terms & figure.slot.about for f in alike)


def _same_figure(a: _Figure, b: _Figure) -> bool:
    return comparable(a.slot, b.slot) and agree(a.slot, b.slot)


def _superseded(low: _Figure, high: _Figure, figures: Sequence[_Figure]) -> bool:
    """Whether the higher figure is only the later one: nobody gave the lower one once it was known."""
    toll = low.slot.toll and low.slot.toll != "age"
    if low.slot.quantity.value >= high.slot.quantity.value:
        return False
    if not toll and not _PROVISIONAL.search(low.sentence.display):
        return False
    last = _dates(low, figures)
    first = _dates(high, figures)
    return bool(last and first and max(last) < min(first))


def _dates(figure: _Figure, figures: Sequence[_Figure]) -> list[date]:
    """Return when sources gave this figure for this fact, as far as their dates are known."""
    return [
        f.published
        for f in figures
        if f.published and f.current and f.slot.about & figure.slot.about and _same_figure(f, figure)
    ]


def _another_hour(a: _Figure, b: _Figure) -> bool:
    """Whether one is a midday and the other a closing figure."""
    if a.slot.quantity.kind == "time":
        return False
    hours = [{_WHEN[t] for t in f.terms if t in _WHEN} for f in (a, b)]
    return bool(hours[0] and hours[1] and not hours[0] & hours[1])


def _another_day(a: _Figure, b: _Figure) -> bool:
    """Whether both sentences name days and none in common, or, of disputed days, one gives several."""
    if a.slot.quantity.kind == "day":
        return any(f.days_told > 1 for f in (a, b))
    return bool(a.days and b.days and not a.days & b.days)


def _of_others(a: _Figure, b: _Figure) -> bool:
    """Whether the clauses name different people or places, or one count takes in the attacker."""
    if a.names and b.names and not a.names & b.names:
        return True
    return bool(_INCLUDING.search(a.sentence.display)) != bool(_INCLUDING.search(b.sentence.display))


def _one_foreseen(a: _Figure, b: _Figure) -> bool:
    """Whether one is what came and the other what was expected or asked for."""
    if _strong(a.slot, b.slot):
        return False
    first, second = (bool(_FORESEEN.search(f.sentence.display)) for f in (a, b))
    return first != second


def _nearly(a: Slot, b: Slot) -> bool:
    """Whether two numbers are so near that nobody would call it a disagreement."""
    p, q = a.quantity, b.quantity
    if p.kind in ("time", "day"):
        return False
    reach = NEARLY if p.approximate or q.approximate else SAME_IN_PRACTICE
    return abs(p.value - q.value) <= reach * max(abs(p.value), abs(q.value))


def _within(bounded: Slot, other: Slot) -> bool:
    """Whether one figure is a bound that the other keeps; tolls are said as bounds, and mean the number."""
    p, q = bounded.quantity, other.quantity
    if bounded.toll or not p.bound:
        return False
    return p.value <= q.value if p.bound == "min" else q.value <= p.value


def _declared(disputed: Sequence[_Pair], agreeing: Sequence[_Pair]) -> list[Conflict]:
    """Merge pairs into facts, each with its sides; the surest fact first."""
    found = []
    for pairs in _facts(disputed):
        sides = _sides(pairs, agreeing)
        if len(sides) > 1 and not _of_other_days(sides):
            found.append(Conflict(_about(pairs[0]), tuple(_side(side) for side in sides)))
    return found


def _of_other_days(sides: Sequence[Sequence[_Figure]]) -> bool:
    """Whether the two main sides speak of different days."""
    if sides[0][0].slot.quantity.kind == "day":
        return False
    first, second = (frozenset(day for f in side for day in f.days) for side in sides[:2])
    return bool(first and second and not first & second)


def _facts(disputed: Sequence[_Pair]) -> list[list[_Pair]]:
    """Group pairs that dispute the same values of the same thing."""
    facts: list[list[_Pair]] = []
    for pair in disputed:
        for fact in facts:
            if any(_same_dispute(pair, other) for other in fact):
                fact.append(pair)
                break
        else:
            facts.append([pair])
    return facts


def _same_dispute(p: _Pair, q: _Pair) -> bool:
    """Whether two pairs share a figure, or give the same two values with words in common."""
    if {_place(p.a), _place(p.b)} & {_place(q.a), _place(q.b)}:
        return True
    straight = _same_figure(p.a, q.a) and _same_figure(p.b, q.b)
    crossed = _same_figure(p.a, q.b) and _same_figure(p.b, q.a)
    return (straight or crossed) and bool(p.shared & q.shared)


def _sides(pairs: Sequence[_Pair], agreeing: Sequence[_Pair]) -> list[list[_Figure]]:
    """Sort the figures of a fact by value; a source that gives two of them is on no side."""
    figures = {_place(f): f for pair in pairs for f in (pair.a, pair.b)}
    for pair in agreeing:
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            if _place(one) in figures:
                figures.setdefault(_place(other), other)
    sides: list[list[_Figure]] = []
    for figure in figures.values():
        side = next((s for s in sides if _same_figure(s[0], figure)), None)
        if side is None:
            sides.append([figure])
        else:
            side.append(figure)
    return _without_waverers(sides)


def _without_waverers(sides: Sequence[list[_Figure]]) -> list[list[_Figure]]:
    counts = Counter(source for side in sides for source in {f.source for f in side})
    kept = [[f for f in side if counts[f.source] == 1] for side in sides]
    return sorted((s for s in kept if s), key=lambda s: (-len({f.source for f in s}), _place(s[0])))


def _side(figures: Sequence[_Figure]) -> Side:
    """Make a side: its value as first written, and one citation a sentence, the surest first."""
    rows = dict.fromkeys(f.row for f in figures)
    sentences = {f.row: f.sentence for f in figures}
    lead = figures[0]
    cited = [sentences[row] for row in rows]
    return Side(
        written(lead.sentence.display, lead.slot),
        tuple(Citation(s.doc, s.start, s.end, s.text) for s in cited),
    )


def _about(pair: _Pair) -> str:
    """Name the disputed thing by the words of one clause that both sentences use, in order."""
    text, slot = pair.a.sentence.display, pair.a.slot
    start, end = clause(text, slot.start, slot.end)
    common = (pair.a.terms & pair.b.terms) | pair.shared
    units = {slot.quantity.unit} if slot.quantity.kind == "count" else set()
    named = [
        word.surface
        for word in content_words(text[start:end])
        if (canonical(word.stem) in common or singular(word.norm) in units) and word.norm not in SCALES
    ]
    figures = {word for word in named if any(c.isdigit() for c in word)}
    return (
        " ".join(list(dict.fromkeys(w for w in named if w not in figures))[:ABOUT_WORDS])
        or slot.quantity.unit
    )

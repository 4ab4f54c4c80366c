"""conflicts: what independent sources disagree about, within what is one fact.

Figures, clock times and days of two sources are compared when they are each other's best match: the same
kind and unit, in sentences near in meaning (cosine) that use the same rare words around the figure.
What can be told to be no conflict is dropped: roundings, a figure that the other source gives too (it
corrects, compares or counts something else), earlier counts of a toll, facts of another time, parts
of a whole. Owners are compared as sentences name them. Precision comes before recall: a false alarm costs
more trust than a missed one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from models.protocols import Embeddings
from service.text.facts.explanations import explained, of_one_form, same_figure
from service.text.facts.number_words import SCALES
from service.text.facts.owners import Ownership, ownerships
from service.text.facts.owners import disputed as disputed_owners
from service.text.facts.slots import Slot, agree, clause, comparable, same_whole, written
from service.text.facts.statements import Statement, speakers, terms
from service.text.facts.synonyms import canonical, is_people
from service.text.facts.units import DURATIONS, singular
from service.text.orders import gives_orders
from service.text.words import content_stems, content_words
from service.types import BlockKind, Citation, Conflict, Document, DocumentRole, Sentence, Side

LEAST_COSINE = 0.3
LEAST_SCORE = 0.9
AGREEING = 0.2  # a figure that both give settles what is compared with what
ALIKE = 0.8  # score at which figures of one form ("17 of 23", "four to one", the dead) are of one thing
VAGUE = 1.1  # score for percentages, and for figures of which one does not say what it counts
AT_ONE_TIME = 0.7  # score for clock times
JOINED = 0.8  # score at which figures that agree stand on one side
LEAST_SHARED = 0.4  # summed rarity of the words that both clauses use; a word told once has nearly 1
ABOUT_WORDS = 6
OFTEN = 0.5  # share of the sources that speak of a thing, from which its owner is part of the event
MOST_PAIRS = 40_000  # the most alike are looked at


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two figures of two sources, and how surely they are of the same thing."""

    a: Statement
    b: Statement
    score: float
    shared: frozenset[str]


def conflicts(
    told: Sequence[Statement],
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    documents: Sequence[Document],
    roles: Sequence[DocumentRole],
) -> list[Conflict]:
    """Return the disputed facts, the surest first; the sides of each, that of most sources first.

    `told` are all statements of the sentences. `embeddings` has a unit row per sentence, shape
    (len(sentences), width). Only originals on the main event speak; copies are no further evidence. Figures
    are read in English, and so are these documents.
    """
    rarity = _rarity(sentences)
    pairs = _pairs(told, embeddings, rarity)
    disputed = [p for p in _best_of_both(pairs) if _disputed(p, rarity) and not explained(p.a, p.b, told)]
    agreeing = [p for p in pairs if p.score >= JOINED and p.shared and agree(p.a.slot, p.b.slot)]
    return [*_declared(disputed, agreeing, told), *_owners(sentences, documents, roles)]


def _owners(
    sentences: Sequence[Sentence], documents: Sequence[Document], roles: Sequence[DocumentRole]
) -> list[Conflict]:
    """What most sources speak of and sources give different owners to; the side of most sources first."""
    source = speakers(documents, roles)
    heard = [(row, s) for row, s in enumerate(sentences) if s.doc in source and not gives_orders(s.display)]
    told = [owned for row, s in heard for owned in ownerships(row, s, source[s.doc])]
    users: dict[str, set[int]] = {}
    for stem_, doc in ((stem_, s.doc) for _, s in heard for stem_ in content_stems(s.display)):
        users.setdefault(stem_, set()).add(source[doc])
    common = {stem_ for stem_, own in users.items() if len(own) >= OFTEN * len(set(source.values()))}
    found = []
    for thing, sides in disputed_owners(told, common):
        first = sentences[next(o.row for side in sides for o in side if thing in o.thing)]
        named = next(word.surface for word in content_words(first.display) if word.stem == thing)
        sides.sort(key=lambda side: (-len({o.source for o in side}), side[0].row))
        found.append(Conflict(f"owner of the {named}", tuple(_owner_side(side, sentences) for side in sides)))
    return found


def _owner_side(told: Sequence[Ownership], sentences: Sequence[Sentence]) -> Side:
    first: dict[int, Sentence] = {}
    for owned in told:
        first.setdefault(owned.source, sentences[owned.row])
    return Side(told[0].owner, tuple(Citation(s.doc, s.start, s.end, s.text) for s in first.values()))


def _rarity(sentences: Sequence[Sentence]) -> Mapping[str, float]:
    """Inverse sentence frequency of every term, scaled so that the rarest come near 1."""
    counts = Counter(term for s in sentences for term in terms(s.display))
    every = len(sentences) + 1
    return {term: log(every / (n + 0.5)) / log(every) for term, n in counts.items()}


def _pairs(told: Sequence[Statement], embeddings: Embeddings, rarity: Mapping[str, float]) -> list[_Pair]:
    """Pairs of figures of different sources that may be of the same thing, the surest first."""
    found = []
    for i, j, cosine in _candidates(told, embeddings):
        a, b = told[i], told[j]
        if a.current and b.current and comparable(a.slot, b.slot):
            found.append(_Pair(a, b, _score(a, b, cosine, rarity), a.slot.about & b.slot.about))
    return sorted(found, key=lambda p: (-p.score, p.a.place, p.b.place))


def _candidates(told: Sequence[Statement], embeddings: Embeddings) -> list[tuple[int, int, float]]:
    """Return (i, j, cosine) for pairs of one kind from two sources; the nearest MOST_PAIRS."""
    rows = np.array([statement.row for statement in told], dtype=np.intp)
    kinds = np.array([statement.slot.quantity.kind for statement in told])
    sources = np.array([statement.source for statement in told])
    nearest: list[tuple[float, int, int]] = []
    for i in range(len(told) - 1):
        cosines = embeddings[rows[i + 1 :]] @ embeddings[rows[i]]
        fits = (kinds[i + 1 :] == kinds[i]) & (sources[i + 1 :] != sources[i]) & (cosines >= LEAST_COSINE)
        nearest += [(-float(cosines[k]), i, i + 1 + int(k)) for k in np.flatnonzero(fits)]
    return [(i, j, -negative) for negative, i, j in sorted(nearest)[:MOST_PAIRS]]


def _score(a: Statement, b: Statement, cosine: float, rarity: Mapping[str, float]) -> float:
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
        keys = {(pair.a.place, pair.b.source), (pair.b.place, pair.a.source)}
        if not keys & seen:
            kept.append(pair)
        seen |= keys
    return kept


def _disputed(pair: _Pair, rarity: Mapping[str, float]) -> bool:
    """Whether two figures differ and are surely of the same thing."""
    a, b = pair.a, pair.b
    if agree(a.slot, b.slot) or pair.score < _least(a.slot, b.slot):
        return False
    if of_one_form(a.slot, b.slot):
        return True
    topic = a.persons & b.persons if a.slot.toll == "age" else pair.shared - a.names - b.names
    named = _named(a.slot) or _named(b.slot)
    return bool(topic) and named and _weight(pair.shared, rarity) >= LEAST_SHARED


def _named(slot: Slot) -> bool:
    """Whether a figure says by itself what kind of figure it is."""
    return slot.form != "plain" or slot.quantity.kind != "count" or bool(slot.quantity.unit)


def _least(a: Slot, b: Slot) -> float:
    """Give the score that a pair needs to be declared."""
    if of_one_form(a, b) or a.toll == "age":
        return ALIKE
    if a.quantity.kind == "time":
        return AT_ONE_TIME
    return VAGUE if _vague(a) or _vague(b) else LEAST_SCORE


def _vague(slot: Slot) -> bool:
    """Whether many figures of a report have such a unit: years, percent, people, none."""
    unit = slot.quantity.unit
    if slot.quantity.kind == "count":
        return not unit or is_people(unit)
    return slot.quantity.kind == "percent" or unit in DURATIONS


def _declared(
    disputed: Sequence[_Pair], agreeing: Sequence[_Pair], told: Sequence[Statement]
) -> list[Conflict]:
    """Merge pairs into facts, each with its sides; the surest fact first."""
    found = []
    for pairs in _facts(disputed):
        sides = _sides(pairs, agreeing, told)
        if len(sides) > 1 and not _of_other_days(sides):
            found.append(Conflict(_about(pairs[0]), tuple(_side(side) for side in sides)))
    return found


def _of_other_days(sides: Sequence[Sequence[Statement]]) -> bool:
    """Whether the two main sides speak of different days."""
    if sides[0][0].slot.quantity.kind == "day":
        return False
    first, second = (frozenset(day for f in side for day in f.days) for side in sides[:2])
    return bool(first and second and not first & second)


def _facts(disputed: Sequence[_Pair]) -> list[list[_Pair]]:
    """Group pairs that dispute the same values of the same thing, the surest first."""
    facts: list[list[_Pair]] = []
    for pair in disputed:
        joined = [fact for fact in facts if any(_same_dispute(pair, other) for other in fact)]
        facts = [fact for fact in facts if fact not in joined]
        facts.append([p for fact in joined for p in fact] + [pair])
    return sorted(facts, key=lambda fact: -fact[0].score)


def _same_dispute(p: _Pair, q: _Pair) -> bool:
    """Whether two pairs share a figure, or give the same two values with words in common."""
    if {p.a.place, p.b.place} & {q.a.place, q.b.place}:
        return True
    straight = same_figure(p.a, q.a) and same_figure(p.b, q.b)
    crossed = same_figure(p.a, q.b) and same_figure(p.b, q.a)
    return (straight or crossed) and bool(p.shared & q.shared)


def _sides(
    pairs: Sequence[_Pair], agreeing: Sequence[_Pair], told: Sequence[Statement]
) -> list[list[Statement]]:
    """Sort a fact's statements by value; a source that gives two of them is on no side."""
    found = {statement.place: statement for pair in pairs for statement in (pair.a, pair.b)}
    for pair in agreeing:
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            if one.place in found:
                found.setdefault(other.place, other)
    for statement in [s for s in told if any(_same_toll(s, known) for known in found.values())]:
        found.setdefault(statement.place, statement)
    sides: list[list[Statement]] = []
    for statement in found.values():
        side = next((s for s in sides if same_figure(s[0], statement)), None)
        if side is None:
            sides.append([statement])
        else:
            side.append(statement)
    return _without_waverers(sides)


def _same_toll(a: Statement, b: Statement) -> bool:
    """Whether both give one number of dead, or of injured: within one event that is one count."""
    return a.current and of_one_form(a.slot, b.slot) and a.slot.toll == b.slot.toll and same_figure(a, b)


def _without_waverers(sides: Sequence[list[Statement]]) -> list[list[Statement]]:
    counts = Counter(source for side in sides for source in {f.source for f in side})
    kept = [[f for f in side if counts[f.source] == 1] for side in sides]
    return sorted((s for s in kept if s), key=lambda s: (-len({f.source for f in s}), s[0].place))


def _side(told: Sequence[Statement]) -> Side:
    """Make a side: its value as the surest source writes it, and one citation a source."""
    first: dict[int, Sentence] = {}
    for statement in sorted(told, key=lambda s: s.sentence.kind is not BlockKind.BODY):
        first.setdefault(statement.source, statement.sentence)
    value = written(told[0].sentence.display, told[0].slot)
    return Side(value, tuple(Citation(s.doc, s.start, s.end, s.text) for s in first.values()))


def _about(pair: _Pair) -> str:
    """Name the disputed thing by the words of one clause that both sentences use, in order."""
    text, slot = pair.a.sentence.display, pair.a.slot
    start, end = clause(text, slot.start, slot.end)
    common = (pair.a.terms & pair.b.terms) | pair.shared
    unit = slot.quantity.unit
    named = dict.fromkeys(
        word.surface
        for word in content_words(text[start:end])
        if (canonical(word.stem) in common or singular(word.norm) == unit)
        and word.norm not in SCALES
        and not any(c.isdigit() for c in word.norm)
    )
    age = ["age"] if slot.toll == "age" else []
    return " ".join([*list(named)[:ABOUT_WORDS], *age]) or unit or slot.quantity.kind

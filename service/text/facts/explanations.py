"""Why two figures that differ may be no disagreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from service.text.facts.slots import Slot, agree, comparable, same_whole
from service.text.facts.statements import Statement
from service.text.facts.synonyms import is_people

NEARLY = Fraction(1, 10)  # "as much as 1,500" and "nearly 1,600"
SAME_IN_PRACTICE = Fraction(1, 200)  # 19,350 and 19,356 feet
_PROVISIONAL = re.compile(r"\b(?:so far|for now|for the time being|provisional|preliminary)\b", re.IGNORECASE)
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
# Words that make one rate, price or count another one: core inflation is not inflation.
_QUALIFIERS = frozenset(
    """core headlin under annual month quarter week daili year-on-year net gross averag mean median male femal
    urban rural domest foreign youth adult adjust nomin real wholesal retail maximum minimum peak partial
    total combin joint addit""".split()
)
_WHEN = {"noon": 1, "midday": 1, "morning": 1, "open": 1, "close": 2, "evening": 2, "end": 2, "night": 2}


def explained(a: Statement, b: Statement, told: Sequence[Statement]) -> bool:
    """Whether something but a disagreement explains that two figures for one thing differ.

    `told` are all statements of the request: a source that gives the other's figure too corrects it, or
    counts something else; a toll that nobody gave any more once a higher one was known was overtaken.
    """
    if _told_by(a.source, b, told) or _told_by(b.source, a, told):
        return True
    if superseded(a, b, told) or superseded(b, a, told):
        return True
    if not of_one_form(a.slot, b.slot) and _otherwise_qualified(a, b):
        return True
    if _another_hour(a, b) or _another_day(a, b) or _of_others(a, b) or _one_foreseen(a, b):
        return True
    return _nearly(a.slot, b.slot) or _within(a.slot, b.slot) or _within(b.slot, a.slot)


def of_one_form(a: Slot, b: Slot) -> bool:
    """Whether the form of two figures alone says that they are of the same thing."""
    if a.toll and a.toll != "age" and all(not s.quantity.unit or is_people(s.quantity.unit) for s in (a, b)):
        return True
    return same_whole(a, b) or a.form == "score"


def same_figure(a: Statement, b: Statement) -> bool:
    """Whether two statements give the same figure, roundings allowed, for what may be the same thing."""
    return comparable(a.slot, b.slot) and agree(a.slot, b.slot)


def _told_by(source: int, figure: Statement, told: Sequence[Statement]) -> bool:
    """Whether a source gives the other's figure too: it corrects it, or counts something else."""
    alike = [f for f in told if f.source == source and same_figure(f, figure)]
    exact = figure.slot.quantity.kind not in ("count", "time")
    return any(exact or f.slot.about & figure.terms or f.terms & figure.slot.about for f in alike)


def superseded(low: Statement, high: Statement, told: Sequence[Statement]) -> bool:
    """Whether the higher figure is only the later one: nobody gave the lower one once it was known."""
    toll = low.slot.toll and low.slot.toll != "age"
    if low.slot.quantity.value >= high.slot.quantity.value:
        return False
    if not toll and not _PROVISIONAL.search(low.sentence.display):
        return False
    last = _dates(low, told)
    first = _dates(high, told)
    return bool(last and first and max(last) < min(first))


def _dates(figure: Statement, told: Sequence[Statement]) -> list[date]:
    """Return when sources gave this figure for this fact, as far as their dates are known."""
    return [
        f.published
        for f in told
        if f.published and f.current and f.slot.about & figure.slot.about and same_figure(f, figure)
    ]


def _otherwise_qualified(a: Statement, b: Statement) -> bool:
    """Whether one figure is of core prices, net profit, foreign guests, and the other does not say so."""
    qualified = (a.slot.about ^ b.slot.about) & _QUALIFIERS
    return bool(qualified) and a.slot.quantity.kind in ("percent", "money", "count")


def _another_hour(a: Statement, b: Statement) -> bool:
    """Whether one is a midday and the other a closing figure."""
    if a.slot.quantity.kind == "time":
        return False
    hours = [{_WHEN[t] for t in f.terms if t in _WHEN} for f in (a, b)]
    return bool(hours[0] and hours[1] and not hours[0] & hours[1])


def _another_day(a: Statement, b: Statement) -> bool:
    """Whether both sentences name days and none in common, or, of disputed days, one gives several."""
    if a.slot.quantity.kind == "day":
        return any(f.days_told > 1 for f in (a, b))
    return bool(a.days and b.days and not a.days & b.days)


def _of_others(a: Statement, b: Statement) -> bool:
    """Whether the clauses name different people or places, or one count takes in the attacker."""
    if a.names and b.names and not a.names & b.names:
        return True
    return bool(_INCLUDING.search(a.sentence.display)) != bool(_INCLUDING.search(b.sentence.display))


def _one_foreseen(a: Statement, b: Statement) -> bool:
    """Whether one is what came and the other what was expected or asked for."""
    if of_one_form(a.slot, b.slot):
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

"""Figures together with what they are figures of: "17 of 23" of what, "four to one" in what vote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from service.text.facts.ages import in_years, is_age
from service.text.facts.calendar_words import WEEKDAYS
from service.text.facts.dates import date_mentions
from service.text.facts.numbers import Quantity, is_rounding_of, quantities, same_value
from service.text.facts.synonyms import canonical, is_people
from service.text.facts.units import DURATIONS, MONTHS, kind_and_unit
from service.text.words import content_words, stem

Form = Literal["plain", "score", "share"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure at `text[start:end]`, and the words of its clause that tell what it is of.

    `second` is the other figure of a score ("four to one") or the whole of a share ("17 of 23").
    `about` holds canonical stems, without those of numbers and of the unit. `part` says that the figure
    counts some of a group told before ("11 of them"). `toll` is "kill", "injur", "miss", ... where such a
    word stands next to the figure, "age" where it is someone's age, or "".
    """

    start: int
    end: int
    quantity: Quantity
    second: Quantity | None
    form: Form
    about: frozenset[str]
    part: bool
    toll: str = ""


_TO = re.compile(r"\s+to\s+|\s?[-–]\s?")
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+")
_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|his\s+|her\s+|their\s+)?")
_HOURS_AND = re.compile(r"\s+hours?,?\s+(?:and\s+)?")
_PART = re.compile(r"\s+of\s+(?:the|them|those|these|whom|which)\b", re.IGNORECASE)
_NUMBER_SOON = (
    r"(?=(?:[\w'’-]+\s){0,2}(?:[$€£]?\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven)\b))"
)
_CLAUSE_END = re.compile(rf"[,;:()–—]\s|\s[-–—]\s|\s(?:and|but|while)\s{_NUMBER_SOON}|[.?!]\s", re.IGNORECASE)
_LIVES_LOST = re.compile(
    r"\b(?:lost|lose|losing)\s+(?:their|his|her)\s+(?:life|lives)\b|\blives\s+lost\b", re.IGNORECASE
)
_NEXT_WORDS = re.compile(r"[\s-]+([^\W\d_]+)")
_MONTH_NAME = re.compile(rf"\b(?:{'|'.join(m[:3].title() for m in MONTHS)})[a-z]*\b")
_LABEL = re.compile(r"\bthe\s+$", re.IGNORECASE)  # "the 412", a train; "the two", told before
TOLLS = frozenset(("kill", "injur", "miss", "evacu", "arrest"))
TOLL_REACH = 30  # code points between a figure and the word that says what happened to those counted
MOST_APART = 3  # figures further apart than threefold are not two versions of one
_ZONES = (
    "a.m",
    "p.m",
    "gmt",
    "utc",
    "est",
    "edt",
    "cst",
    "cdt",
    "mst",
    "mdt",
    "pst",
    "pdt",
    "bst",
    "cet",
    "cest",
)
_NO_TOPIC = frozenset((*MONTHS, *DURATIONS, *WEEKDAYS, *_ZONES))
_COMPARED = ("count", "measure", "money", "percent", "time", "day")


def slots(text: str) -> list[Slot]:
    """Return the figures of a sentence that can be compared with other figures, in order.

    Left out are years, ordinals, fractions, ranges ("12 to 15 people"), and what belongs to a date ("six
    months ago").
    """
    dates = [(m.start, m.end) for m in date_mentions(text) if m.precision not in ("day", "year")]
    found = [
        in_years(text, q)
        for q in quantities(text)
        if q.kind in _COMPARED and not _inside(q, dates) and not _label(text, q)
    ]
    return [_told(text, s, found) for s in _forms(text, found)]


def _told(text: str, slot: Slot, found: list[Quantity]) -> Slot:
    about, toll = _about(text, slot, found), _toll(text, slot)
    return replace(slot, about=about | ({toll} & TOLLS), toll=toll)


def _inside(quantity: Quantity, spans: list[tuple[int, int]]) -> bool:
    return any(start <= quantity.start < end for start, end in spans)


def _label(text: str, quantity: Quantity) -> bool:
    """Whether a figure is the name of a thing, as in "the 412 to the coast"."""
    bare = quantity.kind == "count" and not quantity.unit
    return bare and bool(_LABEL.search(text, max(0, quantity.start - 8), quantity.start))


def _forms(text: str, found: list[Quantity]) -> Iterator[Slot]:
    """Join the figures that are said as one."""
    i = 0
    while i < len(found):
        first = found[i]
        second = found[i + 1] if i + 1 < len(found) else None
        i += 1
        between = text[first.end : second.start] if second else ""
        if second and _is_duration(first, second, between):
            yield _slot(text, _hours(first, second), None, "plain")
            i += 1
        elif second and _BETWEEN.search(text, 0, first.start) and _AND.fullmatch(between):
            i += 1
        elif second and _TO.fullmatch(between) and first.kind == second.kind:
            i += 1
            if first.kind == "count" and not second.unit:
                yield _slot(text, first, second, "score")
        elif second and _OF.fullmatch(between) and first.kind == second.kind == "count":
            i += 1
            yield _slot(text, first, second, "share")
        else:
            yield _slot(text, first, None, "plain")


def _is_duration(first: Quantity, second: Quantity, between: str) -> bool:
    return bool(first.unit == "hour" and second.unit == "minute" and _HOURS_AND.fullmatch(between))


def _hours(hours: Quantity, minutes: Quantity) -> Quantity:
    return replace(hours, value=hours.value + minutes.value * Fraction(1, 60))


def _slot(text: str, first: Quantity, second: Quantity | None, form: Form) -> Slot:
    end = second.end if second else first.end
    part = form == "plain" and bool(_PART.match(text, end))
    return Slot(first.start, end, first, second, form, frozenset(), part)


def _about(text: str, slot: Slot, found: list[Quantity]) -> frozenset[str]:
    start, end = clause(text, slot.start, slot.end)
    unit = canonical(stem(slot.quantity.unit))
    terms = set()
    for word in content_words(text[start:end]):
        at = start + word.start
        numeric = any(q.start <= at < q.end for q in found) or any(c.isdigit() for c in word.norm)
        term = canonical(word.stem)
        if not numeric and term != unit and word.norm not in _NO_TOPIC:
            terms.add(term)
    return frozenset(terms - {"peopl", "person"})


def written(text: str, slot: Slot) -> str:
    """Return the figure as the source writes it, with the unit of money or measure: "95 million dollars"."""
    quantity = slot.quantity
    if quantity.kind in ("money", "measure"):
        for match in _NEXT_WORDS.finditer(text, slot.end, slot.end + 40):
            if kind_and_unit(" " + match[1], quantity.value)[:2] == (quantity.kind, quantity.unit):
                return text[slot.start : match.end()]
    if quantity.kind == "day" and (month := _MONTH_NAME.search(text, max(0, slot.start - 12), slot.end + 12)):
        return text[min(slot.start, month.start()) : max(slot.end, month.end())]
    return text[slot.start : slot.end]


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause around `text[start:end]` starts and ends; each figure has its own."""
    left, right = 0, len(text)
    for match in _CLAUSE_END.finditer(text):
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    return left, right


def comparable(a: Slot, b: Slot) -> bool:
    """Whether two figures may be of the same thing, as far as kind, form and unit tell."""
    p, q = a.quantity, b.quantity
    if p.kind != q.kind or a.part != b.part or (a.form == "score") != (b.form == "score"):
        return False
    if a.form == b.form == "share" and not _same_whole(a, b):
        return False
    if p.kind not in ("time", "day") and not _within_reach(p.value, q.value):
        return False
    if p.kind in ("measure", "money", "percent"):
        return p.unit == q.unit and a.toll == b.toll
    return p.kind != "count" or (_same_noun(p.unit, q.unit) and a.toll == b.toll)


def _within_reach(a: Fraction, b: Fraction) -> bool:
    small, large = sorted((abs(a), abs(b)))
    return large <= small * MOST_APART


def _toll(text: str, slot: Slot) -> str:
    """Tell whether a figure counts the dead, the injured, ..., by the nearest such word of its clause."""
    if is_age(text, slot.quantity):
        return "age"
    start, end = clause(text, slot.start, slot.end)
    start, end = max(start, slot.start - TOLL_REACH), min(end, slot.end + TOLL_REACH)
    if _LIVES_LOST.search(text, slot.end, end):
        return "kill"
    near = [
        (min(abs(start + w.start - slot.end), abs(slot.start - start - w.end)), canonical(w.stem))
        for w in content_words(text[start:end])
        if canonical(w.stem) in TOLLS
    ]
    return min(near)[1] if near else ""


def _same_whole(a: Slot, b: Slot) -> bool:
    return a.second is not None and b.second is not None and same_value(a.second, b.second)


def same_whole(a: Slot, b: Slot) -> bool:
    """Whether both count out of the same number: "17 of 23" and "19 of 23"."""
    return a.form == b.form == "share" and _same_whole(a, b)


def _same_noun(a: str, b: str) -> bool:
    if not a or not b or a == b:
        return True
    return canonical(stem(a)) == canonical(stem(b)) or (is_people(a) and is_people(b))


def agree(a: Slot, b: Slot) -> bool:
    """Whether two comparable figures can both be right: the same, or one the other rounded."""
    if a.form == b.form == "score" and a.second and b.second:
        return same_value(a.quantity, b.quantity) and same_value(a.second, b.second)
    return same_value(a.quantity, b.quantity) or is_rounding_of(a.quantity, b.quantity)

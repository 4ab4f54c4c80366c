"""Quantities in running text: figures, spelled numbers, money, percentages, clock times, years.

Digits are read in any script and language; words are read in English. All patterns are bounded, so
that hostile text costs no more than linear time. Values are exact fractions, never floats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from service.text.facts import number_words, units
from service.text.facts.quantity import Kind, Quantity, is_rounding_of, same_value

__all__ = ["Quantity", "is_rounding_of", "quantities", "same_value"]

OLDEST_YEAR, LATEST_YEAR = 1500, 2100  # bare four digits in between are a year
MAX_QUANTITIES = 10_000  # of one text: more than any sentence has, and a bound on hostile ones


def quantities(text: str) -> list[Quantity]:
    """All quantities of `text`, in order, not overlapping; at most `MAX_QUANTITIES`."""
    return list(islice(_scan(text), MAX_QUANTITIES))


_SPACE = "[ \u00a0\u202f\u2009]"
_GROUPED = "|".join(
    (
        r"\d{1,3}(?:,\d{2,3}){0,5},\d{3}",
        r"\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3}){1,5}",
        r"\d{1,3}(?:\.\d{3}){2,5}",
    )
)
_DIGITS = rf"(?:(?:{_GROUPED})(?!\d)|\d{{1,15}}(?!\d))(?:\.\d{{1,9}}|,\d{{1,2}}(?!\d))?(?![.,]?\d)"
_TOKEN = re.compile(
    rf"""
    (?<!\w)(?<!\d[.,])(?:
    (?=\d|[A-Z]{{0,3}}[$€£¥₹₽₩₺₴]{_SPACE}?\d|[A-Z]{{3}}{_SPACE}?\d)(?:
    (?P<iso>(?<![.,/-])(?P<iso_year>\d{{4}})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d|-\d))
  | (?P<date>(?<![.,/-])\d{{1,2}}[./]\d{{1,2}}[./](?P<date_year>\d{{4}})(?!\d))
  | (?P<clock>(?<![.,:/])(?P<hour>\d{{1,2}})
        (?: :(?P<minute>\d\d)(?::\d\d)?(?!:?\d)
          | (?:\.(?P<dot_minute>\d\d))?(?={_SPACE}?[ap]\.?\s?m\b))
        (?:{_SPACE}?(?P<half>[ap])\.?\s?m\b\.?)?)
  | (?P<figure>(?<![.,])
        (?P<sign>(?:(?-i:[A-Z]{{1,3}}))?[$€£¥₹₽₩₺₴]{_SPACE}?|(?-i:{units.CURRENCY_CODE}){_SPACE}?(?=\d))?
        (?P<digits>{_DIGITS})(?P<vulgar>[½¼¾⅓⅔])?
        (?: (?P<th>(?:st|nd|rd|th)\b)
          | (?:{_SPACE}|-)?(?P<scale>hundred|thousand|million|billion|trillion|mln|mn|bn|trn|tn|dozen)\b
          | (?P<letter>[km])(?![\w'’])
        )?))
  | (?P<bare>[½¼¾⅓⅔])
  | (?P<words>(?=an?[-\s]|[ot][nweh]|f[io]|s[eix]|e[il]|[ntz][ei]|h[au])
        (?:{number_words.FRACTION}|{number_words.ORDINAL}|{number_words.CARDINAL})(?![\w’']))
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_VULGAR = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12}
_SCALES = _SHORT_SCALES | number_words.SCALES
_LEFT, _RIGHT = 40, 70  # code points looked at on each side of a number
_OF_A = re.compile(r"(?:\s+of)?\s+an?\b")
_OCLOCK = re.compile(r"\so['’]clock\b")
_MINUS = re.compile(r"(?:\bminus\s|(?:^|\s)[-−])$", re.IGNORECASE)
# Figures glued to letters or to a hyphenated name ("COVID-19", "TP-3107") are names, but "mid-2030" is not.
_PART_OF_A_NAME = re.compile(r"[^\W\d_][-–]?$")
_YEAR_PREFIX = re.compile(r"\b(?:mid|pre|post|early|late|since)[-–]?$", re.IGNORECASE)
_DOTTED_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:at|since|until|till|from|by|before|after|was|around|about|shortly|just|the)\s+|^\s*)$",
    re.IGNORECASE,
)
_CLOCK_AFTER = re.compile(
    rf"\s*(?:[.,;:!?)]|$|in the |on {_DAYS}|{_DAYS}|this |that |yesterday|local|gmt|utc|cet|and |when |the )",
    re.IGNORECASE,
)
_NOT_CLOCK = re.compile(
    r"[%$€£]|\b(?:index|shares?|stock|trad|point|price|rate|euro|dollar|kron|yen|pound|clos|per ?cent|ended"
    r"|version|section|paragraph|magnitude|score|average|worth|cost)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Context:
    """A match, and the text on both sides of it."""

    match: re.Match[str]
    left: str
    right: str

    def quantity(self, value: Fraction, kind: Kind, unit: str = "", longer: int = 0) -> Quantity:
        start, end = self.match.start(), self.match.end() + longer
        return Quantity(start, end, value, kind, unit, False, self.match.string[start:end])


def _scan(text: str) -> Iterator[Quantity]:
    for match in _TOKEN.finditer(text):
        left = text[max(0, match.start() - _LEFT) : match.start()]
        here = _Context(match, left, text[match.end() : match.end() + _RIGHT])
        if match["iso"]:
            yield from _iso(match)
            continue
        quantity = _read(here)
        if quantity:
            yield _hedged(here, quantity)


def _read(here: _Context) -> Quantity | None:
    match = here.match
    if match["date"]:
        return here.quantity(Fraction(_integer(match["date_year"])), "year")
    if match["clock"]:
        return _clock(here)
    if match["bare"]:
        return here.quantity(_VULGAR[match["bare"]], "fraction", units.noun_after(here.right, plural=True))
    return _spelled(here) if match["words"] else _figure(here)


def _integer(digits: str) -> int:
    """Read digits of any script, separators dropped."""
    return int("".join(c for c in digits if c.isdecimal()) or "0")


def _iso(match: re.Match[str]) -> Iterator[Quantity]:
    """Read 2024-05-16 as a year and a day of a month."""
    for group, kind in (("iso_year", "year"), ("iso_day", "day")):
        month = _integer(match["iso_month"])
        if kind == "year" or 1 <= month <= 12:
            yield Quantity(
                match.start(group),
                match.end(group),
                Fraction(_integer(match[group])),
                "year" if kind == "year" else "day",
                "" if kind == "year" else units.MONTHS[month - 1],
                False,
                match[group],
            )


def _clock(here: _Context) -> Quantity | None:
    match = here.match
    hour, minute = _integer(match["hour"]), _integer(match["minute"] or match["dot_minute"] or "0")
    half = (match["half"] or "").lower()
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    return _time(here, hour % 12 + 12 * (half == "p") if half else hour, minute, certain=bool(half))


def _time(here: _Context, hour: int, minute: int, *, certain: bool) -> Quantity:
    certain = certain or hour > 12 or here.match[0].startswith("0")
    return here.quantity(Fraction(hour * 60 + minute), "time", "24h" if certain else "12h")


def _figure(here: _Context) -> Quantity | None:
    match = here.match
    value = _decimal(match["digits"]) + _VULGAR.get(match["vulgar"] or "", Fraction(0))
    if match["sign"]:
        return here.quantity(value * _scale(match), "money", units.currency(match["sign"].strip()))
    if _PART_OF_A_NAME.search(here.left) and not _YEAR_PREFIX.search(here.left):
        return None
    if match["th"]:
        return _ordinal(here, value)
    if match["letter"] in ("m", "M") and not re.match(" [a-z]", here.right):
        return here.quantity(value, "measure", "m")
    if not (match["scale"] or match["letter"]) and (moment := _moment(here, value)):
        return moment
    value = value * _scale(match)
    return _counted(here, -value if _MINUS.search(here.left) else value)


def _scale(match: re.Match[str]) -> int:
    return _SCALES.get((match["scale"] or match["letter"] or "").lower(), 1)


def _decimal(digits: str) -> Fraction:
    """Read "3,187", "3 187", "1.234.567", "1.5" and "1,5" in the English way: "1.234" is a decimal."""
    whole, decimals = digits, ""
    mark = re.search(r"([.,])(\d+)$", digits)
    if mark and (digits.count(".") == 1 if mark[1] == "." else len(mark[2]) < 3):
        whole, decimals = digits[: mark.start()], mark[2]
    return Fraction(_integer(whole)) + Fraction(_integer(decimals), 10 ** len(decimals))


def _moment(here: _Context, value: Fraction) -> Quantity | None:
    """Read plain digits as a clock time ("at 7.52 on Thursday"), a day of a month or a year."""
    digits = here.match["digits"]
    if _DOTTED_CLOCK.fullmatch(digits):
        return _time(here, *map(_integer, digits.split(".")), certain=False) if _is_clock(here) else None
    month = units.month_beside(here.left, here.right)
    if month and 1 <= value <= 31 and len(digits) <= 2:
        return here.quantity(value, "day", month)
    if len(digits) == 4 and OLDEST_YEAR <= value <= LATEST_YEAR and not units.counts_something(here.right):
        return here.quantity(value, "year")
    return None


def _is_clock(here: _Context) -> bool:
    """Whether 7.52 is a time of day, and not a price at which shares closed."""
    if not (_CLOCK_BEFORE.search(here.left) and _CLOCK_AFTER.match(here.right)):
        return False
    return not (_NOT_CLOCK.search(here.left) or _NOT_CLOCK.search(here.right[:25]))


def _ordinal(here: _Context, value: Fraction) -> Quantity:
    month = units.month_beside(here.left, here.right)
    if month and 1 <= value <= 31:
        return here.quantity(value, "day", month)
    return here.quantity(value, "ordinal", units.noun_after(here.right, plural=False))


def _spelled(here: _Context) -> Quantity | None:
    parsed = number_words.parse(here.match["words"], here.left, here.right)
    if parsed is None:
        return None
    value, form = parsed
    if form == "ordinal":
        return _ordinal(here, value)
    if form == "cardinal":
        return _counted(here, value)
    article = _OF_A.match(here.right)  # "a quarter of a percentage point", "half an hour"
    quantity = _counted(here, value, article.end() if article else 0)
    return replace(quantity, kind="fraction") if quantity.kind == "count" else quantity


def _counted(here: _Context, value: Fraction, skip: int = 0) -> Quantity:
    if value <= 12 and (oclock := _OCLOCK.match(here.right)):
        return here.quantity(value * 60, "time", "12h", oclock.end())
    kind, unit, length = units.kind_and_unit(here.right[skip:], value)
    if unit == "bp":
        value, unit = value / 100, "pp"
    return here.quantity(value, kind, unit, skip + length if length else 0)


def _hedged(here: _Context, quantity: Quantity) -> Quantity:
    """Mark what is said with "about", "at least", "nearly"; such words do not rule years or days."""
    if quantity.kind in ("year", "day", "ordinal"):
        return quantity
    duration = quantity.unit in units.DURATIONS
    hedge = number_words.hedge(here.left, here.right, duration=duration)
    return quantity if hedge is None else replace(quantity, approximate=True, bound=hedge)

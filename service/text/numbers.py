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
from typing import Literal

from service.text import number_words as words

__all__ = ["Quantity", "is_rounding_of", "quantities", "same_value"]

Kind = Literal["count", "measure", "money", "percent", "fraction", "ordinal", "time", "year", "day"]

MAX_QUANTITIES = 10_000  # of one text: more than any sentence has, and a bound on hostile ones


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number where it stands: `text[start:end] == surface`, in code points.

    `value` is normalised: 1500000 for "1.5 million", 12 for "a dozen", 0.14 for "14 basis points",
    minutes since midnight for a clock time, the day of the month for "16 May". `unit` is the singular of
    what is counted: "person", "%", "pp" (percentage points), "dollar", "mm", "hour", "payment",
    the month for a `day`, "24h" or "12h" (no telling a.m. from p.m.) for a `time`; "" if not known.
    `bound` is "min" for "at least", "max" for "nearly"; such quantities are `approximate` too.
    """

    start: int
    end: int
    value: Fraction
    kind: Kind
    unit: str
    approximate: bool
    surface: str
    bound: Literal["", "min", "max"] = ""


# Factors to a common unit, so that 90 minutes are an hour and a half.
_FACTORS: dict[str, tuple[str, Fraction]] = {
    "second": ("hour", Fraction(1, 3600)),
    "minute": ("hour", Fraction(1, 60)),
    "week": ("day", Fraction(7)),
    "decade": ("year", Fraction(10)),
    "mm": ("m", Fraction(1, 1000)),
    "cm": ("m", Fraction(1, 100)),
    "km": ("m", Fraction(1000)),
    "g": ("kg", Fraction(1, 1000)),
    "tonne": ("kg", Fraction(1000)),
    "kw": ("mw", Fraction(1, 1000)),
    "gw": ("mw", Fraction(1000)),
}


def quantities(text: str) -> list[Quantity]:
    """All quantities of `text`, in order, not overlapping; at most `MAX_QUANTITIES`."""
    return list(islice(_scan(text), MAX_QUANTITIES))


def same_value(a: Quantity, b: Quantity) -> bool:
    """Whether both give the same number of comparable things, however it is written."""
    values = _comparable(a, b)
    if values is None:
        return False
    if a.kind == "time" and "12h" in (a.unit, b.unit):
        return (values[0] - values[1]) % 720 == 0
    return values[0] == values[1]


def is_rounding_of(a: Quantity, b: Quantity) -> bool:
    """Whether one of the two is the other, rounded: 3,187 and "about 3,200".

    The rounder number must lie within half a step of the other; its step is what its trailing zeros
    imply. Without a word such as "about" the difference may be 3 %, with one 15 %.
    """
    values = _comparable(a, b)
    if values is None or a.kind in ("time", "year", "day", "ordinal"):
        return False
    return _rounds(a, values[0], values[1]) or _rounds(b, values[1], values[0])


def _comparable(a: Quantity, b: Quantity) -> tuple[Fraction, Fraction] | None:
    """Both values in one unit, or None where the two cannot mean the same thing."""
    kinds = {a.kind, b.kind}
    if kinds == {"fraction", "percent"} and "pp" not in (a.unit, b.unit):
        return _as_percent(a), _as_percent(b)
    if len(kinds) > 1 and kinds not in ({"ordinal", "day"}, {"count", "money"}):
        return None
    if kinds == {"count", "money"} and any(q.kind == "count" and q.unit for q in (a, b)):
        return None
    if a.kind == b.kind and a.kind not in ("measure", "money", "percent", "day"):
        return a.value, b.value
    (unit_a, value_a), (unit_b, value_b) = _base_unit(a), _base_unit(b)
    if a.kind == b.kind and unit_a != unit_b:
        return None
    return value_a, value_b


def _as_percent(quantity: Quantity) -> Fraction:
    return quantity.value * 100 if quantity.kind == "fraction" else quantity.value


def _base_unit(quantity: Quantity) -> tuple[str, Fraction]:
    unit, factor = _FACTORS.get(quantity.unit, (quantity.unit, Fraction(1)))
    return unit, quantity.value * factor


def _rounds(rounder: Quantity, value: Fraction, other: Fraction) -> bool:
    """Whether `value`, said as `rounder`, is `other` rounded."""
    if not value or not other or value == other:
        return value == other
    step = _step(value, rounder.approximate)
    tolerance = Fraction(15, 100) if rounder.approximate else Fraction(3, 100)
    if step <= _step(other, approximate=False) and not rounder.approximate:
        return False
    if abs(value - other) > tolerance * abs(other):
        return False
    if rounder.bound == "min":
        return value <= other < value + step
    if rounder.bound == "max":
        return value - step < other <= value
    return abs(value - other) <= step / 2


def _step(value: Fraction, approximate: bool) -> Fraction:
    """The precision that a number's trailing zeros imply; an approximate 15 may stand for 12.5 to 17.5."""
    step = Fraction(1)
    while (value / step).denominator != 1 and step > Fraction(1, 10**6):
        step /= 10
    while value % (step * 10) == 0:
        step *= 10
    return step * 5 if approximate and (value / step) % 5 == 0 else step


_AM_PM = r"(?P<half>[ap])\.?\s?m\b\.?"
_SPACE = "[ \u00a0\u202f\u2009]"
_GROUPED = rf"\d{{1,3}}(?:,\d{{2,3}}){{0,5}},\d{{3}}|\d{{1,3}}(?:[ \u00a0\u202f\u2009'’]\d{{3}}){{1,5}}|\d{{1,3}}(?:\.\d{{3}}){{2,5}}"
_TOKEN = re.compile(
    rf"""
    (?<!\w)(?=[\w$€£¥₹₽₩₺₴½¼¾⅓⅔])(?:
    (?P<iso>(?<![\w.,/-])(?P<y>\d{{4}})-(?P<mo>\d\d)-(?P<d>\d\d)(?!\d|-\d))
  | (?P<date>(?<![\w.,/-])\d{{1,2}}[./]\d{{1,2}}[./](?P<dy>\d{{4}})(?!\d))
  | (?P<clock>(?<![\w.,:/])(?P<h>\d{{1,2}})
        (?::(?P<m>\d\d)(?::\d\d)?(?!:?\d)(?:{_SPACE}?{_AM_PM})?
          |\.(?P<m2>\d\d){_SPACE}?{_AM_PM.replace("half", "half2")}
          |{_SPACE}?{_AM_PM.replace("half", "half3")}))
  | (?P<digits>(?<![\w.,])
        (?P<sign>(?:(?-i:[A-Z]{{1,3}}))?[$€£¥₹₽₩₺₴]{_SPACE}?|(?-i:{words.CURRENCY_CODE}){_SPACE}?(?=\d))?
        (?P<num>(?:(?:{_GROUPED})(?!\d)|\d{{1,15}}(?!\d))(?:\.\d{{1,9}}|,\d{{1,2}}(?!\d))?(?![.,]?\d))
        (?P<vulgar>[½¼¾⅓⅔])?
        (?:(?P<ord>(?:st|nd|rd|th)\b)
          |(?:{_SPACE}|-)?(?P<scale>hundred|thousand|million|billion|trillion|mln|mn|bn|trn|tn|dozen)\b
          |(?P<letter>[kKmM])(?![\w'’])
        )?)
  | (?P<bare>[½¼¾⅓⅔])
  | (?P<words>(?:{words.FRACTION}|{words.ORDINAL}|{words.CARDINAL})(?![\w’']))
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_A = re.compile(r"(?:\s+of)?\s+an?\b")
_MINUS = re.compile(r"(?:\bminus\s|(?:^|\s)[-−])$", re.IGNORECASE)
_VULGAR = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}
_SCALES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12,
    **words.SCALES,
}  # fmt: skip
_LEFT = 40  # code points looked at on each side of a number
_RIGHT = 70


def _scan(text: str) -> Iterator[Quantity]:
    for match in _TOKEN.finditer(text):
        if match["iso"]:
            yield from _iso(match)
        elif match["date"]:
            yield _plain(match, "dy", Fraction(_integer(match["dy"])), "year")
        elif match["clock"]:
            quantity = _clock(match)
            if quantity:
                yield quantity
        else:
            quantity = _number(text, match)
            if quantity:
                yield _hedged(text, quantity)


def _integer(digits: str) -> int:
    """Digits of any script, separators dropped."""
    return int("".join(c for c in digits if c.isdecimal()) or "0")


def _plain(match: re.Match[str], group: str, value: Fraction, kind: Kind, unit: str = "") -> Quantity:
    return Quantity(match.start(group), match.end(group), value, kind, unit, False, match[group])


def _iso(match: re.Match[str]) -> Iterator[Quantity]:
    yield _plain(match, "y", Fraction(_integer(match["y"])), "year")
    month = _integer(match["mo"])
    if 1 <= month <= 12:
        yield _plain(match, "d", Fraction(_integer(match["d"])), "day", words.MONTHS[month - 1])


def _clock(match: re.Match[str]) -> Quantity | None:
    hour, minute = _integer(match["h"]), _integer(match["m"] or match["m2"] or "0")
    half = (match["half"] or match["half2"] or match["half3"] or "").lower()
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    certain = half or hour > 12 or match["h"].startswith("0")
    return _plain(match, "clock", Fraction(hour * 60 + minute), "time", "24h" if certain else "12h")


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    left = text[max(0, match.start() - _LEFT) : match.start()]
    right = text[match.end() : match.end() + _RIGHT]
    if match["bare"]:
        return _plain(match, "bare", _VULGAR[match["bare"]], "fraction", words.unit_after(right)[1])
    if match["words"]:
        return _spelled(match, left, right)
    return _figure(match, left, right)


def _figure(match: re.Match[str], left: str, right: str) -> Quantity | None:
    if words.PART_OF_A_NAME.search(left) and not (match["sign"] or words.YEAR_PREFIX.search(left)):
        return None
    value = _decimal(match["num"]) + _VULGAR.get(match["vulgar"] or "", Fraction(0))
    value = -value if _MINUS.search(left) else value
    sign = (match["sign"] or "").strip()
    if sign and words.currency(sign) is None:
        return None
    if match["ord"]:
        return _ordinal(match, "digits", value, left, right)
    if words.is_clock(match["num"], left, right) and not (sign or match["scale"] or match["letter"]):
        hour, minute = (int(part) for part in match["num"].split("."))
        certainty = "24h" if hour > 12 or match["num"].startswith("0") else "12h"
        return _plain(match, "digits", Fraction(hour * 60 + minute), "time", certainty)
    if not (sign or match["scale"] or match["letter"]) and "." not in match["num"]:
        dated = _part_of_date(match, value, left, right)
        if dated:
            return dated
    return _with_unit(match, "digits", *_scaled(match, value, bool(sign), right), sign, right)


def _scaled(match: re.Match[str], value: Fraction, money: bool, right: str) -> tuple[Fraction, str]:
    """The value times its scale, and the unit if the glued letter turned out to be one."""
    letter = (match["letter"] or "").lower()
    if letter == "m" and not money and not re.match(r" [a-z]", right):
        return value, "m"
    scale = (match["scale"] or letter or "").lower()
    return value * _SCALES.get(scale, 1), ""


def _decimal(digits: str) -> Fraction:
    """ "3,187", "3 187", "1.234.567", "1.5" and "1,5"."""
    whole, decimals = digits, ""
    mark = re.search(r"[.,](\d+)$", digits)
    if mark and (mark[0][0] == "." and digits.count(".") == 1 or mark[0][0] == "," and len(mark[1]) < 3):
        whole, decimals = digits[: mark.start()], mark[1]
    return _integer(whole) + (Fraction(_integer(decimals), 10 ** len(decimals)) if decimals else Fraction(0))


def _part_of_date(match: re.Match[str], value: Fraction, left: str, right: str) -> Quantity | None:
    month = words.month_beside(left, right)
    if month and 1 <= value <= 31 and len(match["num"]) <= 2:
        return _plain(match, "digits", value, "day", month)
    if len(match["num"]) == 4 and 1900 <= value <= 2100 and not words.counts_something(right):
        return _plain(match, "digits", value, "year")
    return None


def _ordinal(match: re.Match[str], group: str, value: Fraction, left: str, right: str) -> Quantity | None:
    month = words.month_beside(left, right)
    if month and 1 <= value <= 31:
        return _plain(match, group, value, "day", month)
    return _plain(match, group, value, "ordinal", words.unit_after(right, singular=True)[1])


def _spelled(match: re.Match[str], left: str, right: str) -> Quantity | None:
    parsed = words.parse(match["words"], left, right)
    if parsed is None:
        return None
    value, form = parsed
    if form == "ordinal":
        return _ordinal(match, "words", value, left, right)
    article = _OF_A.match(right) if form == "fraction" else None
    quantity = _with_unit(match, "words", value, "", "", right, skip=article.end() if article else 0)
    return replace(quantity, kind="fraction") if form == "fraction" and quantity.kind == "count" else quantity


def _with_unit(  # noqa: PLR0913 - the parts of one number
    match: re.Match[str], group: str, value: Fraction, unit: str, sign: str, right: str, skip: int = 0
) -> Quantity:
    if sign:
        return _plain(match, group, value, "money", words.currency(sign) or "")
    if unit:
        return _plain(match, group, value, "measure", unit)
    kind, unit, length = words.kind_and_unit(right[skip:], value)
    if unit == "bp":
        value, unit = value / 100, "pp"
    plain = _plain(match, group, value, kind, unit)
    end = plain.end + (skip + length if length else 0)
    return replace(plain, end=end, surface=match.string[plain.start : end])


def _hedged(text: str, quantity: Quantity) -> Quantity:
    """Marks what is said with "about", "at least", "nearly"; such words rule numbers, not years or days."""
    if quantity.kind in ("year", "day", "ordinal"):
        return quantity
    left = text[max(0, quantity.start - _LEFT) : quantity.start]
    right = text[quantity.end : quantity.end + _RIGHT]
    hedge = words.hedge(left, right, duration=quantity.unit in words.DURATIONS)
    if hedge is None:
        return quantity
    return replace(quantity, approximate=True, bound=hedge)

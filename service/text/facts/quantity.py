"""A quantity found in a text, and when two quantities say the same."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["count", "measure", "money", "percent", "fraction", "ordinal", "time", "year", "day"]


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
    """Give the precision that trailing zeros imply; an approximate 15 may stand for 12.5 to 17.5."""
    step = Fraction(1)
    while (value / step).denominator != 1 and step > Fraction(1, 10**6):
        step /= 10
    while value % (step * 10) == 0:
        step *= 10
    return step * 5 if approximate and (value / step) % 5 == 0 else step

"""Which figures are somebody's age: "29-year-old", "aged 29", "Ada Falk, 29, said"."""

from __future__ import annotations

import re
from dataclasses import replace

from service.text.facts.quantity import Quantity

OLDEST = 115
_BEFORE = re.compile(r"\b(?:age|aged|age of)\s+$", re.IGNORECASE)
_AFTER = re.compile(r"[-\s]years?[-\s](?:old|of[-\s]age)\b", re.IGNORECASE)
_AFTER_A_NAME = re.compile(r"\b[^\W\d_a-z][\w'’.-]*,\s$")
_CLOSED = re.compile(r"(?:,\s(?!\d)|[;.)]|,?$)")


def is_age(text: str, quantity: Quantity) -> bool:
    """Whether `quantity`, which was found in `text`, is an age."""
    if _BEFORE.search(text, max(0, quantity.start - 12), quantity.start):
        return True
    return bool(_AFTER.match(text, quantity.end)) or _stands_by_a_name(text, quantity)


def in_years(text: str, quantity: Quantity) -> Quantity:
    """Return the quantity, an age with its unit, however it was written."""
    bare = quantity.kind == "count" and quantity.unit in ("", "year")
    return replace(quantity, kind="measure", unit="year") if bare and is_age(text, quantity) else quantity


def _stands_by_a_name(text: str, quantity: Quantity) -> bool:
    bare = (quantity.kind, quantity.unit) in (("count", ""), ("measure", "year"))
    if not (bare and quantity.surface.isdecimal()):
        return False
    named = _AFTER_A_NAME.search(text, max(0, quantity.start - 40), quantity.start)
    return 0 < quantity.value <= OLDEST and bool(named) and bool(_CLOSED.match(text, quantity.end))

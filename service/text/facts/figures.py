"""Whether two sentences, much alike, say different things: other figures, or a claim and its denial."""

from __future__ import annotations

import re

from service.text.facts.ages import in_years, is_age
from service.text.facts.numbers import quantities
from service.text.facts.quantity import Quantity, is_rounding_of, same_value
from service.text.words import content_stems, is_content, words

DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es|ed|ing)|contradict(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
NOT = re.compile(r"no|not|never|none|nobody|nothing|neither|nor|without|cannot|\w+n't")
COUNTED = ("count", "measure", "money", "percent", "time")


def opposed(one: str, other: str) -> bool:
    """Whether the one denies or rejects what the other does not, or their figures disagree."""
    denied = bool(DENIAL.search(one)) != bool(DENIAL.search(other))
    return denied or _negates(one, other) or _negates(other, one) or disagree(one, other)


def _negates(one: str, other: str) -> bool:
    """Whether the one says "not" of a word that the other, without any "not", has: drunk, not drunk."""
    if any(NOT.fullmatch(word.norm) for word in words(other)):
        return False
    row, stems = words(one), content_stems(other)
    following = (row[place + 1 :] for place, word in enumerate(row) if NOT.fullmatch(word.norm))
    return any(next((w.stem for w in rest if is_content(w)), "") in stems for rest in following)


def disagree(one: str, other: str) -> bool:
    """Whether some unit is counted in both texts and no figure of it agrees, roundings allowed."""
    left, right = _by_unit(one), _by_unit(other)
    return any(not _any_agree(left[key], right[key]) for key in sorted(left.keys() & right.keys()))


def _by_unit(text: str) -> dict[tuple[str, str], list[Quantity]]:
    found: dict[tuple[str, str], list[Quantity]] = {}
    for quantity in quantities(text):
        if is_age(text, quantity):
            found.setdefault(("age", ""), []).append(in_years(text, quantity))
        elif quantity.kind in COUNTED and (quantity.unit or quantity.kind == "time"):
            unit = "" if quantity.kind == "time" else quantity.unit
            found.setdefault((quantity.kind, unit), []).append(quantity)
    return found


def _any_agree(left: list[Quantity], right: list[Quantity]) -> bool:
    return any(same_value(a, b) or is_rounding_of(a, b) for a in left for b in right)

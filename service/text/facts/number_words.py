"""English number words: the grammar of spelled numbers, and the small words that qualify a number."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

Form = Literal["cardinal", "ordinal", "fraction"]

SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {
    **{word: value for value, word in enumerate(_UNITS + _TEENS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_SMALL_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_ORDINALS = {
    **{word: value for value, word in enumerate(_SMALL_ORDINALS, start=1)},
    **{f"{word}th": value for value, word in enumerate(_TEENS[3:], start=13)},
    **{f"{word[:-1]}ieth": 10 * value for value, word in enumerate(_TENS, start=2)},
    "hundredth": 100,
    "thousandth": 1000,
}
_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def _any(*options: str) -> str:
    return "(?:" + "|".join(sorted(options, key=lambda option: (-len(option), option))) + ")"


_SUB100 = rf"(?:{_any(*_TENS)}(?:[-\s]{_any(*_UNITS[1:])})?\b|{_any(*_TEENS, *_UNITS)}\b)"
_SUB1000 = rf"(?:(?:{_SUB100}|an?)[-\s]hundred(?:\s+and\s+{_SUB100}|[-\s]{_SUB100})?|{_SUB100})"
_BIG = _any("thousand", "million", "billion", "trillion", "dozen")
CARDINAL = (
    rf"(?:half[-\s]an?[-\s]{_BIG}|an?[-\s]{_BIG}(?:\sand\s{_SUB1000}|\sand\sa\shalf)?"
    rf"|{_SUB1000}(?:\s+and\s+an?\s+half)?(?:[-\s]{_BIG}(?:(?:\s+and\s+|\s){_SUB1000})?){{0,3}})"
)
ORDINAL = rf"(?:(?:{_any(*_TENS)}-)?{_any(*_ORDINALS)})"
FRACTION = (
    rf"(?:half(?=\s+(?:of|the|an?|its|their|his|her)\b)(?!\s+an?\s+{_BIG})"
    rf"|(?:an?|one)[-\s]{_any(*_PARTS)}(?=\s+of\b|\s+the\b)"
    rf"|{_any(*_UNITS[2:])}[-\s]{_any(*_PARTS)}s)"
)

_ORDINAL = re.compile(ORDINAL, re.IGNORECASE)
_SCORE_BEFORE = re.compile(rf"(?:\d|{_SUB100})(?:\s+to\s+|-)$", re.IGNORECASE)
_NO_NUMBER_BEFORE = re.compile(
    r"(?:\b(?:no|the|this|that|any|each|every|some|which|another|other|by|as|an?|\w+er)\s+|-)$", re.IGNORECASE
)
_NO_NUMBER_AFTER = re.compile(
    r"-(?!hour|day|year|minute|week|month|mile|metre|man|woman)"
    r"|\s(?:off|time|day|way|thing|another|of|who|that|which|is|was|are|were|has|had|have|did|does|do|can|could|will|would|should|may|might|must|and|or|but|by|in|on|at|to"
    r"|for|with|from|as|if|when|where|after|before|the|said|says|than|i|he|she|they|we|you|it)\b",
    re.IGNORECASE,
)
_MIN = r"more than|at least|over|upwards? of|no (?:fewer|less) than|in excess of|above|a minimum of"
_MAX = (
    r"nearly|almost|up to|less than|fewer than|no more than|at most|just under|close to|below|as many as"
    r"|a maximum of"
)
_NEAR = r"about|around|some|roughly|approximately|approx\.?|(?:an )?estimated|circa|ca\.|perhaps"
_HEDGE = re.compile(
    rf"(?:\b(?:(?P<max>{_MAX})|(?P<min>{_MIN})|{_NEAR})(?:\s(?:about|some|another|the|an?))?\s|[~≈]\s?)[\"'“‘(]?$",
    re.IGNORECASE,
)
_HEDGE_AFTER = re.compile(
    r"[^.,;:]{0,30}?\s(?:or (?P<min>more|over)|or (?P<max>less|fewer)|or so)\b", re.IGNORECASE
)


def parse(surface: str, left: str, right: str) -> tuple[Fraction, Form] | None:
    """Give the value of a spelled number, or None where the word is none ("one of the", "at first").

    `surface` matches one of the three patterns; `left` and `right` are the text around it.
    """
    tokens = re.findall(r"[a-z]+", surface.lower())
    if tokens == ["one"]:
        return (Fraction(1), "cardinal") if _is_number_one(left, right) else None
    if _ORDINAL.fullmatch(surface):
        return None if _is_adverb(tokens, left, right) else (_ordinal_value(tokens), "ordinal")
    part = _PARTS.get(tokens[-1].removesuffix("s"))
    if part and "and" not in tokens:
        return Fraction(_VALUES.get(tokens[0], 1), part), "fraction"
    return _cardinal_value(tokens), "cardinal"


def hedge(left: str, right: str, *, duration: bool) -> Literal["", "min", "max"] | None:
    """Give the bound that "at least" or "nearly" sets, "" for "about", None for a number said plainly."""
    match = _HEDGE.search(left) or _HEDGE_AFTER.match(right)
    if match is None or (duration and match[0].lower().startswith("over")):
        return None  # "over five years" says how long, not how many at least
    return "min" if match["min"] else "max" if match["max"] else ""


def _is_number_one(left: str, right: str) -> bool:
    """Whether "one" counts: it stands before a noun, or closes a score as in "four to one"."""
    if _SCORE_BEFORE.search(left):
        return True
    return bool(re.match(r"[ -][^\W\d_]{2}", right)) and not (
        _NO_NUMBER_BEFORE.search(left) or _NO_NUMBER_AFTER.match(right)
    )


def _is_adverb(tokens: list[str], left: str, right: str) -> bool:
    """Whether "first" or "second" is no ordinal here: "at first", "per second"."""
    before = left.lower().rstrip().rsplit(" ", 1)[-1]
    if tokens == ["first"]:
        return before == "at" or bool(re.match(r"\s*,|\sof all\b|-", right))
    return tokens == ["second"] and (before in ("per", "a", "split", "each", "every") or right[:1] == "-")


def _ordinal_value(tokens: list[str]) -> Fraction:
    return Fraction(sum(_VALUES[token] for token in tokens[:-1]) + _ORDINALS[tokens[-1]])


def _cardinal_value(tokens: list[str]) -> Fraction:
    total, group = Fraction(0), Fraction(0)
    for word in tokens:
        if word in _VALUES:
            group += _VALUES[word]
        elif word == "half":
            group += Fraction(1, 2)
        elif word in ("hundred", "dozen"):
            group = (group or Fraction(1)) * SCALES[word]
        elif word in SCALES:
            total, group = total + (group or Fraction(1)) * SCALES[word], Fraction(0)
    return total + group

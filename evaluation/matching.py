"""How the figures compare text: one line, numbers in words or digits, shared runs of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_NUMBER = re.compile(rf"{_DIGITS.pattern}|\b(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_UNITS[1:10])})\b|[a-z]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_CONTENT = re.compile(r"[^\W\d_]{3,}")
_EMPTY = frozenset(
    {
        "the",
        "and",
        "that",
        "this",
        "with",
        "from",
        "were",
        "was",
        "are",
        "has",
        "have",
        "had",
        "for",
        "his",
        "her",
    }
    | {"its", "their", "said", "says", "which", "who", "not", "but", "been", "after", "into", "over", "under"}
    | {"about", "than"}
)
_QUOTES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u202f": " "}
)


def one_line(text: str) -> str:
    """Return `text` on one line with plain quotation marks and single spaces."""
    return " ".join(text.translate(_QUOTES).split())


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def found(pattern: str, line: str) -> bool:
    """Return whether the key's regular expression hits `line`, in any case of letters."""
    return _compiled(pattern).search(line) is not None


def tells(patterns: Iterable[str], sentence: str) -> bool:
    """Return whether all of a fact's `match` patterns hit within one sentence."""
    line = one_line(sentence)
    return all(found(pattern, line) for pattern in patterns)


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of `text` in one spelling: 02:40, 2.40 -> 2.40; 3,187 -> 3187; seventeen -> 17."""
    tokens = _NUMBER.findall(one_line(text).lower())
    return frozenset(value for token in tokens if (value := _number(token)) is not None)


def _number(token: str) -> str | None:
    if token[0].isdigit():
        digits = token.replace(",", "") if _THOUSANDS.fullmatch(token) else token
        return re.sub(r"[,:]", ".", digits).lstrip("0") or "0"
    parts = re.split(r"[- ]", token)
    if all(part in _VALUES for part in parts):
        return str(sum(_VALUES[part] for part in parts))
    return None


def stems(text: str) -> frozenset[str]:
    """Return the first five letters of each content word of `text`, lower case."""
    words = _CONTENT.findall(one_line(text).lower())
    return frozenset(word[:5] for word in words if word not in _EMPTY and word not in _VALUES)


def overlaps(one: str, other: str, run: int = 6) -> bool:
    """Return whether one text holds the other, or both share `run` words in a row."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    length = min(run, len(first), len(second))
    shingles = {tuple(first[i : i + length]) for i in range(len(first) - length + 1)}
    return any(tuple(second[i : i + length]) in shingles for i in range(len(second) - length + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", one_line(text).lower())


def holds_phrase(phrase: str, text: str) -> bool:
    """Return whether `text` has `phrase` as whole words, in the same case, without dashes at its end."""
    bare = one_line(phrase).rstrip(" -\u2013\u2014")
    return re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", one_line(text)) is not None

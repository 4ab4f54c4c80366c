"""Makes any text fit for a model, and says whether what a model wrote is fit to be shown."""

from __future__ import annotations

import re

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FINISHED = re.compile(r"[.!?…]['\"”’)]*$")
_WORD = re.compile(r"\w+")
_LOOP = 5  # words; a run of so many that comes twice is a loop


def one_line(text: str) -> str:
    """Replace control characters and lone surrogates by U+FFFD, and white space by single spaces."""
    return " ".join(_UNFIT.sub("\ufffd", text).split())


def ends_well(text: str) -> bool:
    """Whether a text has words, ends as a sentence does, and lost no character on its way."""
    return bool(_FINISHED.search(text) and _WORD.search(text)) and "\ufffd" not in text


def loops(text: str) -> bool:
    """Whether a run of words comes twice."""
    words = [word.lower() for word in _WORD.findall(text)]
    grams = [tuple(words[i : i + _LOOP]) for i in range(len(words) - _LOOP + 1)]
    return len(set(grams)) < len(grams)

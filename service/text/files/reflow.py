"""Lines that were broken to fit a page, put together again into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ENDS = re.compile(r"[.!?。！？…][\"'”’»)\]]{0,3}$")
_BULLET = re.compile(r"^(?:[•‣▪◦●·*–—-]|\d{1,2}[.)])\s")
_HYPHENATED = re.compile(r"[^\W\d_]{2}[-\u2010]$")
_MIN_WIDTH = 40


def page_width(lines: Sequence[str]) -> int:
    """The width in characters that lines were broken at: what nine in ten stay within, or 0 for none."""
    widths = sorted(len(line) for line in lines if line)
    return widths[(len(widths) * 9) // 10 if len(widths) > 9 else -1] if widths else 0


def continues(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on with the paragraph of `line`, both stripped and not empty.

    It does if its first word would not have fitted on `line`, or if `line` breaks off within a
    sentence: without a full stop, before a small letter, or at a hyphen.
    """
    if _BULLET.match(following):
        return False
    first_word = following.split(maxsplit=1)[0]
    unfinished = not _ENDS.search(line[-5:])
    if unfinished and (following[0].islower() or line.endswith((",", "-", "\u00ad"))):
        return True
    filled = len(line) + 1 + len(first_word) > width * 0.97 >= _MIN_WIDTH
    return filled and (unfinished or len(line) >= width * 0.9)


def join(line: str, following: str) -> str:
    """Join two lines of a paragraph; a word that was divided at the break becomes whole."""
    if line.endswith("\u00ad"):
        return line[:-1] + following
    if _HYPHENATED.search(line[-3:]):  # of a paragraph, which may be long by now
        return (line[:-1] if following[:1].islower() else line) + following
    return f"{line} {following}"


def reflow(lines: Sequence[str], width: int) -> list[str]:
    """Return the paragraphs of a page's lines, broken at `width`. Empty lines part paragraphs."""
    stripped = [" ".join(line.split()) for line in lines]
    paragraphs: list[str] = []
    last = ""
    for line in stripped:
        if line and last and continues(last, line, width):
            paragraphs[-1] = join(paragraphs[-1], line)
        elif line:
            paragraphs.append(line)
        last = line
    return paragraphs

"""Which line of a document is its headline, and which lines repeat it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.display import fold
from service.text.layout.paragraphs import Unit

_WORD = re.compile(r"\w{3,}")
_TRUNCATED = re.compile(r"(?:\.\.\.|…)[\"'”’]?$")
_COMMON = frozenset(
    (
        "the and for with from that this was were are has have had but not its his her their will "
        "would after over into than who what"
    ).split()
)
_MIN_SCORE = 2.0
_BODY_CHARACTERS = 4000


def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, folded."""
    return frozenset(_WORD.findall(fold(text))) - _COMMON


def is_truncated(line: str) -> bool:
    """Whether a line was cut off to fit, as headlines in lists of links are."""
    return _TRUNCATED.search(line) is not None


def likeness(line: str, title: str) -> float:
    """Jaccard similarity of the content words of two lines, from 0 to 1."""
    ours, theirs = content_words(line), content_words(title)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def find_title(
    candidates: Sequence[Unit], body: Sequence[Unit], known: str | None, frame: Sequence[Unit] = ()
) -> Unit | None:
    """Return the unit that is the headline, among the units above the body, or None.

    A title that markup told, or that is already known, wins. Otherwise a headline is told by
    standing alone, by its length, by sharing its words with the text below, and by standing in a line
    of the page's `frame` too; a tie goes to the first.
    """
    text = " ".join(unit.plain for unit in body)[:_BODY_CHARACTERS]
    vocabulary = content_words(text)
    scored = [
        (_score(unit, candidates, vocabulary, known, frame), -place) for place, unit in enumerate(candidates)
    ]
    if not scored:
        return None
    best, place = max(scored)
    return candidates[-place] if best >= _MIN_SCORE else None


def _score(
    unit: Unit,
    candidates: Sequence[Unit],
    vocabulary: frozenset[str],
    known: str | None,
    frame: Sequence[Unit],
) -> float:
    words = content_words(unit.plain)
    if not words or is_truncated(unit.plain):
        return 0.0
    score = 3.0 * len(words & vocabulary) / len(words)
    score += 1.0 * any(words <= content_words(other.plain) for other in frame)
    score += 1.5 * (4 <= unit.words <= 25) - 2.0 * (unit.words < 3)
    alone = sum(other.group == unit.group for other in (*candidates, *frame)) == 1
    score += 1.5 * alone
    score += 1.0 * (unit is candidates[-1])
    score -= 1.5 * (unit is candidates[0] and unit.words <= 4 and not alone)
    score -= 1.0 * unit.plain.endswith(":")
    score += 4.0 * (unit.marker == "heading")
    if known is not None:
        score += 8.0 if likeness(unit.plain, known) >= 0.4 else -8.0
    return score


def repeats_title(unit: Unit, title: str) -> bool:
    """Whether a line says the headline again, in the same words or nearly so."""
    return unit.words <= 40 and not unit.is_prose and likeness(unit.plain, title) >= 0.5


def glued_title_end(text: str, start: int, end: int, title: str) -> int | None:
    """Where a page's head ends that was glued to the first sentence: `... Comments on TitleThe first`.

    Looks in [start, end) of `text` for the title followed by text without a space, and returns the
    offset after the title, or None.
    """
    wanted = fold(title)
    line = fold(text[start : min(end, start + 1000)])
    if len(wanted) < 12:
        return None
    place = line.rfind(wanted)
    after = place + len(wanted)
    if place < 0 or start + after >= end or text[start + after].isspace():
        return None
    following = text[start + after]
    return start + after if following.isupper() or following in "“\"'‘«" or following.isdigit() else None

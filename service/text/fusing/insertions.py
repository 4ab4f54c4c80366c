"""What one sentence says besides, put into another where both have the same words around.

"Jackson was arrested early yesterday" puts "early" into "Vincent Jackson was arrested yesterday": both tell
the same there, word for word, so the words between tell of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.text.fusing.clauses import AUXILIARIES, PERSON, THING
from service.text.fusing.splicing import CALENDAR, SAYING
from service.text.words import HEDGES, NEGATIONS, NUMBERS, Word, containment, content_stems, stem, words

AROUND = 5  # words in common, on both sides together
BEFORE_END = 4  # words in common right before what is added at the end
RUN = 8  # words put in at most
ASIDE = 2  # after a single word in common
TAIL = 16  # words added at the end at most
ALIKE = 0.4  # of the other sentence's remaining content that the first one tells
ALIKE_AT_END = 0.6
_FIRM = re.compile(r"[.!?;:\"“”()\[\]—–]")
_LOOSE = (
    AUXILIARIES
    | NEGATIONS
    | HEDGES
    | SAYING
    | frozenset("who which that whose when while after before as because whether".split())
)
_DAYS = "today yesterday tomorrow morning afternoon evening night noon midnight week weekend month year"
_TIMES = frozenset(stem(word) for word in (*CALENDAR, *_DAYS.split()))
_LINKS = frozenset(
    "in on at after when while as following during near by with for from to before amid over".split()
)


@dataclass(frozen=True, slots=True)
class Insertion:
    """What to put between two characters of a text."""

    start: int
    end: int
    text: str


def inserted(base: str, other: str) -> str | None:
    """The base with all that may be put into it from the other sentence; None if there is nothing."""
    found = sorted(_insertions(base, other), key=lambda i: i.start, reverse=True)
    text = base
    for insertion in found:
        text = text[: insertion.start] + insertion.text + text[insertion.end :]
    return text if found else None


def _insertions(base: str, other: str) -> Iterator[Insertion]:
    ours, theirs = words(base), words(other)
    if _rivals(ours, theirs):
        return
    rows = ([w.stem for w in ours], [w.stem for w in theirs])
    blocks = SequenceMatcher(None, *rows, autojunk=False).get_opcodes()
    known = content_stems(base)
    for number, (kind, place, _, low, high) in enumerate(blocks):
        if kind != "insert" or not number:
            continue
        left = blocks[number - 1][2] - blocks[number - 1][1] if blocks[number - 1][0] == "equal" else 0
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        run = theirs[low:high]
        rest = content_stems(other[: run[0].start] + other[run[-1].end :])
        alike = containment(rest, known)
        if after is None and place == len(ours) and left >= BEFORE_END and alike >= ALIKE_AT_END:
            yield from _at_the_end(base, ours[-1], other, theirs[low - 1], run, known)
        elif (
            after and after[0] == "equal" and left and alike >= ALIKE and left + after[2] - after[1] >= AROUND
        ):
            yield from _between(
                base, ours[place - 1 : place + 1], other, theirs[low - 1 : high + 1], known, left
            )


def _rivals(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether both give days or figures and have none in common."""
    mine, others = ({w.norm for w in row if w.norm in CALENDAR or is_figure(w)} for row in (ours, theirs))
    return bool(mine and others) and not mine & others


def is_figure(word: Word) -> bool:
    """Whether a word is a number, in digits or spelled."""
    return word.norm in NUMBERS or any(c.isdigit() for c in word.norm)


def _between(
    base: str, ours: Sequence[Word], other: str, theirs: Sequence[Word], known: frozenset[str], left: int
) -> Iterator[Insertion]:
    """The other's words between two that stand side by side in the base; `left` words before are common."""
    gap, run = base[ours[0].end : ours[1].start], theirs[1:-1]
    whole = other[theirs[0].end : theirs[-1].start]
    marks = (other[theirs[0].end : run[0].start], other[run[-1].end : theirs[-1].start])
    fits = not gap.strip() or gap in marks
    short = len(run) <= (RUN if left > 1 else ASIDE)
    plain = not _FIRM.search(whole) and not _is_quoting(base[: ours[0].end])
    if fits and short and plain and _tells(run, known):
        yield Insertion(ours[0].end, ours[1].start, whole)


def _is_quoting(text: str) -> bool:
    return bool(text.count('"') % 2) or text.count("“") != text.count("”")


def _at_the_end(
    base: str, last: Word, other: str, before: Word, run: Sequence[Word], known: frozenset[str]
) -> Iterator[Insertion]:
    """What the other goes on with where the base ends: when, where and how, not what else."""
    tail = other[before.end : run[-1].end]
    plain = not _FIRM.search(tail) and not PERSON.search(tail) and not THING.search(tail)
    if base[last.end :] or not plain or len(run) > TAIL or run[0].norm not in _LINKS:
        return
    if _tells(run[1:], known):
        yield Insertion(last.end, last.end, tail)


def _tells(run: Sequence[Word], known: frozenset[str]) -> bool:
    """Whether a run brings content of its own, no second date, and nothing that would turn what is said."""
    told = content_stems(" ".join(word.surface.replace("-", " ") for word in run))
    dated = told & _TIMES and known & _TIMES
    return bool(told) and not dated and not told & known and not any(word.norm in _LOOSE for word in run)

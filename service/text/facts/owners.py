"""Who owns a thing, as sentences state it: a relation that has one answer, so that two are a disagreement."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from service.text.words import content_stems, content_words, names, words
from service.types import Sentence

_OWNER = r"(?P<owner>(?:[\w’'&.-]+ ?){1,9})"
_BY = re.compile(rf"\b(?:owned by|belong(?:s|ing)? to) {_OWNER}")
_IS = re.compile(rf"\b[Tt]he owner(?: of (?:the )?(?P<thing>[\w -]{{3,30}}))?,? is {_OWNER}")
_OWNS = re.compile(
    r"(?P<owner>(?:[\w’'&.-]+ ){1,6})(?:owns|has owned) (?:the|this|that) (?P<thing>[\w -]{3,40})"
)
_OWNER_ENDS = re.compile(
    r"\s(?:since|in|on|at|from|for|and|or|but|which|who|that|when|while|after|before|as|is|was|has|had|says?|said)\b"
)
_NOT_NOW_OR_NOT_SURE = re.compile(
    r"\b(?:former(?:ly)?|previous(?:ly)?|once|until|sold|selling|bought|buy|acquire[ds]?|took over|co-?owned"
    r"|half|partly|jointly|part|per ?cent|denie[ds]|whether|if|may|might|could|would|alleged(?:ly)?|claims?"
    r"|(?:is|was|are|does|did) not|no longer)\b|n['’]t\b|%",
    re.IGNORECASE,
)
_NEAR = 2  # content words before "owned by" among which the thing is named


@dataclass(frozen=True, slots=True)
class Ownership:
    """That somebody owns a thing, as the sentence in `row` says.

    `owner` is written as there, `called` holds the stems of its names, `thing` those of what is owned,
    none where the sentence leaves it to the one before.
    """

    row: int
    source: int
    owner: str
    called: frozenset[str]
    thing: frozenset[str]


def ownerships(row: int, sentence: Sentence, source: int) -> list[Ownership]:
    """Return what a sentence states for certain and of now; owners without a name are left out."""
    text = sentence.display
    if _NOT_NOW_OR_NOT_SURE.search(text):
        return []
    found = (_ownership(row, source, owner, thing) for owner, thing in _stated(text))
    return [ownership for ownership in found if ownership.called]


def _stated(text: str) -> Iterator[tuple[str, str]]:
    for match in _BY.finditer(text):
        before = content_words(text[: match.start()])[-_NEAR:]
        yield match["owner"], " ".join(word.surface for word in before)
    for match in _IS.finditer(text):
        yield match["owner"], match["thing"] or ""
    for match in _OWNS.finditer(text):
        yield _subject(match["owner"]), match["thing"]


def _ownership(row: int, source: int, owner: str, thing: str) -> Ownership:
    end = _OWNER_ENDS.search(owner)
    owner = (owner[: end.start()] if end else owner).strip(" .,")
    called = frozenset(word.stem for word in names(f"the {owner}"))
    return Ownership(row, source, owner, called, content_stems(thing))


def _subject(text: str) -> str:
    """Of the words before a verb the last run of names, with the word that says what they name."""
    found = words(text)
    start = len(found)
    while start and found[start - 1].capitalised:
        start -= 1
    return text[found[start].start :] if start < len(found) else ""


def disputed(told: Sequence[Ownership], things: Collection[str]) -> list[tuple[str, list[list[Ownership]]]]:
    """Return the disagreements: the stem of the thing, and two sides, each of statements that name one owner.

    Two sources disagree that give owners without a name in common to the same one of the `things`; a source
    that names both owners is on neither side.
    """
    found = []
    settled: set[str] = set()
    for one, other in itertools.combinations(told, 2):
        same = sorted((one.thing & other.thing & set(things)) - settled)
        if not same or one.source == other.source or one.called & other.called:
            continue
        sides = [[o for o in told if o.called & first.called] for first in (one, other)]
        both = {o.source for o in sides[0]} & {o.source for o in sides[1]}
        kept = [[o for o in side if o.source not in both] for side in sides]
        if all(kept):
            found.append((same[0], kept))
            settled |= set(same)
    return found

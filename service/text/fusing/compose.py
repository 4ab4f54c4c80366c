"""Fused sentences that need no model: what a second source adds, beside what the first one tells.

Five ways to put two sentences together are safe by their form: words put in where both sentences have the
same words around, whole clauses side by side, a second thing that the same subject did, a second thing that
the same speaker said, and a clause about what the first sentence ends with. What the second one repeats is
left out, and where too little is left, nothing is put together. Editing rather than writing, as in
Malmi et al. 2019, https://arxiv.org/abs/1909.01187, with grammar for a tagger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.fusing.casing import Casing
from service.text.fusing.clauses import (
    HEAD_VOICE,
    TAIL_SOURCE,
    TAIL_VOICE,
    core,
    is_voiced,
    shorter,
    stands_alone,
    subject_end,
)
from service.text.fusing.insertions import inserted, is_figure
from service.text.fusing.subjects import deed, has_one_doer, names_again, same_deed
from service.text.words import (
    STOP_WORDS,
    Word,
    content_stems,
    count_words,
    is_content,
    stem,
    words,
)
from service.types import READABLE

FEWEST_NEW = 3  # content words that a second clause must add
DENSEST = 0.4  # of them for each word more
MOST = 4
MUCH = 3  # shared content words from which two sentences may tell one fact
SAID = re.compile(r"^(?P<who>[^,]{2,60}?)\s(?P<said>said|says)\s(?P<that>that\s)?(?=[a-zA-Z])")
CHAINED = re.compile(r",|\b(?:and|but)\b")
TITLES = frozenset("mr mrs ms dr sir lord lady".split())
STOP = re.compile(r"\.?\s*$")


def compose(centre: str, others: Sequence[str], casing: Casing) -> list[str]:
    """At most `MOST` texts: the centre with words put in, and what is longer by a clause, densest first."""
    richer = list(dict.fromkeys(text for other in others if (text := _richer(centre, other))))
    made = {text for base in (centre, *richer) for other in others for text in _longer(base, other, casing)}
    kept = [(gain, text) for text in made if (gain := _gain(text, centre)) is not None]
    return [*richer, *(text for _, text in sorted(kept, key=lambda pair: (-pair[0], pair[1])))][:MOST]


def _richer(centre: str, other: str) -> str | None:
    body = STOP.sub("", centre)
    text = inserted(body, STOP.sub("", other))
    return f"{text}{centre[len(body) :]}" if text else None


def _longer(base: str, other: str, casing: Casing) -> Iterator[str]:
    first, second = core(base), core(other)
    if first is None or second is None:
        return
    yield from (f"{text}." for text in _same_speaker(first, second))
    yield from (f"{text}." for text in _same_subject(first, second))
    yield from (f"{text}." for text in _about_the_end(first, second))
    yield from (f"{text}." for text in _beside(first, second, casing))


def _gain(text: str, centre: str) -> float | None:
    """Content words that are new, for each word more; None if it is not worth the words."""
    new = len(content_stems(text) - content_stems(centre))
    more = count_words(text) - count_words(centre)
    if count_words(text) > READABLE or new < FEWEST_NEW or new < DENSEST * more:
        return None
    return new / max(1, more)


def _beside(centre: str, other: str, casing: Casing) -> Iterator[str]:
    """Two clauses, each whole and of its own subject: the second one names nothing that the first has named.

    A semicolon stands where an "and" would put one into the other's speaker's mouth, or be the second "and".
    """
    known = casing.inside(centre) or centre
    for clause in shorter(other):
        inside = casing.inside(clause)
        if inside is None or not stands_alone(clause) or not _adds(centre, clause):
            continue
        if not names_again(known, inside):
            yield f"{centre}{_link(centre, clause)}{inside}"


def _link(centre: str, clause: str) -> str:
    mixed = HEAD_VOICE.search(centre) and not HEAD_VOICE.search(clause)
    apart = mixed or TAIL_VOICE.search(clause) or TAIL_SOURCE.search(clause)
    return "; " if apart or ", and " in centre or " and " in centre[-40:] else ", and "


def _adds(centre: str, clause: str) -> bool:
    """Whether a clause tells another thing of what the sentence speaks of.

    It shares a word, or starts with "the" thing known; it does not say again what happened, nor give
    another figure where it shares much.
    """
    row, place = words(clause), subject_end(clause)
    known, shared = content_stems(centre), content_stems(centre) & content_stems(clause)
    done = place is not None and is_content(row[place]) and row[place].stem in known
    mine, theirs = _figures(centre), _figures(clause)
    rival = len(shared) >= MUCH and bool(mine and theirs) and not mine & theirs
    again = done or same_deed(centre, clause)
    return not again and not rival and (row[0].norm == "the" or bool(shared))


def _figures(text: str) -> set[str]:
    return {word.norm for word in words(text) if is_figure(word)}


def _same_subject(centre: str, other: str) -> Iterator[str]:
    """A second predicate of the subject that both sentences start with, where it can be nobody else's."""
    first, second = words(centre), words(other)
    mine, theirs = subject_end(centre), subject_end(other)
    if mine is None or theirs is None or not _same(first[:mine], second[:theirs]):
        return
    if is_voiced(centre) or is_voiced(other) or not has_one_doer(centre, mine):
        return
    done, more = deed(centre), deed(other)
    if done and more and done[1] == more[1]:
        return
    link = ", and " if CHAINED.search(centre) else " and "
    for clause in shorter(other):
        if clause.startswith(other[: second[theirs].end]):
            yield f"{centre}{link}{clause[second[theirs].start :]}"


def _same(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two subjects name the same: the same words, or a name whose last word is all of the other."""
    left, right = ([w.norm for w in row if w.norm not in STOP_WORDS | TITLES] for row in (one, other))
    if left == right:
        return bool(left)
    names = one[0].capitalised and other[0].capitalised and not {one[0].norm, other[0].norm} & STOP_WORDS
    return names and min(len(left), len(right)) == 1 and left[-1] == right[-1]


def _same_speaker(centre: str, other: str) -> Iterator[str]:
    """Two things that one speaker said."""
    first, second = SAID.match(centre), SAID.match(other)
    if not first or not second or not _same(words(first["who"]), words(second["who"])):
        return
    for clause in shorter(other):
        rest = clause[second.end() :]
        if len(rest.split()) > FEWEST_NEW:
            link = ", and that " if "," in centre else " and that "
            yield f"{centre[: first.end('said')]} that {centre[first.end() :]}{link}{rest}"


def _about_the_end(centre: str, other: str) -> Iterator[str]:
    """A clause with "which" about the thing that the first sentence ends with and the second starts with."""
    first, second, place = words(centre), words(other), subject_end(other)
    if place is None or second[0].norm != "the" or is_voiced(centre):
        return
    subject = [stem(w.norm) for w in second[:place] if w.norm not in STOP_WORDS]
    end = [stem(w.norm) for w in first[-len(subject) :]] if subject else []
    if not subject or end != subject or any(w.capitalised for w in second[1:place]):
        return
    for clause in shorter(other):
        if clause.startswith(other[: second[place].end]):
            yield f"{centre}, which {clause[second[place].start :]}"

"""Whom a clause tells of: what it starts with, what it did, and whether it was named already.

As in `clauses`, the words alone have to show it; a clause that does not show it has no subject here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.fusing.clauses import AUXILIARIES, subject_end, verb_at
from service.text.fusing.splicing import SAYING
from service.text.words import STOP_WORDS, Word, is_content, words

ARTICLES = frozenset("the a an".split())
OTHER_CLAUSE = re.compile(
    r"[;:]|\b(?:who|whom|whose|which|that|what|while|as|after|when|where|because|if|although|though|than|how"
    r"|why|whether|or)\b"
)
SIGNS = "$€£% "  # may stand between two words of one phrase
LINKS = frozenset("and but".split())
PARTICIPLES = frozenset("taken given shown driven thrown written chosen seen forced".split())
LEADS = LINKS | frozenset("then not been be to also since already still later never".split())
HOW = re.compile(r"(?:in|on|at|with|near|from|for|of|by|since|until|during|including|\w{2,}ing)$")
OWNER = ("'s", "’s", "s'", "s’")


def deed(text: str) -> tuple[list[str], str] | None:
    """The names in a clause's plain subject, and the stem of what it did or what was done to it.

    None where the subject is not known, or what it did is to say, to be or to have.
    """
    row, place = words(text), subject_end(text)
    if place is None:
        return None
    names = [word.norm for word in row[:place] if word.capitalised and is_content(word)]
    while place < len(row) - 1 and row[place].norm in AUXILIARIES | LEADS:
        place += 1
    verb = row[place]
    return (names, verb.stem) if is_content(verb) and verb.norm not in SAYING else None


def same_deed(one: str, other: str) -> bool:
    """Whether two clauses tell of one name that it did, or suffered, the same: nobody dies twice."""
    mine, theirs = deed(one), deed(other)
    return bool(mine and theirs and mine[1] == theirs[1] and not set(mine[0]).isdisjoint(theirs[0]))


def has_one_doer(text: str, verb: int) -> bool:
    """Whether whatever verb is put behind the text tells of the subject that its first verb tells of.

    `verb` is that one's place among the words. Nothing else may be a subject, or be taken for one: no other
    clause begins, every further verb follows "and" or an auxiliary, and a comma parts off nothing but a
    place, a date or how it was done.
    """
    row = words(text)
    if OTHER_CLAUSE.search(text, row[verb].end):
        return False
    return all(_goes_on(text, row, place) for place in range(verb + 1, len(row)))


def _goes_on(text: str, row: Sequence[Word], place: int) -> bool:
    """Whether a word goes on with what the first verb tells."""
    before, word = row[place - 1], row[place]
    gap = text[before.end : word.start].strip(SIGNS)
    if verb_at(row, place):
        return before.norm in AUXILIARIES | LEADS or before.norm.endswith("ly")
    if before.norm in LINKS:
        participle = word.norm.endswith("ed") or word.norm in LEADS | PARTICIPLES
        return not gap and (participle or _is_list_end(text, word))
    if gap == ",":
        return word.norm in LINKS or HOW.match(word.norm) is not None or _is_label(text, word)
    return not gap


def _is_list_end(text: str, first: Word) -> bool:
    """Whether one word, or a name, is all that follows up to the next comma or the end."""
    rest = _up_to_comma(text, first)
    return len(rest) == 1 or all(word.capitalised for word in rest)


def _is_label(text: str, first: Word) -> bool:
    """Whether a name or a figure, as in "Vell, Orre County," is all that follows up to the next comma."""
    return all(word.capitalised or word.norm.isdigit() for word in _up_to_comma(text, first))


def _up_to_comma(text: str, first: Word) -> list[Word]:
    return words(text[first.start :].split(",", maxsplit=1)[0])


def names_again(sentence: str, clause: str) -> bool:
    """Whether a clause beside a sentence names what that one has named, and so reads badly.

    Its subject stands in the sentence already, or the two start with one name or phrase, or it gives a name
    in full that the sentence gives in full. What the sentence brought in with "a" may be "the" one. The first
    word of both must be small unless it is a name.
    """
    mine, theirs = opening(sentence), opening(clause)
    first, phrase, known = _norms(_name(mine)), _norms(theirs), _norms(words(sentence))
    starts_alike = bool(first) and (first == _norms(_name(theirs)) or _contains(phrase, first))
    starts_alike = starts_alike or (len(mine) > 1 and _norms(mine[:2]) == phrase[:2])
    return (
        starts_alike
        or _is_known(theirs, sentence)
        or _is_named(theirs, sentence)
        or any(_contains(known, full) for full in _full_names(clause))
    )


def opening(text: str) -> list[Word]:
    """The noun phrase that a clause starts with, without its article, as far as the words show it."""
    row = words(text)
    phrase: list[Word] = []
    for place, word in enumerate(row):
        gap = text[row[place - 1].end : word.start].strip() if place else ""
        article = not place and word.norm in ARTICLES
        if gap or (word.norm in STOP_WORDS and not article) or verb_at(row, place):
            break
        phrase += [] if article else [word]
    return phrase


def _is_known(subject: Sequence[Word], sentence: str) -> bool:
    phrase = _norms(subject)
    return _stands_in(phrase, sentence) and not (len(phrase) == 1 and _brought_in(phrase[0], sentence))


def _is_named(subject: Sequence[Word], sentence: str) -> bool:
    """Whether the first name in a subject, or its last word alone, stands in the sentence."""
    start = next((place for place, word in enumerate(subject) if word.capitalised), len(subject))
    name = _name(subject[start:])
    if not name or name[-1].surface.endswith(OWNER):
        return False
    return _stands_in(_norms(name), sentence) or _stands_in(_norms(name[-1:]), sentence)


def _brought_in(noun: str, sentence: str) -> bool:
    return re.search(rf"\ban?\s(?:[\w’'-]+\s){{0,4}}{re.escape(noun)}\b", sentence, re.IGNORECASE) is not None


def _stands_in(phrase: Sequence[str], sentence: str) -> bool:
    """Whether the words stand in the sentence one after the other, and no further noun after them."""
    row = words(sentence)
    known = _norms(row)
    ends = (end for end in range(len(phrase), len(row) + 1) if known[end - len(phrase) : end] == list(phrase))
    return bool(phrase) and any(_ends_a_phrase(sentence, row, end) for end in ends)


def _ends_a_phrase(sentence: str, row: Sequence[Word], end: int) -> bool:
    if end == len(row):
        return True
    gap = sentence[row[end - 1].end : row[end].start].strip()
    owns = row[end - 1].surface.endswith(OWNER)
    return bool(gap) or owns or row[end].norm in STOP_WORDS or verb_at(row, end)


def _full_names(text: str) -> Iterator[list[str]]:
    """The names of several words."""
    row = words(text)
    run: list[str] = []
    for place, word in enumerate(row):
        tied = bool(place) and text[row[place - 1].end : word.start] == " "
        if len(run) > 1 and not (tied and word.capitalised):
            yield run
        if not word.capitalised or word.norm in STOP_WORDS:
            run = []
        else:
            run = [*run, word.norm] if tied else [word.norm]
    if len(run) > 1:
        yield run


def _name(phrase: Sequence[Word]) -> list[Word]:
    """The capitalised words that a phrase starts with."""
    end = next((place for place, word in enumerate(phrase) if not word.capitalised), len(phrase))
    return list(phrase[:end])


def _norms(row: Sequence[Word]) -> list[str]:
    return [word.norm for word in row]


def _contains(row: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return any(list(row[at : at + size]) == list(part) for at in range(len(row) - size + 1))

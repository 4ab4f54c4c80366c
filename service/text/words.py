"""Words, stems, names and stop words: the lexical view of a sentence that several stages share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from service.text.toolkit import SnowballStemmer

# Chinese, Japanese, Thai and the like write no spaces: there every character is a word.
UNSPACED = "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Vowel signs and accents that are written as characters of their own, and belong to the letter before them.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_LETTER = rf"[^\W_{UNSPACED}]"
# Letters are read in runs, which is much quicker than one by one; a run is never given back.
WORD = re.compile(rf"[{UNSPACED}]|{_LETTER}(?:{_LETTER}++|[{MARKS}]|(?<=\w)['’.,\-‐‑](?=\w))*")
POSSESSIVE = re.compile(r"['’]s?$")

STOP_WORDS = frozenset(
    """a about above across after again against all almost along already also although always am amid
    amidst among an and another any are around as at away back be became because become been before
    behind being below between both but by came can come could did do does doing down during each
    either else even ever every few for from further had has have having he her here hers herself
    him himself his how however i if in including indeed instead into is it its itself just last
    later least less like made make many may me meanwhile might more moreover most much must my near
    neither never next no nor not now of off often on once one only onto or other others our out
    over own per perhaps put quite rather same say said says saying shall she should since so some
    still such take than that the their theirs them themselves then there these they this those
    though through thus to together too toward towards under until up upon us very was way we well
    were what when where whether which while who whom whose why will with within without would yet
    you your yours""".split()
)
# Words that change what a sentence says although they carry no topic of their own.
NEGATIONS = frozenset(
    """no not never none nobody nothing neither nor without cannot can't won't don't doesn't didn't
    isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't denied denies deny
    denying rejected rejects reject refused refuses refuse dismissed unlikely failed fails unable
    refuted""".split()
)
HEDGES = frozenset(
    """alleged allegedly apparently could likely may might possible possibly probably reported
    reportedly suspected purported claim claims claimed rumoured rumored presumed believed expected
    potential potentially would should planned plans almost nearly barely hardly virtually""".split()
)
# Words that count what the next word names.
NUMBERS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen dozen dozens twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million billion""".split()
)


class Word(NamedTuple):
    """A word where it stands in a text; `norm` is lower case without a possessive ending."""

    start: int
    end: int
    surface: str
    norm: str

    @property
    def stem(self) -> str:
        """The Snowball stem of `norm`."""
        return stem(self.norm)

    @property
    def capitalised(self) -> bool:
        """Whether it starts with an upper-case letter."""
        return self.surface[0].isupper()


@lru_cache(maxsize=1)
def _stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")


@lru_cache(maxsize=65536)
def stem(norm: str) -> str:
    """The Snowball (Porter 2) stem of a lower-case word; words with digits stay as they are."""
    if len(norm) > 64 or not norm.isascii() or any(c.isdigit() for c in norm):
        return norm
    return str(_stemmer().stem(norm))


def words(text: str) -> list[Word]:
    """All words of a text in order."""
    return list(_words(text))


@lru_cache(maxsize=4096)  # a request's sentences: every stage asks for their words again
def _words(text: str) -> tuple[Word, ...]:
    return tuple(_word(match) for match in WORD.finditer(text))


def _word(match: re.Match[str]) -> Word:
    surface = match.group()
    return Word(match.start(), match.end(), surface, _norm(surface))


def norms(text: str) -> list[str]:
    """The `norm` of all words of a text in order, of a long one quicker than by `words`."""
    return list(map(_norm, WORD.findall(text)))


@lru_cache(maxsize=65536)
def _norm(surface: str) -> str:
    norm = surface.lower()
    if "'" in norm or "’" in norm:
        return POSSESSIVE.sub("", norm).replace("’", "'") or norm
    return norm


def is_content(word: Word) -> bool:
    """Whether a word carries topic: not a stop word, and longer than a letter unless a figure."""
    return _has_topic(word.norm)


def _has_topic(norm: str) -> bool:
    return norm not in STOP_WORDS and (len(norm) > 1 or not norm.isascii() or norm.isdigit())


def content_words(text: str) -> list[Word]:
    """The words that carry topic, in order."""
    return [word for word in _words(text) if is_content(word)]


@lru_cache(maxsize=8192)
def content_stems(text: str) -> frozenset[str]:
    """The set of stems of the words that carry topic."""
    return frozenset(topic_stems(text))


def topic_stems(text: str) -> list[str]:
    """The stems of the words that carry topic, in order, of a long text quicker than by `content_words`."""
    return [found for found in map(_topic_stem, WORD.findall(text)) if found is not None]


@lru_cache(maxsize=65536)
def _topic_stem(surface: str) -> str | None:
    norm = _norm(surface)
    return stem(norm) if _has_topic(norm) else None


def names(text: str) -> list[Word]:
    """Capitalised content words; the first word of the text only when it is capitalised again later."""
    capitals = (match for match in WORD.finditer(text) if match[0][0].isupper())
    found = [word for match in capitals if is_content(word := _word(match))]
    if found and found[0].start == _first_letter(text):
        again = {word.norm for word in found[1:]}
        inner_capital = any(c.isupper() for c in found[0].surface[1:])
        if found[0].norm not in again and not inner_capital:
            return found[1:]
    return found


def _first_letter(text: str) -> int:
    return next((i for i, c in enumerate(text) if c.isalnum()), -1)


def count_words(text: str) -> int:
    """Words as a reader counts them: runs of non-space; in unspaced scripts two characters are a word.

    Never less than `len(text.split())`, so a ceiling that holds here holds there too.
    """
    spaced = len(text.split())
    unspaced = len(re.findall(f"[{UNSPACED}]", text))
    return max(spaced, spaced + unspaced // 2 - 1) if unspaced else spaced


def containment(part: Iterable[str], whole: Iterable[str]) -> float:
    """Share of `part` found in `whole`; 0 for an empty part."""
    part, whole = set(part), set(whole)
    return len(part & whole) / len(part) if part else 0.0

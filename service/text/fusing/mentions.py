"""Names as articles mention them: with a given name, with a title, by the last word alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.text.fusing.splicing import CALENDAR, SAYING
from service.text.words import STOP_WORDS, stem

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_ABBREVIATED = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Prof|Lt|Sgt|Capt|Det|Gen|Col|Maj|Rev|Hon|St)\."
_WORD = rf"(?:{_ABBREVIATED}|[{_CAPITAL}]\.|[{_CAPITAL}][\w’'\-]*\w)"
RUN = re.compile(rf"(?<![\w’'\-./@#&]){_WORD}(?: {_WORD})*(?![\w@/&])")
POSSESSIVE = re.compile(r"['’]s?$")
HONORIFICS = {"mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "lady": "f"}
TITLES = frozenset(HONORIFICS) | frozenset(
    """admiral ambassador archbishop attorney bishop candidate captain capt cardinal ceo chair chairman
    chairwoman chancellor chief coach col colonel commander commissioner congressman congresswoman
    constable coroner council councillor councilman councilwoman county defence defense democrat deputy
    det detective dr director doctor executive father first foreign former gen general gov governor hon
    inspector interim judge justice king leader lieutenant lt maj major majority marshal mayor minister
    minority officer pope premier president prime prince princess prof professor prosecutor queen rep
    representative republican rev reverend secretary sen senator sergeant sgt sheriff sister speaker
    spokesman spokesperson spokeswoman st state superintendent treasurer trooper vice""".split()
)
_LONGEST_LY = 6  # letters of a name such as Sally or Irving; longer words so ending are none
_BODIES = frozenset(
    """police republicans democrats conservatives liberals officials authorities department government house
    senate congress parliament university court ministry party committee council agency company""".split()
)
_OPENERS = frozenset(
    """according although amid asked besides despite given like per regardless unlike via whereas""".split()
)
_SAID = frozenset(map(stem, SAYING))
_PLAINLY = frozenset("said says told tells added".split())
_SPOKEN = re.compile(r"(?:^|[\s,”\"])(?P<verb>[a-z]+) $")
_THE = re.compile(r"\b(?:[Tt]he|[Aa]n?) $")
_MODIFIES = re.compile(
    r"(?:['’]s?)? [a-z]+\b(?<! said)(?<! says)(?<! told)(?<! was)(?<! is)(?<! has)(?<! had)(?<! have)"
)
_ENDS = re.compile(r"^(?:[.,;:]|$| (?:in|on|at|of|to|who|as|when|after|during|this|last|while|and)\b| [A-Z])")
_IN = re.compile(r"\b(?:[Ii]n|[Aa]t|[Oo]n|[Nn]ear|[Ii]nside) $")
_SPEAKS = re.compile(r"^ (?P<verb>[a-z]+)\b")
_WHO = re.compile(r"^,? (?:who|whose)\b|^, \d\d[,.]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words with capitals that may name somebody; `given` are the names before the last one.

    `address` is all that stands before the given names, as it stands there, and `titles` its words, plainly.
    """

    start: int
    end: int
    address: str
    titles: tuple[str, ...]
    given: tuple[str, ...]
    last: str

    @property
    def full(self) -> bool:
        """Whether it has more than the last name."""
        return bool(self.given)


def mentions(text: str) -> Iterator[Mention]:
    """All names of a text in order; a word that a sentence merely starts with is no part of one.

    Of "House Speaker Paul Ryan" what follows the last title is the name.
    """
    for run in RUN.finditer(text):
        row = run.group().split(" ")
        start = run.start()
        while len(row) > 1 and _merely_opens(row[0]):
            start += len(row.pop(0)) + 1
        last = POSSESSIVE.sub("", row[-1])
        if not _is_title(last) and _may_be_name(last):
            cut = max((n for n, word in enumerate(row[:-1], start=1) if _is_title(word)), default=0)
            titles = tuple(map(_plain, row[:cut]))
            end = run.end() - len(row[-1]) + len(last)
            yield Mention(start, end, " ".join(row[:cut]), titles, tuple(row[cut:-1]), last)


def _merely_opens(word: str) -> bool:
    """Whether a word has its capital from where it stands: "The", "Apparently"."""
    adverb = word.endswith("ly") and len(word) > _LONGEST_LY
    participle = word.endswith("ing") and len(word) > _LONGEST_LY
    return word.lower() in STOP_WORDS | _OPENERS or adverb or participle


def _is_title(word: str) -> bool:
    """Whether a word is no name: a title, somebody's, or an abbreviation such as MP."""
    return (
        _plain(word) in TITLES
        or POSSESSIVE.search(word) is not None
        or (len(word) > 1 and word.isalpha() and word.isupper())
    )


def _plain(word: str) -> str:
    return word.rstrip(".").lower()


def _may_be_name(last: str) -> bool:
    return len(last) > 2 and not last.isupper() and _plain(last) not in STOP_WORDS | CALENDAR | _BODIES


def inside_quotation(text: str, place: int) -> bool:
    """Whether quotation marks are open at a place."""
    before = text[:place]
    return before.count("“") != before.count("”") or before.count('"') % 2 == 1


class Persons:
    """Who is named in the articles of a request, by the last names."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._given: dict[str, set[str]] = defaultdict(set)
        self._genders: dict[str, set[str]] = defaultdict(set)
        self._persons: set[str] = set()
        self._speakers: set[str] = set()
        self._places: set[str] = set()
        self._things: set[str] = set()
        for text in texts:
            for mention in mentions(text):
                self._note(text, mention)

    def _note(self, text: str, mention: Mention) -> None:
        last, before, after = mention.last, text[: mention.start], text[mention.end :]
        if mention.full:
            self._given[last].add(mention.given[0])
        self._genders[last].update(HONORIFICS[title] for title in mention.titles if title in HONORIFICS)
        if _THE.search(before) and not _MODIFIES.match(after):
            self._things.add(last)
        spoken, speaks = _SPOKEN.search(before) if _ENDS.match(after) else None, _SPEAKS.match(after)
        if _IN.search(before):
            self._places.add(last)
        if mention.titles or _WHO.match(after) or (spoken and stem(spoken["verb"]) in _SAID):
            self._persons.add(last)
        elif speaks and speaks["verb"] in _PLAINLY:
            self._speakers.add(last)

    def is_one(self, last: str) -> bool:
        """Whether the name is a person's, and nobody else of that name is mentioned.

        What speaks may be a company, too, unless nobody is ever in, at or on it.
        """
        person = last in self._persons or last in self._speakers - self._places
        return person and last not in self._things and len(self._given[last]) < 2 > len(self._genders[last])

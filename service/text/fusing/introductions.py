"""Who somebody is, told where a summary first names them: full name, age, office, a clause with "who".

An article introduces a person once and goes on with the last name; a sentence taken from its middle does not
say who that is. What introduces the name elsewhere is put in: an edit that hangs on the name alone, and on
nothing that the two sentences say besides. Rewriting of references, as in Nenkova and McKeown 2003,
https://aclanthology.org/N03-2024/, but by the form of the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.fusing.clauses import AUXILIARIES, NOT_PAST, PAST
from service.text.fusing.mentions import HONORIFICS, Mention, Persons, inside_quotation, mentions
from service.text.fusing.splicing import DAYS, SAYING
from service.text.words import HEDGES, NEGATIONS, Word, content_stems, count_words, words
from service.types import READABLE

LONGEST = 16  # words of what is put in
FEWEST_NEW = 2  # content words of it that are told nowhere else
MOST = 2  # names introduced in one sentence
_STRANDING, _STRANDED = (
    8,
    3,
)  # words of an aside that would part a name from fewer words at the end: ", said."

_ROLES = (
    "chief|executive|senior|deputy|vice|co-founder|founder|president|chairman|chairwoman|director|head|professor|"
    "spokesman|spokeswoman|author|owner|mayor|leader|editor|analyst|economist|lawyer|one of"
)
_INNER = r"[^;:.—–“”\"()…!?/]"
_APPOSITION = rf"(?:(?:the|a|an) [a-z]|(?:{_ROLES})\b){_INNER}{{3,110}}?"
_CLAUSE = re.compile(rf"^, (?P<aside>(?:who|whose) {_INNER}+?),(?P<after> [a-z][\w’']*)")
_APPOSED = re.compile(rf"^, (?P<aside>{_APPOSITION}),(?P<after> [a-z][\w’']*)")
_AT_THE_END = re.compile(rf"^, (?P<aside>(?:{_APPOSITION[:-1]}|(?:who|whose) {_INNER}+))\.$")
_AGED = re.compile(r"^, (?P<aside>[1-9]\d),")
_YEARS_OLD = re.compile(r"\b(?P<aside>[1-9]\d)-year-old (?:[a-z]+ ){0,2}$")
_ANY_AGE = re.compile(r"\b\d+-year-old\b|, \d\d[,.]|\baged? \d")
_BEFORE = re.compile(r"(?:^|(?:^|\W)(?P<word>[\w’']+) )$")
_PARTED = re.compile(r"[,;:”\"] $")
_KNOWN_THERE = re.compile(
    r"\bthe (?:agency|bill|book|case|city|company|country|couple|department|event|family|film|firm|group|"
    r"hospital|magazine|movie|newspaper|organi[sz]ation|paper|party|program(?:me)?|project|report|school|show|state|station|"
    r"study|suspect|team|university|victim)s?\b(?! of\b)"
)
_BEFORE_SUBJECT = frozenset("said says that when while but because".split())
_OUTSIDE = SAYING | frozenset(
    "by to with from of for against on that when while because if after before but".split()
)
_PASSING = (
    HEDGES
    | NEGATIONS
    | DAYS
    | (SAYING - {"call", "calls", "called"})
    | frozenset(
        """he she it its his him her hers they their them this these those that then now also later earlier
        same other another such we our you your i my recently currently there here ago yet still already will
        can accused week month time who's year next last past previous coming""".split()
    )
)


@dataclass(frozen=True, slots=True)
class Aside:
    """What a sentence says of a name beside what it tells, or calls its bearer; `sentence` is its number."""

    mention: Mention
    text: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Introduced:
    """A sentence with its names introduced, and the numbers of the sentences that introduce them."""

    text: str
    carriers: tuple[int, ...]


class Introductions:
    """What the sentences of a request say of the names in them, for a summary that likely tells `told`."""

    def __init__(self, texts: Sequence[str], told: Sequence[str]) -> None:
        self._persons = Persons(texts)
        self._asides: dict[str, list[Aside]] = defaultdict(list)
        self._full: dict[str, list[Aside]] = defaultdict(list)
        for number, text in enumerate(texts):
            for aside in asides(text, number):
                self._asides[aside.mention.last].append(aside)
            for mention in mentions(text):
                if mention.full and not inside_quotation(text, mention.start):
                    self._full[mention.last].append(Aside(mention, _address(text, mention), number))
        self._told = frozenset[str]().union(*map(content_stems, told))
        self._named = {mention.last for text in told for mention in mentions(text) if mention.full}

    def introduce(self, text: str, order: Sequence[int]) -> Introduced | None:
        """The text with names introduced that no other does; None if there is nothing to put in.

        `order` ranks the sentences, the ones to rely on first. Ask in the order of the summary: a name is
        introduced once.
        """
        made = text
        carriers: list[int] = []
        for mention in reversed(_firsts(text)):
            edit = self._edit(text, mention, order) if self._wants(mention) else None
            if edit and len(carriers) < MOST and count_words(made) + count_words(edit[0]) <= READABLE:
                made = f"{made[: mention.start]}{edit[0]}{made[mention.end :]}"
                carriers += reversed(edit[1])
                self._named.add(mention.last)
                self._asides.pop(mention.last, None)
        return Introduced(made, tuple(dict.fromkeys(reversed(carriers)))) if carriers else None

    def _wants(self, mention: Mention) -> bool:
        """Whether it is clear whom the name means, and told nowhere else who that is."""
        return (mention.full or mention.last not in self._named) and self._persons.is_one(mention.last)

    def _edit(self, text: str, mention: Mention, order: Sequence[int]) -> tuple[str, list[int]] | None:
        """What stands in the mention's place, and whose sentences say so."""
        if not _is_open(text, mention):
            return None
        places = {number: place for place, number in enumerate(order)}
        found = [a for a in self._asides.get(mention.last, ()) if self._fits(a, text, mention)]
        aside = min(found, key=lambda a: (a.text.isdigit(), places[a.sentence]), default=None)
        whole = None
        if not mention.full:
            named = [aside] if aside and aside.mention.full else self._full.get(mention.last, [])
            whole = min(named, key=lambda a: (not a.text, places[a.sentence]), default=None)
        if not aside and not whole:
            return None
        own = text[mention.start : mention.end]
        name = _full(mention, whole.mention, "" if aside else whole.text) if whole else own
        closing = "" if text[mention.end :] == "." else ","
        return (
            f"{name}, {aside.text}{closing}" if aside else name,
            sorted({said.sentence for said in (aside, whole) if said}, key=lambda n: places[n]),
        )

    def _fits(self, aside: Aside, text: str, mention: Mention) -> bool:
        """Whether an aside tells something here, and reads well; an age goes with the full name only."""
        if aside.text.isdigit():
            ages = {other.text for other in self._asides[mention.last] if other.text.isdigit()}
            named = aside.mention.full and not mention.full
            return named and len(ages) == 1 and not _ANY_AGE.search(text)
        after = text[mention.end :]
        if len(words(aside.text)) > _STRANDING and after != "." and len(words(after)) < _STRANDED:
            return False
        new = content_stems(aside.text) - self._told
        return len(new) >= FEWEST_NEW and 2 * len(new) > len(content_stems(aside.text))


def _firsts(text: str) -> list[Mention]:
    """The first mention of each name."""
    return list({mention.last: mention for mention in reversed(list(mentions(text)))}.values())[::-1]


def _full(own: Mention, whole: Mention, address: str) -> str:
    """The name with the given names, and with its own title or the other's `address`; a "Mr" goes."""
    title = own.address if set(own.titles) - HONORIFICS.keys() else address
    return " ".join([*([title] if title else []), *whole.given, whole.last])


def _address(text: str, mention: Mention) -> str:
    """The titles before a name, if all of them have capitals: not the "President" of "former President"."""
    before = _BEFORE.search(text[: mention.start])
    whole = _PARTED.search(text[: mention.start]) is not None or (
        before is not None and (not before["word"] or before["word"].lower() in _OUTSIDE)
    )
    known = set(mention.titles) - HONORIFICS.keys()
    return mention.address if whole and known else ""


def asides(text: str, number: int) -> Iterator[Aside]:
    """What a sentence says of its names beside what it tells, where the form of the words shows it."""
    for mention in mentions(text):
        if inside_quotation(text, mention.start):
            continue
        said = _age(text, mention) or _clause(text, mention)
        if said:
            yield Aside(mention, said, number)


def _age(text: str, mention: Mention) -> str | None:
    found = _YEARS_OLD.search(text[: mention.start]) or _AGED.match(text[mention.end :])
    return found["aside"] if found else None


def _clause(text: str, mention: Mention) -> str | None:
    """A clause or an apposition that can be of nothing but this name."""
    before, rest = _BEFORE.search(text[: mention.start]), text[mention.end :]
    if before is None:
        return None
    word = (before["word"] or "").lower()
    if not word or word in _BEFORE_SUBJECT:
        found = _CLAUSE.match(rest) or _APPOSED.match(rest)
        if found and _is_finite(found["after"].strip()) and rest[found.end() :][:1] not in "’'":
            return _lasting(found["aside"])
    if word in SAYING:
        ended = _AT_THE_END.match(rest)
        return _lasting(ended["aside"]) if ended else None
    return None


def _lasting(aside: str) -> str | None:
    """The aside, if it leans on nothing and will be as true elsewhere."""
    row = words(aside)
    passing = any(word.norm in _PASSING and not _relative(row, n) for n, word in enumerate(row))
    leaning = passing or _KNOWN_THERE.search(aside) is not None
    plain = len(row) <= LONGEST and not leaning and aside.count(",") < 2
    return aside if plain and not _narrates(row) else None


def _relative(row: Sequence[Word], number: int) -> bool:
    """Whether the word is the "that" of "the plane that crashed"."""
    return row[number].norm == "that" and number + 1 < len(row) and _is_finite(row[number + 1].norm)


def _narrates(row: Sequence[Word]) -> bool:
    """Whether "who" goes on with what happened: "who fled", "who told police", not "who was a nurse"."""
    verb = row[1].norm if len(row) > 1 else ""
    return row[0].norm == "who" and verb in PAST - {"was", "were", "had", "led", "won", "became", "wrote"}


def _is_open(text: str, mention: Mention) -> bool:
    """Whether something may be put in after the name: it is a subject, or ends what a speaker says."""
    before, rest = text[: mention.start], text[mention.end :]
    if inside_quotation(text, mention.start) or re.search(r"\b(?:and|or|as) $", before):
        return False
    if re.search(r"\b(?:said|says) $", before) and rest != ".":
        return False
    if rest == ".":
        return bool(re.search(r"[,”\"] (?:said|says) $", before))
    following = re.match(r"^ ([a-z][\w’']*)", rest)
    return following is not None and _is_finite(following[1])


def _is_finite(word: str) -> bool:
    past = word.endswith("ed") and word not in NOT_PAST and len(word) > 4
    saying = word in SAYING and not word.endswith("ing")
    return past or saying or word in AUXILIARIES or word in PAST

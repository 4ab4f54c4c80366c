"""Names in running text, and a guess from context at what each one names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.training.edits.tables import (
    MONTHS,
    NATIONS,
    OPENERS,
    ORG_WORDS,
    PLACE_WORDS,
    SPEECH,
    TITLES,
    WEEKDAYS,
)

_CAP = r"[A-Z](?:[\w-]|['’](?!s\b)(?=\w))*\w|[A-Z]\.(?= [A-Z])"
_RUN = re.compile(rf"(?<![\w’'-])(?:{_CAP})(?: (?:(?:of|de|da|del|al|bin|van|von|la) )?(?:{_CAP}))*")
_NO_NAMES = frozenset("GMT BST EST EDT PST PDT UTC CET AM PM".split())
_PLACE_CUE = re.compile(
    r"\b(?:(?:city|town|village|island|province|port|capital|north|south|east|west) of|in|at|near|across"
    r"|outside|around|throughout) $"
)
_PERSON_AFTER = re.compile(rf"(?:, \d\d\b|,? (?:{'|'.join(sorted(SPEECH))}|who)\b)")
_DATES = frozenset(WEEKDAYS) | frozenset(MONTHS)
_PLAIN_WORD = re.compile(r"[^\W\d_]\.|[A-Z][a-zà-ÿ’'-]+(?:[A-Z][a-zà-ÿ]+)?")
ADJECTIVES = {adjective: nation for nation, adjective in NATIONS.items()}


@dataclass(frozen=True)
class Name:
    """A capitalised run without titles and possessive: its text, its place, and what it seems to name."""

    text: str
    start: int
    end: int
    kind: str  # person, maybe (a person), place, org, nation, adjective or other


def names(text: str, known: Iterable[str] = (), most: float = 0.6) -> list[Name]:
    """The names of `text`, in order. `known` are names from other sentences, which settle sentence openings.

    A text with more than the share `most` of capitals (a headline) has none: case says nothing there.
    """
    words = re.findall(r"[^\W\d_]+", text)
    if sum(word[0].isupper() for word in words) > most * len(words):
        return []
    seen = {word for name in known for word in name.split()}
    found = []
    for hit in _RUN.finditer(text):
        start, end = _core(text, *hit.span(), seen)
        run = text[start:end]
        if run and run not in _DATES and not set(run.split()) & _DATES:
            found.append(Name(run, start, end, _kind(text, hit.start(), start, end)))
    return found


def _core(text: str, start: int, end: int, seen: set[str]) -> tuple[int, int]:
    """Cut a sentence opening, titles and the possessive off a run; empty if nothing is left."""
    opens = start == 0 or re.search(r"[.!?;:“\"] ?[“\"‘]?$", text[:start]) is not None
    run = re.sub(r"['’]s?$", "", text[start:end])
    words = run.split(" ")
    if opens and words[0] in OPENERS:
        words = words[1:]
    while words and words[0].rstrip(".") in TITLES | {"of"}:
        words = words[1:]
    rest = " ".join(words)
    if opens and len(words) == 1 and rest == run and rest not in seen and rest not in NATIONS:
        rest = ""
    if len(rest) < 3 or rest in _NO_NAMES | ORG_WORDS | PLACE_WORDS:
        return start, start
    end = start + len(run)
    return end - len(rest), end


def _kind(text: str, run_start: int, start: int, end: int) -> str:
    run, before = text[start:end], text[:start]
    words = run.split()
    titled = bool(set(text[run_start:start].split()) & TITLES)
    acronym = run.isupper() and len(run) > 1
    article = re.search(r"\b[Tt]he $", before) is not None
    spoken = _PERSON_AFTER.match(text, end) and not re.search(r"\b(?:in|at|of|from|near) $", before)
    plain = all(_PLAIN_WORD.fullmatch(word) for word in words) and words[0] not in ADJECTIVES
    rules = (
        (run in NATIONS, "nation"),
        (run in ADJECTIVES, "adjective"),
        (acronym or set(words) & ORG_WORDS, "org"),
        (set(words) & PLACE_WORDS, "place"),
        (titled, "person"),
        (spoken, "org" if article else "person"),
        (_PLACE_CUE.search(before), "place"),
        (plain and len(words) in (2, 3) and not article, "maybe"),
    )
    return next((kind for holds, kind in rules if holds), "other")


def inventory(sentences: Iterable[str], most: float = 0.6) -> dict[str, str]:
    """Each name of the sentences with its kind; a sure kind wins over a guess, a first kind over a later."""
    sentences = list(sentences)
    known = [name.text for sentence in sentences for name in names(sentence, (), most)]
    kinds: dict[str, str] = {}
    for sentence in sentences:
        for name in names(sentence, known, most):
            if kinds.get(name.text, "other") in ("other", "maybe"):
                kinds[name.text] = name.kind
    people = {word for text, kind in kinds.items() if kind == "person" for word in text.split()}
    unsure = {
        text for text, kind in kinds.items() if kind in ("other", "maybe") and set(text.split()) <= people
    }
    return {text: "person" if text in unsure else kind for text, kind in sorted(kinds.items())}


def alike(one: str, other: str) -> bool:
    """Whether two names may name the same: a shared word, one inside the other, or initials."""
    first, second = one.lower().replace(".", ""), other.lower().replace(".", "")
    if set(re.split(r"[\s-]", first)) & set(re.split(r"[\s-]", second)) - {"of", "the", "de"}:
        return True
    short, long = sorted((one.replace(".", ""), other.replace(".", "")), key=len)
    capitals = re.sub(r"[^A-Z]", "", long)
    initials = re.sub(r"[^A-Z]", "", short) == short and (short in capitals or capitals in short)
    return short.lower() in long.lower() or (initials and len(capitals) > 1) or first[:4] == second[:4]


def listed(text: str) -> bool:
    """Whether the text between two names makes them members of one list."""
    rest = _RUN.sub("", text)
    return re.fullmatch(r"(?:,|\band\b|\bor\b|\bthe\b|&|/|\s)*", rest) is not None

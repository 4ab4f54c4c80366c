"""What the edits share: a changed claim with its wrong characters, words with offsets, and context."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from models.training.edits.names import Name, alike, inventory
from models.training.edits.tables import FUNCTION_WORDS, OPENERS

WORD = re.compile(r"[^\W_]+(?:[-'’.,/&][^\W_]+)*")


@dataclass(frozen=True)
class Corruption:
    """A claim made wrong: its text, the kind of error, and the character spans in `text` that are wrong."""

    text: str
    error: str
    wrong: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Change:
    """Replace `claim[start:end]` by `new`; `marked` says whether the new words are wrong."""

    start: int
    end: int
    new: str
    marked: bool = True


@dataclass(frozen=True)
class Case:
    """One claim, the sentences that support it, sentences of other documents, and the source of chance."""

    claim: str
    evidence: tuple[str, ...]
    elsewhere: tuple[str, ...]
    rng: random.Random

    @cached_property
    def told(self) -> str:
        """Everything the evidence says, in lower case, one line."""
        return " \n ".join(self.evidence).lower()

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The names of claim and evidence with their kinds."""
        found = inventory((*self.evidence, self.claim))
        return {text: "person" if kind == "maybe" else kind for text, kind in found.items()}

    def kind(self, name: Name) -> str:
        """What a name of the claim names, as far as the whole case tells."""
        found = self.kinds.get(name.text, name.kind)
        return "person" if found == "maybe" else found

    @cached_property
    def foreign(self) -> dict[str, str]:
        """Names of the other documents, with kinds, that could not be one of ours."""
        found = inventory(self.elsewhere, most=0.4)
        articles = "\n".join(self.elsewhere)
        return {
            text: kind
            for text, kind in found.items()
            if not any(alike(text, own) for own in self.kinds)
            and not (kind == "place" and re.search(rf"\b[Tt]he {re.escape(text)}", articles))
        }


def stem(word: str) -> str:
    """A crude stem: lower case, no possessive, no common ending, at most eight letters."""
    word = re.sub(r"['’]s?$", "", word.lower())
    return re.sub(r"(?:ings?|edly|ed|es|s|ly)$", "", word)[:8] if len(word) > 4 else word


def content(text: str) -> set[str]:
    """The stems of the content words of `text`."""
    return {stem(word) for word in WORD.findall(text) if word.lower() not in FUNCTION_WORDS}


def around(text: str, start: int, end: int, reach: int = 5) -> set[str]:
    """Stems of the content words among the `reach` words on either side of `text[start:end]`."""
    before, after = WORD.findall(text[:start])[-reach:], WORD.findall(text[end:])[:reach]
    return content(" ".join(before + after))


def occurrences(needle: str, text: str) -> Iterator[tuple[int, int]]:
    """Where `needle` stands in `text` as whole words, in any case."""
    for hit in re.finditer(rf"(?<!\w){re.escape(needle)}(?!\w)", text, re.IGNORECASE):
        yield hit.span()


def told_at(case: Case, word: str) -> Iterator[tuple[int, int]]:
    """Where the evidence has `word`."""
    for sentence in case.evidence:
        yield from occurrences(word, sentence)


def told_alike(case: Case, start: int, end: int, new: str, limit: float = 0.34) -> bool:
    """Whether the evidence says `new` among words like those around `claim[start:end]`."""
    here = around(case.claim, start, end)
    for sentence in case.evidence:
        for first, last in occurrences(new, sentence):
            there = around(sentence, first, last)
            if not here or not there or len(here & there) / min(len(here), len(there)) >= limit:
                return True
    return False


def next_to(case: Case, start: int, end: int, new: str) -> bool:
    """Whether the evidence has `new` right before, or right after, the words beside `claim[start:end]`."""
    left = " ".join(WORD.findall(case.claim[:start])[-2:]).lower()
    right = " ".join(WORD.findall(case.claim[end:])[:2]).lower()
    said = [" ".join(WORD.findall(sentence)).lower() for sentence in case.evidence]
    new = " ".join(WORD.findall(new)).lower()
    near = [f"{new} {word}" for word in (right, right.split(" ")[0]) if content(word)]
    near += [f"{left} {new}"] if content(left) else []
    return any(phrase in sentence for phrase in near for sentence in said)


def edited(claim: str, changes: Iterable[Change], error: str) -> Corruption | None:
    """Apply `changes`; None if they clash, change nothing, or leave a doubled word."""
    pieces, spans, cursor, length = [], [], 0, 0
    for change in _tidied(claim, changes):
        if change.start < cursor:
            return None
        kept = claim[cursor : change.start]
        pieces += [kept, change.new]
        length += len(kept)
        if change.marked:
            spans.append((length, length + len(change.new)))
        length += len(change.new)
        cursor = change.end
    text = "".join(pieces) + claim[cursor:]
    wrong = tuple(_visible(text, span) for span in spans)
    if text == claim or not wrong or _doubled(text, claim):
        return None
    return Corruption(text, error, wrong)


def _tidied(claim: str, changes: Iterable[Change]) -> list[Change]:
    """Sort, keep the capital at the start, and give the word before each change the right a or an."""
    tidy: list[Change] = []
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        new, start, end = change.new, change.start, change.end
        if not new and claim[end : end + 1] == " " and (start == 0 or claim[start - 1] == " "):
            end += 1
        follower = new or claim[end:]
        article = re.search(r"(?<!\w)([Aa])(n?) $", claim[:start])
        if article and follower[:1].isalpha() and (follower[0].lower() in "aeiou") != bool(article[2]):
            right = article[1] + ("" if article[2] else "n") + " "
            tidy.append(Change(article.start(), start, right, marked=False))
        if start == 0 and new:
            new = new[0].upper() + new[1:]
        elif start == 0 and end < len(claim):
            new, end = claim[end].upper(), end + 1
        tidy.append(Change(start, end, new, change.marked))
    return tidy


def _visible(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without outer spaces; for a deletion the word right after the gap, or the last word."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if end - start > 1 or (end > start and not text[end : end + 1].isalnum()):
        return start, end
    words = [hit.span() for hit in WORD.finditer(text)]
    return next((word for word in words if word[1] > start), words[-1] if words else (0, len(text)))


def _doubled(text: str, claim: str) -> bool:
    """Whether the edit brought in a word said twice running, or a double space."""
    double = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)
    return bool(double.search(text) and not double.search(claim)) or ("  " in text and "  " not in claim)


def exchange(case: Case, one: tuple[int, int], other: tuple[int, int], error: str) -> Corruption | None:
    """Let two stretches of the claim change places."""
    (a, b), (c, d) = sorted((one, other))
    if b > c or case.claim[a:b].lower() == case.claim[c:d].lower():
        return None
    first, second = case.claim[a:b], case.claim[c:d]
    if a == 0:
        first = inside(case, first)
    return edited(case.claim, [Change(a, b, second), Change(c, d, first)], error)


def inside(case: Case, opening: str) -> str:
    """The opening of a sentence as it reads inside one: a common word loses its capital."""
    word = opening.split(" ", 1)[0]
    lower = word[0].lower() + word[1:]
    texts = (*case.evidence, case.claim, *case.elsewhere)
    common = word in OPENERS or any(
        re.search(rf"(?<![\w-]){re.escape(lower)}(?![\w-])", text) for text in texts
    )
    return lower + opening[len(word) :] if common and not word[1:2].isupper() else opening


def pick(rng: random.Random, items: Sequence[str], count: int) -> list[str]:
    """Up to `count` different items in a random order."""
    return rng.sample(list(items), min(count, len(items)))

"""Evidence sentences put together: rightly, whole clause beside whole clause, and wrongly, cut at a shared word.

The wrong ones are what a model that splices its sources gets wrong: every run of words is a source's own,
and what is told of one is told of another.
"""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from models.training.edits.base import WORD, Case, Corruption, content, inside, stem
from models.training.edits.grammar import Clause, agree, clauses, differ
from models.training.edits.tables import FUNCTION_WORDS

ALIKE = 0.3  # of the content words in common; sentences more alike may tell one fact, and a splice be true
NEW = 2  # content words that each half of a splice must have of its own
LONGEST = 60  # words of what is put together
_SAID = re.compile(r",? (?:[A-Z][\w’'-]+|the [a-z]+|[a-z ]{3,30})(?: [A-Z][\w’'-]+)* (?:said|says)\.$")
_BACKWARD = re.compile(r"\b(?:he|she|it|they|his|her|its|their|him|them|this|these|that|those|such)\b", re.I)
_LINKED = re.compile(r"^(?:But|And|However|Meanwhile|Also|Still|Then|Instead|Yet|So|Or|Nor)\b")


def recombinations(evidence: Sequence[str], rng: random.Random) -> list[Corruption]:
    """Wrong texts, in random order: several kinds of two sentences run into each other."""
    found: dict[str, Corruption] = {}
    for one, other in permutations(evidence, 2):
        case = Case(one, tuple(evidence), (), rng)
        if _alike(one, other):
            continue
        for made in (*_at_a_shared_word(one, other), *_predicates(case, other), *_saying(one, other)):
            if len(made.text.split()) <= LONGEST and made.text not in evidence:
                found[made.text] = made
    return rng.sample(list(found.values()), len(found))


def joined(evidence: Sequence[str], rng: random.Random) -> list[str]:
    """Right texts: two whole sentences that need nothing before them, as two clauses of one."""
    found = []
    for one, other in permutations(evidence, 2):
        case = Case(one, tuple(evidence), (), rng)
        short = len(one.split()) + len(other.split()) <= LONGEST
        plain = _complete(one) and _complete(other) and not _SAID.search(one)
        if short and plain and not _BACKWARD.search(other) and not _LINKED.match(other):
            found.append(one[:-1] + rng.choice((", and ", "; ", ", while ")) + inside(case, other))
    return rng.sample(found, len(found))


def _complete(sentence: str) -> bool:
    return sentence.endswith(".") and not re.search(r"[\"“”?!:]", sentence)


def _alike(one: str, other: str) -> bool:
    ours, theirs = content(one), content(other)
    return len(ours & theirs) > ALIKE * min(len(ours), len(theirs)) + 1


def _at_a_shared_word(one: str, other: str) -> Iterator[Corruption]:
    """The first sentence up to a word that the second has, too, and the second from there on."""
    tails = [(stem(m[0]), m) for m in WORD.finditer(other) if m[0].lower() not in FUNCTION_WORDS]
    for word in WORD.finditer(one):
        for shared, place in tails:
            if word[0].lower() in FUNCTION_WORDS or shared != stem(word[0]) or not word.start():
                continue
            head, tail = one[: word.end()], other[place.end() :]
            before, gone = content(one[: word.start()]), content(other[: place.start()])
            said, new = content(tail), content(tail) - content(one)
            apart = len(before - gone) >= NEW and len(gone - before) >= NEW and not before & said
            if apart and len(new) >= NEW and _quotes_whole(head) and _quotes_whole(tail):
                yield _wrong(head, tail)


def _quotes_whole(text: str) -> bool:
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def _predicates(case: Case, other: str) -> Iterator[Corruption]:
    """What the second sentence says of its subject, said of the first one's: instead, besides, or aside."""
    for mine in clauses(case.claim)[:1]:
        for theirs in clauses(other)[:1]:
            subject, predicate = case.claim[slice(*mine.subject)], other[slice(*theirs.predicate)]
            if not _foreign(case, mine, other, theirs) or len(predicate.split()) < 3:
                continue
            yield _wrong(case.claim[: mine.subject[1]], f" {predicate}.")
            yield _wrong(case.claim.rstrip("."), f" and {predicate}.")
            rest = case.claim[mine.subject[1] :].lstrip(" ")
            if len(predicate.split()) <= 14 and "," not in predicate and rest[:1].isalpha():
                aside = "who" if subject in case.kinds and case.kinds[subject] == "person" else "which"
                start = len(subject) + mine.subject[0]
                text = f"{case.claim[:start]}, {aside} {predicate}, {rest}"
                yield Corruption(text, "conflation", ((start + 2, start + 3 + len(aside) + len(predicate)),))


def _foreign(case: Case, mine: Clause, other: str, theirs: Clause) -> bool:
    subject, its = case.claim[slice(*mine.subject)], other[slice(*theirs.subject)]
    predicate = other[slice(*theirs.predicate)]
    return (
        differ(case, subject, its) and agree(subject, predicate) and not content(subject) & content(predicate)
    )


def _saying(one: str, other: str) -> Iterator[Corruption]:
    """The second sentence's speaker said to have said the first."""
    speaker = _SAID.search(other)
    if speaker and one.endswith(".") and not re.search(r"\b(?:said|says|told|according)\b", one):
        yield _wrong(one[:-1], ", " + speaker[0].lstrip(", "))


def _wrong(head: str, tail: str) -> Corruption:
    text = head + tail
    start, end = len(head), len(text.rstrip(" ."))
    start += len(text[start:end]) - len(text[start:end].lstrip(" ,;"))
    return Corruption(text, "conflation", ((start, end),))

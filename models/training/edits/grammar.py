"""Just enough grammar: clauses with a plain subject, noun phrases, number, and who may be whom."""

import re
from dataclasses import dataclass
from itertools import pairwise

from models.training.edits.base import (
    WORD,
    Case,
    content,
    stem,
)
from models.training.edits.names import alike
from models.training.edits.tables import (
    AUXILIARIES,
    BODIES,
    FUNCTION_WORDS,
    IRREGULAR_PAST,
    SPEECH,
    THINGS,
)

PRONOUNS = frozenset(
    "he she it they we i you his her its their this that these those who which there what".split()
)


LINKERS = frozenset(
    """after before when while as because since until although though if in on at by for from with of to
    despite during under over near about against into through following including than where and but or
    not so that who which whose whom said earlier later meanwhile also""".split()
)


FINITE = AUXILIARIES | frozenset(IRREGULAR_PAST) | SPEECH


JOINT = re.compile(r"(?:,|;) (?:and|but|while|whereas) |; | and (?=the )")


NAME = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"


_AFTER_NOUN = r"(?= (?:in|on|at|to|for|and|was|were|had|has|said)\b|[.,;])"
NOUN = re.compile(rf"(?:(?<=\b(?:the|his|her|its|two) )|(?<=\ba ))[a-z]{{4,}}{_AFTER_NOUN}")
_NO_NOUNS = FUNCTION_WORDS | frozenset(
    "first last second third latter former same rest number time year week month".split()
)
_NO_OBJECTS = frozenset(
    "dead again late early far too both yesterday today fewer more less about nearly almost".split()
)
_CLAUSE_OPENERS = frozenset("that after because when while as and but said".split())


@dataclass(frozen=True)
class Clause:
    """A stretch of the claim with a subject: spans of the subject and of the predicate after it."""

    subject: tuple[int, int]
    predicate: tuple[int, int]


def clauses(text: str) -> list[Clause]:
    """Main clauses that open with a plain subject of at most eight words, at the start or after a joint."""
    cuts = [0, *(hit.end() for hit in JOINT.finditer(text)), len(text)]
    found = []
    for start, stop in pairwise(cuts):
        clause = _clause(text, start, stop)
        if clause:
            found.append(clause)
    return found


def _clause(text: str, start: int, stop: int) -> Clause | None:
    words = list(WORD.finditer(text, start, stop))[:10]
    for i, word in enumerate(words):
        if i and _is_finite(words, i):
            subject = (words[0].start(), words[i - 1].end())
            joint = re.search(r"(?:,|;)? (?:and|but|while|whereas)? ?$|[.;,]? ?$", text[start:stop])
            end = start + joint.start() if joint else stop
            return Clause(subject, (word.start(), end)) if _is_plain(text[slice(*subject)]) else None
        if word[0].lower() in {"who", "which", "that", "because", "when", "after", "before"}:
            return None
    return None


def _is_plain(subject: str) -> bool:
    """Whether a subject is one noun phrase without marks that opens with neither pronoun, joint nor verb."""
    first = subject.lower().split(" ", 1)[0]
    opens = first not in PRONOUNS | LINKERS | FINITE and not first.endswith(("ed", "ing"))
    return opens and not re.search(r"[,;\"“]", subject)


def _is_finite(words: list[re.Match[str]], i: int) -> bool:
    low = words[i][0]
    last = words[i - 1][0].lower()
    if low in FINITE:
        return last not in FUNCTION_WORDS or last in {"one", "two"}
    follow = words[i + 1][0].lower() if i + 1 < len(words) else ""
    return (
        low.endswith("ed")
        and len(low) > 4
        and last not in FUNCTION_WORDS
        and follow not in {"by", "in", "at"}
    )


def head(subject: str) -> str:
    """The head word of a subject: the last word before the first preposition."""
    words: list[str] = WORD.findall(subject)
    for i, word in enumerate(words):
        if i and word.lower() in LINKERS:
            return words[i - 1]
    return words[-1] if words else ""


def class_of(subject: str) -> int | None:
    """The class of bodies or things of a subject's words, if exactly one."""
    words = {word.lower() for word in WORD.findall(subject)}
    found = [i for i, group in enumerate((*BODIES, *THINGS)) if words & set(group)]
    return found[0] if len(found) == 1 else None


def differ(case: Case, one: str, other: str) -> bool:
    """Whether two subjects clearly are not the same: names of unlike words, or heads of unlike classes."""
    if content(one) & content(other) or not content(one) or not content(other):
        return False
    if any(stem(word) in PRONOUNS for word in (*WORD.findall(one), *WORD.findall(other))[:1]):
        return False
    first, second = class_of(one), class_of(other)
    if first is not None and second is not None:
        return first != second
    if plural(one) != plural(other):
        return True
    named = [[name for name in case.kinds if head(text) in name.split()] for text in (one, other)]
    return bool(named[0] and named[1]) and not any(alike(a, b) for a in named[0] for b in named[1])


def plural(subject: str) -> bool:
    """Whether a subject is, by its form, more than one."""
    word, first = head(subject).lower(), subject.lower().split(" ", 1)[0]
    by_s = (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and first not in {"a", "an"}
    )
    return by_s or " and " in subject or word in {"police", "people", "men", "women", "children"}


def agree(subject: str, predicate: str) -> bool:
    """Whether the verb that opens `predicate` can stand after `subject`."""
    verb = predicate.split(" ", 1)[0].strip(",.")
    if verb in {"were", "are", "have", "do", "say"}:
        return plural(subject)
    singular = verb in {"was", "is", "has", "does"} or (verb.endswith("s") and not verb.endswith("ss"))
    return not (singular and plural(subject))


def subject_before(claim: str, at: int) -> tuple[int, int] | None:
    """The noun phrase right before `at`, one to six words, that is not the object of a preposition."""
    whole = next((c.subject for c in clauses(claim) if c.subject[1] == len(claim[:at].rstrip())), None)
    if whole:
        return whole
    start = end = len(claim[:at].rstrip())
    words = list(WORD.finditer(claim, 0, at))[-7:]
    for i, word in enumerate(reversed(words)):
        low = word[0].lower()
        if claim[word.end() : start].strip() or low in _CLAUSE_OPENERS:
            break
        if i > 5 or low in LINKERS | FINITE | PRONOUNS or low.endswith(("ing", "ly")):
            return None
        if i == 0 and low in FUNCTION_WORDS:
            return None
        start = word.start()
    return (start, end) if start < end and content(claim[start:end]) else None


def object_at(claim: str, at: int) -> tuple[int, int] | None:
    """The noun phrase at `at`: up to a preposition, a joint, a mark or a verb; one to six words."""
    end = at
    for i, word in enumerate(list(WORD.finditer(claim, at))[:6]):
        low, gap = word[0].lower(), claim[end : word.start()]
        if low.endswith("ly"):
            return None
        if low in LINKERS | _NO_OBJECTS or low.endswith("ing"):
            break
        if i and (gap != " " or low in FINITE | PRONOUNS or low.endswith("ed")):
            break
        end = word.end()
    return (at, end) if end > at and content(claim[at:end]) else None


def is_noun(word: str) -> bool:
    """Whether a word after an article is likely a noun."""
    return not word.endswith(("ed", "ly", "ing", "est")) and word not in _NO_NOUNS

"""Words put into the mouth of another."""

import re
from collections.abc import Iterator
from itertools import combinations

from models.training.edits.base import (
    Case,
    Change,
    Corruption,
    content,
    edited,
    exchange,
    pick,
)
from models.training.edits.grammar import (
    FINITE,
    LINKERS,
    NAME,
    PRONOUNS,
    class_of,
    clauses,
    differ,
)
from models.training.edits.names import alike
from models.training.edits.tables import (
    BODIES,
    MONTHS,
    SPEAKERS,
    SPEECH,
    WEEKDAYS,
)

_SAID = "|".join(sorted(SPEECH - {"say", "told", "wrote", "reports", "states", "claims", "estimates"}))


_LAST = re.compile(rf", ((?:the |a |an )?[A-Za-z][^,;:“”\"]{{2,60}}?) (?:{_SAID})\b")


_AFTER = re.compile(rf"\b(?:{_SAID}) (?=[A-Z])({NAME})")


_ACCORDING = re.compile(
    r"\b[Aa]ccording to ((?:the |a |an )?[^,;:.“”\"]{3,60}?)(?=[,;.]| (?:who|which|and|but|on|in) |$)"
)


_DAYS = frozenset(WEEKDAYS) | frozenset(MONTHS)


def speakers(text: str) -> list[tuple[int, int]]:
    """Spans of those to whom the text gives a statement."""
    spans = {hit.span(1) for pattern in (_LAST, _AFTER, _ACCORDING) for hit in pattern.finditer(text)}
    for clause in clauses(text):
        if re.match(rf"(?:has |have |had )?(?:{_SAID})\b", text[clause.predicate[0] :]):
            spans.add(clause.subject)
    return sorted(span for span in spans if _can_speak(text, span))


def _can_speak(text: str, span: tuple[int, int]) -> bool:
    words = text[slice(*span)].split()
    opens = words[0].lower() not in PRONOUNS | (LINKERS - {"the"})
    return opens and not set(words) & (FINITE | _DAYS) and not text.startswith(" who", span[1])


def attributions(case: Case) -> Iterator[Corruption | None]:
    """Two speakers exchanged, a speaker of the evidence or of nowhere put in the place of the right one."""
    claim, found = case.claim, speakers(case.claim)
    for one, other in combinations(found, 2):
        if differ(case, claim[slice(*one)], claim[slice(*other)]):
            yield exchange(case, one, other, "attribution")
    for span in found:
        yield from _other_speakers(case, span)
    silent = not re.search(r"\b(?:said|says|told|according)\b", claim.lower() + case.told)
    if silent and claim.endswith(".") and case.rng.random() < 0.3:
        for speaker in pick(case.rng, _free_speakers(case), 1):
            yield edited(claim, [Change(len(claim) - 1, len(claim) - 1, f", {speaker} said")], "attribution")


def _free_speakers(case: Case) -> list[str]:
    """Bodies of whose class the evidence has no word."""
    words = set(re.findall(r"\w+", case.told + " " + case.claim.lower()))
    return [text for text, group in SPEAKERS if not words & set(BODIES[group])]


def _other_speakers(case: Case, span: tuple[int, int]) -> Iterator[Corruption | None]:
    old = case.claim[slice(*span)]
    told = {
        sentence[slice(*other)]
        for sentence in case.evidence
        for other in speakers(sentence)
        if _speaks_of_other_things(case, old, sentence, sentence[slice(*other)])
    }
    free = _free_speakers(case) if class_of(old) is not None else []
    for new in (*pick(case.rng, sorted(told), 1), *pick(case.rng, free, 1)):
        lower = "t" + new[1:] if new.startswith("The ") else new
        yield edited(case.claim, [Change(*span, lower)], "attribution")


def _speaks_of_other_things(case: Case, old: str, sentence: str, new: str) -> bool:
    """Whether `new` is clearly not `old`, and the sentence in which it speaks is not what the claim says."""
    shared = content(sentence) & content(case.claim)
    other = differ(case, old, new) and not alike(old, new) and new.lower() not in case.claim.lower()
    return other and len(shared) < 0.35 * len(content(sentence))

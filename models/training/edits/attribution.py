"""Words put into the mouth of another."""

import re
from collections.abc import Iterator

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


_SPEAKER_LAST = re.compile(rf", ((?:the |a |an )?[A-Za-z][^,;:“”\"]{{2,60}}?) (?:{_SAID})\b")


_SPEAKER_AFTER = re.compile(rf"\b(?:{_SAID}) (?=[A-Z])({NAME})")


_ACCORDING = re.compile(
    r"\b[Aa]ccording to ((?:the |a |an )?[^,;:.“”\"]{3,60}?)(?=[,;.]| (?:who|which|and|but|on|in) |$)"
)


_DAYS = frozenset(WEEKDAYS) | frozenset(MONTHS)


def speakers(text: str) -> list[tuple[int, int]]:
    """Spans of those to whom the text gives a statement."""
    spans = [
        hit.span(1)
        for pattern in (_SPEAKER_LAST, _SPEAKER_AFTER, _ACCORDING)
        for hit in pattern.finditer(text)
    ]
    for clause in clauses(text):
        if re.match(rf"(?:has |have |had )?(?:{_SAID})\b", text[clause.predicate[0] :]):
            spans.append(clause.subject)
    kept = [s for s in spans if text[slice(*s)].split(" ")[0].lower() not in PRONOUNS | (LINKERS - {"the"})]
    kept = [
        s
        for s in kept
        if not set(text[slice(*s)].split()) & (FINITE | _DAYS) and not re.match(" who", text[s[1] :])
    ]
    return sorted(set(kept))


def attributions(case: Case) -> Iterator[Corruption | None]:
    """Two speakers exchanged, a speaker of the evidence or of nowhere put in the place of the right one."""
    claim, found = case.claim, speakers(case.claim)
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            if differ(case, claim[slice(*one)], claim[slice(*other)]):
                yield exchange(case, one, other, "attribution")
    for span in found:
        yield from _other_speakers(case, span)
    if (
        not found
        and case.rng.random() < 0.3
        and not any(speakers(sentence) for sentence in case.evidence)
        and claim.endswith(".")
    ):
        free = _free_speakers(case)
        for new in pick(case.rng, free, 1):
            if not re.search(r"\b(?:said|says|told|according)\b", claim + case.told):
                yield edited(claim, [Change(len(claim) - 1, len(claim) - 1, f", {new} said")], "attribution")


def _free_speakers(case: Case) -> list[str]:
    """Bodies of whose class the evidence has no word."""
    words = set(re.findall(r"\w+", case.told + " " + case.claim.lower()))
    return [text for text, group in SPEAKERS if not words & set(BODIES[group])]


def _other_speakers(case: Case, span: tuple[int, int]) -> Iterator[Corruption | None]:
    old, statement = case.claim[slice(*span)], content(case.claim)
    told = []
    for sentence in case.evidence:
        for other in speakers(sentence):
            new = sentence[slice(*other)]
            shared = content(sentence) & statement
            if (
                differ(case, old, new)
                and not alike(old, new)
                and new.lower() not in case.claim.lower()
                and len(shared) < 0.35 * len(content(sentence))
            ):
                told.append(new)
    free = _free_speakers(case) if class_of(old) is not None else []
    for new in (*pick(case.rng, sorted(set(told)), 1), *pick(case.rng, free, 1)):
        new = new[0].lower() + new[1:] if new.startswith("The ") else new
        yield edited(case.claim, [Change(*span, new)], "attribution")

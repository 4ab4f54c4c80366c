"""Right words joined wrongly: what is said of one told of another."""

import re
from collections.abc import Iterator
from itertools import pairwise

from models.training.edits.base import (
    WORD,
    Case,
    Change,
    Corruption,
    content,
    edited,
    exchange,
    next_to,
    stem,
    told_alike,
)
from models.training.edits.grammar import (
    NOUN,
    Clause,
    agree,
    class_of,
    clauses,
    differ,
    is_noun,
    object_at,
)
from models.training.edits.names import alike, names

_ASIDE = re.compile(
    r", (?:(?:who|which|whose) [^,;.“”\"]{6,80}|(?:a|an|the) [a-z’'\- ]{6,60})(?=,(?! (?:and|or)\b))"
)


_PREDICATE_END = re.compile(r", (?:\w+ ){0,5}(?:said|says)\b|, according|,? (?:and|but) ")
_OPEN = re.compile(
    r"[.;]|$| (?:in|on|at|after|before|and|was|were|had|has|said|to|from|by|for|when|while|is|will|who)\b"
)


_PHRASE = re.compile(
    r"(?<!one )(?<!some )(?<!half )(?<!much )(?<!most )(?<!many )(?<!all )(?<!part )(?<!number )"
    r"\b(for|with|over|against|of|by) (?=[a-z])"
)


_TIMES = content(
    "week weeks month months year years day days hour hours minutes morning evening night time least"
)


def conflations(case: Case) -> Iterator[Corruption | None]:
    """A predicate given to another subject: subjects exchanged, the second dropped, or one borrowed."""
    claim, found = case.claim, clauses(case.claim)
    for one, other in pairwise(found):
        first, second = claim[slice(*one.subject)], claim[slice(*other.subject)]
        if not differ(case, first, second):
            continue
        verbs = [claim[clause.predicate[0] :] for clause in (one, other)]
        if agree(first, verbs[1]) and agree(second, verbs[0]):
            yield exchange(case, one.subject, other.subject, "conflation")
        if agree(first, verbs[1]):
            yield _second_dropped(claim, other)
    yield from _borrowed(case, found)
    yield from _moved_asides(case)
    yield from _exchanged_phrases(case)
    yield from _evidence_nouns(case)


def _second_dropped(claim: str, clause: Clause) -> Corruption | None:
    """Let the first subject do what the second did, which then is what is wrong."""
    joint = re.search(r",? (?:and|but|while|whereas) $|; $", claim[: clause.subject[0]])
    if joint is None:
        return None
    verb = WORD.search(claim, clause.predicate[0])
    if verb is None:
        return None
    new = " and " + claim[slice(*clause.predicate)]
    done = edited(claim, [Change(joint.start(), clause.predicate[1], new)], "conflation")
    return _less_and(done)


def _borrowed(case: Case, found: list[Clause]) -> Iterator[Corruption | None]:
    """The predicate of another sentence put after a subject of the claim, for its own or besides it."""
    claim, last = case.claim, len(case.claim) - 1
    for clause in found:
        subject = claim[slice(*clause.subject)]
        for sentence in case.evidence:
            predicate = _foreign_predicate(case, subject, sentence)
            if predicate:
                yield edited(claim, [Change(*clause.predicate, predicate)], "conflation")
            if predicate and clause.predicate[1] >= last and claim.endswith("."):
                yield _less_and(edited(claim, [Change(last, last, f" and {predicate}")], "conflation"))


def _less_and(found: Corruption | None) -> Corruption | None:
    """The same, without marking the "and" that opens what is wrong."""
    return found and Corruption(found.text, found.error, tuple((a + 4, b) for a, b in found.wrong))


def _foreign_predicate(case: Case, subject: str, sentence: str) -> str | None:
    """The predicate of the sentence, if its subject clearly is another and the claim does not tell it."""
    for other in clauses(sentence)[:1]:
        its, predicate = sentence[slice(*other.subject)], sentence[slice(*other.predicate)]
        predicate = _PREDICATE_END.split(predicate, maxsplit=1)[0].rstrip(" .,;")
        stems = content(predicate)
        fresh = len(stems & content(case.claim)) <= 0.6 * len(stems) and not content(subject) & stems
        whole = 3 <= len(predicate.split()) <= 18 and predicate.count('"') % 2 == 0
        if fresh and whole and differ(case, subject, its) and agree(subject, predicate):
            return predicate
    return None


def _moved_asides(case: Case) -> Iterator[Corruption | None]:
    """What is said of one name between commas moved to another name of the same kind."""
    found = names(case.claim, case.kinds)
    for one in found:
        aside = _ASIDE.match(case.claim, one.end)
        for other in found if aside else ():
            same = case.kind(one) == case.kind(other) and not alike(one.text, other.text)
            if not aside or not same or not _OPEN.match(case.claim, other.end):
                continue
            comma = "," if re.match(r" [\w$£€]", case.claim[other.end :]) else ""
            gone = Change(one.end, aside.end() + 1, "", marked=False)
            yield edited(case.claim, [gone, Change(other.end, other.end, aside[0] + comma)], "conflation")


def _exchanged_phrases(case: Case) -> Iterator[Corruption | None]:
    """Two common objects of the same preposition exchanged, far enough apart to belong to two statements."""
    claim, found = case.claim, []
    for hit in _PHRASE.finditer(claim):
        span = object_at(claim, hit.end())
        if (
            span
            and not re.search(r"[A-Z]", claim[slice(*span)])
            and not content(claim[slice(*span)]) & _TIMES
        ):
            found.append((hit[1], span))
    for i, (word, one) in enumerate(found):
        for other_word, other in found[i + 1 :]:
            a, b = claim[slice(*one)], claim[slice(*other)]
            apart = len(WORD.findall(claim[one[1] : other[0]])) >= 4
            told = next_to(case, *one, b) or next_to(case, *other, a)
            if word == other_word and apart and not told and not content(a) & content(b):
                yield exchange(case, one, other, "conflation")


def _evidence_nouns(case: Case) -> Iterator[Corruption | None]:
    """A noun of another statement of the evidence in the place of one with the same word before and after."""
    here = content(case.claim)
    for hit in NOUN.finditer(case.claim):
        after = case.claim[hit.end() :].split(" ")[:2]
        for sentence in case.evidence:
            for other in NOUN.finditer(sentence):
                fit = (
                    sentence[other.end() :].split(" ")[:2] == after and is_noun(other[0]) and is_noun(hit[0])
                )
                plain = stem(other[0]) not in here and other[0].endswith("s") == hit[0].endswith("s")
                group = class_of(other[0])
                apart = group is None or group != class_of(hit[0])
                if fit and plain and apart and not told_alike(case, *hit.span(), other[0], 0.2):
                    yield edited(case.claim, [Change(*hit.span(), other[0])], "conflation")

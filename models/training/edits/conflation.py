"""Right words joined wrongly: what is said of one told of another."""

import re
from collections.abc import Iterator

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

_ASIDE = re.compile(r", (?:who|which|whose|a|an|the) [^,;.“”\"]{6,80}(?=,(?! (?:and|or)\b))")


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
    for one, other in zip(found, found[1:], strict=False):
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
    """ "A did X, and B did Y" made "A did X and did Y"; the predicate of B is what is wrong."""
    joint = re.search(r",? (?:and|but|while|whereas) $|; $", claim[: clause.subject[0]])
    if joint is None:
        return None
    verb = WORD.search(claim, clause.predicate[0])
    if verb is None:
        return None
    new = " and " + claim[slice(*clause.predicate)]
    done = edited(claim, [Change(joint.start(), clause.predicate[1], new)], "conflation")
    return done and Corruption(done.text, done.error, tuple((a + 4, b) for a, b in done.wrong))


def _borrowed(case: Case, found: list[Clause]) -> Iterator[Corruption | None]:
    """The predicate of another sentence put after a subject of the claim, for its own or besides it."""
    claim = case.claim
    for clause in found:
        subject = claim[slice(*clause.subject)]
        for sentence in case.evidence:
            for predicate in _foreign_predicates(case, subject, sentence):
                yield edited(claim, [Change(*clause.predicate, predicate)], "conflation")
                if clause.predicate[1] >= len(claim) - 1 and claim.endswith("."):
                    added = edited(
                        claim, [Change(len(claim) - 1, len(claim) - 1, " and " + predicate)], "conflation"
                    )
                    yield added and Corruption(
                        added.text, added.error, tuple((a + 4, b) for a, b in added.wrong)
                    )


def _foreign_predicates(case: Case, subject: str, sentence: str) -> Iterator[str]:
    """The predicate of the sentence, if its subject clearly is not `subject` and the claim does not tell it."""
    for other in clauses(sentence)[:1]:
        its, predicate = sentence[slice(*other.subject)], sentence[slice(*other.predicate)]
        predicate = re.split(r", (?:\w+ ){0,5}(?:said|says)\b|, according|,? (?:and|but) ", predicate)[
            0
        ].rstrip(" .,;")
        stems = content(predicate)
        told = len(stems & content(case.claim)) > 0.6 * len(stems)
        if differ(case, subject, its) and agree(subject, predicate) and not told:
            if (
                not content(subject) & stems
                and 3 <= len(predicate.split()) <= 18
                and predicate.count('"') % 2 == 0
            ):
                yield predicate


def _moved_asides(case: Case) -> Iterator[Corruption | None]:
    """What is said of one name between commas moved to another name of the same kind."""
    found = names(case.claim, case.kinds)
    for one in found:
        aside = _ASIDE.match(case.claim, one.end)
        for other in found if aside else ():
            same = case.kinds.get(one.text) == case.kinds.get(other.text) and not alike(one.text, other.text)
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
            if word == other_word and apart and not content(a) & content(b):
                if not next_to(case, *one, b) and not next_to(case, *other, a):
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
                if fit and plain and (group is None or group != class_of(hit[0])):
                    if not told_alike(case, *hit.span(), other[0], 0.2):
                        yield edited(case.claim, [Change(*hit.span(), other[0])], "conflation")

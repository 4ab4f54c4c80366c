"""Rules about the joints between runs, where one man's deed becomes another's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.fusing.alignment import Step, is_change
from service.text.fusing.clauses import people
from service.text.fusing.splicing import (
    CALENDAR,
    PUNCTUATION,
    SAYING,
    Case,
    is_figure,
    is_sound,
    run_of,
    same_predicate,
)
from service.text.words import words

OPENING_QUOTE = re.compile(r"(?:^|\s)[“\"«„]")
SHORT = 3  # words of an opening that can be no clause
SOMEBODY = frozenset(
    """man woman boy girl teenager child mother father son daughter brother sister husband wife widow widower
    driver pilot officer minister premier mayor president governor senator chancellor king queen prince
    princess suspect victim defendant gunman actor actress singer rapper player striker coach lawyer judge
    prosecutor teacher student pupil doctor nurse scientist author writer artist owner farmer soldier sailor
    captain skipper priest bishop pope billionaire lawmaker candidate leader spokesman spokeswoman witness
    survivor passenger""".split()
)
PERSON = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er)\b")
POINTING = re.compile(r"\b(?:its|it|they|their|them|he|she|him|his|her)\b", re.IGNORECASE)
THING = re.compile(r"\b(?:it|its|they|their|them)\b")
BESIDE = (4, 3)  # words before and after a joint


def splices(case: Case) -> Iterator[str]:
    """Runs are joined only where `service.text.fusing.splicing` finds the joint sound."""
    for before, after in _unsound(case):
        yield f"spliced: {before.token.surface} | {after.token.surface}"


def _unsound(case: Case) -> Iterator[tuple[Step, Step]]:
    for before, after in case.changes():
        if before.source is not None and after.source is not None and not is_sound(case, before, after):
            yield before, after


def roles(case: Case) -> Iterator[str]:
    """No doubtful joint has nothing or an "and" between its runs, or goes back in one source.

    That is how "Ana thanked Boris" becomes "Boris thanked Ana", and one man's deed another's.
    """
    for before, after in _unsound(case):
        if before.index is None or after.index is None:
            continue
        back = before.source == after.source and after.index <= before.index
        if OPENING_QUOTE.search(case.gap(before, after)):
            yield f"quotation moved: {before.token.surface} | {after.token.surface}"
        elif case.gap(before, after).strip(" ,") in ("", "and", "but", "or") and case.mid_clause(after):
            yield f"joined bare: {before.token.surface} | {after.token.surface}"
        elif back and before.token.norm not in CALENDAR:
            yield f"turned round: {before.token.surface} | {after.token.surface}"


def voices(case: Case) -> Iterator[str]:
    """No doubtful joint stands beside a verb of saying, where it would put words into another's mouth."""
    for before, after in _unsound(case):
        place = case.steps.index(before)
        near = case.steps[max(0, place + 1 - BESIDE[0]) : place + 1 + BESIDE[1]]
        if any(step.token.norm in SAYING for step in near):
            yield f"another's words: {before.token.surface} | {after.token.surface}"


def leads(case: Case) -> Iterator[str]:
    """No words from elsewhere are set before a clause, a date excepted: they tell of something else."""
    first, change = case.steps[:1], next(case.changes(), None)
    if not first or change is None or first[0].source is None or "," not in case.gap(*change):
        return
    lead = case.steps[: case.steps.index(change[0]) + 1]
    short, moved = len(lead) <= SHORT, len(lead) <= 2 * SHORT and case.mid_clause(first[0])
    if (short or moved) and not any(step.token.norm in CALENDAR for step in lead):
        yield f"set before: {lead[-1].token.surface} | {change[1].token.surface}"


def pronouns(case: Case) -> Iterator[str]:
    """Who "he" or "it" is stands before it, as in the source that says so."""
    for match in PERSON.finditer(case.claim):
        if not _antecedent(case, match):
            yield f"who is meant: {match.group()}"
    for before, after in case.changes():
        thing = THING.search(case.gap(before, after))
        if thing and (after.source is None or not same_predicate(case, before, after)):
            yield f"what is meant: {thing.group()}"


def moved_pronouns(case: Case) -> Iterator[str]:
    """A run with "its" or "he" comes with the names that its source has before the run."""
    for start, end in _runs(case):
        first, last = case.steps[start], case.steps[end]
        if first.source is None or first.index is None or last.index is None:
            continue
        row = case.source_tokens[first.source]
        said = case.sources[first.source][row[first.index].start : row[last.index].end]
        told = {step.token.stem for step in case.steps[: end + 1]}
        names = (t for t in row[: first.index] if t.surface[:1].isupper() and t.norm not in CALENDAR)
        pronoun = POINTING.search(said)
        if pronoun and (gone := [t.surface for t in names if t.stem not in told]):
            yield f"what is meant: {pronoun.group()} of {gone[0]}"


def _runs(case: Case) -> Iterator[tuple[int, int]]:
    """The first and last step of each run."""
    start = 0
    for number in range(1, len(case.steps) + 1):
        if number == len(case.steps) or is_change(case.steps[number - 1], case.steps[number]):
            yield start, number - 1
            start = number


def _antecedent(case: Case, pronoun: re.Match[str]) -> bool:
    """Whether who is meant stands before it, as in a source: a name, or "the boy" of its clause."""
    if _in_own_clause(case, pronoun.start()):
        return True
    said = _persons(case.claim[: pronoun.start()])
    return any(
        said & _persons(source[: found.start()])
        for source in case.sources
        for found in re.finditer(rf"\b{pronoun.group()}\b", source, re.IGNORECASE)
    )


def _persons(text: str) -> set[str]:
    """What may be names of persons; an acronym is none."""
    return {word.surface for word in people(words(text)) if not word.surface.isupper()}


def _in_own_clause(case: Case, place: int) -> bool:
    """Whether the text copies a source from its start, which is one person, up to the pronoun."""
    told = [number for number, step in enumerate(case.steps) if step.token.end <= place]
    if not told:
        return False
    first = case.steps[run_of(case, case.steps[told[-1]])[0]]
    if first.source is None or first.index != 0:
        return False
    opening = case.sources[first.source][: case.source_tokens[first.source][0].end].lower().split()
    return len(opening) == 2 and opening[0] in {"the", "a", "an"} and opening[1] in SOMEBODY


def figures(case: Case) -> Iterator[str]:
    """A figure keeps the word that it counts: no change of source right after it."""
    for before, after in case.changes():
        joined = not PUNCTUATION.search(case.gap(before, after))
        if is_figure(before.token) and joined and not _follows_figure(case, before, after):
            yield f"figure moved: {before.token.surface} {after.token.surface}"


def _follows_figure(case: Case, before: Step, after: Step) -> bool:
    """Whether some source has the figure followed by the word."""
    return any(
        token.stem == before.token.stem and case.found(source, after.token.stem, index + 1, index + 2)
        for source, row in enumerate(case.source_tokens)
        for index, token in enumerate(row)
    )

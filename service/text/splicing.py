"""Where a text may change over from one source to another without saying what neither source says.

Four joints are sound: at a word that both sources have there, between whole clauses, around a date that
one source gives to what the other tells, and before a second predicate of the same subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.alignment import NEAR, Step, Token, is_change
from service.text.words import NUMBERS, STOP_WORDS

STRONG_BREAK = re.compile(r"[;.]|[,—–:]\s*(?:and|but|while|as|with|after|before)\b|\b(?:and|but|while)\b")
ATTRIBUTION = frozenset(
    """said says say told according stated announced reported claimed added warned asserted argued
    insisted""".split()
)
SAYING = ATTRIBUTION | frozenset(
    "say saying put puts warning warn warns call calls called deny denies denied".split()
)
CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
DATE_LEAD = re.compile(r"^,?\s+(?:on|in|since|until|by)\s+$")
PREDICATE = re.compile(
    r"^\s*,\s+(?:and|but)\s+(?:also\s+)?(?:(?:has|have|had|is|are|was|were|will|would)\s+)?(?:been\s+)?$"
)
PRONOUN = re.compile(
    r"[,;]\s*(?:it|they|he|she)\s+(?:(?:has|have|had|is|are|was|were|will|would)\s+)?(?:been\s+)?$"
)
DIRECT = re.compile(r"^\s+(?:(?:has|have|had|is|are|was|were|will|would)\s+)?(?:been\s+)?$")
OTHER_SUBJECT = re.compile(
    r";|—|\b(?:[Ww]hile|and|but|as|after|before|because|though|although|that|who|which)\s+(?:the\s+|an?\s+)?[A-Z]"
)
PUNCTUATION = re.compile(r"[,;:—–.!?()\"“”]")
LOOK = 3
EVENT_WORDS = 2  # content words that a dated clause must share with what it dates
EVENT_REACH = 6  # words before the date in which they are looked for


@dataclass(frozen=True)
class Case:
    """A claim before its evidence: the texts, their tokens, and the claim's path through the sources."""

    claim: str
    sources: tuple[str, ...]
    claim_tokens: tuple[Token, ...]
    source_tokens: tuple[tuple[Token, ...], ...]
    steps: tuple[Step, ...]

    def changes(self) -> Iterator[tuple[Step, Step]]:
        """The pairs of neighbouring steps at which the text changes over between runs."""
        for before, after in zip(self.steps, self.steps[1:], strict=False):
            if is_change(before, after):
                yield before, after

    def gap(self, before: Step, after: Step) -> str:
        """The claim's text between two neighbouring steps."""
        return self.claim[before.token.end : after.token.start].lower()

    def source_gap(self, source: int, index: int) -> str:
        """The source's text between the token at `index` and the next one; all the rest after the last."""
        row = self.source_tokens[source]
        end = row[index + 1].start if index + 1 < len(row) else len(self.sources[source])
        return self.sources[source][row[index].end : end].lower()

    def mid_clause(self, step: Step) -> bool:
        """Whether words of its own clause stand before a step's word in its source."""
        if step.source is None or not step.index:
            return False
        return not PUNCTUATION.search(self.source_gap(step.source, step.index - 1))

    def found(self, source: int, stem: str, low: int, high: int) -> bool:
        """Whether a stem occurs among a source's tokens [low, high)."""
        return any(token.stem == stem for token in self.source_tokens[source][max(0, low) : max(0, high)])


def is_sound(case: Case, before: Step, after: Step) -> bool:
    """Whether the change between two neighbouring steps, both with a source, is a sound joint."""
    return (
        _pivot_left(case, before, after)
        or _pivot_right(case, before, after)
        or _clause(case, before, after)
        or _around_a_date(case, before, after)
        or same_predicate(case, before, after)
    )


def _pivot_left(case: Case, before: Step, after: Step) -> bool:
    """The word before the change also stands just before the word after it, in the new source."""
    source, end = _place(after)
    for index in range(max(0, end - NEAR), end):
        if case.source_tokens[source][index].stem == before.token.stem:
            return _same_subject(case, _place(before), (source, index))
    return False


def _pivot_right(case: Case, before: Step, after: Step) -> bool:
    """The word after the change also stands just after the word before it, in the old source."""
    source, start = _place(before)
    row = case.source_tokens[source]
    for index in range(start + 1, min(len(row), start + 1 + NEAR)):
        if row[index].stem == after.token.stem:
            return _same_subject(case, (source, index), _place(after))
    return False


def _place(step: Step) -> tuple[int, int]:
    assert step.source is not None
    assert step.index is not None
    return step.source, step.index


def _same_subject(case: Case, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether what stands left of a shared word is compatible: no figure in one only, no other names."""
    left, right = (case.source_tokens[source][:index] for source, index in (one, other))
    near_left, near_right = left[-LOOK:], right[-LOOK:]
    mine, theirs = ({token.stem for token in row} for row in (near_left, near_right))
    if any(is_figure(token) and token.stem in mine ^ theirs for token in (*near_left, *near_right)):
        return False
    others = _new_names(near_left, right) and _new_names(near_right, left)
    return not left or not right or (bool(mine & theirs) and not others)


def _new_names(near: Sequence[Token], known: Sequence[Token]) -> bool:
    stems = {token.stem for token in known}
    return any(token.stem not in stems and any(c.isupper() for c in token.surface) for token in near)


def is_figure(token: Token) -> bool:
    """Whether a word is a number, in digits or spelled."""
    return token.norm in NUMBERS or any(c.isdigit() for c in token.surface)


def _clause(case: Case, before: Step, after: Step) -> bool:
    """The new run starts a clause in the text, and is the start of its source."""
    return after.index is not None and after.index <= 1 and bool(STRONG_BREAK.search(case.gap(before, after)))


def _around_a_date(case: Case, before: Step, after: Step) -> bool:
    """The change leads into, or back out of, a date that another source gives to the same event."""
    steps = case.steps
    here = next(i for i, step in enumerate(steps) if step is before)
    if _is_date(after.token):
        return _dates_the_event(case, here + 1)
    if not _is_date(before.token):
        return False
    start = here
    while start and not is_change(steps[start - 1], steps[start]):
        start -= 1
    resumes = start > 0 and not is_change(steps[start - 1], after)
    return resumes and _dates_the_event(case, start)


def _dates_the_event(case: Case, start: int) -> bool:
    """Whether the run that starts here is a date alone, and its source dates with it what the claim told."""
    first = case.steps[start]
    source, index = _place(first)
    end = start
    while end + 1 < len(case.steps) and not is_change(case.steps[end], case.steps[end + 1]):
        end += 1
    run, told = case.steps[start : end + 1], case.steps[:start]
    if not told or not all(_is_date(step.token) for step in run):
        return False
    if any(_is_date(token) for step in told[-1:] for token in case.source_tokens[_place(step)[0]]):
        return False  # the sentence has a date of its own
    lead = case.claim[told[-1].token.end : first.token.start].lower()
    row = case.source_tokens[source]
    if (
        not index
        or not DATE_LEAD.match(lead)
        or lead.split()[-1:] != case.source_gap(source, index - 1).split()[-1:]
    ):
        return False
    dated = {token.stem for token in row[max(0, index - EVENT_REACH) : index]}
    return len(dated & {step.token.stem for step in told}) >= EVENT_WORDS


def _is_date(token: Token) -> bool:
    return (token.norm in CALENDAR and token.surface[0].isupper()) or (
        token.norm.isdigit() and len(token.norm) <= 4
    )


def same_predicate(case: Case, before: Step, after: Step) -> bool:
    """A second predicate, ", and has ...", of the name that both sources and the text start with."""
    source, index = _place(after)
    told = case.claim[: before.token.end]
    if not PREDICATE.match(case.gap(before, after)) or OTHER_SUBJECT.search(told):
        return False
    if not after.token.surface[0].islower() or any(
        step.token.norm in ATTRIBUTION for step in case.steps[: index + 1]
    ):
        return False
    row = case.source_tokens[source]
    lead = case.sources[source][: row[index].start]
    subject = _opening_name(row)
    direct = index > 0 and row[index - 1] in subject and DIRECT.match(case.source_gap(source, index - 1))
    if not subject or not (direct or PRONOUN.search(lead)):
        return False
    own = _opening_name(case.claim_tokens)
    return (
        bool(own)
        and own[-1].surface == subject[-1].surface
        and not own[-1].surface.endswith(("’s", "'s", "’", "'"))
    )


def _opening_name(row: Sequence[Token]) -> tuple[Token, ...]:
    """The first run of capitalised words of a sentence, which is at its very start but for a stop word."""
    kept = [token for token in row[:8] if token.norm not in STOP_WORDS]
    name: list[Token] = []
    for token in kept:
        if not token.surface[0].isupper():
            break
        name.append(token)
    return tuple(name)

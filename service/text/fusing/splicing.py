"""Where a text may change over from one source to another without saying what neither source says.

Five joints are sound: between whole clauses, on both sides of words that are put in where both sources have
the same around, before what one source adds where both told the same, around a date that one source gives to
what the other tells, and before a second predicate of the same subject. Read on news, sentences with none but
these were right; of those with any other joint, one in three was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.text.fusing.alignment import Step, Token, is_change
from service.text.words import NUMBERS, STOP_WORDS, stem

STRONG_BREAK = re.compile(r"[;.]|[,—–:]\s*(?:and|but|while|as|with|after|before)\b|\b(?:and|but|while)\b")
ATTRIBUTION = frozenset(
    """said says say told according stated announced reported claimed added warned asserted argued
    insisted""".split()
)
SAYING = ATTRIBUTION | frozenset(
    "say saying put puts warning warn warns call calls called deny denies denied".split()
)
_VERBS = frozenset(map(stem, ATTRIBUTION))
CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
DAYS = CALENDAR | frozenset("today tonight yesterday tomorrow".split())
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
PUNCTUATION = re.compile(r"[,;:—–.…!?()\"“”]")
# A source that starts with one of these speaks of what stood before it, or to the reader.
POINTING = frozenset(
    """this these those that such he she it they his her its their there here
    read see watch click follow look check find learn sign join share visit get please""".split()
)
LINKS = frozenset(
    """in on at after when while as following during near by with for from to before amid over because since
    until including""".split()
)
FEW = 2  # words in common, where most of what stood before has been told
BESIDE = 3  # words from a verb of saying to its speaker
AROUND = 3  # words in common beside a joint, from which two sources tell the same there
ALIKE = 0.75  # of what the new source says before the joint has been told
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
        _clause(case, before, after)
        or _around_a_date(case, before, after)
        or same_predicate(case, before, after)
        or (
            not _lends_a_voice(case, before, after)
            and (_out_and_back(case, before, after) or _goes_on(case, before, after))
        )
    )


def _out_and_back(case: Case, before: Step, after: Step) -> bool:
    """Words put in between two of a source, in whose place the other source has the same words around."""
    start, end = run_of(case, after)
    if end + 1 < len(case.steps) and _is_put_in(case, start, end):
        return True
    start, end = run_of(case, before)
    return start > 0 and _is_put_in(case, start, end)


def _is_put_in(case: Case, start: int, end: int) -> bool:
    left, first, last, right = (case.steps[i] for i in (start - 1, start, end, end + 1))
    if left.source is None or left.source != right.source or first.source is None:
        return False
    if _place(right)[1] != _place(left)[1] + 1 or not _names_told(case, first, end + 1):
        return False
    sides = (_in_common(case, left, first, -1), _in_common(case, last, right, 1))
    if min(sides) < 1 or sum(sides) < AROUND:
        return False
    return not _heads_a_name(case, left, first, sides[0])


def _heads_a_name(case: Case, left: Step, first: Step, common: int) -> bool:
    """Whether a noun is put after a name alone, for which it would need its article: "in Orre harbour"."""
    source, index = _place(left)
    names = case.source_tokens[source][index + 1 - common : index + 1]
    bare = first.token.surface[0].islower() and first.token.norm not in STOP_WORDS | LINKS
    return (
        bare
        and not PUNCTUATION.search(case.gap(left, first))
        and all(token.surface[0].isupper() for token in names)
    )


def _lends_a_voice(case: Case, before: Step, after: Step) -> bool:
    """Whether what one source tells itself, more than a name, stands within what another's speaker says."""
    return _overheard(case, before, after) or _overheard(case, after, before)


def _overheard(case: Case, host: Step, guest: Step) -> bool:
    spoken = any(step.source == host.source and step.token.norm in ATTRIBUTION for step in case.steps)
    if not spoken or _speakers(case, host) & _speakers(case, guest):
        return False
    said = {token.stem for token in case.source_tokens[_place(host)[0]]} | STOP_WORDS
    start, end = run_of(case, guest)
    return any(
        step.token.surface[0].islower() and step.token.stem not in said
        for step in case.steps[start : end + 1]
    )


def _speakers(case: Case, step: Step) -> set[str]:
    """The words beside a step's source's verbs of saying, among them who says it."""
    row = case.source_tokens[_place(step)[0]]
    verbs = (number for number, token in enumerate(row) if token.norm in ATTRIBUTION)
    return {token.stem for at in verbs for token in row[max(0, at - BESIDE) : at + 1 + BESIDE]} - _VERBS


def _goes_on(case: Case, before: Step, after: Step) -> bool:
    """The other source told the same up to here, and goes on with when, where or how it was."""
    _, end = run_of(case, after)
    if not _names_told(case, after, end):
        return False
    source, index = _place(after)
    common = _in_common(case, before, after, -1)
    shared = case.source_tokens[source][index - common : index]
    lead = (case.gap(before, after).replace(",", " ").split() or [after.token.norm])[0]
    told = {step.token.stem for step in case.steps[: case.steps.index(before) + 1]}
    left = [token.stem for token in case.source_tokens[source][:index]]
    alike = len(left) >= AROUND and sum(stem in told for stem in left) >= ALIKE * len(left)
    if len(left) > 1 and told.issuperset(left) and _in_common(case, before, after, 1):
        return True
    if after.token.norm in DAYS:
        return common >= 1 and told.issuperset(left)  # a day is of what was done, and no other deed's
    if lead in LINKS:
        return common >= AROUND or (common >= FEW and alike) or (common >= 1 and told.issuperset(left))
    return sum(token.surface[0].islower() for token in shared) >= AROUND


def run_of(case: Case, step: Step) -> tuple[int, int]:
    """The places of the first and last step of the run that a step is in."""
    start = end = next(i for i, other in enumerate(case.steps) if other is step)
    while start and not is_change(case.steps[start - 1], case.steps[start]):
        start -= 1
    while end + 1 < len(case.steps) and not is_change(case.steps[end], case.steps[end + 1]):
        end += 1
    return start, end


def _in_common(case: Case, before: Step, after: Step, way: int) -> int:
    """Words that both sources have alike, going left (-1) up to the change or right (1) from it."""
    one, other = _place(before), _place(after)
    here, there = (one[1], other[1] - 1) if way < 0 else (one[1] + 1, other[1])
    rows = (case.source_tokens[one[0]], case.source_tokens[other[0]])
    count = 0
    while (
        0 <= here < len(rows[0]) and 0 <= there < len(rows[1]) and rows[0][here].stem == rows[1][there].stem
    ):
        count, here, there = count + 1, here + way, there + way
    return count


def _names_told(case: Case, first: Step, end: int) -> bool:
    """Whether the text has the names that a run's source has before the run."""
    source, index = _place(first)
    told = {step.token.stem for step in case.steps[: end + 1]}
    return all(
        token.stem in told or token.norm in CALENDAR or not token.surface[0].isupper()
        for token in case.source_tokens[source][:index]
    )


def _place(step: Step) -> tuple[int, int]:
    assert step.source is not None
    assert step.index is not None
    return step.source, step.index


def is_figure(token: Token) -> bool:
    """Whether a word is a number, in digits or spelled."""
    return token.norm in NUMBERS or any(c.isdigit() for c in token.surface)


def _clause(case: Case, before: Step, after: Step) -> bool:
    """A whole source after a whole clause, and it leans on nothing that stood before it."""
    source, index = _place(after)
    if index > 1 or not STRONG_BREAK.search(case.gap(before, after)):
        return False
    last = _place(before)
    ended = last[1] + 1 >= len(case.source_tokens[last[0]]) or PUNCTUATION.search(case.source_gap(*last))
    opening = case.sources[source].lower().split()[:1]
    return bool(ended) and not set(opening) & POINTING


def _around_a_date(case: Case, before: Step, after: Step) -> bool:
    """The change leads into, or back out of, a date that another source gives to the same event."""
    steps = case.steps
    here = next(i for i, step in enumerate(steps) if step is before)
    if _is_date(after.token):
        return _dates_the_event(case, here + 1)
    if not _is_date(before.token):
        return False
    start = run_of(case, before)[0]
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

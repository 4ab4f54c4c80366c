"""Rules about the runs of source words that a text is made of: where each starts, stops and skips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from service.text.fusing.alignment import GLUE, NEAR, Step, is_change
from service.text.fusing.splicing import ATTRIBUTION, CALENDAR, PUNCTUATION, Case, is_figure
from service.text.words import HEDGES, NEGATIONS, words

LISTED = re.compile(r"[:;,]\s.*;")  # an item of a list, and its end
COMMA = re.compile(r"[,;:]")
CONDITIONS = frozenset("if unless until except only whether".split())
# Small words that may come and go without changing who did what to whom.
LOOSE = frozenset("""a an the that also so such own s both there and while but""".split())
DEGREE = re.compile(r"\b(?:so|such) (?:an? )?[a-z]+\b", re.IGNORECASE)
THAT = re.compile(r"\bthat\b")
MIN_TOKENS = 4
OWNING = re.compile(r"['’]s?$")
PARTICLES = frozenset("de des du del della di da dos das la le van von der den bin ibn al el y".split())


def beginnings(case: Case) -> Iterator[str]:
    """The text starts where a source sentence, or a clause of it set off by punctuation, starts."""
    if case.steps and case.mid_clause(case.steps[0]):
        yield f"starts in mid-clause: {case.steps[0].token.surface}"


def openings(case: Case) -> Iterator[str]:
    """The small word before a source's first word of content is kept: "In May", not "May"."""
    first = case.steps[0] if case.steps else None
    if first is None or first.source is None or first.index != 0:
        return
    lead = case.sources[first.source][: case.source_tokens[first.source][0].start]
    if _small_words(lead) - _small_words(case.claim[: first.token.start]):
        yield f"opening cut: {first.token.surface}"


def cut_names(case: Case) -> Iterator[str]:
    """No run starts after the figure of a name or a date, "30 Rock" is not "Rock", or stops inside a name."""
    for number, step in enumerate(case.steps):
        if step.source is None or not step.index:
            continue
        before = case.source_tokens[step.source][step.index - 1]
        said = number and case.steps[number - 1].token.stem == before.stem
        tied = not case.source_gap(step.source, step.index - 1).strip() and is_figure(before)
        if tied and not said and case.source_tokens[step.source][step.index].surface[:1].isupper():
            yield f"name cut: {before.surface} | {step.token.surface}"
    for step, source, index in _ends(case):
        if not step.token.surface[:1].isupper() or not _name_goes_on(case, source, index):
            continue
        told = any((other.source, other.index) == (source, index + 1) for other in case.steps)
        if not told and not _goes_on(case, step):
            yield f"name cut: {step.token.surface} | {case.source_tokens[source][index + 1].surface}"


def shortened_names(case: Case) -> Iterator[str]:
    """A name is told whole, or by its last part: neither "Marguerite" of Marguerite Osei nor a middle one."""
    for before, after in pairwise(case.steps):
        if is_change(before, after) or after.source is None or before.index is None or after.index is None:
            continue
        left_out = case.source_tokens[after.source][before.index + 1 : after.index]
        if not left_out:
            continue
        whole = _in_one_name(case, after.source, before.index, after.index)
        if _is_name(before) and _is_name(after) and not case.gap(before, after).strip(" .") and not whole:
            yield f"a name of two: {before.token.surface} {after.token.surface}"
        surname = _in_one_name(case, after.source, before.index, after.index - 1)
        middle = _in_one_name(case, after.source, before.index + 1, after.index + 1)
        if middle or (surname and not whole):
            yield f"name cut: {before.token.surface} | {after.token.surface}"


def _in_one_name(case: Case, source: int, first: int, last: int) -> bool:
    """Whether a source's tokens from `first` to `last` are capitalised, with nothing between them."""
    row = case.source_tokens[source][first : last + 1]
    tied = all(not case.source_gap(source, index).strip() for index in range(first, last))
    return (
        last < len(case.source_tokens[source]) and tied and all(token.surface[:1].isupper() for token in row)
    )


def possessives(case: Case) -> Iterator[str]:
    """A word that a source has after a possessive, "the week's level", is not put after the bare noun."""
    for before, after in pairwise(case.steps):
        if after.source is None or not after.index:
            continue
        owner = case.source_tokens[after.source][after.index - 1]
        bare = OWNING.search(owner.surface) and not OWNING.search(before.token.surface)
        if bare and owner.stem == before.token.stem:
            yield f"its owner's mark is lost: {before.token.surface} {after.token.surface}"


def _name_goes_on(case: Case, source: int, index: int) -> bool:
    """Whether the next word belongs to the name that the word at `index` is of: "Butte des Morts"."""
    here, *rest = case.source_tokens[source][index : index + 3]
    at = index
    if rest and rest[0].norm in PARTICLES and not case.source_gap(source, at).strip():
        at, rest = at + 1, rest[1:]
    name = rest and rest[0].surface[:1].isupper() and not {here.norm, rest[0].norm} & CALENDAR
    return bool(name) and not case.source_gap(source, at).strip()


def gaps(case: Case) -> Iterator[str]:
    """Inside a run the small words between two words stay: "killed by", "were killed", "his" are not glue."""
    for before, after in pairwise(case.steps):
        if is_change(before, after) or after.source is None or before.index is None or after.index is None:
            continue
        row, text = case.source_tokens[after.source], case.sources[after.source]
        gap = text[row[before.index].end : row[after.index].start]
        last = _small_words(text[row[after.index - 1].end : row[after.index].start])
        said = _small_words(case.gap(before, after))
        if said - _small_words(gap) or last - said:
            yield f"altered between: {before.token.surface} | {after.token.surface}"
        elif LISTED.search(gap):
            yield f"left out of a list: {before.token.surface} | {after.token.surface}"
        elif after.index > before.index + 1 and _cuts(gap, before, case.gap(before, after)):
            yield f"cut between: {before.token.surface} | {after.token.surface}"
        elif gap.strip()[:1].isupper() and not PUNCTUATION.search(gap) and not _is_name(before, after):
            yield f"a name left out: {before.token.surface} | {after.token.surface}"


def _is_name(*steps: Step) -> bool:
    """Whether some step is a part of a name, which may be told without its other parts."""
    return any(step.token.surface[:1].isupper() for step in steps)


def _cuts(gap: str, before: Step, said: str) -> bool:
    """Whether words are left out after a figure, or from one clause into the next."""
    return is_figure(before.token) or (len(COMMA.findall(gap)) % 2 == 1 and not PUNCTUATION.search(said))


def _small_words(gap: str) -> frozenset[str]:
    return frozenset(word.norm for word in words(gap.lower()) if word.norm in GLUE) - LOOSE


def endings(case: Case) -> Iterator[str]:
    """A run does not stop inside a phrase."""
    for step, source, index in _ends(case):
        if not case.source_gap(source, index).strip() and not _goes_on(case, step):
            yield f"cut short: {step.token.surface}"


def conditions(case: Case) -> Iterator[str]:
    """A run does not stop before a condition, nor start after one that the text leaves out."""
    first = case.steps[0] if case.steps else None
    if first and first.source is not None and first.index:
        last = case.source_tokens[first.source][first.index - 1].norm
        lead = {last, *case.source_gap(first.source, first.index - 1).split()}
        if CONDITIONS & lead - set(case.claim[: first.token.start].lower().split()):
            yield f"condition dropped before: {first.token.surface}"
    for step, source, index in _ends(case):
        if case.source_tokens[source][index + 1].norm in CONDITIONS:
            yield f"condition dropped after: {step.token.surface}"


def measures(case: Case) -> Iterator[str]:
    """A run with "so many" does not stop before the "that" it leads to."""
    for step, source, index in _ends(case):
        row, text = case.source_tokens[source], case.sources[source]
        degree = DEGREE.search(text[: row[index].end])
        follows = THAT.search(text[row[index].end :])
        if (
            degree
            and follows
            and degree.group() in case.claim
            and not THAT.search(case.claim[step.token.end :])
        ):
            yield f"cut before its measure: {step.token.surface}"


def _ends(case: Case) -> Iterator[tuple[Step, int, int]]:
    """The last step of each run, with its source and its place there, where the source goes on."""
    for step in [before for before, _ in case.changes()] + list(case.steps[-1:]):
        if step.source is None or step.index is None:
            continue
        if step.index + 1 < len(case.source_tokens[step.source]):
            yield step, step.source, step.index


def _goes_on(case: Case, step: Step) -> bool:
    """Whether the claim's next word is the source's next word, taken from elsewhere."""
    position = case.steps.index(step)
    if step.source is None or step.index is None or position + 1 >= len(case.steps):
        return False
    return case.found(step.source, case.steps[position + 1].token.stem, step.index + 1, step.index + 1 + NEAR)


def guarded_words(case: Case) -> Iterator[str]:
    """No negation or hedge is skipped inside a run or just before one, and no negation is added."""
    for number, step in enumerate(case.steps):
        if step.source is None or step.index is None:
            if step.token.norm in NEGATIONS:
                yield f"added: {step.token.surface}"
            continue
        before = case.steps[number - 1] if number else None
        low, near = step.index - 2, {near.token.norm for near in case.steps[max(0, number - 3) : number]}
        if before is not None and before.index is not None and not is_change(before, step):
            low, near = before.index + 1, set()
        for token in case.source_tokens[step.source][max(0, low) : step.index]:
            if token.norm in NEGATIONS | HEDGES and token.norm not in near:
                yield f"dropped: {token.surface}"


def attribution(case: Case) -> Iterator[str]:
    """What a source puts in somebody's mouth is not told as a fact."""
    present = {step.token.norm for step in case.steps}
    if present & ATTRIBUTION:
        return
    for source, row in enumerate(case.source_tokens):
        used = sum(1 for step in case.steps if step.source == source)
        if used >= MIN_TOKENS and any(token.norm in ATTRIBUTION for token in row):
            yield "attribution dropped"
            return

"""What speaks against saying a sentence on the strength of these source sentences: the rules.

They are meant for text that is spliced from the sources' words. A grave fault is refused whatever else
is known: a foreign name or figure, an altered quotation, a dropped "not". A doubtful one may be harmless,
such as a joint of two sentences: who judges by the rules alone refuses it, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.text.alignment import GLUE, NEAR, Step, align, is_change, tokens
from service.text.display import display
from service.text.splicing import ATTRIBUTION, CALENDAR, Case, is_figure, is_sound
from service.text.words import HEDGES, NEGATIONS, words

QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{1,400})[”\"»]")
SPOKEN = re.compile(
    QUOTED.pattern + r"|[“\"«„]([^“”\"«»„]{1,400})$"
)  # a last mark is often lost with its full stop
SENTENCE_BREAK = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])[a-z\d)][.!?][\"”’)]*\s+[\"“‘(]?[A-Z]")
QUOTE_MARKS = str.maketrans("“”„«»’‘", '"""""' + "''")
PUNCTUATION = re.compile(r"[,;:—–.!?()\"“”]")
STARTS_WELL = re.compile(r"[^\w\s]?\w")
COMMA = re.compile(r"[,;:]")
ENDS_WELL = re.compile(r"([.!?…]+)[\"”’')\]]*$")
PLAIN_MARKS = frozenset(" .,;:'\"“”‘’()-–—")
FIGURE = re.compile(r"(?:(?<!\w)[-−+±])?[$€£¥₹]?\d(?:[\d.,:]*\d)?(?:\s?[%‰°$€£¥₹])?")
CONDITIONS = frozenset("if unless until except only whether".split())
# Small words that may come and go without changing who did what to whom.
LOOSE = frozenset("""a an the that also so such own s both there and while but""".split())
PREAMBLE = re.compile(
    r"[^.:]{0,60}\b(?:sentence|summary|version|answer|merged|fused|combined)s?\b[^.:]{0,20}:", re.I
)
MIN_TOKENS = 4
SAYING = ATTRIBUTION | frozenset(
    "say saying put puts warning warn warns call calls called deny denies denied".split()
)
BESIDE = 2  # words either side of a joint


Rule = Callable[[Case], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found, and the evidence sentences that the words were taken from, as indices."""

    grave: tuple[str, ...]
    doubtful: tuple[str, ...]
    support: tuple[int, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """All of them, the grave ones first."""
        return self.grave + self.doubtful


def find_faults(claim: str, evidence: Sequence[str]) -> Findings:
    """Hold a text against the evidence sentences; a sentence of theirs has no fault."""
    if claim in evidence:
        return Findings((), (), (evidence.index(claim),))
    claim_tokens = tuple(tokens(claim))
    source_tokens = tuple(tuple(tokens(source)) for source in evidence)
    steps = tuple(align(claim_tokens, source_tokens))
    case = Case(claim, tuple(evidence), claim_tokens, source_tokens, steps)
    grave, doubtful = (tuple(f for rule in rules for f in rule(case)) for rules in (GRAVE, DOUBTFUL))
    return Findings(grave, doubtful, tuple(sorted({s.source for s in steps if s.source is not None})))


def form(case: Case) -> Iterator[str]:
    """One whole sentence: long enough, ends at a sentence end, quotes and brackets balanced."""
    if len(case.claim_tokens) < MIN_TOKENS:
        yield "too short"
    end = ENDS_WELL.search(case.claim)
    if PREAMBLE.match(case.claim):
        yield "a preamble"
    if not end:
        yield "no sentence end"
    elif end[1] != "." and not any(end[1] in source for source in case.sources):
        yield "other sentence end"
    if SENTENCE_BREAK.search(case.claim):
        yield "more than one sentence"
    if display(case.claim) != case.claim:
        yield "not one plain line"
    if case.claim[:1].islower() or not STARTS_WELL.match(case.claim):
        yield "no sentence start"
    if case.claim.count("“") != case.claim.count("”") or case.claim.count('"') % 2:
        yield "unbalanced quotes"
    if case.claim.count("(") != case.claim.count(")"):
        yield "unbalanced brackets"


def loops(case: Case) -> Iterator[str]:
    """No pair of neighbouring words recurs."""
    row = case.claim_tokens
    plain_pairs = [
        (one.stem, two.stem)
        for one, two in pairwise(row)
        if not (one.surface[0].isupper() and two.surface[0].isupper())
    ]
    if len(set(plain_pairs)) < len(plain_pairs):
        yield "repeats itself"


def repetition(case: Case) -> Iterator[str]:
    """Few words recur."""
    plain = [token.stem for token in case.claim_tokens if not token.surface[0].isupper()]
    if len(plain) - len(set(plain)) > max(1, len(plain) // 8):
        yield "repeats words"


def new_names(case: Case) -> Iterator[str]:
    """Every name and figure is in a source and spelt so."""
    spellings = {token.surface for row in case.source_tokens for token in row}
    for number, step in enumerate(case.steps):
        surface = step.token.surface
        if not _marked(surface if number else surface[1:]):
            continue
        if step.source is None:
            yield f"not in the sources: {surface}"
        elif surface not in spellings:
            yield f"other spelling: {surface}"


def new_words(case: Case) -> Iterator[str]:
    """Every other word that carries meaning is in a source."""
    for number, step in enumerate(case.steps):
        surface = step.token.surface
        if step.source is None and not _marked(surface if number else surface[1:]):
            yield f"not in the sources: {surface}"


def _marked(surface: str) -> bool:
    return any(c.isdigit() or c.isupper() for c in surface)


def quotes(case: Case) -> Iterator[str]:
    """What stands between quotation marks stands so, and between such marks, in a source."""
    spoken = [_folded(m[1] or m[2]) for source in case.sources for m in SPOKEN.finditer(source)]
    for match in QUOTED.finditer(case.claim):
        if not any(_folded(match.group(1)).rstrip(" ,.") in said for said in spoken):
            yield "altered quotation"


def _folded(quotation: str) -> str:
    return " ".join(quotation.translate(QUOTE_MARKS).lower().split())


def splices(case: Case) -> Iterator[str]:
    """Runs are joined only where `service.text.splicing` finds the joint sound."""
    for before, after in case.changes():
        if before.source is not None and after.source is not None and not is_sound(case, before, after):
            yield f"spliced: {before.token.surface} | {after.token.surface}"


def roles(case: Case) -> Iterator[str]:
    """No doubtful joint has nothing or an "and" between its runs, or goes back in one source.

    That is how "Ana thanked Boris" becomes "Boris thanked Ana", and one man's deed another's.
    """
    for before, after in case.changes():
        if before.source is None or after.source is None or is_sound(case, before, after):
            continue
        if before.index is None or after.index is None:
            continue
        back = before.source == after.source and after.index <= before.index
        if case.gap(before, after).strip(" ,") in ("", "and", "but", "or") and _mid_clause(case, after):
            yield f"joined bare: {before.token.surface} | {after.token.surface}"
        elif back and before.token.norm not in CALENDAR:
            yield f"turned round: {before.token.surface} | {after.token.surface}"


def _mid_clause(case: Case, step: Step) -> bool:
    """Whether a run's first word has words of its own clause before it, in its source."""
    if step.source is None or not step.index:
        return False
    return not PUNCTUATION.search(case.source_gap(step.source, step.index - 1))


def voices(case: Case) -> Iterator[str]:
    """No doubtful joint stands beside a verb of saying, where it would put words into another's mouth."""
    for before, after in case.changes():
        if before.source is None or after.source is None or is_sound(case, before, after):
            continue
        place = case.steps.index(before)
        near = case.steps[max(0, place - BESIDE + 1) : place + BESIDE + 1]
        if any(step.token.norm in SAYING for step in near):
            yield f"another's words: {before.token.surface} | {after.token.surface}"


def beginnings(case: Case) -> Iterator[str]:
    """The text starts where a source sentence, or a clause of it set off by punctuation, starts."""
    first = case.steps[0] if case.steps else None
    if first is None or first.source is None or first.index is None or first.index == 0:
        return
    gap = case.source_gap(first.source, first.index - 1)
    if not PUNCTUATION.search(gap):
        yield f"starts in mid-clause: {first.token.surface}"


def cut_names(case: Case) -> Iterator[str]:
    """No run starts after the figure of a name or a date: "30 Rock" is not "Rock"."""
    for number, step in enumerate(case.steps):
        if step.source is None or not step.index:
            continue
        before = case.source_tokens[step.source][step.index - 1]
        said = number and case.steps[number - 1].token.stem == before.stem
        tied = not case.source_gap(step.source, step.index - 1).strip() and is_figure(before)
        if tied and not said and case.source_tokens[step.source][step.index].surface[:1].isupper():
            yield f"name cut: {before.surface} | {step.token.surface}"


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
        elif after.index > before.index + 1 and _cuts(gap, before, case.gap(before, after)):
            yield f"cut between: {before.token.surface} | {after.token.surface}"


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
    """A run does not stop before a condition."""
    for step, source, index in _ends(case):
        if case.source_tokens[source][index + 1].norm in CONDITIONS:
            yield f"condition dropped after: {step.token.surface}"


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


def figures(case: Case) -> Iterator[str]:
    """A figure keeps the word that it counts: no change of source right after it."""
    for before, after in case.changes():
        joined = not PUNCTUATION.search(case.gap(before, after))
        if is_figure(before.token) and joined and not _follows_figure(case, before, after):
            yield f"figure moved: {before.token.surface} {after.token.surface}"


def marks(case: Case) -> Iterator[str]:
    """Signs that are no words come from the sources, and those of a figure stay with it: -5, €5, 5%."""
    known = PLAIN_MARKS.union(*case.sources)
    if strange := sorted({c for c in case.claim if not c.isalnum()} - known):
        yield f"not in the sources: {' '.join(strange)}"
    written = {_figure(match) for source in case.sources for match in FIGURE.finditer(source)}
    for match in FIGURE.finditer(case.claim):
        if _figure(match) not in written:
            yield f"other sign: {match.group()}"


def _figure(match: re.Match[str]) -> str:
    return "".join(match.group().split())


def _follows_figure(case: Case, before: Step, after: Step) -> bool:
    """Whether some source has the figure followed by the word."""
    return any(
        token.stem == before.token.stem and case.found(source, after.token.stem, index + 1, index + 2)
        for source, row in enumerate(case.source_tokens)
        for index, token in enumerate(row)
    )


GRAVE: tuple[Rule, ...] = (
    form,
    loops,
    repetition,
    new_names,
    quotes,
    guarded_words,
    conditions,
    gaps,
    attribution,
    cut_names,
    roles,
    voices,
    figures,
    marks,
)
DOUBTFUL: tuple[Rule, ...] = (new_words, splices, beginnings, endings)

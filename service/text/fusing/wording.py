"""Rules about the words of a text before its evidence: whole, not twice, and none of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from service.text.display import display
from service.text.fusing.splicing import SAYING, Case, is_figure

QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{1,400})[”\"»]")
SPOKEN = re.compile(
    QUOTED.pattern + r"|[“\"«„]([^“”\"«»„]{1,400})$"
)  # a last mark is often lost with its full stop
SENTENCE_BREAK = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])[a-z\d)][.!?][\"”’)]*\s+[\"“‘(]?[A-Z]")
QUOTE_MARKS = str.maketrans("“”„«»’‘", '"""""' + "''")
STARTS_WELL = re.compile(r"[^\w\s]?\w")
ENDS_WELL = re.compile(r"([.!?…]+)[\"”’')\]]*$")
TWO_STOPS = re.compile(r"(?<!\.)\.[\"”’]?\.(?!\.)")
PLAIN_MARKS = frozenset(" .,;:'\"“”‘’()-–—")
FIGURE = re.compile(r"(?:(?<!\w)[-−+±])?[$€£¥₹]?\d(?:[\d.,:]*\d)?(?:\s?[%‰°$€£¥₹])?")
OPEN_QUOTE = re.compile(r"[“\"«„][^“”\"«»„]{1,1000}(?:[”\"»]|$)")
FEW_QUOTED = 3  # words
PREAMBLE = re.compile(
    r"[^.:]{0,60}\b(?:sentence|summary|version|answer|merged|fused|combined)s?\b[^.:]{0,20}:", re.I
)
MIN_TOKENS = 4
LONG = 24  # words


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
    if TWO_STOPS.search(case.claim):
        yield "two full stops"
    if display(case.claim) != case.claim:
        yield "not one plain line"
    if case.claim[:1].islower() or not STARTS_WELL.match(case.claim):
        yield "no sentence start"
    if case.claim.count("“") != case.claim.count("”") or case.claim.count('"') % 2:
        yield "unbalanced quotes"
    if case.claim.count("(") != case.claim.count(")"):
        yield "unbalanced brackets"


def loops(case: Case) -> Iterator[str]:
    """No pair of neighbouring words recurs; in a long text one may, as the name of what it is about."""
    row = case.claim_tokens
    plain_pairs = [
        (one.stem, two.stem)
        for one, two in pairwise(row)
        if not (one.surface[0].isupper() and two.surface[0].isupper())
    ]
    if len(plain_pairs) - len(set(plain_pairs)) > (len(row) >= LONG):
        yield "repeats itself"


def repetition(case: Case) -> Iterator[str]:
    """Few words recur."""
    plain = [token.stem for token in case.claim_tokens if not token.surface[0].isupper()]
    if len(plain) - len(set(plain)) > max(1, len(plain) // 8):
        yield "repeats words"


def twice(case: Case) -> Iterator[str]:
    """No figure is told twice where each source tells it once."""
    figures_told = [t.stem for t in case.claim_tokens if any(c.isdigit() for c in t.surface)]
    for stem in sorted({stem for stem in figures_told if figures_told.count(stem) > 1}):
        if all(sum(token.stem == stem for token in row) < 2 for row in case.source_tokens):
            yield f"a figure twice: {stem}"


def rivals(case: Case) -> Iterator[str]:
    """No thing is counted in two ways that no source has side by side: that would add up rival figures."""
    counts: dict[str, set[str]] = {}
    for number, thing in pairwise(case.claim_tokens):
        if is_figure(number) and not is_figure(thing):
            counts.setdefault(thing.stem, set()).add(number.norm)
    known = [{token.norm for token in row} for row in case.source_tokens]
    for stem, figures in sorted(counts.items()):
        if len(figures) > 1 and not any(figures <= told for told in known):
            yield f"counted in two ways: {stem}"


def new_names(case: Case) -> Iterator[str]:
    """Every name and figure is in a source and spelt so, with its capital."""
    spellings = {token.surface for row in case.source_tokens for token in row}
    capitalised = {token.surface for row in case.source_tokens for token in row if token.start}
    for number, step in enumerate(case.steps):
        surface = step.token.surface
        marked = _marked(surface if number else surface[1:])
        if marked and step.source is None:
            yield f"not in the sources: {surface}"
        elif surface not in spellings and (marked or surface[:1].upper() + surface[1:] in capitalised):
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


def one_voice(case: Case) -> Iterator[str]:
    """A quotation is one source's from its first word to its last."""
    spans = [match.span(1) for match in QUOTED.finditer(case.claim)]
    for before, after in case.changes():
        if any(low <= before.token.start and after.token.end <= high for low, high in spans):
            yield f"a quotation of two: {before.token.surface} | {after.token.surface}"


def unquoted(case: Case) -> Iterator[str]:
    """What stands between quotation marks in a source is quoted, or somebody's, in the text too."""
    if QUOTED.search(case.claim) or any(step.token.norm in SAYING for step in case.steps):
        return
    for source, row in enumerate(case.source_tokens):
        spans = [match.span() for match in OPEN_QUOTE.finditer(case.sources[source])]
        taken = [row[step.index] for step in case.steps if step.source == source and step.index is not None]
        inside = [t for t in taken if any(low <= t.start and t.end <= high for low, high in spans)]
        if len(inside) > FEW_QUOTED:
            yield f"a quotation told as fact: {inside[0].surface}"


def _folded(quotation: str) -> str:
    return " ".join(quotation.translate(QUOTE_MARKS).lower().split())


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

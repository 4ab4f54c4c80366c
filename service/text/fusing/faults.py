"""What speaks against saying a sentence on the strength of these source sentences: the rules.

They are meant for text that is spliced from the sources' words. A grave fault is refused whatever else
is known: a foreign name or figure, an altered quotation, a dropped "not". A doubtful one may be harmless,
such as a joint of two sentences: who judges by the rules alone refuses it, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.text.fusing.alignment import align, tokens
from service.text.fusing.halves import (
    again,
    articles,
    hedged_openings,
    leaning,
    mouths,
    other_figures,
)
from service.text.fusing.joints import figures, leads, moved_pronouns, pronouns, roles, splices, voices
from service.text.fusing.runs import (
    attribution,
    beginnings,
    conditions,
    cut_names,
    endings,
    gaps,
    guarded_words,
    measures,
    openings,
    possessives,
    shortened_names,
)
from service.text.fusing.splicing import Case
from service.text.fusing.wording import (
    form,
    loops,
    marks,
    new_names,
    new_words,
    one_voice,
    quotes,
    repetition,
    rivals,
    twice,
    unquoted,
)

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
    case = case_of(claim, evidence)
    grave, doubtful = (tuple(f for rule in rules for f in rule(case)) for rules in (GRAVE, DOUBTFUL))
    return Findings(grave, doubtful, tuple(sorted({s.source for s in case.steps if s.source is not None})))


def case_of(claim: str, evidence: Sequence[str]) -> Case:
    """The text with its path through the evidence sentences."""
    claim_tokens = tuple(tokens(claim))
    source_tokens = tuple(tuple(tokens(source)) for source in evidence)
    return Case(
        claim, tuple(evidence), claim_tokens, source_tokens, tuple(align(claim_tokens, source_tokens))
    )


GRAVE: tuple[Rule, ...] = (
    form,
    loops,
    repetition,
    new_names,
    quotes,
    one_voice,
    unquoted,
    guarded_words,
    conditions,
    measures,
    openings,
    twice,
    rivals,
    pronouns,
    moved_pronouns,
    leads,
    gaps,
    attribution,
    cut_names,
    shortened_names,
    possessives,
    splices,
    roles,
    voices,
    figures,
    marks,
    leaning,
    again,
    other_figures,
    mouths,
    articles,
    hedged_openings,
)
DOUBTFUL: tuple[Rule, ...] = (new_words, beginnings, endings)

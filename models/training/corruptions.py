"""Subtly wrong versions of a supported claim, to train a verifier, and right ones to set against them.

Each wrong version is one small edit of the claim with the characters that became wrong. The kinds are those
of the data's negatives: number, date, entity_swap, role_swap, negation, attribution, location, overclaim,
conflation, invention and time_order. The edits follow rules of thumb, so a few stay true by chance.
"""

import random
from collections.abc import Callable, Iterator, Sequence

from models.training.edits.attribution import attributions
from models.training.edits.base import Case, Corruption
from models.training.edits.conflation import conflations
from models.training.edits.dates import dates
from models.training.edits.entities import entities, locations
from models.training.edits.invention import inventions
from models.training.edits.numbers import numbers
from models.training.edits.polarity import negations, overclaims, time_orders
from models.training.edits.rewording import paraphrases, shortened
from models.training.edits.roles import role_swaps

__all__ = ["KINDS", "Corruption", "corruptions", "paraphrases", "shortened"]

PER_KIND = 2

_MAKERS: tuple[tuple[str, Callable[[Case], Iterator[Corruption | None]]], ...] = (
    ("number", numbers),
    ("date", dates),
    ("entity_swap", entities),
    ("role_swap", role_swaps),
    ("negation", negations),
    ("attribution", attributions),
    ("location", locations),
    ("overclaim", overclaims),
    ("conflation", conflations),
    ("invention", inventions),
    ("time_order", time_orders),
)
KINDS = tuple(kind for kind, _ in _MAKERS)


def corruptions(
    claim: str, evidence: Sequence[str], rng: random.Random, *, elsewhere: Sequence[str] = ()
) -> list[Corruption]:
    """Wrong versions of `claim`, which the sentences `evidence` support; at most two of a kind, shuffled.

    `elsewhere` are sentences of other documents, from which foreign names, nouns and clauses are taken.
    The same state of `rng` gives the same list.
    """
    case = Case(claim, tuple(evidence), tuple(elsewhere), rng)
    chosen: list[Corruption] = []
    for _, make in _MAKERS:
        made = {found.text: found for found in make(case) if found and _sayable(found, case)}
        chosen += rng.sample(list(made.values()), min(PER_KIND, len(made)))
    rng.shuffle(chosen)
    return list({found.text: found for found in chosen}.values())


def _sayable(found: Corruption, case: Case) -> bool:
    """Whether the text is new, neither the claim nor a sentence of the evidence in other capitals."""
    told = {text.strip(" .").lower() for text in (case.claim, *case.evidence)}
    return found.text.strip(" .").lower() not in told

"""What texts add to one another: the summed worth of the words that only they tell.

The worth of a word is the one by which `select` chooses: its spread and frequency among the sources, weighted
as they were learned.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from service.text.likeness.importance import importance
from service.text.likeness.weights import Weights, shipped
from service.text.words import content_stems
from service.types import BlockKind, DocumentRole, Role, Sentence

Stems = frozenset[str]


def stem_worth(
    sentences: Sequence[Sentence], roles: Sequence[DocumentRole], weights: Weights | None = None
) -> dict[str, float]:
    """The worth of every stem of the main event's body text; none is below 0."""
    chosen = shipped()["select"] if weights is None else weights
    source_of = {role.doc: role.source for role in roles}
    main = {role.doc for role in roles if role.role is Role.MAIN}
    body = [s for s in sentences if s.kind is BlockKind.BODY and s.doc in main]
    values = importance(body, [content_stems(s.display) for s in body], source_of)
    return {
        stem: max(
            0.0,
            chosen["new"]
            + chosen["new_spread"] * values.spread[stem]
            + chosen["new_frequent"] * values.frequency[stem]
            + chosen["new_lead"] * values.lead.get(stem, 0.0),
        )
        for stem in values.spread
    }


def worth_of(stems: Stems, worth: Mapping[str, float]) -> float:
    """The summed worth of stems; one that is not known has none."""
    return math.fsum(worth.get(stem, 0.0) for stem in stems)


def only_there(texts: Sequence[Stems]) -> list[Stems]:
    """Of each text, the stems that no other one has."""
    count = Counter(stem for stems in texts for stem in stems)
    return [frozenset(stem for stem in stems if count[stem] == 1) for stems in texts]

"""corroborate: which other independent sources say what a claim says, each in which of its sentences.

Of every source the sentence most nearly the same is put to the corroborator, all claims' in one batch; one
that denies the claim or gives another figure is not asked about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from models.protocols import Corroborator
from service.text.eligible import eligible
from service.text.facts.figures import opposed
from service.text.likeness.sameness import SAME_FACT
from service.types import BlockKind, Claim, DocumentRole, Sentence

NEAR = 0.2  # sameness below which hardly any sentence says the same
KINDS = frozenset({BlockKind.BODY, BlockKind.DIGEST})
MOST = 12  # sources asked about for one claim


def corroborate(
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    sameness: NDArray[np.float32],
    roles: Sequence[DocumentRole],
    unread: Collection[int],
    corroborator: Corroborator,
) -> list[list[int]]:
    """For each claim the sentences that say the same, one a source, the most nearly same first.

    `sameness` is a table of shape (sentences, sentences). Of documents in `unread`, whose language the
    corroborator does not know, a sentence that tells one fact with the claim by the table is taken.
    """
    event = _Event(sentences, sameness, {role.doc: role.source for role in roles}, roles)
    near = [list(islice(event.near(claim), MOST)) for claim in claims]
    asked = [
        (claim, i)
        for claim, found in zip(claims, near, strict=True)
        for i in found
        if sentences[i].doc not in unread
    ]
    chances = (
        corroborator.corroborate([(claim.text, sentences[i].display) for claim, i in asked]) if asked else []
    )
    passed = {
        (claim.support, i)
        for (claim, i), chance in zip(asked, chances, strict=True)
        if chance >= corroborator.threshold
    }
    return [
        [
            i
            for i in found
            if (claim.support, i) in passed
            or (sentences[i].doc in unread and event.row(claim)[i] >= SAME_FACT)
        ]
        for claim, found in zip(claims, near, strict=True)
    ]


@dataclass(frozen=True)
class _Event:
    """The sentences of a request, how far they tell one fact, and which source each document is of."""

    sentences: Sequence[Sentence]
    sameness: NDArray[np.float32]
    source_of: dict[int, int]
    roles: Sequence[DocumentRole]

    def row(self, claim: Claim) -> NDArray[np.float32]:
        """How far each sentence tells one fact with the claim."""
        best: NDArray[np.float32] = self.sameness[list(claim.tellers)].max(axis=0)
        return best

    def near(self, claim: Claim) -> Iterator[int]:
        """Of each further source, the sentence most nearly the same; the most nearly same first."""
        row = self.row(claim)
        seen = {self.source_of[self.sentences[i].doc] for i in claim.tellers}
        for i in sorted(np.flatnonzero(row >= NEAR).tolist(), key=lambda i: (-float(row[i]), i)):
            source = self.source_of[self.sentences[i].doc]
            if source in seen or not eligible([self.sentences[i]], self.roles, KINDS)[0]:
                continue
            seen.add(source)
            if not opposed(claim.text, self.sentences[i].display):
                yield i

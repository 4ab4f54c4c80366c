"""cluster: groups of sentences that tell one fact.

Stars rather than chains: a cluster is one sentence and those that say the same as that sentence, so
every member is evidence for its centre. Chains (single linkage) drift from "12 killed" to "12 arrested".
Where many tell a fact, each has its own star: which of them is the one to tell depends on what else is told,
and is left to `select`. Where few do, it is the most salient.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.text.eligible import eligible
from service.text.facts.figures import opposed
from service.text.likeness.sameness import SAME_FACT
from service.types import BlockKind, Cluster, DocumentRole, Sentence

MAX_MEMBERS = 12
MANY_TELL = 4  # documents


def cluster(
    sentences: Sequence[Sentence],
    sameness: NDArray[np.float32],
    salience: NDArray[np.float64],
    roles: Sequence[DocumentRole],
) -> list[Cluster]:
    """One cluster around each sentence that may be told, unless a better one with few members has taken it.

    `sameness` is a table of shape (sentences, sentences). Clusters come in falling salience of their
    centre, which is `members[0]`; the others follow in falling sameness. Copies are never members; digests
    may be (they support, and are not told).
    """
    usable = eligible(sentences, roles, {BlockKind.BODY, BlockKind.DIGEST})
    order = [i for i in np.argsort(-salience, kind="stable").tolist() if np.isfinite(salience[i])]
    taken: set[int] = set()
    clusters = []
    for centre in order:
        if centre in taken:
            continue
        members = _members(centre, sameness, usable, sentences)
        taken.update(members[:1] if len(members) >= MANY_TELL else members)
        clusters.append(Cluster(tuple(members), float(salience[centre])))
    return clusters


def _members(
    centre: int, sameness: NDArray[np.float32], usable: NDArray[np.bool_], sentences: Sequence[Sentence]
) -> list[int]:
    """The centre and, from every other document, what says most nearly the same and gives no other figure."""
    row = sameness[centre]
    found = [i for i in np.flatnonzero((row >= SAME_FACT) & usable).tolist() if i != centre]
    found.sort(key=lambda i: (-float(row[i]), i))
    members, documents = [centre], {sentences[centre].doc}
    for index in found:
        if sentences[index].doc not in documents and not opposed(
            sentences[centre].display, sentences[index].display
        ):
            documents.add(sentences[index].doc)
            members.append(index)
    return members[:MAX_MEMBERS]

"""cluster: groups of sentences that tell one fact.

Stars rather than chains: a cluster is one sentence and those that say the same as that sentence, so
every member is evidence for its centre. Chains (single linkage) drift from "12 killed" to "12 arrested".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.protocols import Embeddings
from service.text.figures import opposed
from service.text.orders import gives_orders
from service.text.words import content_stems
from service.types import BlockKind, Cluster, DocumentRole, Role, Sentence

SAME_FACT = 0.52  # sum of similarity in meaning and shared words above which two sentences tell one fact
MEANING, WORDS = 0.7, 0.3
MAX_MEMBERS = 12


def cluster(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    salience: NDArray[np.float64],
    roles: Sequence[DocumentRole],
) -> list[Cluster]:
    """One cluster around each sentence that may be told and that no better cluster has taken.

    Clusters come in falling salience of their centre, which is `members[0]`; the others follow in
    falling sameness. Copies are never members; digests and headings may be (they support, and are not told).
    """
    sameness = same_fact(sentences, embeddings)
    usable = _usable(sentences, roles)
    order = [i for i in np.argsort(-salience, kind="stable").tolist() if np.isfinite(salience[i])]
    taken: set[int] = set()
    clusters = []
    for centre in order:
        if centre in taken:
            continue
        members = _members(centre, sameness, usable, sentences)
        taken.update(members)
        clusters.append(Cluster(tuple(members), float(salience[centre])))
    return clusters


def _usable(sentences: Sequence[Sentence], roles: Sequence[DocumentRole]) -> NDArray[np.bool_]:
    main = {role.doc for role in roles if role.role is Role.MAIN}
    kinds = {BlockKind.BODY, BlockKind.DIGEST}
    return np.array(
        [s.doc in main and s.kind in kinds and not gives_orders(s.display) for s in sentences], dtype=bool
    )


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


def same_fact(sentences: Sequence[Sentence], embeddings: Embeddings) -> NDArray[np.float32]:
    """How far each pair of sentences tells one fact, shape (sentences, sentences), about 0 to 1.

    Similarity in meaning mixed with the shared part of the shorter sentence's content words.
    """
    meaning = embeddings @ embeddings.T
    stems = [content_stems(s.display) for s in sentences]
    shared = _overlap(stems)
    return (MEANING * meaning + WORDS * shared).astype(np.float32)


def _overlap(stems: Sequence[frozenset[str]]) -> NDArray[np.float32]:
    """Overlap coefficient of every pair of sets, shape (n, n)."""
    vocabulary = {stem: column for column, stem in enumerate(sorted(set().union(*stems)))} if stems else {}
    table = np.zeros((len(stems), max(1, len(vocabulary))), dtype=np.float32)
    for row, members in enumerate(stems):
        table[row, [vocabulary[stem] for stem in members]] = 1.0
    sizes = table.sum(axis=1)
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    shared: NDArray[np.float32] = np.divide(table @ table.T, np.maximum(smaller, 4.0))
    return shared

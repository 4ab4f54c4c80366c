"""cite: a verified text and the sentences behind it become a claim with exact citations.

The first citations are the smallest set of sentences that supports the whole text, in the order of the
evidence; then come the other independent sources that say the same, one sentence each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.types import Citation, Claim, Cluster, DocumentRole, Mode, Sentence, Verdict


def cite(
    text: str,
    mode: Mode,
    verdict: Verdict,
    evidence: Sequence[int],
    cluster: Cluster,
    sentences: Sequence[Sentence],
    roles: Sequence[DocumentRole],
) -> Claim:
    """Build the claim. `evidence` are the sentences the verdict's `support` indexes."""
    source_of = {role.doc: role.source for role in roles}
    support = tuple(evidence[i] for i in verdict.support)
    citations = tuple(citation(sentences[i]) for i in support)
    claim = Claim(text, mode, verdict.score, 0, citations, cluster.members, support)
    return replace(claim, corroboration=len({source_of[sentences[i].doc] for i in claim.tellers}))


def add_sources(claim: Claim, others: Sequence[int], sentences: Sequence[Sentence]) -> Claim:
    """The claim with sentences of `others`, each of another independent source, cited as well."""
    return replace(
        claim,
        citations=(*claim.citations, *(citation(sentences[i]) for i in others)),
        corroboration=claim.corroboration + len(others),
    )


def citation(sentence: Sentence) -> Citation:
    """The whole of a sentence, as a citation."""
    return Citation(sentence.doc, sentence.start, sentence.end, sentence.text)

"""cite: a verified text and the sentences behind it become a claim with exact citations.

The first citations are the smallest set of sentences that supports the whole text, in the order of the
evidence; then come the other independent sources that say the same, one sentence each, and give no other
figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.text.facts.figures import opposed
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
    support = [evidence[i] for i in verdict.support]
    sources = {source_of[sentences[i].doc] for i in support}
    cited = list(support)
    for member in cluster.members:
        source = source_of[sentences[member].doc]
        if source not in sources and not opposed(text, sentences[member].display):
            sources.add(source)
            cited.append(member)
    citations = tuple(citation(sentences[i]) for i in cited)
    return Claim(text, mode, verdict.score, len(sources), citations, cluster.members)


def citation(sentence: Sentence) -> Citation:
    """The whole of a sentence, as a citation."""
    return Citation(sentence.doc, sentence.start, sentence.end, sentence.text)

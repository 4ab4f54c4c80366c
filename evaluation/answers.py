"""What the service would tell for a group of sentences, and how it got there.

The way of `service/pipeline.py` from a cluster to a claim, for a cluster that is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.protocols import ClaimVerifier, SentenceFuser
from service.stages.choose import choose_all
from service.stages.fuse import fuse, fusible
from service.stages.verify import fewest, verify
from service.text.fusing.faults import find_faults
from service.types import Cluster, Mode, Sentence, Verdict

UNLIMITED = 10**6  # words

Group = Sequence[str]


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence that the service hands to the fuser, and the candidates that come back."""

    evidence: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told, how it was made, and on how many of the group's sentences it rests."""

    text: str
    mode: Mode
    sources: int

    @property
    def merged(self) -> bool:
        """Whether it was written, on the strength of several sentences."""
        return self.mode is Mode.ABSTRACTIVE and self.sources > 1


def write(groups: Sequence[Group], fuser: SentenceFuser) -> list[Case]:
    """Return the candidates for each group, written as one batch; its first sentence is its centre."""
    sentences = [_sentence(doc, text) for group in groups for doc, text in enumerate(group)]
    clusters, start = [], 0
    for group in groups:
        clusters.append(Cluster(tuple(range(start, start + len(group))), 1.0))
        start += len(group)
    written = fuse(clusters, sentences, fuser)
    return [
        Case(tuple(sentences[i].display for i in fusible(cluster, sentences)), tuple(candidates))
        for cluster, candidates in zip(clusters, written, strict=True)
    ]


def _sentence(doc: int, text: str) -> Sentence:
    return Sentence(doc, 0, 0, 0, len(text), text, text)


def check(cases: Sequence[Case], verifier: ClaimVerifier) -> list[list[Verdict]]:
    """Return the service's verdict on each candidate of each case; all are judged as one batch."""
    return verify([case.candidates for case in cases], [case.evidence for case in cases], verifier)


def check_by_rules(cases: Sequence[Case]) -> list[list[Verdict]]:
    """Return the verdicts of the rules alone, to which every doubt is a fault."""
    return [[_by_rules(candidate, case.evidence) for candidate in case.candidates] for case in cases]


def _by_rules(candidate: str, evidence: Sequence[str]) -> Verdict:
    findings = find_faults(candidate, evidence)
    return Verdict(not findings.faults, float(not findings.faults), findings.support, findings.faults)


def answer(
    cases: Sequence[Case], verdicts: Sequence[Sequence[Verdict]], verifier: ClaimVerifier | None
) -> list[Answer]:
    """Return, for each case, the best candidate that passed, or else the centre sentence.

    With a verifier, an answer rests on the fewest sentences that it finds enough, as in the service.
    """
    evidence = [case.evidence for case in cases]
    choices = choose_all([case.candidates for case in cases], verdicts, evidence, UNLIMITED)
    found = [verdict for _, _, verdict in choices]
    if verifier:
        found = fewest([(text, verdict) for text, _, verdict in choices], evidence, verifier)
    return [
        Answer(text, mode, len(verdict.support))
        for (text, mode, _), verdict in zip(choices, found, strict=True)
    ]

"""verify: may these sentences be said on the strength of their sources? All candidates in one batch.

The rules of `service.text.fusing.faults` come first and are cheap. What they refuse outright is refused; the
rest is put to the trained verifier, which must be surer where the rules have a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.protocols import ClaimVerifier
from service.text.fusing.faults import Findings, find_faults
from service.types import Verdict

Texts = Sequence[str]


def verify(
    candidates: Sequence[Texts], evidence: Sequence[Texts], verifier: ClaimVerifier
) -> list[list[Verdict]]:
    """One verdict a candidate, for each cluster's candidates and evidence sentences.

    A sentence of the evidence itself is supported, with score 1. Else the score is the verifier's
    probability, or 0 where it was not asked.
    """
    found = [
        [find_faults(text, sources) for text in texts]
        for texts, sources in zip(candidates, evidence, strict=True)
    ]
    asked = [
        [
            text
            for text, findings in zip(texts, row, strict=True)
            if not findings.grave and text not in sources
        ]
        for texts, row, sources in zip(candidates, found, evidence, strict=True)
    ]
    wanted = [(sources, texts) for sources, texts in zip(evidence, asked, strict=True) if texts]
    answers = iter(verifier.verify(wanted) if wanted else [])
    chances = [dict(zip(texts, next(answers), strict=True)) if texts else {} for texts in asked]
    return [
        [
            _verdict(text, findings, known, sources, verifier)
            for text, findings in zip(texts, row, strict=True)
        ]
        for texts, row, known, sources in zip(candidates, found, chances, evidence, strict=True)
    ]


def _verdict(
    text: str, findings: Findings, chances: dict[str, float], sources: Texts, verifier: ClaimVerifier
) -> Verdict:
    if text in sources:
        return Verdict(True, 1.0, findings.support)
    chance = chances.get(text, 0.0)
    least = verifier.certain if findings.doubtful else verifier.threshold
    supported = not findings.grave and chance >= least
    unsure = () if supported or findings.grave else (f"the verifier is not sure: {chance:.2f}",)
    return Verdict(supported, round(chance, 3), findings.support, findings.faults + unsure)


def fewest(
    claims: Sequence[tuple[str, Verdict]], evidence: Sequence[Texts], verifier: ClaimVerifier
) -> list[Verdict]:
    """Each verdict with the smallest set of evidence found that still supports the text.

    Starts from the sentences that the words were taken from, and leaves out one that is not needed; if
    those alone do not carry the text, all of the evidence does.
    """
    trials = [_trials(*claim, sources) for claim, sources in zip(claims, evidence, strict=True)]
    cases = [
        ([sources[i] for i in trial], [text])
        for (text, _), sources, row in zip(claims, evidence, trials, strict=True)
        for trial in row
    ]
    chances = iter(row[0] for row in verifier.verify(cases)) if cases else iter(())
    return [
        _least(verdict, [(trial, next(chances)) for trial in row], sources, _asked_for(verdict, verifier))
        for (_, verdict), sources, row in zip(claims, evidence, trials, strict=True)
    ]


def _asked_for(verdict: Verdict, verifier: ClaimVerifier) -> float:
    """How sure the verifier must be of a claim that it let through: of one with a doubt, surer."""
    return verifier.certain if verdict.faults else verifier.threshold


def _trials(text: str, verdict: Verdict, sources: Texts) -> list[tuple[int, ...]]:
    """The sets worth trying: those the words come from, and these without one of them."""
    if text in sources:
        return []
    support = verdict.support
    whole = [support] if 0 < len(support) < len(sources) else []
    fewer = [tuple(i for i in support if i != gone) for gone in support] if len(support) > 1 else []
    return [*fewer, *whole]


def _least(
    verdict: Verdict, tried: Sequence[tuple[tuple[int, ...], float]], sources: Texts, threshold: float
) -> Verdict:
    if not tried:
        return verdict
    enough = [(len(trial), -chance, trial) for trial, chance in tried if chance >= threshold]
    whole = verdict.support if len(verdict.support) == len(sources) else tuple(range(len(sources)))
    return replace(verdict, support=min(enough)[2] if enough else whole)

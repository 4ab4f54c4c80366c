"""The systems that judge claims: the trained verifier, the rules, both together, and a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evaluation.evidence import Check
from models.protocols import ClaimVerifier, Embeddings, SentenceEncoder
from service.text.fusing.faults import find_faults


class Judge(Protocol):
    """Scores checks; what scores `threshold` or more is let through."""

    name: str
    threshold: float

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return one score a check; 0 to 1, but for similarities."""


class Rules:
    """The rules of `fusing.faults` alone: 1 for what has no fault, else 0; `grave`: no grave fault."""

    threshold = 0.5

    def __init__(self, grave: bool = False) -> None:
        self.name = "grave rules" if grave else "rules"
        self._grave = grave

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return 1 or 0 for each check."""
        found = [find_faults(check.claim, check.evidence) for check in checks]
        return [float(not (findings.grave if self._grave else findings.faults)) for findings in found]


class Trained:
    """A trained verifier alone, at its own threshold. Judges what it has judged before from memory."""

    name = "trained"

    def __init__(self, verifier: ClaimVerifier) -> None:
        self.threshold = verifier.threshold
        self.certain = verifier.certain
        self._verifier = verifier
        self._known: dict[Check, float] = {}

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return the probability of support for each check; claims on the same evidence go together."""
        new = dict.fromkeys(check for check in checks if check not in self._known)
        cases: dict[tuple[str, ...], list[str]] = {}
        for check in new:
            cases.setdefault(check.evidence, []).append(check.claim)
        answers = self._verifier.verify(list(cases.items())) if cases else []
        for (evidence, claims), probabilities in zip(cases.items(), answers, strict=True):
            for claim, probability in zip(claims, probabilities, strict=True):
                self._known[Check(evidence, claim)] = probability
        return [self._known[check] for check in checks]


class Fitted:
    """The trained verifier at a threshold of a set like the one measured, not at the service's own."""

    name = "trained, fitted"

    def __init__(self, trained: Trained, threshold: float = 0.0) -> None:
        self.threshold = threshold
        self._trained = trained

    def at(self, threshold: float) -> Fitted:
        """Return the same with another threshold."""
        return Fitted(self._trained, threshold)

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return the probability of support for each check."""
        return self._trained.scores(checks)


class TrainedAndRules:
    """What the service's `verify` does; with `doubts` false, without the rules that only cast a doubt.

    The service asks for a probability of `certain` where there is a doubt, else of `threshold`. Here a
    doubt multiplies the probability by threshold / certain: then one threshold lets the same through.
    """

    def __init__(self, trained: Trained, doubts: bool = True) -> None:
        self.name = "trained and rules" if doubts else "trained and grave rules"
        self.threshold = trained.threshold
        self._trained = trained
        self._doubtful = trained.threshold / trained.certain if doubts else 1.0

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return 1 for a sentence of the evidence, 0 for a grave fault, else the probability of support."""
        probabilities = self._trained.scores(checks)
        return [self._score(*pair) for pair in zip(checks, probabilities, strict=True)]

    def _score(self, check: Check, probability: float) -> float:
        if check.claim in check.evidence:
            return 1.0
        findings = find_faults(check.claim, check.evidence)
        if findings.grave:
            return 0.0
        return probability * self._doubtful if findings.doubtful else probability


class Remembering:
    """An encoder that encodes each text once in a run."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._rows: dict[str, NDArray[np.float32]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Encode the texts that are new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new:
            self._rows.update(zip(new, self._encoder.encode(new), strict=True))

    def rows(self, texts: Sequence[str]) -> Embeddings:
        """Return one row a text, float32; there must be at least one text."""
        self.learn(texts)
        return np.stack([self._rows[text] for text in texts])

    def similarities(self, claim: str, texts: Sequence[str]) -> list[float]:
        """Return the cosine of each text to the claim."""
        if not texts:
            return []
        cosines: list[float] = (self.rows(texts) @ self.rows([claim])[0]).tolist()
        return cosines


class Similarity:
    """A baseline: the claim's cosine to the mean of the evidence, or to the nearest sentence of it."""

    def __init__(self, encoder: Remembering, nearest: bool, threshold: float = 0.0) -> None:
        self.name = "similarity, nearest" if nearest else "similarity, mean"
        self.threshold = threshold
        self._encoder = encoder
        self._nearest = nearest

    def at(self, threshold: float) -> Similarity:
        """Return the same with another threshold."""
        return Similarity(self._encoder, self._nearest, threshold)

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return a cosine for each check, -1 to 1; 0 without evidence."""
        self._encoder.learn(text for check in checks for text in (check.claim, *check.evidence))
        return [self._score(check) for check in checks]

    def _score(self, check: Check) -> float:
        if not check.evidence:
            return 0.0
        (claim,), rows = self._encoder.rows([check.claim]), self._encoder.rows(check.evidence)
        if self._nearest:
            return float((rows @ claim).max())
        mean = rows.mean(axis=0)
        return float(mean @ claim / max(float(np.linalg.norm(mean)), 1e-9))

"""The systems that judge claims: the trained verifier, the rules, both together, and a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evaluation.evidence import Check
from models.protocols import ClaimVerifier, Embeddings, SentenceEncoder
from service.stages.verify import verify


class Judge(Protocol):
    """Scores checks; what scores `threshold` or more is let through."""

    name: str
    threshold: float

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return one score a check; 0 to 1, but for similarities."""


class Rules:
    """The rules of the service's `verify` alone: 1 for what they let through, else 0."""

    name = "rules"
    threshold = 0.5

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return 1 or 0 for each check."""
        return [float(verify(check.claim, check.evidence).supported) for check in checks]


class Trained:
    """A trained verifier alone, at its own threshold. Judges what it has judged before from memory."""

    name = "trained"

    def __init__(self, verifier: ClaimVerifier, threshold: float) -> None:
        self.threshold = threshold
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


class TrainedAndRules:
    """What the service does: only what both the trained verifier and the rules let through is."""

    name = "trained and rules"

    def __init__(self, trained: Trained, rules: Rules) -> None:
        self.threshold = trained.threshold
        self._parts = (trained, rules)

    def scores(self, checks: Sequence[Check]) -> list[float]:
        """Return the probability of support, or 0 where a rule finds a fault."""
        trained, rules = (part.scores(checks) for part in self._parts)
        return [one * other for one, other in zip(trained, rules, strict=True)]


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

"""Stand-ins for the learned parts: no weights, predictable, the same on every machine.

They let the service, its HTTP surface and its jobs be tested, and tried out, before anything is fetched.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from models.protocols import Embeddings

_WORD = re.compile(r"\w+")


class HashingEncoder:
    """Hashed words and their character trigrams, counted: alike words give alike rows.

    The hashing trick of Weinberger et al. 2009, https://arxiv.org/abs/0902.2206.
    """

    def __init__(self, width: int = 256) -> None:
        self.name = "hashing-fake"
        self.width = width

    def load(self) -> None:
        """Do nothing."""

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """Return one unit-length row per text, shape (len(texts), width), float32."""
        rows = np.zeros((len(texts), self.width), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature in _features(text):
                code = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
                row[code % self.width] += 1.0 if code >> 31 else -1.0
            row[0] += 1e-3  # a text without words still has a direction
        unit: Embeddings = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def _features(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return words + [f"^{word}$"[i : i + 3] for word in words for i in range(len(word))]


class JoiningFuser:
    """Joins a cluster's two longest sentences with a semicolon; the longest alone comes second."""

    def __init__(self) -> None:
        self.name = "joining-fake"

    def load(self) -> None:
        """Do nothing."""

    def fuse(self, clusters: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the candidates for each cluster; none for a cluster without words."""
        return [_join(cluster) for cluster in clusters]


def _join(cluster: Sequence[str]) -> list[str]:
    tidy = {" ".join(sentence.split()).rstrip(".") for sentence in cluster} - {""}
    longest = sorted(tidy, key=lambda sentence: (-len(sentence), sentence))[:2]
    if not longest:
        return []
    return list(dict.fromkeys([f"{'; '.join(longest)}.", f"{longest[0]}."]))


class WordVerifier:
    """The share of a claim's words that the evidence has: never surer than it should be of a new word."""

    threshold = 0.99
    certain = 2.0  # a doubt of the rules is never overruled

    def __init__(self) -> None:
        self.name = "word-fake"

    def load(self) -> None:
        """Do nothing."""

    def verify(self, cases: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[list[float]]:
        """Return one share a claim, for each case of (evidence sentences, claims)."""
        return [[_known(claim, " ".join(evidence)) for claim in claims] for evidence, claims in cases]


def _known(claim: str, evidence: str) -> float:
    known = set(_WORD.findall(evidence.lower())) | {"and"}
    words = _WORD.findall(claim.lower())
    return sum(word in known for word in words) / max(1, len(words))


class WordCorroborator:
    """The share of the shorter text's words that the other has."""

    threshold = 0.3

    def __init__(self) -> None:
        self.name = "word-fake"

    def load(self) -> None:
        """Do nothing."""

    def corroborate(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return one share a pair of (claim, sentence)."""
        return [_shared(claim, sentence) for claim, sentence in pairs]


def _shared(one: str, other: str) -> float:
    ours, theirs = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))

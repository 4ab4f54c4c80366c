"""What the stages may ask of a learned part. Concrete classes are wired in `service/wiring.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Embeddings = NDArray[np.float32]


class SentenceEncoder(Protocol):
    """Maps sentences to points whose dot product is their similarity in meaning."""

    name: str

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """Return one unit-length row per text, shape (len(texts), width), float32."""


class SentenceFuser(Protocol):
    """Writes one sentence that tells what several source sentences tell."""

    name: str

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""

    def fuse(self, clusters: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the candidates for each cluster, decoded as one batch.

        A cluster is 1 to 5 sentences. A cluster may get no candidate at all (an empty list);
        what comes back is unverified and may be wrong.
        """


class ClaimVerifier(Protocol):
    """Judges whether sentences support what a text claims.

    A claim may be said from the probability `threshold` on, and from `certain` on even where something
    else speaks against it. Both may be read once the weights are loaded.
    """

    name: str

    @property
    def threshold(self) -> float:
        """The probability from which a claim may be said."""

    @property
    def certain(self) -> float:
        """The probability from which it may be said in spite of a doubt."""

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""

    def verify(self, cases: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[list[float]]:
        """Return, for each case of (evidence sentences, claims), one probability a claim.

        It is the probability that the evidence, taken together, supports everything that the claim
        says; claims of one case are judged independently, and all cases as one batch.
        """


class Corroborator(Protocol):
    """Judges whether another source's sentence says what a claim says. It may be asked once it is loaded."""

    name: str

    @property
    def threshold(self) -> float:
        """The probability from which the sentence may be cited beside the claim."""

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""

    def corroborate(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return, for each pair of (claim, sentence), one probability.

        It is the probability that the sentence states the claim's point, or another whole statement of the
        claim's; pairs are judged independently, and all as one batch.
        """

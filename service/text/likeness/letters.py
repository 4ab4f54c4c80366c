"""Likeness of sentences by their letters: for languages that the encoder was not made for.

Runs of four letters inside words, weighted by rarity, find words of one stem in any language without knowing
its grammar (McNamee and Mayfield 2004, "Character n-gram tokenization for European language text
retrieval"). Runs are hashed to a fixed number of columns with a sign (Weinberger et al. 2009,
https://arxiv.org/abs/0902.2206).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.text.words import words

RUN = 4
WIDTH = 2048
COMMON = 0.15  # likeness of sentences that share no run: about what the encoder finds between any two

Rows = NDArray[np.float32]


class Letters:
    """Rows for sentences of one request; what is rare is learned from the texts that it is made with."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(run for text in texts for run in set(_runs(text)))
        self._rarity = {run: sqrt(log(1 + len(texts) / count)) for run, count in counts.items()}
        self._most = sqrt(log(1 + len(texts)))

    def rows(self, texts: Sequence[str]) -> Rows:
        """Unit rows, shape (texts, WIDTH + 1); a dot product is from about COMMON, nothing shared, to 1."""
        table = np.zeros((len(texts), WIDTH + 1), dtype=np.float32)
        for row, text in zip(table, texts, strict=True):
            self._fill(row, text)
        return table

    def _fill(self, row: Rows, text: str) -> None:
        for run, count in sorted(Counter(_runs(text)).items()):
            code = crc32(run.encode("utf-8", "replace"))
            sign = 1.0 if code & 0x80000000 else -1.0
            row[code % WIDTH] += sign * (1 + log(count)) * self._rarity.get(run, self._most)
        norm = float(np.linalg.norm(row))
        if norm:
            row *= np.float32((1 - COMMON) ** 0.5 / norm)
        row[WIDTH] = COMMON**0.5 if norm else 1.0


def _runs(text: str) -> list[str]:
    """The runs of letters of a text's words, lower case; a short word is one run."""
    found = []
    for word in words(text):
        edged = f" {word.norm} "
        found += [edged[i : i + RUN] for i in range(max(1, len(edged) - RUN + 1))]
    return found

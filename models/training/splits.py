"""Which part of a data set is learned from, where the set itself has no parts."""

from __future__ import annotations

import hashlib


def is_training_source(source: str) -> bool:
    """Whether an article is in the half that may be learned from; the other half is for measuring.

    By the article's text, since several claims share one article.
    """
    return int(hashlib.sha256(source.encode("utf-8")).hexdigest()[:8], 16) % 2 == 0


def is_held_out(key: str, one_in: int = 10) -> bool:
    """Whether a training example is kept back to calibrate on and to choose the best checkpoint by."""
    return int(hashlib.sha256(f"held:{key}".encode()).hexdigest()[:8], 16) % one_in == 0

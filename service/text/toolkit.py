"""What is used of nltk, imported without scipy.

Wherever scipy is installed, nltk imports it for statistics and matrices that nothing here asks for: a second
of every start.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _as_if_absent(name: str) -> Iterator[None]:
    """Let the module not be found meanwhile, unless somebody has imported it before."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # an import of it then fails, as documented
    try:
        yield
    finally:
        del sys.modules[name]


with _as_if_absent("scipy"):
    from nltk.stem.snowball import SnowballStemmer
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

__all__ = ["PunktParameters", "PunktSentenceTokenizer", "SnowballStemmer"]

"""Which language a text is in. The model is read on first use, since it takes a second to load."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Protocol

SAMPLE_CHARACTERS = 1500
_MIN_LETTERS = 24
_MIN_LETTER_SHARE = 0.6  # tables of contents and of figures have fewer
_MIN_CONFIDENCE = 0.5
UNKNOWN = "und"
READ_BY_MODELS = frozenset({"en", UNKNOWN})
"""Languages that the models that ship were made for; what is too short to tell is taken for English."""


class _Classifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language_of(paragraphs: Iterable[str]) -> str:
    """Return the ISO 639-1 code of a text's language, or `und` for too little or too mixed a text.

    Only a bounded sample is looked at. Long paragraphs are sampled first, since menus and captions
    are often in no language at all.
    """
    prose = sorted((text[:SAMPLE_CHARACTERS] for text in paragraphs), key=len, reverse=True)[:40]
    prose = [text for text in prose if sum(map(str.isalpha, text)) >= _MIN_LETTER_SHARE * len(text)] or prose
    sample = " ".join(prose[:8])[:SAMPLE_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    if sum(char.isalpha() for char in sample) < _MIN_LETTERS:
        return UNKNOWN
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= _MIN_CONFIDENCE else UNKNOWN


@cache
def _identifier() -> _Classifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 (takes long to load)

    identifier: _Classifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier

"""Makes any text fit for a tokenizer."""

from __future__ import annotations

import re

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def one_line(text: str) -> str:
    """Replace control characters and lone surrogates by U+FFFD, and white space by single spaces."""
    return " ".join(_UNFIT.sub("\ufffd", text).split())

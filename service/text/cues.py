"""Cheap tests that come before costly patterns: words of which a text has one, or the pattern cannot match.

Patterns that ignore case begin with nothing that `re` could look for quickly, so each is tried at every
character of every line. To look for a few words first is many times quicker, and most lines have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cued:
    """A pattern, and words, as `fold_case` gives them, of which all that it matches has at least one."""

    pattern: re.Pattern[str]
    cues: tuple[str, ...]

    def found_in(self, text: str, folded: str) -> bool:
        """Whether the pattern is found in a text, which is also given by `fold_case`."""
        for cue in self.cues:  # plainly, since this is asked a million times of a large request
            if cue in folded:
                return self.pattern.search(text) is not None
        return False


def fold_case(text: str) -> str:
    """`text` with letters made equal that a pattern that ignores case takes for equal."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").replace("ı", "i").casefold()

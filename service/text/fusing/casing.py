"""Whether the first word of a sentence keeps its capital inside another sentence."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from service.text.words import NUMBERS, STOP_WORDS, Word, words


class Casing:
    """How the words of some texts are written where no sentence starts: there only names have a capital."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lower: set[str] = set()
        self._upper: set[str] = set()
        for text in texts:
            for word in words(text)[1:]:
                (self._upper if word.capitalised else self._lower).add(word.norm)

    def inside(self, sentence: str) -> str | None:
        """The sentence as it goes on after a comma; None if its first word may or may not be a name."""
        row = words(sentence)
        if not row or row[0].start:
            return None
        first = row[0]
        if not first.capitalised or self._is_name(first):
            return sentence
        if not self._is_common(first):
            return None
        return sentence[: first.start] + sentence[first.start].lower() + sentence[first.start + 1 :]

    def settled(self, text: str, sources: Iterable[str]) -> str:
        """The text with those first words of the sources it has in mid-sentence made small, if no names.

        Names among them that were made small have their capital again.
        """
        openers = {row[0].surface for source in sources if (row := words(source))}
        for before, word in pairwise(words(text)):
            named = word.surface[:1].upper() + word.surface[1:]
            if not word.capitalised and named in openers and self._is_name(word):
                text = text[: word.start] + named + text[word.end :]
            tied = text[before.end : word.start] == " "
            inside = text[: word.start].endswith((", ", "; ")) or (tied and not before.capitalised)
            if inside and word.capitalised and word.surface in openers and self._is_common(word):
                text = text[: word.start] + word.surface[0].lower() + text[word.start + 1 :]
        return text

    def _is_name(self, word: Word) -> bool:
        if word.norm in STOP_WORDS:
            return False
        acronym = any(c.isupper() for c in word.surface[1:])
        return acronym or (word.norm in self._upper and word.norm not in self._lower)

    def _is_common(self, word: Word) -> bool:
        counts = word.norm.split("-")[0] in NUMBERS
        plain = word.norm in self._lower and word.norm not in self._upper
        return word.norm in STOP_WORDS or counts or plain

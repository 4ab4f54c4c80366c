"""weigh: whether a written sentence is worth its words, or the source's own sentence leaves room for more.

A fused sentence is longer than the one that it stands for, and what is longer pushes out another fact. It is
told if its further words tell as much, a word, as the sentences do that it pushes out. What counts is what
nothing else in the plan tells (maximum coverage: Gillick & Favre 2009, https://aclanthology.org/W09-1802/).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.text.likeness.novelty import only_there, worth_of
from service.text.words import content_stems, count_words
from service.types import VERBATIM, Choice, Length, Mode

POOREST = 0.25  # of the planned sentences, those that add least a word would make room


class Plan:
    """What is told if nothing is written: the facts' own sentences, the most wanted first, up to the length.

    As facts are settled, what is told of them stands in the plan instead.
    """

    def __init__(self, texts: Sequence[str], length: Length, worth: Mapping[str, float]) -> None:
        """`texts` has the sentence of each fact, `worth` what each stem is worth."""
        self._worth = worth
        self._told = _fitting(texts, length)
        full = length.words is not None and len(self._told) < len(texts)
        self.cost = price(list(self._told.values()), worth) if full else 0.0

    def weigh(self, start: int, choices: Sequence[Choice], evidence: Sequence[Sequence[str]]) -> list[Choice]:
        """The choices for the facts from `start` on; those not worth their words give way.

        A fact's own sentence is the first of its `evidence`.
        """
        weighed = []
        for fact, (choice, (centre, *_)) in enumerate(zip(choices, evidence, strict=True), start=start):
            weighed.append(choice if self._worth_it(fact, choice[0], centre) else _verbatim(centre))
            if fact in self._told:
                self._told[fact] = weighed[-1][0]
        return weighed

    def _worth_it(self, fact: int, text: str, centre: str) -> bool:
        others = (content_stems(told) for other, told in self._told.items() if other != fact)
        known = frozenset[str]().union(*others)
        gain = self._new(text, known) - self._new(centre, known)
        return gain >= self.cost * (count_words(text) - count_words(centre))

    def _new(self, text: str, known: frozenset[str]) -> float:
        return worth_of(content_stems(text) - known, self._worth)


def _fitting(texts: Sequence[str], length: Length) -> dict[int, str]:
    told: dict[int, str] = {}
    left = length.words
    for fact, text in enumerate(texts[: length.sentences]):
        if left is None or count_words(text) <= left:
            told[fact] = text
            left = None if left is None else left - count_words(text)
    return told


def _verbatim(centre: str) -> Choice:
    return centre, Mode.EXTRACTIVE, VERBATIM


def price(plan: Sequence[str], worth: Mapping[str, float]) -> float:
    """What a word costs: what the poorer of the planned sentences tell with one, and no other does."""
    own = only_there([content_stems(text) for text in plan])
    added = sorted(
        worth_of(stems, worth) / max(1, count_words(text)) for text, stems in zip(plan, own, strict=True)
    )
    return added[int(POOREST * (len(added) - 1))] if added else 0.0

"""Guesses how a row goes on, so that one forward pass can check several tokens instead of making one.

What is fused is mostly copied. So a row is guessed to go on as its prompt went on after the same last tokens.
The guess changes no answer: a token of it is taken only if the model takes it, too.

Leviathan et al. 2023, https://arxiv.org/abs/2211.17192; without a second model: Saxena 2023, prompt lookup
decoding, https://github.com/apoorvumang/prompt-lookup-decoding.
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 3  # tokens that are looked up together; more found nothing more
AHEAD = 32  # tokens guessed at once, at most: a sentence is mostly copied to its end
FEWEST = 3
AT_ONCE = 128  # tokens of all rows in one pass; up to about so many the pass waits for the weights


class Copying:
    """A prompt's tokens by what stands before them."""

    def __init__(self, prompt: Sequence[int]) -> None:
        self._prompt = tuple(prompt)
        self._after: dict[tuple[int, ...], int] = {}
        for size in range(1, LONGEST + 1):
            for end in range(size, len(prompt)):
                self._after.setdefault(self._prompt[end - size : end], end)

    def guess(self, tokens: Sequence[int], most: int) -> tuple[int, ...]:
        """At most `most` tokens that followed the longest known end of `tokens`, where it stood first."""
        for size in range(min(LONGEST, len(tokens)), 0, -1):
            start = self._after.get(tuple(tokens[-size:]))
            if start is not None:
                return self._prompt[start : start + most]
        return ()


def room_for(rows: int) -> int:
    """How many tokens to guess for each of so many rows."""
    return max(FEWEST, min(AHEAD, AT_ONCE // max(1, rows) - 1))

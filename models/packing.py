"""Lays evidence and the claims about it out in one row: each claim sees the evidence and itself alone.

<s> sentence </s> sentence </s>   </s> claim </s>   </s> claim </s> …
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor

START, PAD, STOP = 0, 1, 2  # the marks of MPNet's vocabulary


@dataclass(frozen=True)
class Piece:
    """A claim's tokens between two marks."""

    ids: tuple[int, ...]

    @classmethod
    def of(cls, ids: Sequence[int], **more: object) -> Self:
        """Put the marks around a claim's tokens."""
        return cls((STOP, *ids, STOP), **more)


P = TypeVar("P", bound=Piece)


@dataclass(frozen=True)
class Packed(Generic[P]):
    """The evidence's tokens, and the claims about it."""

    prompt: tuple[int, ...]
    pieces: tuple[P, ...]

    @property
    def length(self) -> int:
        """How many tokens the row has."""
        return len(self.prompt) + sum(len(piece.ids) for piece in self.pieces)


def prompt_ids(evidence: Sequence[str], tokenizer: Tokenizer) -> tuple[int, ...]:
    """The evidence sentences, each closed by a mark."""
    ids = [START]
    for sentence in evidence:
        ids += [*tokenizer.encode(sentence, add_special_tokens=False).ids, STOP]
    return tuple(ids)


def lay_out(batch: Sequence[Packed[P]], step: int = 1) -> tuple[Tensor, Tensor, Tensor]:
    """Ids and positions, (rows, tokens), and who sees whom, (rows, tokens, tokens).

    Rows are filled up to a whole number of steps.
    """
    width = max(row.length for row in batch)
    width += -width % step
    ids = torch.full((len(batch), width), PAD)
    positions = torch.zeros((len(batch), width), dtype=torch.long)
    seen = torch.zeros((len(batch), width, width), dtype=torch.bool)
    for r, row in enumerate(batch):
        start = end = len(row.prompt)
        ids[r, :start] = torch.tensor(row.prompt)
        positions[r, :start] = torch.arange(start)
        seen[r, :start, :start] = True
        for piece in row.pieces:
            begin, end = end, end + len(piece.ids)
            ids[r, begin:end] = torch.tensor(piece.ids)
            positions[r, begin:end] = torch.arange(start, start + len(piece.ids))
            seen[r, begin:end, :start] = True
            seen[r, begin:end, begin:end] = True
        seen[r, end:, 0] = True  # padding looks at something, so that no row of weights is empty
    return ids, positions, seen


def padded(states: Tensor, batch: Sequence[Packed[P]]) -> tuple[Tensor, Tensor]:
    """The claims' states, (claims, tokens, width), and which tokens are real, (claims, tokens)."""
    parts = []
    for r, row in enumerate(batch):
        end = len(row.prompt)
        for piece in row.pieces:
            begin, end = end, end + len(piece.ids)
            parts.append(states[r, begin:end])
    sizes = torch.tensor([len(part) for part in parts])
    mask = (torch.arange(int(sizes.max()))[None] < sizes[:, None]).float()
    return torch.nn.utils.rnn.pad_sequence(parts, batch_first=True), mask

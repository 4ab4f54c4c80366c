"""Reads, off the states of two sentences' tokens, whether the second says what the first says.

Each token is compared with what of the other sentence it is most alike to, and what comes of the comparisons
is weighed: decomposable attention, Parikh et al. 2016, https://arxiv.org/abs/1606.01933. Nothing is read
jointly, so a sentence's states serve all pairs that it stands in.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from torch import Tensor, nn

HIDDEN = 128
DROPOUT = 0.2
_MARKS = 104  # the ids below it are marks and unused words, which are no match
_MASKED = -1e4


class AlignmentHead(nn.Module):
    """From the tokens of pairs of sentences to logits of *says the same*.

    States are of `layers` layers of an encoder of `width`; the first layer's say how alike two tokens are.
    """

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.width = width
        self.project = nn.Linear(width * layers, HIDDEN)
        self.compare = nn.Linear(4 * HIDDEN + 2, HIDDEN)
        self.worth = nn.Linear(HIDDEN, 1)
        self.join = nn.Linear(4 * HIDDEN + 6, HIDDEN)
        self.judge = nn.Linear(HIDDEN, 1)
        self.sharpness = nn.Parameter(torch.tensor(6.0))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, first: Tensor, second: Tensor, ids: tuple[Tensor, Tensor]) -> Tensor:
        """Judge a batch of pairs.

        first: (pairs, n, layers * width) and second: (pairs, m, layers * width); ids: their tokens,
        (pairs, n) and (pairs, m), 0 where there is none. Returns logits of shape (pairs,).
        """
        real, others = ids[0] > 0, ids[1] > 0
        ours, theirs = self.project(self.dropout(first)), self.project(self.dropout(second))
        alike = self._alike(first, second)
        match = alike * self.sharpness + ours @ theirs.transpose(1, 2) / math.sqrt(HIDDEN)
        equal = (ids[0][:, :, None] == ids[1][:, None, :]) & (ids[0] >= _MARKS)[:, :, None]
        there = _found(alike, equal, real, others)
        back = _found(alike.transpose(1, 2), equal.transpose(1, 2), others, real)
        parts = [
            self._side(ours, theirs, match, there, real, others),
            self._side(theirs, ours, match.transpose(1, 2), back, others, real),
            _summary(there, real),
            _summary(back, others),
        ]
        hidden = self.dropout(F.gelu(self.join(torch.cat(parts, dim=-1))))
        judged: Tensor = self.judge(hidden).squeeze(-1)
        return judged

    def _alike(self, first: Tensor, second: Tensor) -> Tensor:
        ours = F.normalize(first[..., : self.width], dim=-1)
        return ours @ F.normalize(second[..., : self.width], dim=-1).transpose(1, 2)

    def _side(
        self, ours: Tensor, theirs: Tensor, match: Tensor, found: Tensor, real: Tensor, others: Tensor
    ) -> Tensor:
        """What one sentence's tokens find in the other: a weighted sum and a mean, (pairs, 2 * HIDDEN)."""
        aligned = torch.softmax(match.masked_fill(~others[:, None, :], _MASKED), -1) @ theirs
        compared = torch.cat([ours, aligned, (ours - aligned).abs(), ours * aligned, found], dim=-1)
        told = self.dropout(F.gelu(self.compare(compared)))
        worth = torch.softmax(self.worth(told).squeeze(-1).masked_fill(~real, _MASKED), -1)
        mean = (told * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return torch.cat([(told * worth[..., None]).sum(1), mean], dim=-1)


def _found(alike: Tensor, equal: Tensor, real: Tensor, others: Tensor) -> Tensor:
    """How alike each token's most alike one is, and whether the other text has the same: (pairs, n, 2)."""
    best = alike.masked_fill(~others[:, None, :], -1.0).amax(-1).masked_fill(~real, 0.0)
    return torch.stack([best, equal.any(2).float()], dim=-1)


def _summary(found: Tensor, real: Tensor) -> Tensor:
    """Of one sentence, the mean and the least likeness, and the share of tokens found: (pairs, 3)."""
    best, equal = found[..., 0], found[..., 1]
    count = real.sum(1)
    least = best.masked_fill(~real, 1.0).amin(1)
    return torch.stack([best.sum(1) / count, least, equal.sum(1) / count], dim=-1)

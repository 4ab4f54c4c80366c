"""Reads, off an encoder's states, which words of a claim its evidence does not support, and the whole."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from torch import Tensor, nn

HIDDEN = 128
_SUMMARIES = 3
_MASKED = -1e4


class SupportHead(nn.Module):
    """From states to logits of *unsupported*, for each token and for the claim as a whole."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.mix = nn.Linear(width, HIDDEN)
        self.token = nn.Linear(HIDDEN, 1)
        self.ends = nn.Linear(2 * width, HIDDEN)
        self.whole = nn.Linear(HIDDEN + _SUMMARIES, 1)

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Judge a batch of claims.

        states: (claims, tokens, width), the marks before and after the claim first and last; mask:
        (claims, tokens), 1 where a token is real. Returns logits of shape (claims, tokens) and (claims,);
        a positive one says unsupported.
        """
        tokens = self.token(F.gelu(self.mix(states))).squeeze(-1)
        rows, last = torch.arange(len(states)), mask.sum(1).long() - 1
        body = mask.clone()
        body[:, 0] = 0
        body[rows, last] = 0
        ends = F.gelu(self.ends(torch.cat([states[:, 0], states[rows, last]], dim=-1)))
        whole = self.whole(torch.cat([ends, _summaries(tokens, body)], dim=-1)).squeeze(-1)
        return tokens, whole


def _summaries(tokens: Tensor, body: Tensor) -> Tensor:
    """The most suspect token, how many suspects there are, and the mean suspicion: (claims, 3)."""
    chances = torch.sigmoid(tokens) * body
    pooled = -torch.log1p(-chances.clamp(max=0.999)).sum(1)
    worst = (tokens + (1 - body) * _MASKED).amax(1)
    return torch.stack([worst, pooled, chances.sum(1) / body.sum(1).clamp(min=1)], dim=1)

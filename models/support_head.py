"""Reads, off a language model's states, which words of a claim its evidence does not support.

The model reads the evidence and then the claim. A word is suspect when the state at it says so, or when
the state before it did not expect it: the tied output layer gives the chance of each word against all
words of the evidence, so an honest copy is cheap and a swapped name dear. The chance that the whole claim
is supported is read at its end, together with its most suspect words.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from torch import Tensor, nn

HIDDEN = 96
_SUMMARIES = 5  # of the words, beside the state at the end
_MASKED = -1e4


class SupportHead(nn.Module):
    """From states to logits of *unsupported*, for each token and for the claim as a whole."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.mix = nn.Linear(2 * width, HIDDEN)
        self.token = nn.Linear(HIDDEN + 2, 1)
        self.end = nn.Linear(2 * width, HIDDEN)
        self.whole = nn.Linear(HIDDEN + _SUMMARIES, 1)

    def forward(self, states: Tensor, surprise: Tensor, known: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Judge a batch of claims.

        states: (claims, 1 + tokens, width), normed, from the token before the claim on; surprise, known
        and mask: (claims, tokens), the negative log chance of each token, whether the evidence has it, and
        which are real. The last real token is the end mark. Returns logits of shape (claims, tokens) and
        (claims,), float32; a positive one says unsupported.
        """
        pairs = torch.cat([states[:, :-1], states[:, 1:]], dim=-1)
        extra = torch.stack([surprise, known], dim=-1)
        tokens = self.token(torch.cat([F.gelu(self.mix(pairs)), extra], dim=-1)).squeeze(-1)
        last = mask.sum(1).long() - 1
        ends = pairs[torch.arange(len(pairs)), last]
        body = mask.clone()
        body[torch.arange(len(pairs)), last] = 0
        summary = _summaries(tokens, surprise, body)
        whole = self.whole(torch.cat([F.gelu(self.end(ends)), summary], dim=-1)).squeeze(-1)
        return tokens, whole


def _summaries(tokens: Tensor, surprise: Tensor, mask: Tensor) -> Tensor:
    """Shape (claims, 5): worst and pooled logits, worst, third worst and mean surprise."""
    hidden = (1 - mask) * _MASKED
    count = mask.sum(1).clamp(min=1)
    chances = torch.sigmoid(tokens) * mask
    pooled = -torch.log1p(-chances.clamp(max=0.999)).sum(1)
    worst = (surprise + hidden).topk(min(3, surprise.shape[1]), dim=1).values.clamp(min=0)
    mean = (surprise * mask).sum(1) / count
    return torch.stack([(tokens + hidden).amax(1), pooled, worst[:, 0] / 4, worst[:, -1] / 4, mean], dim=1)


def surprises(before: Tensor, actual: Tensor, evidence: Tensor, known: Tensor) -> Tensor:
    """The negative log chance of each token among the evidence's tokens and itself, shape (tokens,).

    before: normed states before each token, (tokens, width); actual: the tokens' embeddings, (tokens,
    width); evidence: the embeddings of the distinct evidence tokens, (distinct, width); known: (tokens,),
    1 where the token is one of them.
    """
    own = (before * actual).sum(-1)
    rest = torch.logsumexp(before @ evidence.T, dim=-1)
    total = torch.where(known > 0, rest, torch.logaddexp(rest, own))
    return total - own

"""An MPNet encoder in plain torch, with the caller's own positions and view of who sees whom.

So several claims can follow the evidence that they share, each blind to the others.

Song et al. 2020, https://arxiv.org/abs/2004.09297; the bucketed relative positions are those of
Raffel et al. 2019, https://arxiv.org/abs/1910.10683.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from torch import Tensor

from models.cpu import Linear
from models.lora import Weights

FIRST_POSITION = 2  # those below it stand for padding
FURTHEST = 128
_TABLES = ("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight")


class Mpnet:
    """The weights, linear maps in `dtype` and norms in float32, and the forward pass."""

    def __init__(self, directory: Path, dtype: torch.dtype, adapter: Path | None = None) -> None:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        weights = Weights(directory, adapter)
        self.dtype = dtype
        self.layers: int = config["num_hidden_layers"]
        self.heads: int = config["num_attention_heads"]
        self.width: int = config["hidden_size"]
        self.buckets: int = config["relative_attention_num_buckets"]
        self.eps: float = config["layer_norm_eps"]
        self.most: int = config["max_position_embeddings"] - FIRST_POSITION
        self.weights = {name: _used(name, weights[name], dtype) for name in weights.names}
        weights.close()
        self._packed: dict[str, Linear] = {}

    def pack(self) -> None:
        """Lay the linear maps out for inference, and drop the weights as they were."""
        for name in linear_maps(self.weights):
            weight, bias = self.weights.pop(f"{name}.weight"), self.weights.pop(f"{name}.bias")
            self._packed[name] = Linear(weight, bias)

    def states(self, ids: Tensor, positions: Tensor, seen: Tensor) -> Tensor:
        """The last layer's states, float32 of shape (rows, tokens, width).

        ids, positions: (rows, tokens), positions from 0 and below `most`; seen: (rows, tokens, tokens),
        whether the first token attends to the second.
        """
        bias = self._relative(positions).masked_fill(~seen[:, None], -1e9).to(self.dtype)
        table = self.weights
        x = F.embedding(ids, table["embeddings.word_embeddings.weight"]).float()
        x = (
            x
            + F.embedding(positions + FIRST_POSITION, table["embeddings.position_embeddings.weight"]).float()
        )
        x = self._norm(x, "embeddings.LayerNorm")
        for index in range(self.layers):
            x = self._layer(x, f"encoder.layer.{index}", bias)
        return x

    def linear(self, x: Tensor, name: str) -> Tensor:
        """Apply a linear map by its name, to x of shape (rows, tokens, width); training overrides this."""
        x = x.to(self.dtype)
        if name in self._packed:
            return self._packed[name](x.flatten(0, 1)).view(*x.shape[:2], -1)
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _layer(self, x: Tensor, stem: str, bias: Tensor) -> Tensor:
        query, key, value = (
            torch.unflatten(mapped, -1, (self.heads, -1)).transpose(1, 2)
            for mapped in (self.linear(x, f"{stem}.attention.attn.{name}") for name in "qkv")
        )
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        attended = self.linear(mixed.transpose(1, 2).flatten(2), f"{stem}.attention.attn.o")
        x = self._norm(x + attended, f"{stem}.attention.LayerNorm")
        inner = F.gelu(self.linear(x, f"{stem}.intermediate.dense"))
        return self._norm(x + self.linear(inner, f"{stem}.output.dense"), f"{stem}.output.LayerNorm")

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return F.layer_norm(
            x, (self.width,), self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], self.eps
        )

    def _relative(self, positions: Tensor) -> Tensor:
        """What the distance of two tokens adds to their attention, (rows, heads, tokens, tokens)."""
        distance = positions[:, :, None] - positions[:, None, :]
        table = self.weights["encoder.relative_attention_bias.weight"]
        return F.embedding(_bucket(distance, self.buckets), table).permute(0, 3, 1, 2)


def _bucket(distance: Tensor, buckets: int) -> Tensor:
    """Small distances have a bucket each, larger ones share theirs, either side."""
    half = buckets // 2
    exact = half // 2
    size = distance.abs()
    scaled = torch.log(size.float().clamp(min=1) / exact) / math.log(FURTHEST / exact) * (half - exact)
    far = (exact + scaled.long()).clamp(max=half - 1)
    return (distance < 0).long() * half + torch.where(size < exact, size, far)


def _used(name: str, weight: Tensor, dtype: torch.dtype) -> Tensor:
    """Maps are used in `dtype`, norms in float32; what tokens are looked up in stays as the file has it."""
    if name in _TABLES:
        return weight
    return weight.to(dtype) if _is_map(name) else weight.float()


def _is_map(name: str) -> bool:
    return name.startswith("encoder.layer.") and "LayerNorm" not in name


def linear_maps(weights: Mapping[str, Tensor]) -> list[str]:
    """The names of the linear maps of all layers."""
    return sorted(n.removesuffix(".weight") for n in weights if _is_map(n) and n.endswith(".weight"))

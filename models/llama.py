"""A Llama-shaped language model in plain torch, for reading prompts and decoding in batches on a CPU.

The query, key and value maps are one product, as are the two halves of the gate; keys and values are kept
in one block that is allocated once; and the output layer is computed for the words that may be written
only. So a step costs about half of what it costs in transformers, and the service starts without it.

Touvron et al. 2023, https://arxiv.org/abs/2302.13971; Ainslie et al. 2023 (grouped queries), 2305.13245.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from safetensors.torch import load_file
from torch import Tensor

from models.errors import ModelsCorrupt
from models.lora import merge_adapter

_MASKED = -1e9  # finite, so that a padded row's attention has no NaN


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer's weights."""

    attention_norm: Tensor
    qkv: Tensor
    attended: Tensor
    mlp_norm: Tensor
    gate_up: Tensor
    down: Tensor


class Llama:
    """The weights, in `dtype`, and the forward pass."""

    def __init__(self, directory: Path, dtype: torch.dtype, adapter: Path | None = None) -> None:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        if config["model_type"] != "llama" or not config["tie_word_embeddings"]:
            raise ModelsCorrupt(f"{directory.name} is not a Llama model with tied embeddings")
        weights = load_file(directory / "model.safetensors")
        weights = merge_adapter(weights, adapter) if adapter else weights
        weights = {name: tensor.to(dtype) for name, tensor in weights.items()}
        self._set_shape(config)
        self.embeddings = weights["model.embed_tokens.weight"]
        self.norm = weights["model.norm.weight"].float()
        self.layers = [_layer(weights, i) for i in range(config["num_hidden_layers"])]

    def _set_shape(self, config: Mapping[str, Any]) -> None:
        self.heads: int = config["num_attention_heads"]
        self.kv_heads: int = config["num_key_value_heads"]
        self.head_dim: int = config["head_dim"]
        self.width: int = config["hidden_size"]
        self.eps: float = config["rms_norm_eps"]
        self.theta: float = config["rope_parameters"]["rope_theta"]

    def begin(
        self, prompts: Sequence[Sequence[int]], vocabulary: Tensor, extra: int
    ) -> tuple[Session, Tensor]:
        """Read the prompts; see `decoding.CausalModel`."""
        session = Session(self, prompts, vocabulary, extra)
        return session, session.read_prompts(prompts)

    def rms_norm(self, x: Tensor, weight: Tensor) -> Tensor:
        """Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467; float32 in."""
        return F.rms_norm(x, (self.width,), weight, self.eps).to(self.embeddings.dtype)

    def rotary(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """Cosines and sines for positions (batch, tokens): each (batch, 1, tokens, head_dim).

        Su et al. 2021, https://arxiv.org/abs/2104.09864.
        """
        frequencies = self.theta ** (-torch.arange(0, self.head_dim, 2, dtype=torch.float32) / self.head_dim)
        angles = (positions[..., None].float() * frequencies).repeat(1, 1, 2)[:, None]
        dtype = self.embeddings.dtype
        return angles.cos().to(dtype), angles.sin().to(dtype)


class Session:
    """A batch in the course of being decoded: its keys and values so far.

    Prompts are padded on the left, so that all rows write their next token in the same column.
    """

    def __init__(
        self, model: Llama, prompts: Sequence[Sequence[int]], vocabulary: Tensor, extra: int
    ) -> None:
        self.model = model
        longest = max(map(len, prompts))
        self.length = 0
        self.padding = torch.tensor([longest - len(prompt) for prompt in prompts])
        shape = (len(model.layers), 2, len(prompts), model.kv_heads, longest + extra, model.head_dim)
        self.cache = torch.zeros(shape, dtype=model.embeddings.dtype)
        self.output = model.embeddings[vocabulary]

    def read_prompts(self, prompts: Sequence[Sequence[int]]) -> Tensor:
        """Return the logits after each prompt, float32 of shape (batch, len(vocabulary))."""
        longest = max(map(len, prompts))
        return self._forward(torch.tensor([[0] * (longest - len(row)) + [*row] for row in prompts]))

    def step(self, tokens: Tensor) -> Tensor:
        """Take one token a row, int64 of shape (batch,); return the logits for the next."""
        return self._forward(tokens[:, None])

    def select(self, rows: Tensor) -> None:
        """Go on with these rows: some may be dropped, some repeated."""
        self.padding = self.padding[rows]
        self.cache = self.cache[:, :, rows]

    def _forward(self, ids: Tensor) -> Tensor:
        """ids: (batch, tokens)."""
        model, start = self.model, self.length
        self.length += ids.shape[1]
        columns = torch.arange(start, self.length)
        cos, sin = model.rotary((columns - self.padding[:, None]).clamp(min=0))
        view = _View(cos, sin, self._mask(columns).to(cos.dtype))
        x = F.embedding(ids, model.embeddings).float()
        for layer, cache in zip(model.layers, self.cache.unbind(0), strict=True):
            normed = model.rms_norm(x, layer.attention_norm)
            qkv = torch.unflatten(F.linear(normed, layer.qkv), -1, (-1, model.head_dim)).transpose(1, 2)
            x = x + F.linear(_attend(qkv, cache, view), layer.attended)
            gate, up = F.linear(model.rms_norm(x, layer.mlp_norm), layer.gate_up).chunk(2, dim=-1)
            x = x + F.linear(F.silu(gate) * up, layer.down)
        return F.linear(model.rms_norm(x[:, -1], model.norm), self.output).float()

    def _mask(self, columns: Tensor) -> Tensor:
        """Hide the future and the padding: addends of shape (batch, 1, tokens, length)."""
        seen = torch.arange(self.length)
        hidden = (seen > columns[:, None]) | (seen < self.padding[:, None, None])
        return hidden[:, None] * _MASKED


@dataclass(frozen=True, slots=True)
class _View:
    """What a forward pass's tokens may see, and how far they are turned."""

    cos: Tensor
    sin: Tensor
    mask: Tensor


def _attend(qkv: Tensor, cache: Tensor, view: _View) -> Tensor:
    """Attend over all columns so far; each group of query heads shares a key and a value head.

    qkv: (batch, heads + 2 * kv_heads, tokens, head_dim); cache: (2, batch, kv_heads, columns, head_dim),
    into which the new keys and values are written. Returns (batch, tokens, heads * head_dim).
    """
    kv_heads, end = cache.shape[2], view.mask.shape[-1]
    query_key, value = torch.split(qkv, [qkv.shape[1] - kv_heads, kv_heads], dim=1)
    query, key = torch.split(_rotate(query_key, view), [qkv.shape[1] - 2 * kv_heads, kv_heads], dim=1)
    keys, values = cache[:, :, :, :end].unbind(0)
    keys[:, :, -key.shape[2] :] = key
    values[:, :, -key.shape[2] :] = value
    mixed = F.scaled_dot_product_attention(query, keys, values, attn_mask=view.mask, enable_gqa=True)
    return mixed.transpose(1, 2).flatten(2)


def _rotate(x: Tensor, view: _View) -> Tensor:
    low, high = x.chunk(2, dim=-1)
    return x * view.cos + torch.cat([-high, low], dim=-1) * view.sin


def _layer(weights: Mapping[str, Tensor], index: int) -> Layer:
    stem = f"model.layers.{index}"
    attention = [weights[f"{stem}.self_attn.{name}_proj.weight"] for name in ("q", "k", "v")]
    return Layer(
        attention_norm=weights[f"{stem}.input_layernorm.weight"].float(),
        qkv=torch.cat(attention),
        attended=weights[f"{stem}.self_attn.o_proj.weight"],
        mlp_norm=weights[f"{stem}.post_attention_layernorm.weight"].float(),
        gate_up=torch.cat([weights[f"{stem}.mlp.{name}_proj.weight"] for name in ("gate", "up")]),
        down=weights[f"{stem}.mlp.down_proj.weight"],
    )

"""A Llama-shaped language model in plain torch, for reading prompts and decoding in batches on a CPU.

The query, key and value maps are one product, as are the two halves of the gate; keys and values are kept
in one block that is allocated once; the tokens of all rows are laid end to end, so that a row may take one
token while another takes nine; and the output layer is computed for the words that may be written only. So a
step costs a fraction of what it costs in transformers, and the service starts without it.

Where the processor multiplies bfloat16, what one row gets does not depend, to the last bit, on the rows
beside it or on how many tokens it takes at once (`models.cpu.Linear`).

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
from torch import Tensor

from models.cpu import AT_ONCE, BLOCK, Linear, round_up
from models.errors import ModelsCorrupt
from models.lora import Weights

_MASKED = -1e9
_COLUMNS = 32  # attention sees columns in steps of so many, so that its sums run alike in any batch
_WORDS = 256  # the output layer's words come in tables of so many, for the same reason


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer's weights."""

    attention_norm: Tensor
    qkv: Linear
    attended: Linear
    mlp_norm: Tensor
    gate_up: Linear
    down: Linear


class Llama:
    """The weights, in `dtype`, and what a forward pass needs of them."""

    def __init__(self, directory: Path, dtype: torch.dtype, adapter: Path | None = None) -> None:
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        if config["model_type"] != "llama" or not config["tie_word_embeddings"]:
            raise ModelsCorrupt(f"{directory.name} is not a Llama model with tied embeddings")
        self._set_shape(config)
        weights = Weights(directory, adapter)
        self.embeddings = weights["model.embed_tokens.weight"].to(dtype)
        self.norm = weights["model.norm.weight"].float()
        self.layers = [_layer(weights, i, dtype) for i in range(config["num_hidden_layers"])]
        weights.close()

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

    def after_attention(self, layer: Layer, x: Tensor, mixed: Tensor) -> Tensor:
        """The rest of a layer, for x and what its tokens took from others, (tokens, width)."""
        x = x + layer.attended(mixed)
        gate, up = layer.gate_up(self.rms_norm(x, layer.mlp_norm)).chunk(2, dim=-1)
        return x + layer.down(F.silu(gate) * up)

    def rotary(self, length: int) -> tuple[Tensor, Tensor]:
        """Cosines and sines for the positions below `length`, each (length, 1, head_dim).

        The sines of the first half have their sign turned, as that half takes from the second.
        Su et al. 2021, https://arxiv.org/abs/2104.09864.
        """
        frequencies = self.theta ** (-torch.arange(0, self.head_dim, 2, dtype=torch.float32) / self.head_dim)
        angles = torch.arange(length)[:, None, None].float() * frequencies
        cos, sin = angles.cos(), angles.sin()
        dtype = self.embeddings.dtype
        return torch.cat([cos, cos], dim=-1).to(dtype), torch.cat([-sin, sin], dim=-1).to(dtype)


class Session:
    """A batch in the course of being decoded: its keys and values so far.

    A token's column is its position. So whatever a row has written behind its end is overwritten before any
    token sees it: tokens that were tried and not kept leave no trace.
    """

    def __init__(
        self, model: Llama, prompts: Sequence[Sequence[int]], vocabulary: Tensor, extra: int
    ) -> None:
        self.model = model
        self.lengths = torch.zeros(len(prompts), dtype=torch.long)
        room = round_up(max(map(len, prompts)) + extra, _COLUMNS)
        shape = (len(model.layers), len(prompts), room, 2 * model.kv_heads, model.head_dim)
        self.cache = torch.zeros(shape, dtype=model.embeddings.dtype)
        self.cos, self.sin = model.rotary(room)
        self.words = len(vocabulary)
        tables = F.pad(vocabulary, (0, -self.words % _WORDS)).view(-1, _WORDS)
        self.output = [Linear(model.embeddings[table]) for table in tables]

    def read_prompts(self, prompts: Sequence[Sequence[int]]) -> Tensor:
        """Return the logits after each prompt, float32 of shape (batch, len(vocabulary))."""
        counts = torch.tensor([len(prompt) for prompt in prompts])
        logits = self._forward(prompts, counts.cumsum(0) - 1)
        self.keep(counts)
        return logits

    def step(self, tokens: Tensor) -> Tensor:
        """Take one token a row, int64 of shape (batch,); return the logits for the next."""
        logits = self.attempt([[token] for token in tokens.tolist()])
        self.keep(torch.ones_like(self.lengths))
        return logits

    def attempt(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """Try these tokens, as many as there are for each row; return the logits after each of them.

        Float32 of shape (all tokens, len(vocabulary)), row after row. Nothing is settled before `keep`.
        """
        return self._forward(rows, torch.arange(sum(map(len, rows))))

    def keep(self, counts: Tensor) -> None:
        """Settle the first `counts[row]` tokens of each row's last attempt."""
        self.lengths = self.lengths + counts

    def select(self, rows: Tensor) -> None:
        """Go on with these rows: some may be dropped, some repeated."""
        self.lengths = self.lengths[rows]
        self.cache = self.cache[:, rows]

    def _forward(self, rows: Sequence[Sequence[int]], wanted: Tensor) -> Tensor:
        """Return the logits after the tokens that `wanted` names, by their place among all."""
        model, layout = self.model, self._lay_out(rows)
        x = F.embedding(layout.ids, model.embeddings).float()
        for layer, cache in zip(model.layers, self.cache.unbind(0), strict=True):
            qkv = layer.qkv(model.rms_norm(x, layer.attention_norm))
            mixed = _attend(qkv, cache, layout)
            parts = zip(torch.split(x, AT_ONCE), torch.split(mixed, AT_ONCE), strict=True)
            x = torch.cat([model.after_attention(layer, *part) for part in parts])
        last = model.rms_norm(x[F.pad(wanted, (0, -len(wanted) % BLOCK))], model.norm)
        logits = torch.cat([table(last) for table in self.output], dim=1)
        return logits[: len(wanted), : self.words].float()

    def _lay_out(self, rows: Sequence[Sequence[int]]) -> _Layout:
        counts = torch.tensor([len(row) for row in rows])
        width, total = int(counts.max()), int(counts.sum())
        row = torch.arange(len(rows)).repeat_interleave(counts)
        place = torch.arange(total) - (counts.cumsum(0) - counts)[row]
        more = (0, -total % BLOCK)  # tokens too many
        positions = self.lengths[row] + place
        spread = torch.zeros(len(rows) * width, dtype=torch.long)
        spread[row * width + place] = torch.arange(total)
        visible = torch.zeros(len(rows), width, dtype=torch.long)  # the last column that a place may see
        visible[row, place] = positions
        columns = torch.arange(round_up(int(positions.max()) + 1, _COLUMNS))
        hidden = (columns > visible[..., None]).repeat_interleave(self.model.heads // self.model.kv_heads, 1)
        turns = F.pad(positions, more)
        return _Layout(
            ids=F.pad(torch.tensor([token for tokens in rows for token in tokens]), more),
            cos=self.cos[turns],
            sin=self.sin[turns],
            columns=row * self.cache.shape[2] + positions,
            spread=spread.view(len(rows), width),
            gathered=F.pad(row * width + place, more),
            mask=(hidden[:, None] * _MASKED).to(self.cache.dtype),
        )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the tokens of a forward pass stand, what they see, and how far they are turned.

    All tokens are laid end to end, with some too many at the end. For attention each row has as many places
    as the longest one has tokens.
    """

    ids: Tensor  # (tokens,)
    cos: Tensor  # (tokens, 1, head_dim)
    sin: Tensor
    columns: Tensor  # (tokens but for those too many,): where in the cache, its rows laid end to end
    spread: Tensor  # (rows, places): which token stands there
    gathered: Tensor  # (tokens,): at which of all places a token stands
    mask: Tensor  # (rows, 1, places * queries of a group, columns): addends


def _attend(qkv: Tensor, cache: Tensor, layout: _Layout) -> Tensor:
    """Attend over all columns so far; each group of query heads shares a key and a value head.

    qkv: (tokens, (heads + 2 * kv_heads) * head_dim); cache: (rows, columns, 2 * kv_heads, head_dim), keys
    before values, into which the new ones are written. Returns (tokens, heads * head_dim).
    """
    rows, places = layout.spread.shape
    kv_heads, head_dim = cache.shape[2] // 2, cache.shape[3]
    heads = qkv.shape[1] // head_dim - 2 * kv_heads
    _rotate(qkv.view(-1, heads + 2 * kv_heads, head_dim)[:, : heads + kv_heads], layout)
    query, key_value = torch.split_with_sizes(qkv, [heads * head_dim, 2 * kv_heads * head_dim], dim=1)
    cache.view(-1, key_value.shape[1]).index_copy_(0, layout.columns, key_value[: len(layout.columns)])
    keys, values = cache[:, : layout.mask.shape[-1]].transpose(1, 2).chunk(2, dim=1)
    grouped = query[layout.spread.view(-1)].view(rows, places, kv_heads, -1, head_dim).transpose(1, 2)
    mixed = F.scaled_dot_product_attention(grouped.flatten(2, 3), keys, values, attn_mask=layout.mask)
    apart = mixed.view(rows, kv_heads, places, -1, head_dim).transpose(1, 2)
    return apart.reshape(rows * places, -1)[layout.gathered]


def _rotate(x: Tensor, layout: _Layout) -> None:
    """Turn x, (tokens, heads, head_dim), in place."""
    torch.addcmul(x * layout.cos, x.roll(x.shape[-1] // 2, dims=-1), layout.sin, out=x)


def _layer(weights: Weights, index: int, dtype: torch.dtype) -> Layer:
    stem = f"model.layers.{index}"

    def joined(*names: str) -> Linear:
        return Linear(torch.cat([weights[f"{stem}.{name}_proj.weight"].to(dtype) for name in names]))

    return Layer(
        attention_norm=weights[f"{stem}.input_layernorm.weight"].float(),
        qkv=joined("self_attn.q", "self_attn.k", "self_attn.v"),
        attended=joined("self_attn.o"),
        mlp_norm=weights[f"{stem}.post_attention_layernorm.weight"].float(),
        gate_up=joined("mlp.gate", "mlp.up"),
        down=joined("mlp.down"),
    )

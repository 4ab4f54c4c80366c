"""Writes the fuser's merged weights as a GGUF file, so that llama.cpp can be measured on them.

The other direction of `models.convert`, whose names and order of rows it undoes.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.lora import Weights

ALIGNMENT = 32  # bytes
BLOCK = 32  # weights in a block of Q8_0
_NORMAL, _CONTROL = 1, 3  # kinds of token
_NAMES = {
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
Value = str | bool | int | float | list[str] | list[int]


@dataclass(frozen=True, slots=True)
class Kind:
    """How weights are stored: GGML's number for it, llama.cpp's for a file of it, and its bytes."""

    name: str
    number: int
    file_type: int
    encode: Callable[[Tensor], bytes]


def _floats(dtype: torch.dtype) -> Callable[[Tensor], bytes]:
    return lambda weight: weight.to(dtype).contiguous().view(torch.uint8).numpy().tobytes()


def _q8_0(weight: Tensor) -> bytes:
    """Blocks of a float16 scale and 32 signed bytes."""
    blocks = weight.float().reshape(-1, BLOCK)
    scale = blocks.abs().amax(dim=1, keepdim=True) / 127
    inverse = torch.where(scale > 0, 1 / scale, 0.0)
    whole = (blocks * inverse).round().to(torch.int8)
    return torch.cat([scale.half().view(torch.uint8), whole.view(torch.uint8)], dim=1).numpy().tobytes()


F32 = Kind("F32", 0, 0, _floats(torch.float32))
F16 = Kind("F16", 1, 1, _floats(torch.float16))
Q8_0 = Kind("Q8_0", 8, 7, _q8_0)
BF16 = Kind("BF16", 30, 32, _floats(torch.bfloat16))


def export(base: Path, adapter: Path | None, target: Path, kind: Kind) -> None:
    """Write the model in `base`, the adapter merged in, as `target`; norms stay float32.

    Raises ModelsCorrupt if the adapter does not fit.
    """
    config, tokenizer, special = (
        json.loads((base / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("config", "tokenizer", "tokenizer_config")
    )
    weights = Weights(base, adapter)
    tensors = {}
    for name in weights.names:
        weight = _reorder(name, weights[name], config)
        stored = kind if weight.dim() > 1 else F32
        tensors[_gguf_name(name)] = (tuple(weight.shape), stored.number, stored.encode(weight))
    weights.close()
    metadata = {**_shape(config), "general.file_type": kind.file_type, **_vocabulary(tokenizer, special)}
    write_gguf(target, metadata, tensors)


def write_gguf(
    path: Path, metadata: Mapping[str, Value], tensors: Mapping[str, tuple[tuple[int, ...], int, bytes]]
) -> None:
    """Write a file of version 3; a tensor is its shape, outermost first, its kind's number and its bytes."""
    head = [b"GGUF", struct.pack("<IQQ", 3, len(tensors), len(metadata))]
    head += [_string(key) + _typed(value) for key, value in metadata.items()]
    offset = 0
    for name, (shape, number, data) in tensors.items():
        sizes = struct.pack(f"<I{len(shape)}Q", len(shape), *reversed(shape))
        head.append(_string(name) + sizes + struct.pack("<IQ", number, offset))
        offset += len(data) + _padding(len(data))
    header = b"".join(head)
    with path.open("wb") as file:
        file.write(header + bytes(_padding(len(header))))
        for _, _, data in tensors.values():
            file.write(data + bytes(_padding(len(data))))


def _gguf_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if stem in _NAMES:
        return f"{_NAMES[stem]}.{suffix}"
    _, _, layer, part = stem.split(".", 3)
    return f"blk.{layer}.{_NAMES[part]}.{suffix}"


def _reorder(name: str, weight: Tensor, config: Mapping[str, Any]) -> Tensor:
    """Queries' and keys' rows as llama.cpp turns them: the two of a pair side by side."""
    heads = {"self_attn.q_proj": "num_attention_heads", "self_attn.k_proj": "num_key_value_heads"}
    for part, key in heads.items():
        if f".{part}." in name:
            rows, columns = weight.shape
            paired = weight.reshape(config[key], 2, rows // config[key] // 2, columns)
            return paired.swapaxes(1, 2).reshape(rows, columns)
    return weight


def _shape(config: Mapping[str, Any]) -> dict[str, Value]:
    return {
        "general.architecture": "llama",
        "llama.block_count": config["num_hidden_layers"],
        "llama.context_length": config["max_position_embeddings"],
        "llama.embedding_length": config["hidden_size"],
        "llama.feed_forward_length": config["intermediate_size"],
        "llama.attention.head_count": config["num_attention_heads"],
        "llama.attention.head_count_kv": config["num_key_value_heads"],
        "llama.rope.freq_base": float(config["rope_parameters"]["rope_theta"]),
        "llama.rope.dimension_count": config["head_dim"],
        "llama.attention.layer_norm_rms_epsilon": float(config["rms_norm_eps"]),
        "llama.vocab_size": config["vocab_size"],
    }


def _vocabulary(tokenizer: Mapping[str, Any], special: Mapping[str, Any]) -> dict[str, Value]:
    """Byte-level BPE with every digit on its own, which llama.cpp calls `smollm`."""
    numbers = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    control = set(numbers.values())
    numbers |= tokenizer["model"]["vocab"]
    tokens = sorted(numbers, key=numbers.__getitem__)
    names = {"bos": "bos", "eos": "eos", "pad": "padding", "unk": "unknown"}
    ids = {f"tokenizer.ggml.{names[name]}_token_id": numbers[special[f"{name}_token"]] for name in names}
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [_CONTROL if i in control else _NORMAL for i in range(len(tokens))],
        "tokenizer.ggml.merges": [" ".join(merge) for merge in tokenizer["model"]["merges"]],
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": special["chat_template"],
        **ids,
    }


def _padding(length: int) -> int:
    return -length % ALIGNMENT


def _string(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _typed(value: Value) -> bytes:
    """A value with its type before it; whole numbers are unsigned, but signed in a list."""
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    inner = 8 if isinstance(value[0], str) else 5
    items = [_string(item) if isinstance(item, str) else struct.pack("<i", item) for item in value]
    return struct.pack("<IIQ", 9, inner, len(value)) + b"".join(items)

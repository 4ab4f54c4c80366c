"""Turns the fuser's base from GGUF into what torch loads: bfloat16 safetensors, config and tokenizer.

The files are written by this module alone, key by key, so that they are the same bytes on every machine
and the manifest can hold their hashes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from models.gguf import GgufFile, read_gguf
from models.tensor_file import Entry, write_tensors

_LAYER_NAMES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_TOP_NAMES = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
_CONTROL_TOKEN = 3


def convert(sources: Sequence[Path], target: Path) -> None:
    """Write the one source, a Llama-shaped GGUF file, into `target` in the Hugging Face layout."""
    gguf = read_gguf(sources[0])
    names = {_hf_name(name): name for name in gguf.tensors}
    entries = {
        ours: Entry(torch.bfloat16, tuple(gguf.tensors[theirs].shape), partial(_tensor, gguf, theirs))
        for ours, theirs in names.items()
    }
    write_tensors(target / "model.safetensors", entries)
    _write_json(target / "config.json", _config(gguf.metadata, tied="output.weight" not in gguf.tensors))
    _write_json(target / "generation_config.json", _generation_config(gguf.metadata))
    _write_json(target / "tokenizer.json", _tokenizer(gguf.metadata))
    _write_json(target / "tokenizer_config.json", _tokenizer_config(gguf.metadata))


def _hf_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if stem in _TOP_NAMES:
        return f"{_TOP_NAMES[stem]}.{suffix}"
    _, layer, part = stem.split(".")
    return f"model.layers.{layer}.{_LAYER_NAMES[part]}.{suffix}"


def _tensor(gguf: GgufFile, name: str) -> torch.Tensor:
    """One tensor in bfloat16, its rows in the order of the rotary embedding that torch models use."""
    weights = torch.from_numpy(gguf.tensor(name))
    heads = {"attn_q.weight": "head_count", "attn_k.weight": "head_count_kv"}.get(name.split(".", 2)[-1])
    if heads:
        count = gguf.metadata[f"llama.attention.{heads}"]
        rows, columns = weights.shape
        weights = weights.reshape(count, rows // count // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)
    return weights.to(torch.bfloat16).contiguous()


def _config(metadata: Mapping[str, Any], *, tied: bool) -> dict[str, Any]:
    width, heads = metadata["llama.embedding_length"], metadata["llama.attention.head_count"]
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "dtype": "bfloat16",
        "vocab_size": len(metadata["tokenizer.ggml.tokens"]),
        "hidden_size": width,
        "intermediate_size": metadata["llama.feed_forward_length"],
        "num_hidden_layers": metadata["llama.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": metadata["llama.attention.head_count_kv"],
        "head_dim": width // heads,
        "hidden_act": "silu",
        "max_position_embeddings": metadata["llama.context_length"],
        "rms_norm_eps": round(metadata["llama.attention.layer_norm_rms_epsilon"], 12),
        "rope_parameters": {"rope_theta": metadata["llama.rope.freq_base"], "rope_type": "default"},
        "attention_bias": False,
        "attention_dropout": 0.0,
        "mlp_bias": False,
        "tie_word_embeddings": tied,
        "use_cache": True,
        **_special_ids(metadata),
    }


def _special_ids(metadata: Mapping[str, Any]) -> dict[str, int]:
    names = {"bos": "bos", "eos": "eos", "pad": "padding"}
    return {
        f"{ours}_token_id": metadata[f"tokenizer.ggml.{theirs}_token_id"] for ours, theirs in names.items()
    }


def _generation_config(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {"do_sample": False, "use_cache": True, **_special_ids(metadata)}


def _tokenizer(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Byte-level BPE; every digit is a token of its own, as `tokenizer.ggml.pre = smollm` asks."""
    tokens, kinds = metadata["tokenizer.ggml.tokens"], metadata["tokenizer.ggml.token_type"]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    digits = {"type": "Digits", "individual_digits": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added(i, tokens[i]) for i, kind in enumerate(kinds) if kind == _CONTROL_TOKEN],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [digits, byte_level]},
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: i for i, token in enumerate(tokens)},
            "merges": [merge.split(" ") for merge in metadata["tokenizer.ggml.merges"]],
        },
    }


def _added(number: int, content: str) -> dict[str, Any]:
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": number, "content": content, **flags, "special": True}


def _tokenizer_config(metadata: Mapping[str, Any]) -> dict[str, Any]:
    tokens, ids = metadata["tokenizer.ggml.tokens"], _special_ids(metadata)
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": tokens[ids["bos_token_id"]],
        "eos_token": tokens[ids["eos_token_id"]],
        "pad_token": tokens[ids["pad_token_id"]],
        "unk_token": tokens[metadata["tokenizer.ggml.unknown_token_id"]],
        "model_max_length": metadata["llama.context_length"],
        "chat_template": metadata["tokenizer.chat_template"],
        "clean_up_tokenization_spaces": False,
    }


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=True) + "\n", encoding="ascii", newline="\n")

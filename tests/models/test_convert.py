from __future__ import annotations

import json
import struct

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from models.convert import convert
from models.errors import ModelsCorrupt
from models.gguf import read_gguf

F32, Q4_1, Q8_0 = 0, 3, 8
WIDTH, HEADS, KV_HEADS, INNER = 32, 8, 2, 32
NIBBLES = [*range(16), *reversed(range(16))]  # of 32 weights: sixteen low, then sixteen high


def string(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def value(item):
    """Return a GGUF value with its type before it."""
    if isinstance(item, str):
        return struct.pack("<I", 8) + string(item)
    if isinstance(item, float):
        return struct.pack("<If", 6, item)
    if isinstance(item, list):
        inner = [value(one) for one in item]
        return (
            struct.pack("<I", 9)
            + inner[0][:4]
            + struct.pack("<Q", len(item))
            + b"".join(v[4:] for v in inner)
        )
    return struct.pack("<II", 4, item)


def write_gguf(path, metadata, tensors):
    """Write a GGUF file; `tensors` maps a name to its shape, outermost first, its kind and its bytes."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    head += b"".join(string(key) + value(item) for key, item in metadata.items())
    body = b""
    for name, (shape, kind, data) in tensors.items():
        head += string(name) + struct.pack(
            f"<I{len(shape)}QIQ", len(shape), *reversed(shape), kind, len(body)
        )
        body += data + b"\0" * (-len(data) % 32)
    path.write_bytes(head + b"\0" * (-len(head) % 32) + body)


def q4_1(rows):
    block = struct.pack("<ee", 0.5, -1.0) + bytes(
        low | high << 4 for low, high in zip(NIBBLES[:16], NIBBLES[16:], strict=True)
    )
    return block * rows


def q8_0(rows):
    return (struct.pack("<e", 0.25) + bytes(range(32))) * rows


def f32(array):
    return np.asarray(array, dtype="<f4").tobytes()


def rows_numbered(order):
    return f32(np.repeat(np.array(order)[:, None], WIDTH, axis=1))


TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "a", "b", "Ġ", "4", "5", "ab", "Ġab"]


@pytest.fixture
def gguf(tmp_path):
    """Return a Llama of one layer; the rows of q and k are numbered, and turned as in real files."""
    metadata = {
        "general.architecture": "llama",
        "llama.block_count": 1,
        "llama.context_length": 64,
        "llama.embedding_length": WIDTH,
        "llama.feed_forward_length": INNER,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": KV_HEADS,
        "llama.rope.freq_base": 10000.0,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "tokenizer.ggml.tokens": TOKENS,
        "tokenizer.ggml.token_type": [3, 3, 3] + [1] * 7,
        "tokenizer.ggml.merges": ["a b", "Ġ ab"],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.padding_token_id": 2,
        "tokenizer.chat_template": "{{ messages }}",
    }
    turned = [
        start + i for start in range(0, WIDTH, 4) for i in (0, 2, 1, 3)
    ]  # pairs (i, i + half) made neighbours
    square = ((WIDTH, WIDTH), Q4_1, q4_1(WIDTH))
    tensors = {
        "token_embd.weight": ((len(TOKENS), WIDTH), Q8_0, q8_0(len(TOKENS))),
        "output_norm.weight": ((WIDTH,), F32, f32(np.full(WIDTH, 2.0))),
        "blk.0.attn_norm.weight": ((WIDTH,), F32, f32(np.ones(WIDTH))),
        "blk.0.ffn_norm.weight": ((WIDTH,), F32, f32(np.ones(WIDTH))),
        "blk.0.attn_q.weight": ((WIDTH, WIDTH), F32, rows_numbered(turned)),
        "blk.0.attn_k.weight": ((8, WIDTH), F32, rows_numbered(turned[:8])),
        "blk.0.attn_v.weight": ((8, WIDTH), Q4_1, q4_1(8)),
        "blk.0.attn_output.weight": square,
        "blk.0.ffn_gate.weight": square,
        "blk.0.ffn_up.weight": square,
        "blk.0.ffn_down.weight": square,
    }
    path = tmp_path / "tiny.gguf"
    write_gguf(path, metadata, tensors)
    return path


def test_blocks_are_read_as_the_format_says(gguf):
    file = read_gguf(gguf)
    quartered = file.tensor("blk.0.attn_v.weight")
    assert quartered.shape == (8, WIDTH)
    assert quartered[3].tolist() == [n * 0.5 - 1.0 for n in NIBBLES]
    assert file.tensor("token_embd.weight")[9].tolist() == [i * 0.25 for i in range(32)]
    assert file.tensor("output_norm.weight").tolist() == [2.0] * WIDTH


def test_what_comes_out_is_a_model_that_torch_loads(gguf, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    convert([gguf], out)
    tensors = load_file(out / "model.safetensors")
    assert {tensor.dtype for tensor in tensors.values()} == {torch.bfloat16}
    assert "lm_head.weight" not in tensors, "the embedding is tied, and stored once"
    assert tensors["model.layers.0.self_attn.q_proj.weight"][:, 0].tolist() == list(range(WIDTH))
    assert tensors["model.layers.0.self_attn.k_proj.weight"][:, 5].tolist() == list(range(8))
    assert tensors["model.layers.0.mlp.down_proj.weight"][7].tolist() == [n * 0.5 - 1.0 for n in NIBBLES]
    config = json.loads((out / "config.json").read_text())
    assert (config["tie_word_embeddings"], config["eos_token_id"], config["head_dim"]) == (True, 2, 4)


def test_converting_twice_gives_the_same_bytes(gguf, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        convert([gguf], tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_the_tokenizer_splits_digits_and_knows_its_special_tokens(gguf, tmp_path):
    convert([gguf], tmp_path)
    tokenizer = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    encoding = tokenizer.encode("ab ab 45<|im_end|>")
    assert encoding.tokens == ["ab", "Ġab", "Ġ", "4", "5", "<|im_end|>"]
    assert tokenizer.decode(encoding.ids, skip_special_tokens=True) == "ab ab 45"


@pytest.mark.parametrize("cut", [0, 3, 20, 200])
def test_a_header_cut_short_is_refused(gguf, cut):
    gguf.write_bytes(gguf.read_bytes()[:cut])
    with pytest.raises(ModelsCorrupt):
        read_gguf(gguf)


def test_a_kind_that_is_not_known_is_refused(tmp_path):
    write_gguf(tmp_path / "x.gguf", {"a": 1}, {"t": ((32,), 14, b"\0" * 64)})
    with pytest.raises(ModelsCorrupt, match="kind 14"):
        read_gguf(tmp_path / "x.gguf").tensor("t")

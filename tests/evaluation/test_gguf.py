"""What is written for llama.cpp is read back by the reader that the fuser's base comes through."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from evaluation.bench.gguf import BF16, F16, F32, Q8_0, export, write_gguf
from models.convert import convert
from models.errors import ModelsCorrupt
from models.gguf import read_gguf

WIDTH, HEADS, KV_HEADS, INNER, LAYERS = 32, 8, 2, 64, 2
TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "a", "b", "Ġ", "4", "5", "ab", "Ġab"]
MERGES = [["a", "b"], ["Ġ", "ab"]]
CONFIG = {
    "model_type": "llama",
    "vocab_size": len(TOKENS),
    "hidden_size": WIDTH,
    "intermediate_size": INNER,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "num_key_value_heads": KV_HEADS,
    "head_dim": WIDTH // HEADS,
    "max_position_embeddings": 64,
    "rms_norm_eps": 1e-05,
    "rope_parameters": {"rope_theta": 100000.0, "rope_type": "default"},
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 2,
}
SHAPES = {
    "input_layernorm": (WIDTH,),
    "post_attention_layernorm": (WIDTH,),
    "self_attn.q_proj": (WIDTH, WIDTH),
    "self_attn.k_proj": (WIDTH // HEADS * KV_HEADS, WIDTH),
    "self_attn.v_proj": (WIDTH // HEADS * KV_HEADS, WIDTH),
    "self_attn.o_proj": (WIDTH, WIDTH),
    "mlp.gate_proj": (INNER, WIDTH),
    "mlp.up_proj": (INNER, WIDTH),
    "mlp.down_proj": (WIDTH, INNER),
}


@pytest.fixture
def base(tmp_path):
    """Return a folder with a model of two layers, chance weights, as the fuser's base is kept."""
    folder = tmp_path / "base"
    folder.mkdir()
    torch.manual_seed(7)
    shapes = {f"model.layers.{i}.{part}.weight": s for i in range(LAYERS) for part, s in SHAPES.items()}
    shapes |= {"model.embed_tokens.weight": (len(TOKENS), WIDTH), "model.norm.weight": (WIDTH,)}
    save_file({n: torch.randn(s).bfloat16() for n, s in shapes.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(CONFIG))
    tokenizer = {
        "added_tokens": [{"id": i, "content": TOKENS[i]} for i in range(3)],
        "model": {"vocab": {token: i for i, token in enumerate(TOKENS)}, "merges": MERGES},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    special = {"bos_token": TOKENS[1], "eos_token": TOKENS[2], "pad_token": TOKENS[2], "unk_token": TOKENS[0]}
    (folder / "tokenizer_config.json").write_text(json.dumps({**special, "chat_template": "{{ messages }}"}))
    return folder


@pytest.fixture
def adapter(tmp_path):
    """Return a LoRA adapter of rank 2 that adds row + column to a layer's queries."""
    folder = tmp_path / "adapter"
    folder.mkdir()
    stem = "base_model.model.model.layers.1.self_attn.q_proj.lora_"
    ones, counted = torch.ones(WIDTH), torch.arange(WIDTH).float()
    down, up = torch.stack([ones, counted]), torch.stack([counted, ones], dim=1)
    save_file({f"{stem}A.weight": down, f"{stem}B.weight": up}, folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").write_text(json.dumps({"r": 2, "lora_alpha": 2}))
    return folder


def weights(folder):
    return load_file(folder / "model.safetensors")


def stored(path, name, dtype):
    """Return a tensor's numbers as they stand in the file, and its kind."""
    info = read_gguf(path).tensors[name]
    numbers = np.fromfile(path, dtype, int(np.prod(info.shape)), offset=info.offset)
    return torch.from_numpy(numbers.reshape(info.shape)), info.kind


def converted(path, folder):
    folder.mkdir()
    convert([path], folder)
    return weights(folder)


def test_the_converter_gives_back_the_very_weights(base, tmp_path):
    export(base, None, tmp_path / "model.gguf", F32)
    again = converted(tmp_path / "model.gguf", tmp_path / "again")
    assert again.keys() == weights(base).keys()
    for name, weight in weights(base).items():
        assert torch.equal(again[name], weight), name
    config = json.loads((tmp_path / "again" / "config.json").read_text())
    assert {key: config[key] for key in CONFIG} == CONFIG


def test_the_two_rows_of_a_pair_stand_side_by_side(base, tmp_path):
    export(base, None, tmp_path / "model.gguf", F32)
    file, layer = read_gguf(tmp_path / "model.gguf"), "model.layers.0.self_attn"
    for part, theirs in (("q", "attn_q"), ("k", "attn_k")):
        rows = weights(base)[f"{layer}.{part}_proj.weight"].float().numpy()
        written = file.tensor(f"blk.0.{theirs}.weight")
        assert written[:8].tolist() == rows[[0, 2, 1, 3, 4, 6, 5, 7]].tolist(), "heads of four rows"
    values = weights(base)[f"{layer}.v_proj.weight"].float().numpy()
    assert file.tensor("blk.0.attn_v.weight").tolist() == values.tolist(), "values are not turned"


def test_the_tokens_and_merges_are_the_tokenizers(base, tmp_path):
    export(base, None, tmp_path / "model.gguf", F16)
    metadata = read_gguf(tmp_path / "model.gguf").metadata
    assert (metadata["tokenizer.ggml.model"], metadata["tokenizer.ggml.pre"]) == ("gpt2", "smollm")
    assert metadata["tokenizer.ggml.tokens"] == TOKENS
    assert metadata["tokenizer.ggml.token_type"] == [3] * 3 + [1] * 7
    assert metadata["tokenizer.ggml.merges"] == ["a b", "Ġ ab"]
    ids = {name: metadata[f"tokenizer.ggml.{name}_token_id"] for name in ("bos", "eos", "padding", "unknown")}
    assert ids == {"bos": 1, "eos": 2, "padding": 2, "unknown": 0}
    assert metadata["tokenizer.ggml.add_bos_token"] is False


@pytest.mark.parametrize(
    ("kind", "dtype", "read"), [(F16, np.float16, torch.float16), (BF16, np.int16, torch.bfloat16)]
)
def test_halves_are_stored_as_such_and_norms_whole(base, tmp_path, kind, dtype, read):
    export(base, None, tmp_path / "model.gguf", kind)
    numbers, number = stored(tmp_path / "model.gguf", "blk.1.ffn_down.weight", dtype)
    assert number == kind.number
    expected = weights(base)["model.layers.1.mlp.down_proj.weight"].to(read)
    assert torch.equal(numbers.view(read), expected)
    norm, number = stored(tmp_path / "model.gguf", "output_norm.weight", np.float32)
    assert number == F32.number
    assert torch.equal(norm, weights(base)["model.norm.weight"].float())


def test_eight_bits_are_within_half_a_step(base, tmp_path):
    export(base, None, tmp_path / "model.gguf", Q8_0)
    read = torch.from_numpy(read_gguf(tmp_path / "model.gguf").tensor("blk.0.ffn_up.weight"))
    exact = weights(base)["model.layers.0.mlp.up_proj.weight"].float()
    step = exact.abs().amax(dim=1, keepdim=True) / 127  # a row is one block
    assert ((read - exact).abs() <= 0.6 * step).all(), "half a step, and the scale's own rounding"
    assert not torch.equal(read, exact)


def test_an_adapter_is_merged_in(base, adapter, tmp_path):
    export(base, adapter, tmp_path / "model.gguf", F32)
    again = converted(tmp_path / "model.gguf", tmp_path / "again")
    name = "model.layers.1.self_attn.q_proj.weight"
    counted = torch.arange(WIDTH).float()
    added = counted[:, None] + counted
    assert torch.equal(again[name], (weights(base)[name].float() + added).bfloat16())
    assert torch.equal(again[name.replace("1", "0")], weights(base)[name.replace("1", "0")])


def test_an_adapter_for_another_model_is_refused(base, adapter, tmp_path):
    path = adapter / "adapter_model.safetensors"
    save_file({n.replace("layers.1", "layers.9"): w for n, w in load_file(path).items()}, path)
    with pytest.raises(ModelsCorrupt, match="does not fit"):
        export(base, adapter, tmp_path / "model.gguf", F32)


def test_every_tensor_begins_at_a_whole_number_of_blocks(tmp_path):
    odd = {"a": ((3,), F32.number, b"abcabcabcabc"), "b": ((1,), F32.number, b"defg")}
    write_gguf(tmp_path / "odd.gguf", {"text": "ü", "half": 0.5, "yes": True, "numbers": [-1, 2]}, odd)
    file = read_gguf(tmp_path / "odd.gguf")
    assert file.metadata == {"text": "ü", "half": 0.5, "yes": True, "numbers": [-1, 2]}
    assert [info.offset % 32 for info in file.tensors.values()] == [0, 0]
    assert (tmp_path / "odd.gguf").read_bytes()[file.tensors["b"].offset :][:4] == b"defg"

"""A model in a zip file in parts, as the verifier's base comes."""

from __future__ import annotations

import io
import zipfile

import pytest
import torch
from safetensors.torch import load_file, save

from models.errors import ModelsCorrupt
from models.unpack import convert

TENSORS = {
    "encoder.layer.0.output.dense.weight": torch.tensor([[0.1, 2.0], [3.0, -4.5]]),
    "encoder.layer.0.output.dense.bias": torch.tensor([0.1, 0.2]),
    "pooler.dense.weight": torch.ones(2, 2),
    "embeddings.position_ids": torch.arange(3.0)[None],
}
MODEL = {
    "base/config.json": b'{"layers": 1}',
    "base/tokenizer.json": b'{"version": "1.0"}',
    "base/model.safetensors": save(TENSORS),
}
MORE = {
    "base/README.md": b"# read me",
    "base/pytorch_model.bin": b"a pickle",
    "base/onnx/model.safetensors": b"another",
    "config.json": b"not this one",
    "../config.json/..": b"nor this",
}


def parts_of(folder, members, count=3):
    """Write a zip file in parts; return their paths."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    data, size = packed.getvalue(), -(-len(packed.getvalue()) // count)
    paths = [folder / f"model.zip.{n:03}" for n in range(1, count + 1)]
    for n, path in enumerate(paths):
        path.write_bytes(data[n * size : (n + 1) * size])
    return paths


@pytest.fixture
def target(tmp_path):
    (tmp_path / "ready").mkdir()
    return tmp_path / "ready"


def test_the_parts_are_joined_and_the_model_is_taken_out(tmp_path, target):
    convert(parts_of(tmp_path, MORE | MODEL), target)
    assert sorted(path.name for path in target.iterdir()) == [
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    ]
    assert (target / "config.json").read_bytes() == MODEL["base/config.json"]
    assert (target / "tokenizer.json").read_bytes() == MODEL["base/tokenizer.json"]


def test_matrices_are_halved_and_what_is_unused_is_left_out(tmp_path, target):
    convert(parts_of(tmp_path, MODEL), target)
    found = load_file(target / "model.safetensors")
    weight, bias = "encoder.layer.0.output.dense.weight", "encoder.layer.0.output.dense.bias"
    assert sorted(found) == [bias, weight]
    assert torch.equal(found[weight], TENSORS[weight].to(torch.bfloat16))
    assert torch.equal(found[bias], TENSORS[bias])


def test_the_bytes_are_the_same_every_time(tmp_path, target):
    convert(parts_of(tmp_path, MODEL), target)
    first = (target / "model.safetensors").read_bytes()
    convert(parts_of(tmp_path, MORE | MODEL, count=1), target)
    assert (target / "model.safetensors").read_bytes() == first


def test_the_parts_are_removed_as_they_are_joined(tmp_path, target):
    parts = parts_of(tmp_path, MODEL)
    convert(parts, target)
    assert not any(part.exists() for part in parts)


@pytest.mark.parametrize("missing", MODEL)
def test_a_zip_without_the_model_is_refused(tmp_path, target, missing):
    members = {name: data for name, data in MODEL.items() if name != missing}
    with pytest.raises(ModelsCorrupt, match="with a model in it"):
        convert(parts_of(tmp_path, members), target)


@pytest.mark.parametrize("change", [lambda parts: parts[:-1], lambda parts: parts[::-1]])
def test_parts_that_make_no_zip_are_refused(tmp_path, target, change):
    with pytest.raises(ModelsCorrupt, match="do not make a zip file"):
        convert(change(parts_of(tmp_path, MODEL)), target)


def test_a_member_that_was_altered_is_refused(tmp_path, target):
    [part] = parts_of(tmp_path, MODEL, count=1)
    data = bytearray(part.read_bytes())
    data[data.index(b"base/tokenizer.json") + len(b"base/tokenizer.json") + 3] ^= 0xFF
    part.write_bytes(data)
    with pytest.raises(ModelsCorrupt, match="do not make a zip file"):
        convert([part], target)


def test_weights_that_are_no_safetensors_are_refused(tmp_path, target):
    with pytest.raises(ModelsCorrupt, match="with a model in it"):
        convert(parts_of(tmp_path, MODEL | {"base/model.safetensors": b"a pickle"}), target)

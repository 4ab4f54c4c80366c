from __future__ import annotations

import hashlib
import json

import torch
from safetensors.torch import load_file

from models.tensor_file import Entry, write_tensors

ROUGH = torch.tensor([[1.0, -2.5], [3.14159, 65504.0]])
EXACT = torch.tensor([0.1, 1e-30, -3.0])


def entries(order=("b", "a")):
    made = {
        "a": Entry(torch.bfloat16, (2, 2), lambda: ROUGH),
        "b": Entry(torch.float32, (3,), lambda: EXACT),
    }
    return {name: made[name] for name in order}


def test_what_is_written_is_read_by_safetensors(tmp_path):
    write_tensors(tmp_path / "a.safetensors", entries())
    found = load_file(tmp_path / "a.safetensors")
    assert sorted(found) == ["a", "b"]
    assert torch.equal(found["a"], ROUGH.to(torch.bfloat16))
    assert torch.equal(found["b"], EXACT)


def test_the_bytes_depend_on_the_tensors_alone(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    write_tensors(one, entries())
    write_tensors(two, entries(("a", "b")))
    assert one.read_bytes() == two.read_bytes()
    digest = "1284c84023e7cecc76c4d539cba86a996424a5d2ea6778e4c2d7bca7c09966ab"
    assert hashlib.sha256(one.read_bytes()).hexdigest() == digest, "the same on every machine"


def test_the_header_is_padded_and_says_where_each_tensor_is(tmp_path):
    write_tensors(tmp_path / "a", entries())
    data = (tmp_path / "a").read_bytes()
    size = int.from_bytes(data[:8], "little")
    assert size % 8 == 0
    assert json.loads(data[8 : 8 + size]) == {
        "__metadata__": {"format": "pt"},
        "a": {"dtype": "BF16", "shape": [2, 2], "data_offsets": [0, 8]},
        "b": {"dtype": "F32", "shape": [3], "data_offsets": [8, 20]},
    }
    assert len(data) == 8 + size + 20


def test_one_tensor_is_in_memory_at_a_time(tmp_path):
    read = []

    def reader(name, tensor):
        return lambda: read.append(name) or tensor

    write_tensors(
        tmp_path / "a", {name: Entry(torch.float32, (3,), reader(name, EXACT)) for name in ("y", "x")}
    )
    assert read == ["x", "y"]


def test_a_turned_matrix_is_written_as_it_reads(tmp_path):
    write_tensors(tmp_path / "a", {"t": Entry(torch.float32, (2, 2), ROUGH.t)})
    assert torch.equal(load_file(tmp_path / "a")["t"], ROUGH.t())

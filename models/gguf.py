"""Reads a GGUF file: metadata, and the three kinds of tensor that the fuser's base has.

Written out here rather than asked of a library, so that `citeweave models fetch` needs nothing more
than the service does, and so that the converted bytes, and their hash, hang on no library's version.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Blocks: `ggml-common.h` in that repository.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelsCorrupt

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

_SCALARS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_STRING, _ARRAY = 8, 9
_BLOCK = 32  # weights in a quantised block


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """Where a tensor stands. `shape` is outermost first, as numpy and torch have it."""

    shape: tuple[int, ...]
    kind: int
    offset: int


@dataclass(frozen=True, slots=True)
class GgufFile:
    """A GGUF file's metadata, and its tensors by name, read when asked for."""

    path: Path
    metadata: Mapping[str, Any]
    tensors: Mapping[str, TensorInfo]

    def tensor(self, name: str) -> Floats:
        """Read one tensor as float32. Raises ModelsCorrupt for a kind that is not known."""
        info = self.tensors[name]
        if info.kind not in _KINDS:
            raise ModelsCorrupt(f"{self.path}: tensor {name} has kind {info.kind}, which is not read")
        size, decode = _KINDS[info.kind]
        count = math.prod(info.shape)
        width = size * count // (_BLOCK if size > 4 else 1)
        with self.path.open("rb") as file:
            file.seek(info.offset)
            raw = np.frombuffer(file.read(width), dtype=np.uint8)
        return decode(raw).reshape(info.shape)


def read_gguf(path: Path) -> GgufFile:
    """Read a file's header. Raises ModelsCorrupt if it is not GGUF version 2 or 3."""
    with path.open("rb") as file:
        cursor = _Cursor(file.read(_header_bound(path)))
    if cursor.take(4) != b"GGUF" or cursor.scalar("<I") not in (2, 3):
        raise ModelsCorrupt(f"{path} is not a GGUF file of version 2 or 3")
    n_tensors, n_pairs = cursor.scalar("<Q"), cursor.scalar("<Q")
    metadata = {}
    for _ in range(n_pairs):
        key = cursor.string()
        metadata[key] = cursor.value(cursor.scalar("<I"))
    found = {cursor.string(): cursor.tensor_info() for _ in range(n_tensors)}
    alignment = int(metadata.get("general.alignment", 32))
    start = -(-cursor.position // alignment) * alignment
    tensors = {name: TensorInfo(i.shape, i.kind, i.offset + start) for name, i in found.items()}
    return GgufFile(path, metadata, tensors)


def _header_bound(path: Path) -> int:
    return min(path.stat().st_size, 64 * 2**20)


class _Cursor:
    """Walks over the little-endian fields of a header."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        end = self.position + count
        if end > len(self.data):
            raise ModelsCorrupt("the GGUF header is cut short")
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def scalar(self, form: str) -> Any:  # noqa: ANN401 - the file says what it is
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def string(self) -> str:
        return self.take(self.scalar("<Q")).decode("utf-8")

    def value(self, kind: int) -> Any:  # noqa: ANN401 - the file says what it is
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            inner, count = self.scalar("<I"), self.scalar("<Q")
            return [self.value(inner) for _ in range(count)]
        return self.scalar(_SCALARS[kind])

    def tensor_info(self) -> TensorInfo:
        shape = tuple(self.scalar("<Q") for _ in range(self.scalar("<I")))
        return TensorInfo(tuple(reversed(shape)), self.scalar("<I"), self.scalar("<Q"))


def _float32(raw: Bytes) -> Floats:
    return raw.view("<f4").astype(np.float32)


def _q4_1(raw: Bytes) -> Floats:
    """Blocks of a float16 scale, a float16 minimum and 32 nibbles: all low ones, then all high ones."""
    blocks = raw.reshape(-1, 20)
    scale = blocks[:, 0:2].copy().view("<f2").astype(np.float32)
    minimum = blocks[:, 2:4].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 4:] & 15, blocks[:, 4:] >> 4], axis=1).astype(np.float32)
    return nibbles * scale + minimum


def _q8_0(raw: Bytes) -> Floats:
    """Blocks of a float16 scale and 32 signed bytes."""
    blocks = raw.reshape(-1, 34)
    scale = blocks[:, 0:2].copy().view("<f2").astype(np.float32)
    return blocks[:, 2:].copy().view(np.int8).astype(np.float32) * scale


# GGML's number for a kind of tensor: bytes a weight (float32) or a block (quantised), and its reader.
_KINDS: Mapping[int, tuple[int, Callable[[Bytes], Floats]]] = {
    0: (4, _float32),
    3: (20, _q4_1),
    8: (34, _q8_0),
}

"""Writes safetensors files that are the same bytes on every machine, so that a manifest can pin them."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

_NAMES = {torch.bfloat16: "BF16", torch.float32: "F32"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A tensor to be written: `read` is called when its turn comes, so that one is in memory at a time."""

    dtype: torch.dtype
    shape: tuple[int, ...]
    read: Callable[[], Tensor]


def write_tensors(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write a length, a JSON header and the tensors' bytes in the order of their names.

    The format is that of https://github.com/huggingface/safetensors.
    """
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name in sorted(entries):
        entry = entries[name]
        begin, end = end, end + math.prod(entry.shape) * entry.dtype.itemsize
        header[name] = {"dtype": _NAMES[entry.dtype], "shape": entry.shape, "data_offsets": [begin, end]}
    encoded = json.dumps(header, separators=(",", ":")).encode("ascii")
    encoded += b" " * (-len(encoded) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(encoded)) + encoded)
        for name in sorted(entries):
            file.write(_bytes(entries[name]))


def _bytes(entry: Entry) -> bytes:
    """Little-endian, whatever the machine."""
    tensor = entry.read().to(entry.dtype).contiguous()
    if entry.dtype is torch.bfloat16:
        return tensor.view(torch.uint16).numpy().astype("<u2").tobytes()
    return tensor.numpy().astype("<f4").tobytes()

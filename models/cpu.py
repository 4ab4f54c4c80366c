"""What this machine's processor is good at."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from functools import cache

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from torch import Tensor

_HARDWARE_BF16 = ("amx_bf16", "avx512_bf16", "bf16")
SWITCH = 0.0005  # seconds
BLOCK = 64  # rows of a product; see Linear
ROWS = (512, 256, 128, BLOCK)
AT_ONCE = ROWS[
    0
]  # rows that go through several maps before the next ones do, and stay in the cache meanwhile


def use_threads(count: int) -> None:
    """Let every later computation of this process run on `count` cores."""
    torch.set_num_threads(count)


def share_interpreter() -> None:
    """Let the thread that computes have Python's lock soon after it asks for it.

    A forward pass is a thousand short calls, each of which gives the lock away and takes it back. While other
    threads read documents, each taking back would last Python's usual 5 ms.
    """
    sys.setswitchinterval(SWITCH)


def matrix_dtype() -> torch.dtype:
    """Return bfloat16 where the processor multiplies it in hardware, 2-3 times as fast, else float32."""
    capabilities = getattr(torch.cpu, "get_capabilities", None)  # torch 2.10 and later
    if capabilities is not None:
        return torch.bfloat16 if any(map(capabilities().get, _HARDWARE_BF16)) else torch.float32
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    return torch.bfloat16 if supported() else torch.float32


class Linear:
    """A linear map, for inference only, in the order of bytes that the processor reads fastest.

    A bfloat16 weight is laid out in oneDNN's blocks once, where torch would do it again on every call. The
    weight as given is not kept.

    Rows are always multiplied 64, 128, 256 or 512 at a time, some rows too many if need be. oneDNN compiles a
    kernel for every number of rows, and adds up in another order in some of them: so what a row gets would
    depend, in the last bits, on how many others there are. 64 rows take hardly longer than one, since a
    product waits for the weight to be read.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None = None) -> None:
        self._bias = bias
        self._packed = weight.dtype is torch.bfloat16 and _can_pack()
        self._weight = _pack(weight) if self._packed else weight
        self._shape = (weight.shape[0], weight.shape[1], torch.get_num_threads())

    def __call__(self, x: Tensor) -> Tensor:
        """Map x, (rows, width), in the weight's precision."""
        if not self._packed:
            return F.linear(x, self._weight, self._bias)
        sizes = _sizes(len(x), self._shape)
        parts = torch.split(x, sizes) if sum(sizes) == len(x) else _padded(x, sizes)
        mapped = [_product(part, self._weight, self._bias) for part in parts]
        return (mapped[0] if len(mapped) == 1 else torch.cat(mapped))[: len(x)]


def _can_pack() -> bool:
    """Whether this torch offers what its own compiler uses to lay out weights."""
    if matrix_dtype() is not torch.bfloat16 or not torch._C._has_mkldnn:
        return False
    names = ("_reorder_linear_weight", "_linear_pointwise")
    return all(hasattr(torch.ops.mkldnn, name) for name in names)


def _pack(weight: Tensor) -> Tensor:
    packed: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), BLOCK)
    return packed


def _product(x: Tensor, packed: Tensor, bias: Tensor | None) -> Tensor:
    mapped: Tensor = torch.ops.mkldnn._linear_pointwise(x, packed, bias, "none", [], "")
    return mapped


def _padded(x: Tensor, sizes: Sequence[int]) -> Sequence[Tensor]:
    """The rows in parts of these sizes, the last one filled up with zeros."""
    *whole, last = torch.split(x, [*sizes[:-1], len(x) - sum(sizes[:-1])])
    return [*whole, F.pad(last, (0, 0, 0, sizes[-1] - len(last)))]


def _sizes(rows: int, shape: tuple[int, int, int]) -> list[int]:
    """How to cut so many rows into products, the largest first; in all they may be up to 63 too many."""
    sizes: list[int] = []
    left = round_up(rows)
    while left:
        size = next(size for size in ROWS if size <= left and (size == BLOCK or _is_like_block(size, *shape)))
        sizes += [size] * (left // size)
        left %= size
    return sizes


@cache
def _is_like_block(rows: int, height: int, width: int, threads: int) -> bool:
    """Whether this machine's kernel for so many rows gives the same bits as that for a block."""
    chance = torch.Generator().manual_seed(threads)
    packed = _pack(torch.randn(height, width, generator=chance).bfloat16())
    x = torch.randn(rows, width, generator=chance).bfloat16()
    blocks = torch.cat([_product(part, packed, None) for part in torch.split(x, BLOCK)])
    return torch.equal(_product(x, packed, None), blocks)


def round_up(count: int, step: int = BLOCK) -> int:
    """The next whole number of steps."""
    return -(-count // step) * step


def return_memory() -> None:
    """Give memory that is free, but kept by the C library, back to the system; glibc only."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        return  # another C library

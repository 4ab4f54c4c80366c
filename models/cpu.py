"""What this machine's processor is good at."""

from __future__ import annotations

import torch

_HARDWARE_BF16 = ("amx_bf16", "avx512_bf16", "bf16")


def use_threads(count: int) -> None:
    """Let every later computation of this process run on `count` cores."""
    torch.set_num_threads(count)


def matrix_dtype() -> torch.dtype:
    """Return bfloat16 where the processor multiplies it in hardware, 2-3 times as fast, else float32."""
    capabilities = getattr(torch.cpu, "get_capabilities", None)  # torch 2.10 and later
    if capabilities is not None:
        return torch.bfloat16 if any(map(capabilities().get, _HARDWARE_BF16)) else torch.float32
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    return torch.bfloat16 if supported() else torch.float32

"""Adds a LoRA adapter, in the layout that PEFT saves, to the weights that it was trained on.

W + (alpha / r) * B @ A, computed in float32: Hu et al. 2021, https://arxiv.org/abs/2106.09685.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from torch import Tensor

from models.errors import ModelsCorrupt

_PREFIX = "base_model.model."
_UNSUPPORTED = ("use_dora", "rank_pattern", "alpha_pattern", "modules_to_save", "fan_in_fan_out")


def merge_adapter(weights: Mapping[str, Tensor], adapter: Path) -> dict[str, Tensor]:
    """Return the weights with the adapter in the directory `adapter` merged in, in their own precision.

    Raises ModelsCorrupt if the adapter does not fit the weights, or uses more than plain LoRA.
    """
    config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    scale = _scale(config, adapter)
    matrices = load_file(adapter / "adapter_model.safetensors")
    merged = dict(weights)
    for name in sorted(n for n in matrices if n.endswith(".lora_A.weight")):
        target = name.removeprefix(_PREFIX).replace(".lora_A.", ".")
        down, up = matrices.pop(name), matrices.pop(name.replace(".lora_A.", ".lora_B."), None)
        base = weights.get(target)
        if up is None or base is None or base.shape != (up.shape[0], down.shape[1]):
            raise ModelsCorrupt(f"the adapter {adapter.name} does not fit the model: {name}")
        merged[target] = (base.float() + scale * (up.float() @ down.float())).to(base.dtype)
    if matrices:
        raise ModelsCorrupt(f"the adapter {adapter.name} holds more than LoRA matrices: {min(matrices)}")
    return merged


def _scale(config: Mapping[str, Any], adapter: Path) -> float:
    used = [key for key in _UNSUPPORTED if config.get(key)]
    if used or config.get("bias", "none") != "none":
        raise ModelsCorrupt(
            f"the adapter {adapter.name} uses {', '.join(used) or 'bias'}, which is not supported"
        )
    rank: int = config["r"]
    alpha: float = config["lora_alpha"]
    return alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)

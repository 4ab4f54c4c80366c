"""Adds a LoRA adapter, in the layout that PEFT saves, to the weights that it was trained on.

W + (alpha / r) * B @ A, computed in float32: Hu et al. 2021, https://arxiv.org/abs/2106.09685.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from models.errors import ModelsCorrupt

_PREFIX = "base_model.model."
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"
_UNSUPPORTED = ("use_dora", "rank_pattern", "alpha_pattern", "modules_to_save", "fan_in_fan_out")


class Adapter:
    """The matrices in the directory `adapter`, merged into one weight after the other.

    Raises ModelsCorrupt if it uses more than plain LoRA.
    """

    def __init__(self, adapter: Path) -> None:
        self._name = adapter.name
        self._scale = _scale(
            json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8")), adapter
        )
        self._matrices = load_file(adapter / "adapter_model.safetensors")

    def merge(self, name: str, base: Tensor) -> Tensor:
        """The weight `name` with its change added, in its own precision; itself if there is none.

        Raises ModelsCorrupt if the change does not fit.
        """
        stem = _PREFIX + name.removesuffix(".weight")
        down = self._matrices.pop(stem + _DOWN, None)
        if down is None:
            return base
        up = self._matrices.pop(stem + _UP, None)
        if up is None or base.shape != (up.shape[0], down.shape[1]):
            raise self._misfit(stem + _DOWN)
        change = up.float() @ down.float()
        change *= self._scale
        change += base
        return change.to(base.dtype)

    def close(self) -> None:
        """Raise ModelsCorrupt if a matrix found no weight to be merged into."""
        if unused := sorted(self._matrices):
            if unused[0].endswith((_DOWN, _UP)):
                raise self._misfit(unused[0])
            raise ModelsCorrupt(f"the adapter {self._name} holds more than LoRA matrices: {unused[0]}")

    def _misfit(self, name: str) -> ModelsCorrupt:
        return ModelsCorrupt(f"the adapter {self._name} does not fit the model: {name}")


class Weights:
    """A directory's weights, read one at a time as they are asked for, the adapter merged in.

    Each is a copy, so that nothing keeps the file in memory. Ask for each one once.
    """

    def __init__(self, directory: Path, adapter: Path | None = None) -> None:
        self._file: Any = safe_open(directory / "model.safetensors", framework="pt")
        self._adapter = Adapter(adapter) if adapter else None

    @property
    def names(self) -> list[str]:
        """All weights' names, in order."""
        return sorted(self._file.keys())

    def __getitem__(self, name: str) -> Tensor:
        """Raises ModelsCorrupt if the adapter does not fit it."""
        base: Tensor = self._file.get_tensor(name)
        merged = self._adapter.merge(name, base) if self._adapter else base
        return base.clone() if merged is base else merged

    def close(self) -> None:
        """Raise ModelsCorrupt if the adapter changes a weight that was not asked for."""
        if self._adapter:
            self._adapter.close()


def merge_adapter(weights: Mapping[str, Tensor], adapter: Path) -> dict[str, Tensor]:
    """Return the weights with the adapter in the directory `adapter` merged in, in their own precision.

    Raises ModelsCorrupt if the adapter does not fit the weights, or uses more than plain LoRA.
    """
    changes = Adapter(adapter)
    merged = {name: changes.merge(name, base) for name, base in weights.items()}
    changes.close()
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

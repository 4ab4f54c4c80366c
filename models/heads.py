"""Reads what an adapter has beside LoRA matrices: a head of our own, and the numbers of its calibration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from models.errors import ModelsCorrupt, ModelsMissing

Head = TypeVar("Head", bound=nn.Module)


def read_head(adapter: Path, head: Head) -> Head:
    """The head with the adapter's weights, ready for use. Raises ModelsMissing, ModelsCorrupt."""
    try:
        head.load_state_dict(load_file(adapter / "head.safetensors"))
    except FileNotFoundError:
        raise ModelsMissing(f"{adapter} holds no head.safetensors") from None
    except (RuntimeError, SafetensorError) as error:
        raise ModelsCorrupt(f"the head of the adapter {adapter.name} does not fit: {error}") from None
    return head.eval()


def read_calibration(adapter: Path, *names: str) -> list[float]:
    """The numbers of these names, in their order. Raises ModelsMissing, ModelsCorrupt."""
    try:
        found = json.loads((adapter / "calibration.json").read_text(encoding="utf-8"))
        return [float(found[name]) for name in names]
    except FileNotFoundError:
        raise ModelsMissing(f"{adapter} holds no calibration.json") from None
    except (ValueError, TypeError, KeyError) as error:
        raise ModelsCorrupt(f"{adapter.name}/calibration.json is not as it should be: {error!r}") from None

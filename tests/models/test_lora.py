from __future__ import annotations

import json

import pytest
import torch
from safetensors.torch import save_file

from models.errors import ModelsCorrupt
from models.lora import merge_adapter

NAME = "model.layers.0.self_attn.q_proj"


def write_adapter(folder, tensors, **config):
    folder.mkdir(exist_ok=True)
    (folder / "adapter_config.json").write_text(
        json.dumps({"r": 1, "lora_alpha": 4, **config}), encoding="utf-8"
    )
    save_file(tensors, folder / "adapter_model.safetensors")
    return folder


def matrices(name=NAME):
    """B @ A = [[1], [2]] @ [[3, 5]] = [[3, 5], [6, 10]]."""
    return {
        f"base_model.model.{name}.lora_A.weight": torch.tensor([[3.0, 5.0]]),
        f"base_model.model.{name}.lora_B.weight": torch.tensor([[1.0], [2.0]]),
    }


def test_merging_matches_a_hand_computation(tmp_path):
    base = {f"{NAME}.weight": torch.tensor([[1.0, 1.0], [0.0, -1.0]]), "other": torch.ones(2)}
    merged = merge_adapter(base, write_adapter(tmp_path, matrices()))
    assert merged[f"{NAME}.weight"].tolist() == [[13.0, 21.0], [24.0, 39.0]]  # W + 4/1 * BA
    assert merged["other"] is base["other"]
    assert base[f"{NAME}.weight"].tolist() == [[1.0, 1.0], [0.0, -1.0]]


def test_rank_stabilised_scaling_divides_by_the_root(tmp_path):
    wide = {
        f"base_model.model.{NAME}.lora_A.weight": torch.eye(4),
        f"base_model.model.{NAME}.lora_B.weight": torch.eye(4),
    }
    adapter = write_adapter(tmp_path, wide, r=4, use_rslora=True)
    assert torch.equal(
        merge_adapter({f"{NAME}.weight": torch.zeros(4, 4)}, adapter)[f"{NAME}.weight"], 2 * torch.eye(4)
    )


def test_the_weights_keep_their_precision(tmp_path):
    base = {f"{NAME}.weight": torch.zeros(2, 2, dtype=torch.bfloat16)}
    merged = merge_adapter(base, write_adapter(tmp_path, matrices()))[f"{NAME}.weight"]
    assert merged.dtype == torch.bfloat16
    assert merged.tolist() == [[12.0, 20.0], [24.0, 40.0]]


@pytest.mark.parametrize(
    ("tensors", "config", "words"),
    [
        (matrices("model.layers.9.mlp.up_proj"), {}, "does not fit"),
        ({k: v for k, v in matrices().items() if "lora_A" in k}, {}, "does not fit"),
        ({**matrices(), "base_model.model.score.weight": torch.ones(1)}, {}, "more than LoRA matrices"),
        (matrices(), {"use_dora": True}, "uses use_dora"),
        (matrices(), {"bias": "all"}, "uses bias"),
    ],
)
def test_an_adapter_that_does_not_fit_is_refused(tmp_path, tensors, config, words):
    with pytest.raises(ModelsCorrupt, match=words):
        merge_adapter({f"{NAME}.weight": torch.zeros(2, 2)}, write_adapter(tmp_path, tensors, **config))

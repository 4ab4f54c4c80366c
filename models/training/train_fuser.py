"""Train the fuser's LoRA adapter: 2-5 source sentences in, one sentence spliced from their words out.

    pip install 'citeweave[train]'
    python -m models.training.train_fuser --examples FILE --base DIR --out DIR

Reads the examples that `evaluation/targets.py` writes. The loss is taken on the target only; the first
source sentence is the one to start from, and the order of the others is shuffled anew every epoch. A
checkpoint is written after every epoch, and the same command goes on from the newest one.

LoRA: Hu et al. 2021, https://arxiv.org/abs/2106.09685.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.prompts import fusion_prompt

IGNORED = -100
BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
KEPT_SETTINGS = "peft_type task_type r lora_alpha lora_dropout bias inference_mode fan_in_fan_out".split()


@dataclass(frozen=True)
class Recipe:
    """All that determines the adapter, besides the data."""

    rank: int = 16
    alpha: int = 32
    dropout: float = 0.0
    learning_rate: float = 8e-4
    warmup: float = 0.06
    batch: int = 16
    epochs: int = 1
    seed: int = 20311
    max_tokens: int = 512


@dataclass(frozen=True)
class Example:
    """Sources and the sentence to write from them."""

    sentences: tuple[str, ...]
    target: str


def read_examples(path: Path) -> list[Example]:
    """The examples of a file of JSON lines with `sentences` and `target`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [Example(tuple(row["sentences"]), row["target"]) for row in rows]


def encode(example: Example, tokenizer: Any, rng: random.Random, limit: int) -> tuple[list[int], list[int]]:
    """Token ids and labels of one example, the sentences after the first in a fresh order."""
    first, *others = example.sentences
    rng.shuffle(others)
    prompt = tokenizer(fusion_prompt([first, *others]), add_special_tokens=False)["input_ids"]
    target = tokenizer(" " + example.target, add_special_tokens=False)["input_ids"]
    target.append(tokenizer.eos_token_id)
    ids = (prompt + target)[-limit:]
    return ids, ([IGNORED] * len(prompt) + target)[-limit:]


def batches(examples: list[Example], tokenizer: Any, recipe: Recipe, epoch: int) -> Iterator[Any]:
    """Yield padded (ids, mask, labels), each int64 of shape (batch, tokens), of like lengths."""
    rng = random.Random(recipe.seed + epoch)  # noqa: S311 - shuffling, not security
    encoded = [encode(example, tokenizer, rng, recipe.max_tokens) for example in examples]
    rng.shuffle(encoded)
    chunk = recipe.batch * 8
    grouped = []
    for start in range(0, len(encoded), chunk):
        part = sorted(encoded[start : start + chunk], key=lambda pair: len(pair[0]))
        grouped += [part[i : i + recipe.batch] for i in range(0, len(part), recipe.batch)]
    rng.shuffle(grouped)
    for group in grouped:
        yield pad(group, tokenizer.eos_token_id)


def pad(
    group: list[tuple[list[int], list[int]]], filler: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Right-pad a group to its longest member."""
    width = max(len(ids) for ids, _ in group)
    ids = torch.tensor([row + [filler] * (width - len(row)) for row, _ in group])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row, _ in group])
    labels = torch.tensor([row + [IGNORED] * (width - len(row)) for _, row in group])
    return ids, mask, labels


def lora_model(base: Path, recipe: Recipe) -> Any:
    """The frozen base with fresh LoRA matrices on all seven linear projections of each layer."""
    model = AutoModelForCausalLM.from_pretrained(
        base, dtype=torch.bfloat16, attn_implementation="eager", local_files_only=True, use_safetensors=True
    )
    names = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    config = LoraConfig(
        r=recipe.rank,
        lora_alpha=recipe.alpha,
        lora_dropout=recipe.dropout,
        target_modules=names,
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, config)


def learning_rate(step: int, total: int, recipe: Recipe) -> float:
    """Linear warm-up, then cosine decay to a tenth."""
    warm = max(1, int(recipe.warmup * total))
    if step < warm:
        return recipe.learning_rate * (step + 1) / warm
    progress = (step - warm) / max(1, total - warm)
    return recipe.learning_rate * (0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * progress)))


def target_loss(model: Any, ids: torch.Tensor, mask: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of the target tokens; logits are made for those positions alone."""
    causal = model.get_base_model()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = causal.model(input_ids=ids, attention_mask=mask).last_hidden_state[:, :-1]
        wanted = labels[:, 1:] != IGNORED
        logits = causal.lm_head(hidden[wanted])
    return torch.nn.functional.cross_entropy(logits.float(), labels[:, 1:][wanted])


def trainable(model: Any) -> dict[str, torch.Tensor]:
    """The LoRA matrices by name."""
    return {name: value for name, value in model.named_parameters() if value.requires_grad}


def save_checkpoint(path: Path, model: Any, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    """Write the matrices and the optimizer's moments as safetensors, so that nothing is unpickled."""
    tensors = {f"w.{name}": value.detach().contiguous() for name, value in trainable(model).items()}
    for name, value in trainable(model).items():
        state = optimizer.state[value]
        tensors |= {f"m.{name}": state["exp_avg"], f"v.{name}": state["exp_avg_sq"]}
    step = int(optimizer.state[next(iter(trainable(model).values()))]["step"])
    partial = path.with_suffix(".partial")
    save_file(tensors, partial, metadata={"epoch": str(epoch), "step": str(step)})
    partial.replace(path)


def load_checkpoint(path: Path, model: Any, optimizer: torch.optim.Optimizer, epoch: int, steps: int) -> None:
    """Put back what `save_checkpoint` wrote."""
    tensors = load_file(path)
    for name, value in trainable(model).items():
        value.data.copy_(tensors[f"w.{name}"])
        optimizer.state[value] = {
            "step": torch.tensor(float(steps * epoch)),
            "exp_avg": tensors[f"m.{name}"],
            "exp_avg_sq": tensors[f"v.{name}"],
        }


def train(source: Path, base: Path, out: Path, recipe: Recipe) -> None:
    """Train, going on from the newest checkpoint in `out`, and write the adapter there."""
    torch.manual_seed(recipe.seed)
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    model: Any = lora_model(base, recipe)
    examples = read_examples(source)
    optimizer = torch.optim.AdamW(list(trainable(model).values()), weight_decay=0.0)
    steps = sum(1 for _ in batches(examples, tokenizer, recipe, 0))
    out.mkdir(parents=True, exist_ok=True)
    first = 0
    for epoch in range(recipe.epochs, 0, -1):
        if (out / f"epoch-{epoch}.safetensors").exists():
            load_checkpoint(out / f"epoch-{epoch}.safetensors", model, optimizer, epoch, steps)
            first = epoch
            break
    for epoch in range(first, recipe.epochs):
        run_epoch(model, optimizer, tokenizer, examples, recipe, epoch, steps)
        save_checkpoint(out / f"epoch-{epoch + 1}.safetensors", model, optimizer, epoch + 1)
        save_adapter(model, out / f"adapter-{epoch + 1}", recipe)


def run_epoch(
    model: Any,
    optimizer: torch.optim.Optimizer,
    tokenizer: Any,
    examples: list[Example],
    recipe: Recipe,
    epoch: int,
    steps: int,
) -> None:
    """One pass over the examples, with a line of progress every ten steps."""
    model.train()
    began, tokens, losses = time.monotonic(), 0, []
    for number, (ids, mask, labels) in enumerate(batches(examples, tokenizer, recipe, epoch)):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(epoch * steps + number, steps * recipe.epochs, recipe)
        loss = target_loss(model, ids, mask, labels)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(list(trainable(model).values()), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        tokens += int(mask.sum())
        losses.append(loss.item())
        if number % 10 == 0:
            rate = tokens / (time.monotonic() - began)
            done = f"epoch {epoch + 1} step {number}/{steps}"
            print(f"{done} loss {sum(losses[-10:]) / len(losses[-10:]):.3f} {rate:.0f} tok/s", flush=True)


def save_adapter(model: PeftModel, out: Path, recipe: Recipe) -> None:
    """Write the adapter as bfloat16 safetensors in PEFT's layout, with the recipe beside it."""
    model.save_pretrained(str(out))
    (out / "README.md").unlink(missing_ok=True)
    settings = json.loads((out / "adapter_config.json").read_text(encoding="utf-8"))
    kept = {key: settings[key] for key in KEPT_SETTINGS} | {"base_model_name_or_path": BASE}
    kept["target_modules"] = sorted(settings["target_modules"])
    (out / "adapter_config.json").write_text(
        json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    path = out / "adapter_model.safetensors"
    save_file({name: value.to(torch.bfloat16) for name, value in load_file(path).items()}, path)
    (out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=Path, required=True, help="what evaluation.targets wrote")
    parser.add_argument("--base", type=Path, required=True, help="the converted SmolLM2-135M-Instruct")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and adapters go")
    arguments = parser.parse_args()
    train(arguments.examples, arguments.base, arguments.out, Recipe())


if __name__ == "__main__":
    main()

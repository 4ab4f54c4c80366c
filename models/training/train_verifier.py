"""Train the verifier: LoRA on an MPNet encoder, and a head that reads its states.

    pip install 'citeweave[train]'
    python -m models.training.train_verifier --data DIR --base DIR --out DIR

The evidence is read once and all claims about it after it, each blind to the others. The loss says of a
claim whether it is supported, of its words which are not, and of two claims about one evidence, one right
and one wrong, which is which. Errors are made anew every epoch. A checkpoint is written every `SAVE_EVERY`
steps, and the same command goes on from the newest one.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from models.mpnet import Mpnet, linear_maps
from models.packing import Packed, Piece, lay_out, padded, prompt_ids
from models.support_head import SupportHead
from models.training.claims import Claim, Group, held_out, read_groups

BASE = "sentence-transformers/all-mpnet-base-v2"
SAVE_EVERY = 50


@dataclass(frozen=True)
class Recipe:
    """All that determines the adapter, besides the data and the base."""

    rank: int = 16
    alpha: int = 32
    learning_rate: float = 4e-4
    head_rate: float = 1e-3
    warmup: float = 0.04
    batch_tokens: int = 2600
    row_tokens: int = 480
    epochs: int = 2
    stop: int = 410  # steps; the second epoch is not finished
    cooldown: int = 60
    seed: int = 20417
    token_weight: float = 0.5
    pair_weight: float = 0.3


@dataclass(frozen=True)
class Labelled(Piece):
    """A claim in tokens with, for each, 1 wrong, 0 right or -1 unknown; and whether it is supported."""

    wrong: tuple[int, ...]
    supported: bool


def encode_claim(claim: Claim, tokenizer: Tokenizer) -> Labelled:
    """Mark the tokens of the wrong spans; of a wrong claim without spans, all are unknown."""
    encoded = tokenizer.encode(claim.text, add_special_tokens=False)
    marks = []
    for start, end in encoded.offsets:
        inside = any(start < high and end > low for low, high in claim.wrong)
        known = claim.supported or claim.wrong
        marks.append(1 if inside and not claim.supported else 0 if known else -1)
    return Labelled.of(encoded.ids, wrong=(-1, *marks, -1), supported=claim.supported)


def pack(group: Group, tokenizer: Tokenizer, limit: int) -> Iterator[Packed[Labelled]]:
    """The group in one row or, if it is long, in several, each with the evidence."""
    prompt = prompt_ids(group.evidence, tokenizer)
    row: list[Labelled] = []
    for piece in (encode_claim(claim, tokenizer) for claim in group.claims):
        if row and len(prompt) + sum(len(p.ids) for p in row) + len(piece.ids) > limit:
            yield Packed(prompt, tuple(row))
            row = []
        row.append(piece)
    if row and len(prompt) < limit:
        yield Packed(prompt, tuple(row))


def batches(rows: list[Packed[Labelled]], recipe: Recipe, epoch: int) -> list[list[Packed[Labelled]]]:
    """Rows of like length together, at most `batch_tokens` with padding, in a random order."""
    rng = random.Random(recipe.seed + epoch)  # noqa: S311 - shuffling, not security
    ordered = sorted(rows, key=lambda row: row.length + rng.random() * 40)
    made: list[list[Packed[Labelled]]] = [[]]
    for row in ordered:
        widest = max(r.length for r in [*made[-1], row])
        if made[-1] and widest * (len(made[-1]) + 1) > recipe.batch_tokens:
            made.append([])
        made[-1].append(row)
    rng.shuffle(made)
    return made


class TrainedMpnet(Mpnet):
    """The frozen encoder with fresh LoRA matrices on every linear map of every layer."""

    def __init__(self, directory: Path, recipe: Recipe) -> None:
        super().__init__(directory, torch.bfloat16)
        self.scale = recipe.alpha / recipe.rank
        self.matrices: dict[str, Tensor] = {}
        for name in linear_maps(self.weights):
            rows, columns = self.weights[f"{name}.weight"].shape
            down = torch.randn(recipe.rank, columns) / math.sqrt(columns)
            self.matrices[f"{name}.lora_A.weight"] = down.requires_grad_()
            self.matrices[f"{name}.lora_B.weight"] = torch.zeros(rows, recipe.rank).requires_grad_()

    def linear(self, x: Tensor, name: str) -> Tensor:
        """The frozen map and its low-rank change."""
        x = x.to(self.dtype)
        down = F.linear(x, self.matrices[f"{name}.lora_A.weight"].to(self.dtype))
        change = F.linear(down, self.matrices[f"{name}.lora_B.weight"].to(self.dtype))
        return super().linear(x, name) + self.scale * change


class Model:
    """The encoder and the head."""

    def __init__(self, base: Path, recipe: Recipe) -> None:
        self.encoder = TrainedMpnet(base, recipe)
        self.head = SupportHead(self.encoder.width)

    def named(self) -> dict[str, Tensor]:
        """All that is trained, by name."""
        return self.encoder.matrices | {f"head.{n}": v for n, v in self.head.named_parameters()}

    def judge(self, batch: Sequence[Packed[Labelled]]) -> tuple[Tensor, Tensor]:
        """Logits of *unsupported*, padded: (claims, tokens) and (claims,)."""
        states = self.encoder.states(*lay_out(batch))
        tokens, whole = self.head(*padded(states, batch))
        return tokens, whole


def loss_of(tokens: Tensor, whole: Tensor, batch: Sequence[Packed[Labelled]], recipe: Recipe) -> Tensor:
    """The three parts, weighed."""
    pieces = [piece for row in batch for piece in row.pieces]
    wanted = torch.tensor([0.0 if piece.supported else 1.0 for piece in pieces])
    loss = F.binary_cross_entropy_with_logits(whole, wanted)
    marks = torch.full(tokens.shape, -1.0)
    for i, piece in enumerate(pieces):
        marks[i, : len(piece.wrong)] = torch.tensor(piece.wrong, dtype=torch.float)
    known = marks >= 0
    weight = torch.where(marks[known] > 0, 3.0, 1.0)
    loss = loss + recipe.token_weight * F.binary_cross_entropy_with_logits(
        tokens[known], marks[known], weight
    )
    return loss + recipe.pair_weight * _pairs(whole, wanted, batch)


def _pairs(whole: Tensor, wanted: Tensor, batch: Sequence[Packed[Labelled]]) -> Tensor:
    """Mean of -log sigmoid(wrong - right) over the rival claims of each row."""
    sizes = [len(row.pieces) for row in batch]
    gaps = [
        (z[y > 0][:, None] - z[y == 0][None]).flatten()
        for z, y in zip(torch.split(whole, sizes), torch.split(wanted, sizes), strict=True)
    ]
    joined = torch.cat(gaps)
    return F.softplus(-joined).mean() if len(joined) else whole.sum() * 0


def rate(step: int, total: int, recipe: Recipe) -> float:
    """Linear warm-up, cosine decay to a twentieth over all epochs, and a cooldown at the end, as a factor."""
    warm = max(1, int(recipe.warmup * total))
    if step < warm:
        return (step + 1) / warm
    cosine = 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))
    return cosine * min(1.0, (min(recipe.stop, total) - step) / recipe.cooldown)


def balanced_accuracy(model: Model, rows: Sequence[list[Packed[Labelled]]]) -> tuple[float, float]:
    """Of the head's verdicts at probability one half, and the area under the curve."""
    scored: list[tuple[float, bool]] = []
    with torch.no_grad():
        for batch in rows:
            _, whole = model.judge(batch)
            pieces = [piece for row in batch for piece in row.pieces]
            scored += [(-z.item(), p.supported) for z, p in zip(whole, pieces, strict=True)]
    good = [s for s, right in scored if right]
    bad = [s for s, right in scored if not right]
    above = sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / max(1, len(good) * len(bad))
    return (sum(s > 0 for s in good) / len(good) + sum(s <= 0 for s in bad) / len(bad)) / 2, above


def save(path: Path, model: Model, optimizer: torch.optim.Optimizer, step: int) -> None:
    """Write the matrices, the head and the optimizer's moments as safetensors: nothing is unpickled."""
    tensors: dict[str, Tensor] = {}
    for name, value in model.named().items():
        tensors[f"w.{name}"] = value.detach().contiguous()
        if state := optimizer.state.get(value):
            tensors |= {f"m.{name}": state["exp_avg"], f"v.{name}": state["exp_avg_sq"]}
    partial = path.with_suffix(".partial")
    save_file(tensors, partial, metadata={"step": str(step)})
    partial.replace(path)


def restore(path: Path, model: Model, optimizer: torch.optim.Optimizer, step: int) -> None:
    """Put back what `save` wrote."""
    tensors = load_file(path)
    for name, value in model.named().items():
        value.data.copy_(tensors[f"w.{name}"])
        optimizer.state[value] = {
            "step": torch.tensor(float(step)),
            "exp_avg": tensors[f"m.{name}"],
            "exp_avg_sq": tensors[f"v.{name}"],
        }


Batches = list[list[Packed[Labelled]]]


def plan(data: Path, tokenizer: Tokenizer, recipe: Recipe) -> tuple[Batches, Batches]:
    """All training batches of all epochs in their order, and the held-out batches."""
    training: Batches = []
    kept: Batches = []
    for epoch in range(recipe.epochs):
        groups = read_groups(data, recipe.seed + epoch)
        rows = [p for g in groups if not held_out(g) for p in pack(g, tokenizer, recipe.row_tokens)]
        training += batches(rows, recipe, epoch)
        if not kept:
            held = [g for g in groups if held_out(g) and g.origin in {"corpus", "judged", "bump"}]
            kept = batches([p for g in held for p in pack(g, tokenizer, recipe.row_tokens)], recipe, 0)
    return training, kept


def train(data: Path, base: Path, out: Path, recipe: Recipe) -> None:
    """Train, going on from the newest checkpoint in `out`, and write the adapter there."""
    torch.manual_seed(recipe.seed)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = Model(base, recipe)
    steps, kept = plan(data, tokenizer, recipe)
    optimizer = torch.optim.AdamW(
        [
            {"params": list(model.encoder.matrices.values()), "rate": recipe.learning_rate},
            {"params": list(model.head.parameters()), "rate": recipe.head_rate},
        ],
        weight_decay=0.0,
    )
    out.mkdir(parents=True, exist_ok=True)
    done = [int(path.stem.split("-")[1]) for path in out.glob("step-*.safetensors")]
    first = max(done, default=0)
    if first:
        restore(out / f"step-{first}.safetensors", model, optimizer, first)
    began, tokens, losses = time.monotonic(), 0, []
    print(f"{len(steps)} steps, {sum(r.length for b in steps for r in b)} tokens", flush=True)
    last = min(recipe.stop, len(steps))
    for number in range(first, last):
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * rate(number, len(steps), recipe)
        loss = loss_of(*model.judge(steps[number]), steps[number], recipe)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for g in optimizer.param_groups for p in g["params"]], 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        tokens += sum(row.length for row in steps[number])
        losses.append(loss.item())
        if number % 10 == 9:
            pace = tokens / (time.monotonic() - began)
            mean = sum(losses[-10:]) / len(losses[-10:])
            print(f"step {number + 1}/{last} loss {mean:.3f} {pace:.0f} tok/s", flush=True)
        if (number + 1) % SAVE_EVERY == 0 or number + 1 == last:
            save(out / f"step-{number + 1}.safetensors", model, optimizer, number + 1)
        if (number + 1) % (2 * SAVE_EVERY) == 0 or number + 1 == last:
            accuracy, area = balanced_accuracy(model, kept)
            print(f"held out: balanced accuracy {accuracy:.3f}, area {area:.3f}", flush=True)
    save_adapter(model, out / "adapter", recipe)


def save_adapter(model: Model, out: Path, recipe: Recipe) -> None:
    """Write the LoRA matrices in PEFT's layout and the head, bfloat16 and float32 safetensors."""
    out.mkdir(parents=True, exist_ok=True)
    matrices = {
        f"base_model.model.{name}": value.detach().to(torch.bfloat16)
        for name, value in model.encoder.matrices.items()
    }
    save_file(matrices, out / "adapter_model.safetensors")
    save_file(
        {n: v.detach().contiguous() for n, v in model.head.named_parameters()}, out / "head.safetensors"
    )
    settings = {"peft_type": "LORA", "r": recipe.rank, "lora_alpha": recipe.alpha, "bias": "none"}
    settings |= {"base_model_name_or_path": BASE, "task_type": "FEATURE_EXTRACTION"}
    (out / "adapter_config.json").write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n", "utf-8")
    (out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds fusion/")
    parser.add_argument("--base", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and the adapter go")
    arguments = parser.parse_args()
    train(arguments.data, arguments.base, arguments.out, Recipe())


if __name__ == "__main__":
    main()

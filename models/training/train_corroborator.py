"""Train the head that judges whether another article's sentence says what a claim says.

    python -m models.training.train_corroborator --data DIR --models DIR --out DIR

Reads `corroboration.tsv`, beside this file: pairs of sentences of ECB+ articles on one event, with a reader's
judgement. The encoder is frozen, and its states are computed once. Takes two minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage
from safetensors.torch import save_file
from torch import Tensor, nn

from models.alignment_head import AlignmentHead
from models.corroborator import LAYERS, WIDTH
from models.encoder import MiniLmEncoder, Tokens
from models.training.corroboration import Pair, read_pairs
from models.training.splits import is_held_out

ARTICLES = "ecbplus_subtopics.jsonl.gz"
LABELS = Path(__file__).with_name("corroboration.tsv")
TARGETS = {"S": 1.0, "P": 0.75, "B": 0.1, "C": 0.0, "O": 0.0}
HOLD_OUT = 8  # one group of articles in so many


@dataclass(frozen=True)
class Recipe:
    """All that determines the head, besides the data and the encoder."""

    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    warmup: int = 20  # steps
    batch: int = 32
    epochs: int = 3
    seed: int = 20619


@dataclass(frozen=True)
class Item:
    """A pair as the head sees it, and what it should say."""

    claim: Tokens
    other: Tokens
    target: float


def read_items(pairs: Sequence[Pair], encoder: MiniLmEncoder) -> list[Item]:
    """The pairs with their tokens; a sentence that stands in several is read once."""
    texts = sorted({text for pair in pairs for text in (pair.claim, pair.other)})
    known = dict(zip(texts, encoder.tokens(texts, LAYERS), strict=True))
    return [Item(known[p.claim], known[p.other], TARGETS[p.label]) for p in pairs]


def padded(tokens: Sequence[Tokens]) -> tuple[Tensor, Tensor]:
    """States, (texts, tokens, width), and ids, (texts, tokens), 0 where there is none."""
    states = nn.utils.rnn.pad_sequence([t.states for t in tokens], batch_first=True)
    ids = nn.utils.rnn.pad_sequence([torch.tensor(t.ids) for t in tokens], batch_first=True)
    return states, ids


def judge(head: AlignmentHead, items: Sequence[Item]) -> Tensor:
    """A logit an item."""
    claims, claim_ids = padded([item.claim for item in items])
    others, other_ids = padded([item.other for item in items])
    logits: Tensor = head(claims, others, (claim_ids, other_ids))
    return logits


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[list[Item]]:
    """All items once, in random batches of like lengths."""
    shuffled = rng.sample(items, len(items))
    ordered: list[Item] = []
    for start in range(0, len(shuffled), 8 * size):
        near = shuffled[start : start + 8 * size]
        ordered += sorted(near, key=lambda item: len(item.claim.ids) + len(item.other.ids))
    made = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    rng.shuffle(made)
    yield from made


def train(items: Sequence[Item], recipe: Recipe) -> AlignmentHead:
    """A head trained on the items."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)  # noqa: S311 - shuffling, not security
    head = AlignmentHead(WIDTH, len(LAYERS))
    optimizer = torch.optim.AdamW(
        head.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    steps = [batch for _ in range(recipe.epochs) for batch in batches(items, recipe.batch, rng)]
    for number, batch in enumerate(steps):
        cosine = 0.5 * (1 + math.cos(math.pi * number / len(steps)))
        for group in optimizer.param_groups:
            group["lr"] = recipe.learning_rate * cosine * min(1.0, (number + 1) / recipe.warmup)
        wanted = torch.tensor([item.target for item in batch])
        loss = F.binary_cross_entropy_with_logits(judge(head, batch), wanted)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if number % 50 == 49:
            print(f"step {number + 1}/{len(steps)} loss {loss.item():.3f}", flush=True)
    return head.eval()


def logits_of(head: AlignmentHead, items: Sequence[Item]) -> Tensor:
    """One logit an item, without learning."""
    with torch.no_grad():
        return torch.cat([judge(head, items[i : i + 64]) for i in range(0, len(items), 64)])


def area(logits: Tensor, same: Tensor) -> float:
    """The share of (same, not same) pairs that are in the right order."""
    return float((logits[same][:, None] > logits[~same][None]).float().mean())


def calibrate(logits: Tensor, same: Tensor) -> tuple[float, float]:
    """Slope and offset that make probabilities of logits: Platt 1999, by maximum likelihood."""
    fitted = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([fitted], max_iter=100)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(fitted[0] * logits + fitted[1], same.float())
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    slope, offset = fitted.tolist()
    return slope, offset


def main() -> None:
    """Read the command line, train, and say how well the held-out groups are judged."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help=f"the folder that holds {ARTICLES}")
    parser.add_argument("--models", type=Path, required=True, help="the folder of the fetched weights")
    parser.add_argument("--out", type=Path, required=True, help="where the head goes")
    parser.add_argument("--threshold", type=float, default=0.4, help="the probability to write down")
    arguments = parser.parse_args()
    encoder = MiniLmEncoder(arguments.models)
    pairs = read_pairs(LABELS, arguments.data / ARTICLES)
    items = read_items(pairs, encoder)
    held = [is_held_out(pair.group, HOLD_OUT) for pair in pairs]
    recipe = Recipe()
    head = train([item for item, out in zip(items, held, strict=True) if not out], recipe)
    kept = [(pair, item) for pair, item, out in zip(pairs, items, held, strict=True) if out]
    logits = logits_of(head, [item for _, item in kept])
    same = torch.tensor([pair.same for pair, _ in kept])
    slope, offset = calibrate(logits, same)
    print(f"held out: {len(kept)} pairs, {same.float().mean():.2f} the same, area {area(logits, same):.3f}")
    chances = torch.sigmoid(slope * logits + offset)
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        passed = chances >= least
        right = (passed & same).sum() / passed.sum()
        print(f"from {least}: right {right:.2f}, of all that are {(passed & same).sum() / same.sum():.2f}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    save_file(head.state_dict(), arguments.out / "head.safetensors")
    calibration = {"slope": round(slope, 4), "offset": round(offset, 4), "threshold": arguments.threshold}
    (arguments.out / "calibration.json").write_text(
        json.dumps(calibration, indent=2) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()

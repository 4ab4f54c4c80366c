"""Make the verifier's score a probability, and choose the probabilities from which it lets a claim through.

    python -m evaluation.calibrate --data DIR --base DIR --adapter DIR

The scale is fitted on the texts of the training files that training kept back (written and judged ones,
no made errors), right and wrong claims counting alike. The two thresholds are chosen on the held-out files
`dev.jsonl` and `judged_dev.jsonl`, together, among the claims that no grave rule refuses: the lowest at
which what is let through is right as often as promised, where the rules find nothing and where they have a
doubt. Writes `calibration.json` into the adapter's folder.

Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage

from models.training.claims import Row, nearest, read_rows, split
from models.training.splits import is_held_out, is_training_source
from models.verifier import Case, TrainedVerifier
from service.text.fusing.faults import find_faults

PROMISED = 0.97  # of what is let through is right
# No threshold is lower: at the first the held-out claims of both files are best told apart; the second was
# chosen while the rules left more to doubt, and holds as long as too few such claims are left to choose by.
LOWEST = {"threshold": 0.65, "certain": 0.73}
NEUTRAL = {"slope": 1.0, "offset": 0.0, "threshold": 0.5, "certain": 0.5}
LEAST = 12  # claims let through, at least, for a share of them to mean anything
Labelled = tuple[Case, list[bool]]


def kept_back(data: Path) -> Iterator[Labelled]:
    """What training did not see of its own files."""
    folder = data / "fusion"
    yield from merges(r for r in read_rows(folder / "train.jsonl") if is_held_out(r["id"]))
    yield from judged(r for r in read_rows(folder / "judged_train.jsonl") if is_held_out(r["id"]))
    yield from _bump(data / "bump_dev.jsonl.gz")


def merges(rows: Iterable[Row]) -> Iterator[Labelled]:
    """Two right merges and the wrong ones beside them."""
    for row in rows:
        wrong = [negative["text"] for negative in row["negatives"]]
        texts = [row["fused"], row["close"], *wrong]
        yield (row["sentences"], texts), [True, True, *[False] * len(wrong)]


def judged(rows: Iterable[Row]) -> Iterator[Labelled]:
    """What a first fuser wrote, as a reader judged it."""
    for row in rows:
        yield (row["sentences"], [t["text"] for t in row["judged"]]), [t["supported"] for t in row["judged"]]


def _bump(path: Path) -> Iterator[Labelled]:
    rows = {row["id"]: row for row in read_rows(path)}
    for key, true in rows.items():
        if not key.endswith("-ref") or not is_training_source(true["source"]):
            continue
        pairs = list(
            zip(split(true["claim"]), split(rows[key.replace("-ref", "-edit")]["claim"]), strict=False)
        )
        for one, other in pairs:
            if one != other and is_held_out(true["source"][:40]):
                yield (nearest(split(true["source"]), [one, other]), [one, other]), [True, False]


def logits(verifier: TrainedVerifier, labelled: Sequence[Labelled]) -> tuple[list[float], list[bool]]:
    """The verifier's logit of support and the label, for every claim."""
    answers = verifier.verify([case for case, _ in labelled])
    scores = [math.log(p / (1 - p)) for row in answers for p in (min(max(q, 1e-6), 1 - 1e-6) for q in row)]
    return scores, [label for _, row in labelled for label in row]


def fit(scores: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of the logistic curve through the scores, both classes weighing the same."""
    x, y = torch.tensor(scores), torch.tensor(labels, dtype=torch.float)
    weight = torch.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(line[0] * x + line[1], y, weight, reduction="sum")
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return round(line[0].item(), 4), round(line[1].item(), 4)


def lowest(claims: Iterable[tuple[float, bool]], promised: float) -> float:
    """The lowest probability from which on at least the promised share of claims is right.

    It is 0 where there are too few claims to say. Raises ValueError if no probability keeps the promise.
    """
    best, right = None, 0
    ordered = sorted(claims, reverse=True)
    if len(ordered) < LEAST:
        return 0.0
    for number, (chance, label) in enumerate(ordered, 1):
        right += label
        if number >= LEAST and right / number >= promised:
            best = chance
    if best is None:
        raise ValueError(f"no threshold lets through claims of which {promised:.0%} are right")
    return math.floor(best * 1000) / 1000


def calibrate(data: Path, base: Path, adapter: Path) -> dict[str, float]:
    """Return what goes into `calibration.json`. Leaves the file as it was if no threshold will do."""
    verifier = TrainedVerifier(base.parent, _neutral(adapter))
    slope, offset = fit(*logits(verifier, list(kept_back(data))))
    folder = data / "fusion"
    dev = [*judged(read_rows(folder / "judged_dev.jsonl")), *merges(read_rows(folder / "dev.jsonl"))]
    scores, labels = logits(verifier, dev)
    found = [find_faults(text, case[0]) for case, _ in dev for text in case[1]]
    rows = [
        (_chance(slope * score + offset), label, bool(findings.doubtful))
        for score, label, findings in zip(scores, labels, found, strict=True)
        if not findings.grave
    ]
    thresholds = {
        name: max(
            LOWEST[name], lowest([(c, label) for c, label, doubt in rows if doubt is doubtful], PROMISED)
        )
        for name, doubtful in (("threshold", False), ("certain", True))
    }
    return {"slope": slope, "offset": offset, **thresholds}


def _neutral(adapter: Path) -> Path:
    """A copy of the adapter that scores as it was trained to."""
    copy = Path(tempfile.mkdtemp()) / adapter.name
    shutil.copytree(adapter, copy)
    (copy / "calibration.json").write_text(json.dumps(NEUTRAL) + "\n", encoding="utf-8")
    return copy


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def main() -> None:
    """Read the command line, calibrate, and write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds fusion/")
    parser.add_argument("--base", type=Path, required=True, help="the fetched verifier's folder")
    parser.add_argument("--adapter", type=Path, required=True, help="the trained adapter's folder")
    arguments = parser.parse_args()
    found = calibrate(arguments.data, arguments.base, arguments.adapter)
    path = arguments.adapter / "calibration.json"
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found))


if __name__ == "__main__":
    main()

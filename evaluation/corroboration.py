"""`citeweave evaluate corroboration`: whether what is cited beside a claim says the same, as a reader judged.

The pairs are those that the service asks about in real requests: a sentence that it told, and of another
article the sentence most nearly the same. Those most alike were taken more often; each stands for as many as
were left out. Beside the corroborator stand the sameness that makes the clusters and chose the pairs, as the
file has it, and likeness of meaning and of words alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from evaluation.options import data_option, json_option, limit_option
from evaluation.systems import trained_corroborator
from evaluation.tables import layout, percent, publish
from models.training.corroboration import Pair, read_pairs
from service.errors import InvalidRequest
from service.settings import load_settings
from service.text.likeness.sameness import SAME_FACT
from service.text.words import content_stems

FILE = "multinews_val_250.jsonl.gz"
LABELS = Path(__file__).with_name("corroboration.tsv")
SHARES = (0.5, 0.7)  # of what says the same, at which the systems are compared

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well one system tells what says the same.

    `area` is the share of (same, other) pairs in the right order; `precision` is what is right where each
    share of SHARES is found; `passed` and `found`, if it has a threshold, are precision and recall there.
    """

    area: float
    precision: tuple[float, ...]
    passed: float | None = None
    found: float | None = None


def judgement(scores: Scores, pairs: Sequence[Pair], threshold: float | None = None) -> Judgement:
    """Score a system. Raises ValueError unless there are pairs of both kinds."""
    same = np.array([pair.same for pair in pairs])
    weight = np.array([pair.weight for pair in pairs])
    if same.all() or not same.any():
        raise ValueError("some of the pairs must say the same, and some must not")
    area = _area(scores, same, weight)
    precision = tuple(_precision_at(share, scores, same, weight) for share in SHARES)
    if threshold is None:
        return Judgement(area, precision)
    over = scores >= threshold
    right = float(weight[over & same].sum())
    return Judgement(
        area, precision, right / max(1e-9, float(weight[over].sum())), right / float(weight[same].sum())
    )


def _area(scores: Scores, same: NDArray[np.bool_], weight: Scores) -> float:
    good, bad = scores[same][:, None], scores[~same][None]
    worth = weight[same][:, None] * weight[~same][None]
    return float(((good > bad) * worth + 0.5 * (good == bad) * worth).sum() / worth.sum())


def _precision_at(share: float, scores: Scores, same: NDArray[np.bool_], weight: Scores) -> float:
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum((weight * same)[order])
    last = int(np.searchsorted(found, share * found[-1]))
    return float(found[last] / np.cumsum(weight[order])[last])


def words_shared(pairs: Sequence[Pair]) -> Scores:
    """Of the shorter sentence's content words, the share that the other has."""
    stems = [(content_stems(pair.claim), content_stems(pair.other)) for pair in pairs]
    return np.array([len(a & b) / max(1, min(len(a), len(b))) for a, b in stems])


def judge(data: Path, limit: int | None = None) -> tuple[dict[str, Judgement], int]:
    """The judgements of all systems by their names, and of how many pairs. Raises InvalidRequest."""
    if not (data / FILE).is_file():
        raise InvalidRequest(f"{data} holds no {FILE}: --data names the folder that does")
    pairs = read_pairs(LABELS, data / FILE)[:limit]
    corroborator, encoder = trained_corroborator(load_settings())
    texts = [(pair.claim, pair.other) for pair in pairs]
    rows = [encoder.encode([text[side] for text in texts]) for side in (0, 1)]
    chances = np.array(corroborator.corroborate(texts))
    sameness = np.array([pair.sameness for pair in pairs])
    told = {
        "corroborator": judgement(chances, pairs, corroborator.threshold),
        "members of the cluster": judgement(sameness, pairs, SAME_FACT),
        "likeness of meaning": judgement((rows[0] * rows[1]).sum(axis=1).astype(np.float64), pairs),
        "shared words": judgement(words_shared(pairs), pairs),
    }
    return told, len(pairs)


@click.command("corroboration")
@data_option
@limit_option
@json_option
def main(data: Path, limit: int | None, json_file: Path | None) -> None:
    """Score the corroborator on pairs of sentences that a reader judged (Multi-News)."""
    told, pairs = judge(data, limit)
    publish(_table(told, pairs), {name: asdict(found) for name, found in told.items()}, json_file)


def _table(told: Mapping[str, Judgement], pairs: int) -> str:
    shares = [f"right at {percent(share, 0)} % found" for share in SHARES]
    rows = [
        [
            name,
            f"{found.area:.3f}",
            *map(percent, found.precision),
            percent(found.passed),
            percent(found.found),
        ]
        for name, found in told.items()
    ]
    return layout([[f"{pairs} pairs", "area", *shares, "right of what passes", "found"], *rows])

from __future__ import annotations

import random

import pytest
import torch

from models.corroborator import LAYERS, WIDTH
from models.encoder import Tokens
from models.training.train_corroborator import (
    LABELS,
    TARGETS,
    Item,
    Recipe,
    area,
    batches,
    calibrate,
    judge,
    logits_of,
    train,
)


def tokens(length, seed):
    generator = torch.Generator().manual_seed(seed)
    states = torch.randn(length, WIDTH * len(LAYERS), generator=generator)
    return Tokens(tuple(range(1000 + seed, 1000 + seed + length)), states)


def items(count):
    """Every second pair is of one text twice."""
    made = []
    for i in range(count):
        claim = tokens(5 + i % 4, 10 * i)
        made.append(Item(claim, claim, 1.0) if i % 2 else Item(claim, tokens(6, 10 * i + 5), 0.0))
    return made


def test_the_head_learns_what_is_easy():
    head = train(items(48), Recipe(batch=8, epochs=4))
    told = logits_of(head, items(12))
    assert area(told, torch.tensor([bool(i % 2) for i in range(12)])) == 1.0


def test_training_can_be_repeated():
    one, other = (train(items(8), Recipe(batch=4, epochs=1)).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_batch_judges_as_its_items_alone():
    torch.manual_seed(1)
    head = train(items(4), Recipe(batch=4, epochs=1))
    with torch.inference_mode():
        together = judge(head, items(6))
        alone = torch.cat([judge(head, [item]) for item in items(6)])
    torch.testing.assert_close(together, alone, atol=1e-4, rtol=1e-4)


def test_every_item_is_in_one_batch():
    found = [item for batch in batches(items(21), 4, random.Random(1)) for item in batch]
    assert sorted(len(i.claim.ids) for i in found) == sorted(len(i.claim.ids) for i in items(21))


def test_calibration_makes_probabilities():
    logits = torch.tensor([4.0, 3.0, 1.0, -1.0] * 25)
    same = torch.tensor([True, True, False, False] * 20 + [True, False, True, False] * 5)
    slope, offset = calibrate(logits, same)
    chances = torch.sigmoid(slope * logits + offset)
    assert slope > 0
    assert chances.mean().item() == pytest.approx(same.float().mean().item(), abs=0.01)


def test_the_labels_are_known_letters():
    rows = [line.split("\t") for line in LABELS.read_text().splitlines()]
    assert {len(row) for row in rows} == {8}
    assert {row[7] for row in rows} <= set(TARGETS)
    assert len({tuple(row[:7]) for row in rows}) == len(rows)

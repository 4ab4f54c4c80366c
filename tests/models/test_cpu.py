from __future__ import annotations

import sys

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own usage

from models import cpu
from models.cpu import BLOCK, SWITCH, Linear, return_memory, round_up, share_interpreter

SHAPE = (96, 160)


def random(*shape, dtype=torch.float32, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


@pytest.mark.parametrize("rows", [1, BLOCK, 5 * BLOCK + 3])
@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_map_is_that_of_torch(dtype, biased, rows):
    weight, bias = random(*SHAPE, dtype=dtype), random(SHAPE[0], dtype=dtype, seed=1) if biased else None
    x = random(rows, SHAPE[1], dtype=dtype, seed=2)
    with torch.inference_mode():
        found, expected = Linear(weight, bias)(x), F.linear(x, weight, bias)
    assert found.shape == (rows, SHAPE[0])
    torch.testing.assert_close(found, expected, atol=0.1 if dtype is torch.bfloat16 else 1e-4, rtol=1e-2)


@pytest.mark.parametrize("shape", [(576, 1536), (960, 576), (768, 3072)])
def test_a_row_gets_the_same_bits_in_any_company(shape):
    x = random(10 * BLOCK, shape[1], dtype=torch.bfloat16)
    with torch.inference_mode():
        linear = Linear(random(*shape, dtype=torch.bfloat16, seed=1))
        if not linear._packed:
            pytest.skip("this processor does not multiply bfloat16")
        whole = linear(x)
        for start, rows in ((0, 1), (5, 37), (BLOCK, BLOCK), (3, 2 * BLOCK), (7, 5 * BLOCK), (1, 9 * BLOCK)):
            assert torch.equal(linear(x[start : start + rows]), whole[start : start + rows])


def test_rows_go_by_the_block_where_more_would_give_other_bits(monkeypatch):
    monkeypatch.setattr(cpu, "_is_like_block", lambda *shape: False)
    product, seen = cpu._product, []
    monkeypatch.setattr(cpu, "_product", lambda x, *rest: seen.append(len(x)) or product(x, *rest))
    with torch.inference_mode():
        linear = Linear(random(*SHAPE, dtype=torch.bfloat16))
        if not linear._packed:
            pytest.skip("this processor does not multiply bfloat16")
        linear(random(3 * BLOCK - 1, SHAPE[1], dtype=torch.bfloat16))
    assert seen == [BLOCK] * 3


def test_the_largest_parts_come_first(monkeypatch):
    monkeypatch.setattr(cpu, "_is_like_block", lambda rows, *shape: rows != 256)
    assert cpu._sizes(700, (*SHAPE, 2)) == [512, 128, BLOCK]
    assert cpu._sizes(440, (*SHAPE, 2)) == [128, 128, 128, BLOCK]


def test_sizes_are_rounded_up():
    assert [round_up(n) for n in (1, BLOCK, BLOCK + 1)] == [BLOCK, BLOCK, 2 * BLOCK]
    assert round_up(33, 32) == 64


def test_memory_may_be_returned_at_any_time():
    return_memory()


def test_threads_give_pythons_lock_away_soon():
    usual = sys.getswitchinterval()
    try:
        share_interpreter()
        assert sys.getswitchinterval() == pytest.approx(SWITCH)
    finally:
        sys.setswitchinterval(usual)

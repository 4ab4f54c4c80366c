from __future__ import annotations

import pytest
import torch

from models.support_head import SupportHead

WIDTH = 6


@pytest.fixture(scope="module")
def head():
    torch.manual_seed(1)
    return SupportHead(WIDTH).eval()


def judge(head, states, mask):
    with torch.inference_mode():
        return head(states, mask)


def test_padding_does_not_matter(head):
    states = torch.randn(2, 7, WIDTH)
    mask = torch.ones(2, 7)
    mask[0, 4:] = 0
    tokens, whole = judge(head, states, mask)
    assert (tokens.shape, whole.shape) == ((2, 7), (2,))
    states[0, 4:] = 1000.0
    noisy, same = judge(head, states, mask)
    alone, single = judge(head, states[:1, :4], mask[:1, :4])
    torch.testing.assert_close(same, whole)
    torch.testing.assert_close(single[0], whole[0])
    torch.testing.assert_close(alone[0], tokens[0, :4])
    torch.testing.assert_close(noisy[0, :4], tokens[0, :4])


def test_the_order_of_the_claims_does_not_matter(head):
    states, mask = torch.randn(3, 5, WIDTH), torch.ones(3, 5)
    _, whole = judge(head, states, mask)
    _, turned = judge(head, states.flip(0), mask)
    torch.testing.assert_close(turned.flip(0), whole)


def test_one_suspect_word_makes_the_whole_suspect(head):
    with torch.no_grad():
        for layer in (head.mix, head.token, head.ends, head.whole):
            layer.weight.zero_()
            layer.bias.zero_()
        head.mix.weight[0, 0] = 1.0  # the first number of a state says how suspect its word is
        head.token.weight[0, 0] = 1.0
        head.token.bias.fill_(-3.0)
        head.whole.weight[0, -3:] = 1.0
    states = torch.zeros(3, 5, WIDTH)
    states[1, 2, 0] = 9.0  # a word of the claim
    states[2, 0, 0] = 9.0  # the mark before it, which is no word
    tokens, whole = judge(head, states, torch.ones(3, 5))
    assert tokens[1].argmax() == 2
    assert whole[1] > whole[0] + 5
    torch.testing.assert_close(whole[2], whole[0])


def test_a_claim_without_words_has_a_finite_logit(head):
    _, whole = judge(head, torch.randn(1, 2, WIDTH), torch.ones(1, 2))
    assert whole.isfinite().all()

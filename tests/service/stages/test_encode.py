from __future__ import annotations

import numpy as np

from models.fakes import HashingEncoder
from service.stages.encode import encode


class CountingEncoder(HashingEncoder):
    def __init__(self):
        super().__init__()
        self.seen = []

    def encode(self, texts):
        self.seen += list(texts)
        return super().encode(texts)


def test_each_text_gets_its_own_row_at_its_own_place():
    encoder = HashingEncoder()
    rows = encode(["the ferry sank", "a dam burst", "the mayor left"], encoder)
    for row, text in zip(rows, ["the ferry sank", "a dam burst", "the mayor left"], strict=True):
        np.testing.assert_array_equal(row, encoder.encode([text])[0])


def test_equal_texts_are_encoded_once_and_get_equal_rows():
    encoder = CountingEncoder()
    rows = encode(["b", "a", "b"], encoder)
    assert sorted(encoder.seen) == ["a", "b"]
    np.testing.assert_array_equal(rows[0], rows[2])
    assert not np.array_equal(rows[0], rows[1])


def test_the_encoder_sees_the_same_batch_whatever_the_order():
    one, other = CountingEncoder(), CountingEncoder()
    encode(["b", "c", "a"], one)
    encode(["a", "b", "c"], other)
    assert one.seen == other.seen


def test_no_texts_give_no_rows():
    assert encode([], HashingEncoder(width=32)).shape == (0, 32)

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.fakes import HashingEncoder, JoiningFuser, WordVerifier


@given(st.lists(st.text(), max_size=6))
def test_rows_have_unit_length_whatever_the_text(texts):
    rows = HashingEncoder().encode(texts)
    assert rows.shape == (len(texts), 256)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, rtol=1e-5)


def test_like_sentences_are_nearer_than_unlike_ones():
    rows = HashingEncoder().encode(
        [
            "The harbour was closed on Monday.",
            "On Monday the harbour closed.",
            "Bakers won a prize in spring.",
        ]
    )
    assert rows[0] @ rows[1] > 0.6
    assert rows[0] @ rows[2] < 0.3


def test_a_row_is_the_same_on_every_machine():
    row = HashingEncoder(width=8).encode(["A"])[0]  # CRC-32 of "a" and "^a$": slots 3 and 7, top bits set
    np.testing.assert_allclose(row[[3, 7]], [2**-0.5, 2**-0.5], atol=1e-6)


def test_the_fuser_joins_the_two_longest_sentences():
    clusters = [["It rained.", "It rained hard\nin the north.", "It rained on Monday."], ["Alone."], ["  "]]
    assert JoiningFuser().fuse(clusters) == [
        ["It rained hard in the north; It rained on Monday.", "It rained hard in the north."],
        ["Alone."],
        [],
    ]


def test_the_verifier_gives_the_share_of_known_words():
    cases = [(["It rained in May.", "Orre flooded."], ["In May Orre flooded.", "Orre dried in May.", "?"])]
    assert WordVerifier().verify([*cases, ([], ["It rained."]), (["A"], [])]) == [[1.0, 0.75, 0.0], [0.0], []]


def test_the_verifier_never_overrules_a_doubt():
    assert WordVerifier.threshold <= 1.0 < WordVerifier.certain

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from models.encoder import MiniLmEncoder
from models.errors import ModelsMissing
from models.weights import default_directory

TEXTS = [
    "The harbour was closed after a ferry struck the pier.",
    "A ferry hit the pier, and the port was shut.",
    "The orchestra will play in the new hall in spring.",
    "Rain.",
]


def test_without_weights_the_command_is_named(tmp_path):
    with pytest.raises(ModelsMissing, match="run `citeweave models fetch`"):
        MiniLmEncoder(tmp_path).load()


@pytest.fixture(scope="module")
def encoder():
    loaded = MiniLmEncoder(default_directory())
    loaded.load()
    return loaded


@pytest.mark.weights
class TestWithWeights:
    def test_like_sentences_are_near(self, encoder):
        rows = encoder.encode(TEXTS)
        assert rows[0] @ rows[1] > 0.6
        assert rows[0] @ rows[2] < 0.2

    def test_rows_are_those_of_the_model(self, encoder):
        """The numbers of sentence-transformers for this text, to the precision of bfloat16."""
        row = encoder.encode(["This is an example sentence"])[0]
        np.testing.assert_allclose(row[:4], [0.0676, 0.0635, 0.0487, 0.0793], atol=3e-3)

    def test_order_and_repetition_do_not_matter(self, encoder):
        texts = TEXTS * 3
        rows = encoder.encode(texts)
        places = list(range(len(texts)))
        random.Random(3).shuffle(places)
        np.testing.assert_array_equal(encoder.encode([texts[i] for i in places]), rows[places])

    def test_no_texts_no_rows(self, encoder):
        assert encoder.encode([]).shape == (0, 384)

    @pytest.mark.parametrize(
        "text", ["", " ", "\ud800", "\x00\x07", "[SEP] [CLS] [PAD]", "x" * 50_000, "word " * 9000]
    )
    def test_any_text_gets_a_unit_row(self, encoder, text):
        row = encoder.encode([text])
        assert row.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(row), 1.0, rtol=1e-5)

    def test_special_tokens_in_a_text_are_plain_characters(self, encoder):
        rows = encoder.encode(["ships [SEP] trains", "ships sep trains"])
        assert rows[0] @ rows[1] > 0.8
        assert not np.array_equal(rows[0], encoder.encode(["ships trains"])[0])

    def test_threads_may_share_one(self, encoder):
        expected = encoder.encode(TEXTS)
        with ThreadPoolExecutor(4) as pool:
            for rows in pool.map(encoder.encode, [TEXTS] * 8):
                np.testing.assert_array_equal(rows, expected)

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.fakes import HashingEncoder
from service.stages.encode import encode, space
from tests.service.builders import event


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


def placed(*languages):
    """Return an event of two articles in these languages, and its space."""
    told = event(["The ferry sank.", "A dam burst."], ["Die Fähre sank.", "Die Fähre Alba sank."])
    documents = [replace(d, language=lang) for d, lang in zip(told.documents, languages, strict=True)]
    return told, space(told.sentences, documents, HashingEncoder())


def test_english_and_unknown_documents_are_read_by_the_encoder_alone():
    told, points = placed("en", "und")
    texts = [s.display for s in told.sentences]
    np.testing.assert_array_equal(points.sentences(told.sentences), encode(texts, HashingEncoder()))
    np.testing.assert_array_equal(points.query("ferry"), encode(["ferry"], HashingEncoder()))


def test_other_languages_lie_apart_and_are_compared_with_one_another():
    told, points = placed("en", "de")
    alike = points.sentences(told.sentences) @ points.sentences(told.sentences).T
    assert np.all(alike[:2, 2:] == 0)
    assert alike[2, 3] > 0.4
    np.testing.assert_allclose(np.diag(alike), 1.0, atol=1e-5)
    english = encode(["The ferry sank.", "A dam burst."], HashingEncoder())
    np.testing.assert_allclose(alike[:2, :2], english @ english.T, atol=1e-6)


def test_claims_are_placed_as_their_sources_are():
    told, points = placed("en", "de")
    rows = points.rows(["The ferry sank.", "Die Fähre sank."], [False, True])
    np.testing.assert_allclose(rows, points.sentences(told.sentences)[[0, 2]], atol=1e-6)


def test_a_query_is_near_to_what_it_names_in_either_language():
    told, points = placed("en", "de")
    near = (points.sentences(told.sentences) @ points.query("Fähre Alba").T)[:, 0]
    assert near[3] == max(near)
    near = (points.sentences(told.sentences) @ points.query("a dam burst").T)[:, 0]
    assert near[1] == max(near)

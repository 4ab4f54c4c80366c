from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.likeness.letters import COMMON, Letters

FERRY = "Die Fähre Alba ist am Montag vor der Küste gesunken."
AGAIN = "Vor der Küste sank am Montag die Fähre Alba."
TARTS = "Bäcker wählten in Hale den besten Stachelbeerkuchen."


def likeness(one, other):
    letters = Letters([FERRY, AGAIN, TARTS])
    return (letters.rows([one]) @ letters.rows([other]).T).item()


def test_rows_are_unit_rows():
    rows = Letters([FERRY, TARTS]).rows([FERRY, TARTS, "", "…", "Nie gesehen"])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert rows.dtype == np.float32


def test_a_text_is_like_itself_and_like_one_with_its_words():
    assert likeness(FERRY, FERRY) == pytest.approx(1.0, abs=1e-5)
    assert likeness(FERRY, AGAIN) > 0.5 > likeness(FERRY, TARTS)
    assert likeness(FERRY, TARTS) == pytest.approx(COMMON, abs=0.15)


def test_inflected_words_are_found():
    inflected = likeness("η βάρκα βυθίστηκε", "οι βάρκες βυθίστηκαν")
    assert inflected > likeness("η βάρκα βυθίστηκε", "το λιμάνι έκλεισε") + 0.1


@settings(max_examples=25)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_has_a_row(texts):
    rows = Letters(texts).rows(texts)
    assert np.isfinite(rows).all()
    np.testing.assert_array_equal(rows, Letters(texts[::-1]).rows(texts))

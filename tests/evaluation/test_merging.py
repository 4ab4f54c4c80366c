import sys

import pytest

from evaluation.merging import merging, rouge_scorer
from service.errors import InvalidRequest


def shared_words(reference, text):
    """A scorer's stand-in: the share of the reference's words, three times."""
    words = reference.split()
    share = sum(word in text.split() for word in words) / len(words)
    return share, share / 2, share / 4


def test_each_text_is_held_against_the_reference_that_fits_best():
    texts = ["goat hats brill", "snow"]
    references = [["goat ate", "goat hats brill fair"], ["snow fell slowly"]]
    found = merging(texts, references, shared_words)
    assert found.count == 2
    assert found.rouge1 == pytest.approx((3 / 4 + 1 / 3) / 2)
    assert found.rouge2 == pytest.approx(found.rouge1 / 2)
    assert found.rouge_l == pytest.approx(found.rouge1 / 4)
    assert found.told == pytest.approx((3 / 4 + 1 / 3) / 2)
    assert (found.median_words, found.mean_words) == (2, 2)


def test_content_told_minds_stems_and_no_small_words():
    found = merging(["Goats were eating."], [["The goat eats."]], shared_words)
    assert (found.rouge1, found.told) == (0, 1)


def test_rouge_is_the_packages_own():
    pytest.importorskip("rouge_score")
    rouge1, rouge2, rouge_l = rouge_scorer()("the goat ate hats", "hats the goats eat")
    assert rouge1 == pytest.approx(3 / 4)  # stems: goat; "ate" and "eat" differ
    assert rouge2 == pytest.approx(1 / 3)
    assert rouge_l == pytest.approx(2 / 4)


def test_a_missing_package_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "rouge_score.rouge_scorer", None)
    with pytest.raises(InvalidRequest, match=r"pip install 'citeweave\[evaluate\]'"):
        rouge_scorer()

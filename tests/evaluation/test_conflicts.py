import pytest

from evaluation.conflicts import score_conflicts
from evaluation.ratio import Ratio


def declare(response, *sides):
    response["conflicts"] = [{"about": "it", "sides": [{"value": v, "citations": [c]} for v, c in sides]}]
    return response


@pytest.fixture
def wire(response):
    return response["conflicts"][0]["sides"][0]["citations"][0]


@pytest.fixture
def blog(response):
    return response["conflicts"][0]["sides"][1]["citations"][0]


@pytest.fixture
def price(response):
    return response["sentences"][1]["citations"][0]


def test_a_declared_conflict_meets_the_key_in_values_and_files(key, response):
    score = score_conflicts(key, response)
    assert (score.precision, score.recall) == (Ratio(1, 1), Ratio(1, 1))


def test_nothing_declared(key, response):
    score = score_conflicts(key, declare(response) | {"conflicts": []})
    assert (score.precision.value, score.recall) == (None, Ratio(0, 1))
    assert score.missed == ("number of hats",)


def test_a_look_alike_is_named(key, response, wire, price):
    score = score_conflicts(key, declare(response, ("14", wire), ("90", price)))
    assert score.precision == Ratio(0, 1)
    assert score.false == ("it: 14 / 90 (look-alike, different_things: hats and crowns)",)


def test_values_given_to_the_wrong_files_do_not_count(key, response, wire, blog):
    score = score_conflicts(key, declare(response, ("17", wire), ("14", blog)))
    assert score.recall == Ratio(0, 1)


def test_two_values_of_one_side_do_not_count(key, response, wire):
    score = score_conflicts(key, declare(response, ("14", wire), ("14", wire)))
    assert score.recall == Ratio(0, 1)


def test_the_right_figure_on_another_matter_does_not_count(key, response, wire, blog):
    blog["cited_text"] = "Seventeen pigeons slept."
    score = score_conflicts(key, declare(response, ("14", wire), ("seventeen", blog)))
    assert score.recall == Ratio(0, 1)


def test_sides_without_figures_match_by_their_words(key, response, wire, blog):
    sides = key["conflicts"][0]["sides"]
    sides[0]["value"], sides[1]["value"] = "police", "the Brill goat"
    found = score_conflicts(key, declare(response, ("said police", wire), ("Brill goat", blog)))
    lost = score_conflicts(key, declare(response, ("a bishop", wire), ("Brill goat", blog)))
    assert (found.recall, lost.recall) == (Ratio(1, 1), Ratio(0, 1))

import numpy as np
import pytest

from models.training.imitation import Lessons, learn, ridge

TRUE = np.array([2.0, -1.0, 0.5])


class Row:
    """One step, whose gains follow from the features; remembers by which weights it was asked to choose."""

    def __init__(self, seed, gains=TRUE):
        self.features = np.random.default_rng(seed).normal(size=(40, 3))
        self.gains = self.features @ gains
        self.asked = []

    def steps(self, weights):
        self.asked.append(weights)
        yield self.features, self.gains


def test_gains_that_follow_from_the_features_are_learned():
    found = learn([Lessons([Row(seed) for seed in range(5)])], ["a", "b", "c"], {})
    np.testing.assert_allclose(list(found.values()), TRUE, atol=0.05)


def test_fixed_weights_stay():
    found = learn([Lessons([Row(1), Row(2)])], ["a", "b", "c"], {"b": -7.0})
    assert found["b"] == -7.0
    assert found["a"] == pytest.approx(2.0, abs=0.3)


def test_the_learned_choices_are_learned_from_too():
    row = Row(3)
    learn([Lessons([row])], ["a", "b", "c"], {}, rounds=2)
    assert row.asked[0] is None
    assert [sorted(weights) for weights in row.asked[1:]] == [["a", "b", "c"]] * 2


def test_lessons_count_by_their_weight():
    other = Row(5, gains=-TRUE)
    mostly = learn([Lessons([Row(4)], weight=9.0), Lessons([other])], ["a", "b", "c"], {})
    assert mostly["a"] > 1.0
    assert learn([Lessons([Row(4)]), Lessons([other], weight=9.0)], ["a", "b", "c"], {})["a"] < -1.0


def test_gains_are_scaled():
    found = learn([Lessons([Row(6)], scale=4.0)], ["a", "b", "c"], {})
    assert found["a"] == pytest.approx(8.0, abs=0.3)


def test_a_feature_that_never_differs_gets_no_weight():
    row = Row(7)
    features = np.column_stack([row.features[:, :1], np.ones(40)])
    solved = ridge([(features, row.features[:, 0], 1.0)], np.array([True, True]), np.full(2, 0.01))
    assert solved[1] == pytest.approx(0.0, abs=1e-6)


def test_doubted_features_are_kept_smaller():
    free = learn([Lessons([Row(8)])], ["a", "b", "c"], {})
    held = learn([Lessons([Row(8)])], ["a", "b", "c"], {}, doubted=["a"])
    assert 0 < held["a"] < free["a"]

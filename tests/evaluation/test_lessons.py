import numpy as np
import pytest

from evaluation.learn_ranking import FIXED, to_toml
from evaluation.lessons import PAIR, POINTS, Facts, Lesson, Reading, Wording, part
from models.fakes import HashingEncoder
from models.training.imitation import Lessons, learn
from service.text.likeness.weights import read
from tests.service.builders import event

LINES = ["A goat ate red hats.", "Bakers won prizes.", "The goat ate red hats in Brill."]
TOLD = event(LINES[:2], LINES[2:])


def tokens(text):
    return text.lower().strip(".").split()


def lesson(aim=None, words=50):
    rows = HashingEncoder().encode([s.display for s in TOLD.sentences])
    reading = Reading(tuple(TOLD.sentences), rows, tuple(TOLD.roles))
    return Lesson(reading, aim or Wording(TOLD.sentences, "a goat ate red hats", tokens), words)


def test_words_and_pairs_of_the_reference_are_points():
    aim = Wording(TOLD.sentences, "a goat ate red hats", tokens)
    assert aim.gains().tolist() == [5 + 4 * PAIR, 0.0, 4 + 3 * PAIR]
    aim.tell(2)
    assert aim.gains().tolist() == [1 + PAIR, 0.0, 0.0]


def test_facts_are_worth_their_salience_once():
    facts = [{"match": ["goat", "hats"], "salience": 3}, {"match": ["Brill"], "salience": 1}]
    aim = Facts(TOLD.sentences, facts)
    assert aim.gains().tolist() == [POINTS[3], 0.0, POINTS[3] + POINTS[1]]
    aim.tell(0)
    assert aim.gains().tolist() == [0.0, 0.0, POINTS[1]]


def test_the_gains_lead_where_there_are_no_weights():
    found = lesson()
    features, gains = next(iter(found.steps(None)))
    assert features.shape == (len(gains), len(found.names()))
    assert gains.max() == pytest.approx((5 + 4 * PAIR) / 5)
    list(found.steps(None))
    assert found.told[0] == 0


def test_a_lesson_can_be_taken_again():
    found = lesson()
    first, again = ([gains.tolist() for _, gains in found.steps(None)] for _ in range(2))
    assert first == again


def test_weights_decide_what_is_told():
    found = lesson()
    weights = dict.fromkeys(found.names(), 0.0) | {"rank.once": 1.0}
    list(found.steps(weights))
    assert found.told[0] == 1  # no other sentence uses a word of the bakers'


def test_the_length_holds():
    assert len(list(lesson(words=5).steps(None))) == 1
    assert list(lesson(words=2).steps(None)) == []


def test_what_is_learned_is_written_and_read_again():
    found = lesson()
    weights = learn([Lessons([found])], found.names(), FIXED)
    tables = read(to_toml(weights))
    assert dict(tables["rank"]).keys() == part(weights, "rank.").keys()
    assert tables["rank"]["leaning"] == FIXED["rank.leaning"]
    np.testing.assert_allclose(
        list(tables["select"].values()), list(part(weights, "select.").values()), atol=0.0006
    )

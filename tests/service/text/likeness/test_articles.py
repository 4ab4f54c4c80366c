from __future__ import annotations

import numpy as np

from service.text.likeness.articles import Text, apart, likeness


def text(*sentences):
    return Text(sentences[:2], sentences)


SINKING = [
    text(
        "The ferry Alba sank off Orre.", "The captain of the Alba blamed a wave.", "Boats took up survivors."
    ),
    text("Survivors of the ferry Alba reached Orre.", "A wave sank her, the captain said.", "Boats came."),
    text("The Alba went down off Orre.", "Her captain spoke of a wave.", "Survivors thanked the boats."),
    text(
        "Orre mourns the ferry Alba.", "The captain told survivors of a wave.", "Fishing boats took them up."
    ),
]
OTHER_FERRY = [
    text(
        "The ferry Brio ran aground near Port Hale.",
        "Skipper Lund was drunk, Hale police said.",
        "Tugs pulled.",
    ),
    text(
        "Hale police arrested skipper Lund.", "The Brio ran aground near Port Hale.", "Tugs pulled the ferry."
    ),
]
BAKERS = text(
    "Bakers met to choose a tart.", "A postman won and wept.", "Two sisters shared the second prize."
)


def test_likeness_is_symmetric_and_highest_within_an_event():
    alike = likeness([*SINKING, *OTHER_FERRY])
    np.testing.assert_array_equal(alike, alike.T)
    assert alike[0, 1] > 2 * alike[0, 4] > 0


def test_two_articles_on_a_like_event_are_apart_from_four():
    assert apart([*SINKING, *OTHER_FERRY]) == {4, 5}
    assert apart([*OTHER_FERRY, *SINKING]) == {0, 1}


def test_what_is_like_nothing_is_apart():
    assert apart([*SINKING, BAKERS]) == {4}


def test_several_things_can_be_apart():
    assert apart([BAKERS, *SINKING, *OTHER_FERRY]) == {0, 5, 6}


def test_articles_on_one_event_stay_together():
    assert apart(SINKING) == frozenset()


def test_of_two_events_told_by_as_many_none_is_apart():
    assert apart([*SINKING[:2], *OTHER_FERRY]) == frozenset()


def test_where_nothing_is_alike_nothing_is_apart():
    letters = text("My tulips froze.", "Nobody warned gardeners.")
    chess = text("Chess masters drew lots.", "Rain stopped play.")
    assert apart([BAKERS, letters, chess]) == frozenset()


def test_an_odd_voice_that_names_the_same_stays():
    column = text("I have never trusted ferries.", "The Alba proves me right.", "Go and ask them in Orre.")
    assert apart([*SINKING, column]) == frozenset()


def test_empty_and_single_articles_are_no_trouble():
    assert apart([]) == frozenset()
    assert apart([text()]) == frozenset()
    assert apart([text(), text(), SINKING[0]]) == frozenset()

"""A sentence's first word inside another sentence."""

from __future__ import annotations

import pytest

from service.text.fusing.casing import Casing

KNOWN = (
    "The mill in Oldport burned, and firefighters came from Vell.",
    "Crews said that NATO and Oldport had helped.",
)


@pytest.mark.parametrize(
    ("sentence", "inside"),
    [
        ("The roof fell in.", "the roof fell in."),
        ("Firefighters came.", "firefighters came."),
        ("Oldport was cut off.", "Oldport was cut off."),
        ("NATO was told.", "NATO was told."),
        ("12 men were hurt.", "12 men were hurt."),
        ("A man said so.", "a man said so."),
        ("Sixty-five more came.", "sixty-five more came."),
    ],
)
def test_a_common_word_loses_its_capital_and_a_name_keeps_it(sentence, inside):
    assert Casing(KNOWN).inside(sentence) == inside


@pytest.mark.parametrize(
    "sentence",
    ["Gravel was washed away.", "", "...", "(Oldport was cut off.)", "“The roof fell in,” he said."],
)
def test_where_it_cannot_be_known_there_is_no_answer(sentence):
    assert Casing(KNOWN).inside(sentence) is None


def test_a_word_seen_both_ways_is_not_known():
    assert Casing(("Ask Rose.", "A red rose.")).inside("Rose was here.") is None


def test_a_first_word_that_was_put_inside_a_sentence_loses_its_capital_unless_a_name():
    casing = Casing(KNOWN)
    sources = ("Firefighters came.", "Oldport was cut off.", "The roof fell in.")
    text = "The roof fell in, and Firefighters came, but Oldport was cut off, “The roof fell” he said."
    told = "The roof fell in, and firefighters came, but Oldport was cut off, “The roof fell” he said."
    assert casing.settled(text, sources) == told


def test_a_last_name_keeps_its_capital_though_some_page_writes_it_small():
    casing = Casing(("see orrego online", "Then it rained."))
    text = "It rained, Ximena Orrego said."
    assert casing.settled(text, ("Orrego spoke.", "It rained.")) == text


def test_a_name_that_was_made_small_has_its_capital_again():
    sources = ("Oldport was cut off.", "Crews came.")
    assert Casing(KNOWN).settled("Crews came, and oldport was cut off.", sources) == (
        "Crews came, and Oldport was cut off."
    )

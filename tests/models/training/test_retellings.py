"""True sentences taken apart: what the tellings have together, and what is left alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.edits.base import content
from models.training.retellings import is_tellable, retell

WHOLE = (
    "Mayor Ilse Vanter, who was elected in May, said on Tuesday that the covered market in Ostrel"
    " would reopen after a new roof had been built."
)
OTHER = "The ferry to Lund was late again."


@given(st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_nothing_of_the_sentence_is_lacking_in_all_tellings(seed: int) -> None:
    made = retell(WHOLE, (), random.Random(seed))
    if made is not None:
        assert made.target == WHOLE
        assert content(WHOLE) <= content(" ".join(made.sentences))
        assert len(set(made.sentences)) == len(made.sentences) >= 2


def test_most_tellings_lack_something_that_another_one_has() -> None:
    made = [found for seed in range(200) if (found := retell(WHOLE, (), random.Random(seed)))]
    assert len(made) > 20
    assert sum(WHOLE in found.sentences for found in made) < 0.2 * len(made)


def test_a_telling_is_a_shorter_sentence_that_begins_and_ends_as_one() -> None:
    made = [found for seed in range(100) if (found := retell(WHOLE, (), random.Random(seed)))]
    for text in {text for found in made for text in found.sentences} - {WHOLE}:
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text


def test_a_stray_sentence_never_stands_first() -> None:
    made = [found for seed in range(300) if (found := retell(WHOLE, [OTHER], random.Random(seed)))]
    strays = [found for found in made if OTHER in found.sentences]
    assert strays
    assert all(found.sentences[0] != OTHER for found in strays)


def test_the_same_chance_gives_the_same_tellings() -> None:
    assert [retell(WHOLE, [OTHER], random.Random(7)) for _ in range(2)].count(
        retell(WHOLE, [OTHER], random.Random(7))
    ) == 2


def test_a_sentence_that_does_not_come_apart_is_left_alone() -> None:
    assert retell("Dogs bark.", (), random.Random(1)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Too short to take apart.",
        "no capital at the start of this otherwise ordinary sentence about the market in Ostrel.",
        "The mayor said that the market in Ostrel would open again in June after all of this",
        'The mayor said "that the market in Ostrel would open again in June after all of this.',
        "See https://example.org for all that the mayor of Ostrel said about the market.",
    ],
)
def test_what_is_no_plain_sentence_is_not_taken_apart(text: str) -> None:
    assert not is_tellable(text)


def test_a_plain_sentence_is() -> None:
    assert is_tellable(WHOLE)

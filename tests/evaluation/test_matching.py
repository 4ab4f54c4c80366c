import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.matching import holds_phrase, numbers, overlaps, tells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 02:40", {"2.40"}),
        ("at 2.40 a.m.", {"2.40"}),
        ("3,187 people", {"3187"}),
        ("11.4 million", {"11.4"}),
        ("SEVENTEEN of twenty-two", {"17", "22"}),
        ("forty horses", {"40"}),
        ("four to one", {"4", "1"}),
        ("someone spoke of a tent", set()),
    ],
)
def test_numbers_have_one_spelling(text, expected):
    assert numbers(text) == expected


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_separators_do_not_matter(value):
    assert numbers(f"{value:,} goats") == numbers(f"{value} goats") == {str(value)}


def test_a_fact_is_told_only_if_all_its_patterns_hit_in_any_case():
    patterns = [r"\bgoats?\b", r"\b40\b|forty"]
    assert tells(patterns, "FORTY\nGoats fled.")
    assert not tells(patterns, "Forty sheep fled.")


def test_curly_quotes_match_plain_patterns():
    assert tells(["didn't"], "She didn\u2019t go.")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The goat ate the hat.", "the goat ate the hat", True),
        ("goat ate", "The goat ate the hat.", True),
        (
            "On Monday the goat ate the mayor's best hat.",
            "Then the goat ate the mayor's best hat again",
            True,
        ),
        ("the goat ate a shoe in the yard", "the goat ate the mayor's best hat", False),
        ("", "anything", False),
    ],
)
def test_overlap_is_a_run_of_words(one, other, expected):
    assert overlaps(one, other) is expected
    assert overlaps(other, one) is expected


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("In short", "In short\nThe goat won.", True),
        ("In short", "in short order", False),
        ("Sign in", "A Sign invites", False),
        ("TOWN (Wire) \u2014", "TOWN (Wire) - It rained.", True),
    ],
)
def test_clutter_is_found_as_whole_words_in_its_own_case(phrase, text, expected):
    assert holds_phrase(phrase, text) is expected

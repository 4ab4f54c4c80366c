from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.words import (
    HEDGES,
    MARKS,
    NEGATIONS,
    STOP_WORDS,
    UNSPACED,
    containment,
    content_stems,
    content_words,
    count_words,
    names,
    stem,
    topic_stems,
    words,
)


def norms(text):
    return [word.norm for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana's ferry sank.", ["ana", "ferry", "sank"]),
        ("Ana’s ferry", ["ana", "ferry"]),
        ("the workers' union", ["the", "workers", "union"]),
        ("They didn’t go", ["they", "didn't", "go"]),
        ("1,200 and 3.5 and 5.40", ["1,200", "and", "3.5", "and", "5.40"]),
        ("a well-known U.S. port", ["a", "well-known", "u.s", "port"]),
        ("Zoë Ångström", ["zoë", "ångström"]),
        ("e\u0301te\u0301 tomb", ["e\u0301te\u0301", "tomb"]),
        ("船が沈没", ["船", "が", "沈", "没"]),
        ("... -- !", []),
        ("", []),
    ],
)
def test_words_as_a_reader_sees_them(text, expected):
    assert norms(text) == expected


@given(st.text())
def test_words_stand_where_they_say(text):
    found = words(text)
    assert all(text[word.start : word.end] == word.surface for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(word.norm for word in found)


def test_forms_of_one_word_share_a_stem_and_figures_stay():
    assert stem("injured") == stem("injuring") == stem("injures")
    assert stem("2031") == "2031"
    assert stem("ångström") == "ångström"


def test_topic_is_what_stop_words_leave():
    assert content_stems("The ferry was sinking and the ferries sank") == {"ferri", "sink", "sank"}
    assert content_stems("It is what it is") == frozenset()
    assert content_stems("a 7 b") == {"7"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police met Ana Ruiz in Orre", ["Ana", "Ruiz", "Orre"]),
        ("Ana met Boris", ["Boris"]),
        ("Ana met Boris, and Ana left", ["Ana", "Boris", "Ana"]),
        ("“Police met Ana", ["Ana"]),
        ("NATO met", ["NATO"]),
        ("nobody came", []),
    ],
)
def test_a_first_word_is_a_name_only_where_something_shows_it(text, expected):
    assert [word.surface for word in names(text)] == expected


def test_figures_open_a_sentence_before_its_names():
    assert [word.surface for word in names("12 Danes sailed")] == ["Danes"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one", 1),
        ("two words\nand  more", 4),
        ("don't", 1),
        ("船が沈没した。", 3),
        ("the 船 sank", 3),
    ],
)
def test_counted_words(text, count):
    assert count_words(text) == count


@given(st.text())
def test_a_ceiling_that_holds_for_counted_words_holds_for_runs_of_non_space(text):
    assert count_words(text) >= len(text.split())


@given(st.text(), st.text())
def test_two_texts_on_two_lines_count_no_more_than_apart(one, other):
    assert len(f"{one}\n- {other}".split()) <= count_words(one) + count_words(other) + 1


def test_containment_is_the_share_of_the_part():
    assert containment("abcd", "cdef") == 0.5
    assert containment("", "abc") == 0.0
    assert containment("ab", "abc") == 1.0


def test_the_word_lists_are_in_the_form_that_words_have():
    for listed in (STOP_WORDS, NEGATIONS, HEDGES):
        assert all(norms(word) == [word] for word in listed)


@given(st.text(st.sampled_from("aB1_é’'.,- -\u0301船ไก\u0947") | st.characters()))
def test_the_quick_ways_to_words_find_the_same_words(text):
    letter = f"[^\\W_{UNSPACED}]"
    one_by_one = re.compile(
        rf"[{UNSPACED}]|{letter}(?:{letter}|[{MARKS}]|(?<=\w)['’.,\-‐‑](?=\w))*"  # WORD, in its plainest form
    )
    assert [word.surface for word in words(text)] == one_by_one.findall(text)
    assert topic_stems(text) == [word.stem for word in content_words(text)]

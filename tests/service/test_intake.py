from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.intake import base_name, complete_ids, unique_names

names = st.lists(st.sampled_from(["a", "a (2)", "a (3)", "b", "doc-1", "doc-2"]), max_size=8)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.txt", "a.txt"),
        ("/etc/a.txt", "a.txt"),
        ("C:\\Users\\me\\année 1.txt", "année 1.txt"),
        ("../../a b.txt", "a b.txt"),
        ("folder/", "folder"),
        ("", ""),
    ],
)
def test_base_name_leaves_the_path_out(path, name):
    assert base_name(path) == name


def test_repeated_names_are_told_apart():
    assert unique_names(["a.txt", "b.txt", "a.txt", "a.txt"]) == ["a.txt", "b.txt", "a.txt (2)", "a.txt (3)"]


def test_a_made_name_does_not_take_one_that_comes_later():
    assert unique_names(["a", "a", "a (2)"]) == ["a", "a (3)", "a (2)"]


def test_default_ids_count_positions_and_avoid_the_given_ones():
    assert complete_ids([None, "x", None]) == ["doc-1", "x", "doc-3"]
    assert complete_ids([None, "doc-1"]) == ["doc-1 (2)", "doc-1"]


@given(names)
def test_unique_names_are_unique_and_keep_the_first_of_each(given_names):
    unique = unique_names(given_names)
    assert len(set(unique)) == len(unique) == len(given_names)
    for name in given_names:
        assert unique[given_names.index(name)] == name


@given(
    st.lists(
        st.none() | st.sampled_from(["doc-1", "doc-2", "doc-1 (2)", "x"]),
        max_size=6,
        unique_by=lambda x: x or object(),
    )
)
def test_complete_ids_are_unique_and_keep_what_was_given(given_ids):
    ids = complete_ids(given_ids)
    assert len(set(ids)) == len(given_ids)
    assert all(kept == given for kept, given in zip(ids, given_ids, strict=True) if given is not None)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.figures import disagree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 people were killed.", "15 people were killed."),
        ("The fire killed two sailors.", "Three sailors were killed."),
        ("Profit rose 5 percent.", "Profit rose 7%."),
        ("It cost $3 million.", "It cost 4 million dollars."),
        ("The fire began at 5:40 a.m.", "It broke out at 6:10 a.m."),
        ("The wave was 3 metres high.", "A wave of 5 metres broke the window."),
    ],
)
def test_different_figures_for_one_thing_disagree(one, other):
    assert disagree(one, other)
    assert disagree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 people were killed.", "Twelve people died."),
        ("3,187 people fled.", "About 3,200 people fled."),
        ("12 people were killed.", "15 houses burned."),
        ("12 people were killed.", "The ferry sank."),
        ("12 people died and 4 people were missing.", "4 people were missing."),
        ("The fire burned for 90 minutes.", "It burned for an hour and a half."),
        ("It opened in 1988.", "It opened in 1989."),
        ("", ""),
    ],
)
def test_what_says_the_same_or_another_thing_does_not(one, other):
    assert not disagree(one, other)


@given(st.text(), st.text())
def test_it_is_symmetric_and_never_raises(one, other):
    assert disagree(one, other) == disagree(other, one)
    assert not disagree(one, one)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.facts.figures import disagree, opposed


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The captain was drunk, the coast guard said.", "The captain was not drunk, the coast guard said."),
        ("All on board survived.", "Nobody on board survived."),
        ("The ferry will sail again on Friday.", "The ferry will never sail again."),
        ("The ferry wasn’t safe.", "The ferry was safe."),
        ("The line denied that the ferry was overloaded.", "The ferry was overloaded."),
        ("The minister rejected the plan.", "The minister backed the plan."),
        ("12 people were killed.", "15 people were killed."),
    ],
)
def test_a_claim_and_its_denial_are_opposed(one, other):
    assert opposed(one, other)
    assert opposed(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ferry sank off Orre.", "The Alba, a ferry, went down off Orre."),
        ("Nobody was hurt.", "No one was hurt."),
        ("The fire began in the pump room, and the cause is not clear.", "The fire began in the pump room."),
        ("The line denied it.", "The line rejected the claim."),
        ("", ""),
    ],
)
def test_what_tells_the_same_is_not(one, other):
    assert not opposed(one, other)
    assert not opposed(other, one)


@pytest.mark.xfail(reason="only negations, denials and figures are compared", strict=True)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The court found the captain guilty.", "The court found the captain innocent."),
        ("The bank raised its interest rate.", "The bank cut its interest rate."),
        ("The mayor said the ferry was safe.", "The mayor said the ferry was unsafe."),
        ("Ana Ruiz beat Boris Falk in the election.", "Boris Falk beat Ana Ruiz in the election."),
        ("The ferry sank off Orre on Monday.", "The ferry sank off Orre on Tuesday."),
        ("The ferry Alba sank off Orre.", "The ferry Bora sank off Orre."),
    ],
    ids=["antonyms", "other direction", "prefix", "roles", "days", "names"],
)
def test_other_opposites(one, other):
    assert opposed(one, other)


def test_ages_are_compared_however_they_are_written():
    assert opposed("The 29-year-old teacher Ada Falk was arrested.", "Ada Falk, 28, was arrested.")
    assert not opposed("Police arrested Ada Falk, aged 28.", "Ada Falk, 28, was arrested.")


def test_an_age_is_no_term_of_years():
    assert not opposed("The 29-year-old man was jailed.", "The man was jailed for three years.")

"""Fused without a model: every text is whole, adds something, and says of nobody what another did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.fusing.casing import Casing
from service.text.fusing.compose import MOST, compose
from service.text.fusing.faults import find_faults
from service.text.words import count_words
from service.types import READABLE

ELSEWHERE = ("Then the mill and its crews were named.", "It was said that engineers from Vell met the mayor.")


def composed(centre, *others):
    return compose(centre, others, Casing((centre, *others, *ELSEWHERE)))


@pytest.mark.parametrize(
    ("centre", "other", "told"),
    [
        (
            "The bridge at Vell was closed on Monday.",
            "Engineers found cracks in Vell bridge pillars.",
            "The bridge at Vell was closed on Monday, and engineers found cracks in Vell bridge pillars.",
        ),
        (
            "The mayor said the bridge at Vell would stay closed.",
            "Engineers found cracks in Vell bridge pillars.",
            "The mayor said the bridge at Vell would stay closed; engineers found cracks in"
            " Vell bridge pillars.",
        ),
        (
            "Paper firm Oldmark closed the mill near Vell.",
            "Oldmark fired 80 workers in the winter.",
            "Paper firm Oldmark closed the mill near Vell and fired 80 workers in the winter.",
        ),
        (
            "Sole was arrested for theft and taken to the Orre jail.",
            "Sole is currently facing charges of theft and arson in Vell.",
            "Sole was arrested for theft and taken to the Orre jail, and is currently facing charges of theft"
            " and arson in Vell.",
        ),
        (
            "The bridge at Vell was closed, and buses stood still.",
            "Engineers found cracks in Vell bridge pillars.",
            "The bridge at Vell was closed, and buses stood still; engineers found cracks in Vell bridge"
            " pillars.",
        ),
        (
            "Mayor Ilse Vanter said the bridge would stay closed.",
            "Vanter said that repairs cost 4 million.",
            "Mayor Ilse Vanter said that the bridge would stay closed and that repairs cost 4 million.",
        ),
        (
            "Villagers signed a petition against the wind farm.",
            "The wind farm would power 4,000 homes.",
            "Villagers signed a petition against the wind farm, which would power 4,000 homes.",
        ),
        (
            "About 4,000 homes in Orre lost power.",
            "Trees fell on lines as the storm came ashore near Orre in heavy rain.",
            "About 4,000 homes in Orre lost power, and the storm came ashore near Orre in heavy rain.",
        ),
        (
            "Rower Ana Sole was released on Monday by the Orre court.",
            "Ana Sole was released early on Monday by the Orre court.",
            "Rower Ana Sole was released early on Monday by the Orre court.",
        ),
    ],
    ids=[
        "two clauses",
        "a speaker's clause",
        "one subject",
        "one subject, three deeds",
        "a third clause",
        "one speaker",
        "about the end",
        "beside it",
        "put in",
    ],
)
def test_two_sentences_become_one(centre, other, told):
    assert told in composed(centre, other)


@pytest.mark.parametrize(
    ("centre", "other"),
    [
        ("The bridge at Vell was closed.", "He blamed the mayor of Vell and the whole of the council."),
        ("The bridge at Vell was closed.", "The same engineers had warned the town of Vell about pillars."),
        ("The bridge at Vell was closed.", "Was the mayor of Vell told about cracks in pillars?"),
        ("The bridge at Vell was closed.", "“We were told about cracks,” the mayor of Vell complained."),
        (
            "Ferry Alba sank off Vell with 90 aboard.",
            "Ferry Alba sank with 70 aboard in high waves off Vell.",
        ),
        ("The bridge at Vell was closed.", "The bridge at Vell was closed."),
        ("The bridge at Vell was closed.", "Bakers in Orre elected young leaders and drank much beer."),
        (
            "Warmer seas drive cod north of Vell, a study suggests.",
            "Warmer seas should mean fewer cod for boats from the town.",
        ),
        ("In May, Sole was fined for theft.", "Sole still faces charges of arson in Vell and Orre."),
        ("Sole was held after guards found a knife.", "Sole has faced charges of arson in Vell and Orre."),
        ("Sole died early on Monday.", "Rower Ana Sole died on Monday in the harbour town of Vell."),
        ("Sole was fined on Monday.", "Sole was fined 40 crowns for arson in the harbour town of Vell."),
        ("The mayor of Vell said that no F.D.V.", "Engineers found cracks in Vell bridge pillars."),
        ("Three men died?", "The three men were miners from Vell and came home late."),
    ],
    ids=[
        "who",
        "which",
        "a question",
        "a quotation",
        "rivals",
        "the same",
        "no link",
        "one phrase twice",
        "only in May",
        "whose deed",
        "dies twice",
        "fined twice",
        "cut off",
        "no statement",
    ],
)
def test_what_cannot_be_joined_is_not(centre, other):
    assert composed(centre, other) == []


WORDS = st.sampled_from(
    "the mill burned bridge closed on Monday Ana Vanter said that which hurt 40 not , “ ” ; may he".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(lambda row: " ".join(row).capitalize() + ".")


@given(SENTENCES, st.lists(SENTENCES, max_size=3))
def test_whatever_comes_in_few_and_short_texts_come_out_and_always_the_same(centre, others):
    made = compose(centre, others, Casing((centre, *others)))
    assert made == compose(centre, others, Casing((centre, *others)))
    assert len(made) <= MOST
    assert all(
        count_words(text) <= max(READABLE, count_words(centre) + 40) and text != centre for text in made
    )


def test_the_rules_find_no_fault_in_what_is_joined_by_clauses():
    centre = "The bridge at Vell was closed on Monday."
    other = "Engineers found cracks in Vell bridge pillars."
    assert all(not find_faults(text, (centre, other)).grave for text in composed(centre, other))

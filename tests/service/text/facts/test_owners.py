from __future__ import annotations

import pytest

from service.text.facts.owners import disputed, ownerships
from tests.service.builders import sentence


def owned(text, source=0, row=0):
    return [(o.owner, o.thing) for o in ownerships(row, sentence(text), source)]


@pytest.mark.parametrize(
    ("text", "owner", "thing"),
    [
        ("The ferry Alba is owned by Orre Lines and sails daily.", "Orre Lines", {"ferri", "alba"}),
        (
            "It is a matter for the harbour, which belongs to the town of Hale.",
            "the town of Hale",
            {"harbour"},
        ),
        (
            "Not ours, she says: the state firm Kelp Marine has owned the ferry since 2022.",
            "Kelp Marine",
            {"ferri"},
        ),
        ("The owner of the ferry is Kelp Marine, a state firm.", "Kelp Marine", {"ferri"}),
        ("The owner is Kelp Marine, a state firm.", "Kelp Marine", set()),
    ],
)
def test_who_owns_what(text, owner, thing):
    ((told, of),) = owned(text)
    assert told == owner
    assert thing <= of


@pytest.mark.parametrize(
    "text",
    [
        "The ferry was once owned by Orre Lines.",
        "The ferry is half owned by Orre Lines.",
        "The ferry is not owned by Orre Lines.",
        "The town claims that the ferry belongs to Orre Lines.",
        "The ferry is owned by a bank.",
        "He owned up to it.",
    ],
)
def test_what_is_not_certain_not_of_now_or_has_no_name_is_left_out(text):
    assert owned(text) == []


FERRY = ["The ferry is owned by Orre Lines.", "The ferry belongs to Kelp Marine."]


def told(*texts, sources=None):
    return [
        o
        for row, text in enumerate(texts)
        for o in ownerships(row, sentence(text, row), (sources or range(len(texts)))[row])
    ]


def test_two_owners_of_one_thing_are_a_disagreement_and_each_side_has_all_who_say_so():
    ((thing, sides),) = disputed(told(*FERRY, "The owner is Kelp Marine."), {"ferri"})
    assert thing == "ferri"
    assert [[o.owner for o in side] for side in sides] == [["Orre Lines"], ["Kelp Marine", "Kelp Marine"]]


@pytest.mark.parametrize(
    ("texts", "sources", "things"),
    [
        (FERRY, [0, 0], {"ferri"}),  # one source
        (FERRY, [0, 1], {"harbour"}),  # a thing that few speak of
        ([FERRY[0], "The ferry belongs to the Orre company."], [0, 1], {"ferri"}),  # a name in common
        ([FERRY[0], "The harbour belongs to Kelp Marine."], [0, 1], {"ferri", "harbour"}),
        ([*FERRY, "The owner is Kelp Marine."], [0, 1, 0], {"ferri"}),  # the first source names both
    ],
)
def test_what_is_no_disagreement(texts, sources, things):
    assert disputed(told(*texts, sources=sources), things) == []

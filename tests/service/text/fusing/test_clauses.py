"""Cuts are made only where the words show that nothing can go wrong."""

from __future__ import annotations

import pytest

from service.text.fusing.clauses import core, shorter, stands_alone, subject_end
from service.text.words import words


@pytest.mark.parametrize(
    "sentence",
    [
        "Who did it?",
        "“We won, he said.",
        "Three things: a, b.",
        "No full stop",
        "It ended ...",
        "He left (late.",
        "A clerk said that no F.D.V.",
        "The bill was signed by Gov.",
        "It was sold to Oldmark Inc.",
        "The ferry left at 9 p.m.",
    ],
)
def test_only_plain_statements_have_a_core(sentence):
    assert core(sentence) is None


def test_the_core_is_the_statement_without_its_full_stop():
    assert core("The mill burned. ") == "The mill burned"


@pytest.mark.parametrize(
    "text",
    [
        "He was arrested",
        "This was the second fire",
        "Another man was hurt",
        "The mill reopened earlier",
        "The incident shocked the town",
        "Also they left",
        "It burned for hours",
        "The other bridge held",
        "Mayors met their peers as a result",
        "A strong voice in Orre County is coming to his defence",
    ],
)
def test_what_leans_on_a_sentence_before_it_does_not_stand_alone(text):
    assert not stands_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "The mayor, Ilse Vanter, said she would resign",
        "The old mill was lost when its roof fell in",
        "Ten men died",
    ],
)
def test_what_names_all_that_it_speaks_of_stands_alone(text):
    assert stands_alone(text)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("The paper mill burned down", "burned"),
        ("Mayor Ilse Vanter has resigned", "has"),
        ("Ten men were hurt", "were"),
        ("Ana Sole died on Monday", "died"),
        ("Ana Sole arrested in Vell", None),
        ("A man armed with a knife ran off", "ran"),
        ("In May, the mill burned", None),
        ("The man who shot him fled", None),
        ("United fans sang", None),
    ],
)
def test_the_subject_ends_at_the_first_finite_verb_or_is_not_known(text, verb):
    place = subject_end(text)
    assert (words(text)[place].norm if place is not None else None) == verb


def test_a_sentence_with_a_quotation_stays_whole():
    body = "The mayor called it “a good day”, which nobody did, while it rained"
    assert list(shorter(body)) == [body]


def test_what_trails_after_a_comma_may_go():
    made = list(shorter("The mill burned on Monday, which cost 40 jobs, while the town slept"))
    assert made[:3] == [
        "The mill burned on Monday, which cost 40 jobs, while the town slept",
        "The mill burned on Monday, which cost 40 jobs",
        "The mill burned on Monday",
    ]


def test_who_said_so_never_goes():
    body = "The mill burned on Monday, after what police said was a lightning strike"
    assert list(shorter(body)) == [body]


def test_what_happened_beside_it_stands_by_itself():
    assert "The storm came ashore near Vell" in list(
        shorter("Some 4,000 homes lost power as the storm came ashore near Vell")
    )


@pytest.mark.parametrize(
    "body",
    [
        "The bridge will open after the council voted",
        "Police said 4,000 homes lost power as the storm came ashore",
        "The road may close when the snow fell",
        "The mill reopened as planned",
    ],
)
def test_what_was_not_told_as_having_happened_does_not(body):
    assert all(made == body for made in shorter(body))

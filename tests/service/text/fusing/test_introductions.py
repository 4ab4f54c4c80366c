"""Who somebody is, put where they are first named."""

import pytest

from service.text.fusing.introductions import Introductions, asides

SAID = "“Nobody warned us,” Aldana said."


def _introduced(text, *others, told=()):
    found = Introductions([text, *others], [text, *told]).introduce(text, range(len(others) + 1))
    return found.text if found else None


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        (SAID, "Ines Aldana runs the ferry.", "“Nobody warned us,” Ines Aldana said."),
        (SAID, "Harbour Chief Ines Aldana came.", "“Nobody warned us,” Harbour Chief Ines Aldana said."),
        (SAID, "The former Chief Ines Aldana came.", "“Nobody warned us,” Ines Aldana said."),
        ("Mr. Aldana left early.", "Otto Aldana, 41, came.", "Otto Aldana, 41, left early."),
        ("Judge Aldana left early.", "Judge Ines Aldana came.", "Judge Ines Aldana left early."),
        (
            SAID,
            "“It was late,” said Ines Aldana, a spokeswoman for the ferry company.",
            "“Nobody warned us,” Ines Aldana, a spokeswoman for the ferry company, said.",
        ),
        (
            "“Nobody warned us,” said Aldana.",
            "Ines Aldana, who has run the ferry company for years, was not on board.",
            "“Nobody warned us,” said Ines Aldana, who has run the ferry company for years.",
        ),
        (
            "Ines Aldana was in Ormby.",
            "Aldana, a marine engineer and author, was born in Lunde.",
            "Ines Aldana, a marine engineer and author, was in Ormby.",
        ),
    ],
)
def test_a_name_is_introduced(text, other, expected):
    assert _introduced(text, other, "“Yes,” said Aldana.") == expected


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (SAID, ["Ines Aldana came.", "Otto Aldana stayed."]),  # which of them?
        (SAID, ["“Run,” Ines Aldana shouted."][:0]),  # nobody says
        (SAID, ["He quoted “our own Ines Aldana”."]),  # only within a quotation
        ("Berg and Aldana left.", ["Ines Aldana came.", "“Yes,” said Aldana."]),
        ("He signed as Aldana was watching.", ["Ines Aldana came."]),
        ("“Aldana was right,” said Berg.", ["Ines Aldana came.", "“Yes,” said Aldana."]),
        ("Aldana, the captain, left.", ["Ines Aldana came.", "“Yes,” said Aldana."]),
        ("Ines Aldana left.", ["Aldana, 41, was born in Lunde."]),  # an age alone is not worth it
        ("Ines Aldana left.", ["Aldana, who told police the truth, was heard."]),  # what happened
        ("Ines Aldana left.", ["Aldana, who may face charges, was heard."]),
        ("Ines Aldana left.", ["Aldana, the same engineer as before, was heard."]),
        ("Ines Aldana left.", ["Aldana, one of the engineers behind the project, was told."]),  # which?
        ("Ines Aldana left.", ["They met Berg and Aldana, a marine engineer of note, was told."]),
        ("Ines Aldana left.", ["Aldana, a marine engineer, 200 others and a dog were saved."]),
    ],
)
def test_what_is_not_clear_or_does_not_last_is_left_out(text, others):
    assert _introduced(text, *others) is None


def test_who_is_named_in_full_elsewhere_is_not_introduced():
    full = "Ines Aldana owns the ferry."
    assert _introduced(SAID, full) is not None
    assert _introduced(SAID, full, told=[full]) is None


def test_a_name_is_introduced_once():
    known = Introductions([SAID, "Ines Aldana came.", "Aldana told them."], [SAID])
    assert known.introduce(SAID, range(3))
    assert known.introduce(SAID, range(3)) is None


def test_the_first_mention_in_a_sentence_is_the_one():
    text = "Aldana said that Aldana was late."
    assert _introduced(text, "Ines Aldana came.") == "Ines Aldana said that Aldana was late."


def test_a_verb_is_not_left_standing_behind_a_long_aside():
    aside = "whose brother and sister had both been on the first of the two ferries"
    other = f"Ines Aldana, {aside}, was told nothing."
    assert _introduced(SAID, other) == "“Nobody warned us,” Ines Aldana said."
    assert (
        _introduced("“Nobody warned us,” said Aldana.", other)
        == f"“Nobody warned us,” said Ines Aldana, {aside}."
    )


def test_two_ages_are_none():
    found = _introduced(SAID, "Ines Aldana, 41, came.", "Ines Aldana, 42, came.")
    assert found == "“Nobody warned us,” Ines Aldana said."


def test_the_nearest_sentence_carries():
    others = ["Ines Aldana came.", "Ines Aldana went.", "“Yes,” said Aldana."]
    found = Introductions([SAID, *others], [SAID]).introduce(SAID, [2, 1, 0, 3])
    assert found is not None
    assert found.carriers == (2,)


def test_no_sentence_becomes_too_long():
    long = "Aldana said that " + "the boat and " * 14 + "the pier burned."
    assert _introduced(long, "Ines Aldana, a marine engineer and author, was born in Lunde.") is None


def test_an_aside_has_its_sentence():
    (aside,) = asides("Ines Aldana, who has run the ferry for years, was there.", 7)
    assert (aside.text, aside.sentence, aside.mention.last) == (
        "who has run the ferry for years",
        7,
        "Aldana",
    )

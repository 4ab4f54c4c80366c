"""Names as they are mentioned, and who is a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.fusing.mentions import Persons, inside_quotation, mentions


def _named(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(m.address, m.given, m.last) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ines Aldana left.", [("", ("Ines",), "Aldana")]),
        ("But Aldana left.", [("", (), "Aldana")]),
        ("Apparently Aldana left.", [("", (), "Aldana")]),
        ("House Speaker Ines Aldana left.", [("House Speaker", ("Ines",), "Aldana")]),
        (
            "Ormby County State's Attorney Ines Aldana left.",
            [("Ormby County State's Attorney", ("Ines",), "Aldana")],
        ),
        ("Labour MP Ines Aldana left.", [("Labour MP", ("Ines",), "Aldana")]),
        ("It was Mr. Aldana’s idea.", [("Mr.", (), "Aldana")]),
        ("A letter by J. R. Aldana came.", [("", ("J.", "R."), "Aldana")]),
        ("The Ormby Police said so.", []),
        ("It rained on Tuesday.", []),
        ("The UNHCR said so.", []),
        ("It is at www.Aldana.example/Aldana now.", []),
    ],
)
def test_a_name_is_split_from_what_stands_before_it(text, expected):
    assert _named(text) == expected


def test_a_mention_ends_with_the_name():
    (mention,) = mentions("We met Ines Aldana's aunt.")
    assert "We met Ines Aldana's aunt."[mention.start : mention.end] == "Ines Aldana"
    assert mention.full


@given(st.text(max_size=80))
def test_any_text_has_mentions_in_order(text):
    found = list(mentions(text))
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert all(text[m.start : m.end].endswith(m.last) for m in found)


def test_quotation_marks_open_and_close():
    text = "“We ran,” Aldana said."
    assert inside_quotation(text, 3)
    assert not inside_quotation(text, text.index("Aldana"))


@pytest.mark.parametrize(
    ("texts", "one"),
    [
        (["Ines Aldana left.", "“Yes,” said Aldana."], True),
        (["Mr. Aldana left."], True),
        (["Aldana, 41, left."], True),
        (["Aldana, who lives in Ormby, left."], True),
        (["Aldana told reporters."], True),
        (["Aldana told reporters.", "It happened in Aldana."], False),  # perhaps a town
        (["Aldana announced a merger."], False),
        (["“Yes,” said Aldana founder Ines Berg."], False),
        (["Aldana left."], False),
        (["Ines Aldana left.", "Otto Aldana left.", "“Yes,” said Aldana."], False),
        (["Mr. Aldana left.", "Ms. Aldana stayed."], False),
        (["Aldana told reporters.", "They joined the Aldana."], False),
    ],
)
def test_a_name_is_one_persons_only_where_nobody_else_has_it(texts, one):
    assert Persons(texts).is_one("Aldana") is one

"""Who does what in a clause: known only where the words show it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.fusing.clauses import subject_end
from service.text.fusing.subjects import deed, has_one_doer, names_again, opening, same_deed


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Mayor Ilse Vanter has since resigned", (["mayor", "ilse", "vanter"], "resign")),
        ("Ana Sole died on Monday", (["ana", "sole"], "die")),
        ("the old mill was closed", ([], "close")),
        ("Ana Sole said so", None),
        ("Ana Sole was there", None),
        ("In May, Ana Sole died", None),
    ],
)
def test_what_a_clause_tells_of_whom(text, known):
    assert deed(text) == known


def test_nobody_does_the_same_twice():
    assert same_deed("Sole died early on Monday", "rower Ana Sole died on Monday in Orre")
    assert not same_deed("Sole died early on Monday", "rower Ana Sole won gold in Orre")
    assert not same_deed("Sole died early on Monday", "rower Marek Belling died on Monday in Orre")


@pytest.mark.parametrize(
    "text",
    [
        "Oldmark closed the mill near Vell",
        "Oldmark closed the mill and fired 80 workers",
        "Sole was arrested for theft and taken to the Orre jail",
        "Sole was arrested in Vell, Orre County",
        "Sole was fined for theft and fraud",
        "Oldmark closed the mill, ending a long fight",
        "Oldmark paid $4 million in fines",
        "The mill was badly damaged on Monday",
    ],
)
def test_one_may_do_all_that_a_clause_tells(text):
    assert has_one_doer(text, subject_end(text))


@pytest.mark.parametrize(
    "text",
    [
        "Oldmark closed the mill and the mayor resigned",
        "Oldmark closed the mill and workers in Vell protest",
        "Sole was arrested after guards found a knife",
        "Sole was arrested before guards found a knife",
        "Sole blamed the man who sold the boat",
        "Sole was arrested, a court in Orre learned",
        "Sole was arrested; guards slept",
        "Sole met a man named Marek",
        "Sole rowed faster than Belling",
    ],
)
def test_where_another_may_be_the_doer_nothing_is_known(text):
    assert not has_one_doer(text, subject_end(text))


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("Sole was arrested in Vell", "Sole faces a charge of theft"),
        ("warmer seas drive cod north, a study suggests", "warmer seas should mean fewer cod"),
        ("Sole was arrested in Vell", "rower Ana Sole faces a charge of theft"),
        ("Belling's pump failed in May", "Belling's engine was sold to Orre"),
        ("Vell attorneys wrote to the court", "Vell was told of the plan"),
        ("the council voted on the wind farm", "the wind farm would power 4,000 homes"),
        ("guards held Ana Sole in the hall", "most visitors had come to see rower Ana Sole"),
        ("guards asked Sole about the knife", "rower Ana Sole faces a charge of theft"),
    ],
    ids=[
        "a name",
        "a phrase",
        "a name grows",
        "an owner",
        "a name begins",
        "what was known",
        "in full",
        "comes late",
    ],
)
def test_what_was_named_is_not_named_again(sentence, clause):
    assert names_again(sentence, clause)


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("a fishing boat with a skipper aboard sank off Vell", "the skipper was picked up by a ferry"),
        ("the bridge at Vell was closed", "engineers found cracks in Vell bridge pillars"),
        ("the crash was the second of a Navy ship in May", "the Navy named the dead on Monday"),
        ("astronomers in Orre have found a planet", "Orre's astronomers went on strike in May"),
        ("the case was heard by an Orre court", "Orre police closed the bridge"),
    ],
    ids=["brought in with a", "in passing", "part of a phrase", "owned", "an adjective"],
)
def test_what_was_only_touched_may_be_told_of(sentence, clause):
    assert not names_again(sentence, clause)


def test_a_clause_opens_with_a_noun_phrase_or_with_nothing():
    assert [word.norm for word in opening("The old mill near Vell burned")] == ["old", "mill"]
    assert opening("In May, the mill burned") == []
    assert opening("") == []


TEXTS = st.lists(
    st.sampled_from("the Ana Sole’s died was and , ; $4 a who Vell boat in ended it".split()), max_size=14
).map(" ".join)


@given(TEXTS, TEXTS)
def test_whatever_is_read_is_judged(one, other):
    assert names_again(one, other) in (True, False)
    assert same_deed(one, other) == same_deed(other, one)
    place = subject_end(one)
    assert place is None or has_one_doer(one, place) in (True, False)

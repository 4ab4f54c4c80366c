from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.stages.weigh import Plan, price
from service.types import VERBATIM, Length, Mode, Verdict

# One stem a word, all but "the" and "and" worth 1.
SANK = "Alba sank"  # 2 words
FUSED = "Alba sank and storm raged"  # 5 words, two of them new
TRIALS = "judges met"
WORTH = dict.fromkeys(["alba", "sank", "storm", "rage", "judg", "met", "baker", "won"], 1.0)
WRITTEN = (FUSED, Mode.ABSTRACTIVE, Verdict(True, 0.9, (0, 1)))
OWN = (SANK, Mode.EXTRACTIVE, VERBATIM)


def weighed(texts, length, written=WRITTEN, start=0, worth=WORTH):
    return Plan(texts, length, worth).weigh(start, [written], [[texts[start], "Storm raged."]])


def test_a_word_costs_what_the_poorer_sentences_tell_with_one():
    assert price([SANK], WORTH) == 1.0
    assert price([SANK, "judges met at noon"], WORTH) == pytest.approx(2 / 4)
    assert price([SANK, SANK], WORTH) == 0.0  # either may go, and nothing is lost
    assert price([], WORTH) == 0.0


def test_where_there_is_room_for_all_facts_words_cost_nothing():
    assert weighed([SANK, TRIALS], Length(words=20)) == [WRITTEN]
    assert weighed([SANK, TRIALS], Length(sentences=1)) == [WRITTEN]


def test_a_fused_sentence_that_adds_less_a_word_than_others_gives_way():
    # Two new stems in three words, against one a word.
    assert weighed([SANK, TRIALS, "bakers won"], Length(words=4)) == [OWN]


def test_a_fused_sentence_that_adds_as_much_a_word_is_told():
    worth = WORTH | {"storm": 1.5, "rage": 1.5}
    assert weighed([SANK, TRIALS, "bakers won"], Length(words=4), worth=worth) == [WRITTEN]


def test_what_another_planned_sentence_tells_is_nothing_new():
    worth = WORTH | {"storm": 1.5, "rage": 1.5}
    assert weighed([SANK, "storm raged", "bakers won"], Length(words=4), worth=worth) == [OWN]


def test_a_shorter_text_of_the_same_worth_is_told():
    shorter = ("Alba sank", Mode.ABSTRACTIVE, Verdict(True, 0.9, (0,)))
    texts = ["the Alba sank", TRIALS, "bakers won"]
    assert weighed(texts, Length(words=5), shorter) == [shorter]


def test_what_was_settled_stands_in_the_plan():
    texts = [SANK, TRIALS, "bakers won"]
    plan = Plan(texts, Length(words=4), WORTH | {"storm": 3.0, "rage": 3.0})
    again = ("judges met and storm raged", Mode.ABSTRACTIVE, Verdict(True, 0.9, (0, 1)))
    assert plan.weigh(0, [WRITTEN], [[SANK, "Storm raged."]]) == [WRITTEN]
    assert plan.weigh(1, [again], [[TRIALS, "Storm raged."]]) == [(TRIALS, Mode.EXTRACTIVE, VERBATIM)]


WORDS = st.lists(st.sampled_from(["alba", "sank", "storm", "judges", "met", "and"]), min_size=1, max_size=6)


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=5), WORDS, st.integers(1, 12))
def test_what_is_weighed_is_the_choice_or_the_sources_own(lines, written, words):
    texts = [" ".join(line) for line in lines]
    choice = (" ".join(written), Mode.ABSTRACTIVE, Verdict(True, 0.7, (0,)))
    choices = Plan(texts, Length(words=words), WORTH).weigh(0, [choice] * len(texts), [[t] for t in texts])
    own = [(text, Mode.EXTRACTIVE, VERBATIM) for text in texts]
    assert all(found in (choice, mine) for found, mine in zip(choices, own, strict=True))

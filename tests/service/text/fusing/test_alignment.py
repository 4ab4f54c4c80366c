from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.text.fusing.alignment import NEAR, align, is_change, tokens


def path(claim, *sources):
    """The places of the claim's words, as (source, index) pairs."""
    steps = align(tokens(claim), [tokens(source) for source in sources])
    return [None if step.source is None else (step.source, step.index) for step in steps]


def changes(claim, *sources):
    steps = align(tokens(claim), [tokens(source) for source in sources])
    return [(one.token.surface, two.token.surface) for one, two in pairwise(steps) if is_change(one, two)]


def test_tokens_are_the_words_that_carry_meaning():
    found = tokens("The ferries were sunk by a storm in Orre.")
    assert [token.surface for token in found] == ["ferries", "sunk", "storm", "Orre"]
    assert found[0].stem == tokens("ferry")[0].stem


def test_a_copied_sentence_is_one_run():
    source = "Four people died when the ferry Alba sank off Orre."
    assert path(source, "Bakers met in Hale.", source) == [(1, i) for i in range(len(tokens(source)))]
    assert changes(source, source) == []


def test_a_few_words_may_be_skipped_inside_a_run():
    source = "Four old people of Orre died on Monday."
    assert path("Four people died.", source) == [(0, 0), (0, 2), (0, 4)]
    assert changes("Four people died.", source) == []


def test_a_long_skip_is_a_change():
    between = " ".join(f"word{i}" for i in range(NEAR + 1))
    assert changes("Ana sang.", f"Ana {between} sang.") == [("Ana", "sang")]
    assert changes("Ana sang.", f"Ana {between.partition(' ')[2]} sang.") == []


def test_going_back_in_a_source_is_a_change():
    assert changes("Boris thanked Ana.", "Ana thanked Boris.") == [("Boris", "thanked"), ("thanked", "Ana")]


def test_of_two_sources_the_longer_run_wins():
    claim = "The ferry Alba sank off Orre."
    assert path(claim, "The Alba is a ferry.", "Divers say the ferry Alba sank off Orre.")[0] == (1, 2)


def test_the_path_has_the_fewest_changes():
    claim = "The ferry sank off Orre and four people died on Monday."
    one, two = "The ferry sank off Orre.", "Off Hale, four people died on Monday."
    assert changes(claim, one, two) == [("Orre", "four")]


def test_a_word_that_no_source_has_has_no_place():
    assert path("Ana stole bread.", "Ana baked bread.") == [(0, 0), None, (0, 2)]
    assert changes("Ana stole bread.", "Ana baked bread.") == [("Ana", "stole"), ("stole", "bread")]


def test_nothing_has_no_path():
    assert path("", "Ana sang.") == []
    assert path("Ana sang.") == [None, None]


WORDS = st.lists(st.sampled_from("ana boris sank ferry four orre monday the of".split()), max_size=8).map(
    " ".join
)


@given(WORDS, st.lists(WORDS, max_size=3))
def test_every_step_stands_on_its_own_word(claim, sources):
    rows = [tokens(source) for source in sources]
    steps = align(tokens(claim), rows)
    assert [step.token for step in steps] == tokens(claim)
    known = {token.stem for row in rows for token in row}
    for step in steps:
        assert (step.source is not None) == (step.token.stem in known)
        if step.source is not None:
            assert rows[step.source][step.index].stem == step.token.stem


@given(WORDS, st.lists(WORDS, max_size=3))
def test_the_same_question_gets_the_same_path(claim, sources):
    assert path(claim, *sources) == path(claim, *sources)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_aligned(claim, sources):
    assert len(path(claim, *sources)) == len(tokens(claim))


def test_words_that_recur_for_ever_are_aligned_soon():
    endless = "The ferry sank and " * 100
    began = time.process_time()
    assert len(path(endless, endless, endless)) == 200
    assert time.process_time() - began < 3.0

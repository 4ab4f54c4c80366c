from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.fakes import HashingEncoder
from service.stages.assemble import fit, lay_out, reading_order
from service.text.likeness.redundancy import retells
from service.text.words import content_stems
from service.types import Format, Length
from tests.service.builders import claim, event, unit_rows

TEN = "Four people died when the ferry Alba sank off Orre."
SIX = "Prosecutors searched offices of the line."
THREE = "Bakers won prizes."
APART = unit_rows(*np.eye(3))


def fitted(texts, rows, length, layout=Format.PARAGRAPH):
    return fit([claim(text) for text in texts], rows, length, layout)


def test_the_example_sentences_have_the_words_their_names_say():
    assert [len(text.split()) for text in (TEN, SIX, THREE)] == [10, 6, 3]


def test_a_ceiling_of_words_is_filled_to_the_word():
    assert fitted([TEN, SIX, THREE], APART, Length(words=19)) == [0, 1, 2]
    assert fitted([TEN, SIX, THREE], APART, Length(words=16)) == [0, 1]


def test_what_does_not_fit_makes_room_for_a_shorter_one():
    assert fitted([TEN, SIX, THREE], APART, Length(words=15)) == [0, 2]
    assert fitted([TEN, SIX, THREE], APART, Length(words=9)) == [1, 2]
    assert fitted([TEN, SIX, THREE], APART, Length(words=2)) == []


def test_the_most_wanted_sentences_are_kept():
    assert fitted([TEN, SIX, THREE], APART, Length(sentences=2)) == [0, 1]


def test_both_ceilings_hold():
    assert fitted([TEN, SIX, THREE], APART, Length(words=16, sentences=1)) == [0]
    assert fitted([TEN, SIX, THREE], APART, Length(words=9, sentences=1)) == [1]


def test_a_bullets_mark_counts_as_a_word():
    assert fitted([TEN, SIX, THREE], APART, Length(words=19), Format.BULLETS) == [0, 1]
    assert fitted([TEN, SIX, THREE], APART, Length(words=22), Format.BULLETS) == [0, 1, 2]


def test_what_means_the_same_is_not_told_again():
    rows = unit_rows((1, 0), (1, 0.1), (0, 1))
    again = "Four drowned with the Alba, a ferry."
    assert fitted([TEN, again, THREE], rows, Length(words=100)) == [0, 2]


def test_what_says_the_same_words_is_not_told_again():
    again = "The ferry Alba sank off Orre and four people died."
    assert fitted([TEN, again, SIX], APART, Length(words=100)) == [0, 2]


PIECES = st.lists(
    st.sampled_from(
        [TEN, SIX, THREE, "Ferry lost.", "船が沈没した。", "Mayor of Orre wept, aides said.", "A “b” c…"]
    )
    | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40).map(
        lambda text: " ".join(text.split()) or "x"
    ),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(PIECES, st.none() | st.integers(1, 40), st.none() | st.integers(1, 5), st.sampled_from(Format))
def test_ceilings_are_hard_and_offsets_true(texts, words, sentences, layout):
    claims = [claim(text) for text in texts]
    rows = HashingEncoder().encode(texts)
    kept = fit(claims, rows, Length(words, sentences), layout)
    told = lay_out([claims[i] for i in kept], layout)
    assert words is None or len(told.text.split()) <= words
    assert sentences is None or len(told.placed) <= sentences
    assert [told.text[p.start : p.end] for p in told.placed] == [texts[i] for i in kept]
    stems = [content_stems(text) for text in texts]
    assert not any(retells(float(rows[i] @ rows[j]), stems[j], stems[i]) for i, j in combinations(kept, 2))


def test_a_paragraph_and_bullets():
    claims = [claim(SIX), claim(THREE)]
    assert lay_out(claims, Format.PARAGRAPH).text == f"{SIX} {THREE}"
    assert lay_out(claims, Format.BULLETS).text == f"- {SIX}\n- {THREE}"
    assert lay_out([], Format.BULLETS).text == ""


STORY = event(
    ["It sank on Monday.", "Boats came.", "Night fell.", "An inquiry opened.", "It was old."],
    ["It sank off Orre.", "Boats came soon.", "Night fell early.", "Inquiry opened.", "Old it was."],
)


def order_of(*members):
    return reading_order([claim("x", m) for m in members], STORY.sentences)


def test_the_lead_comes_first_and_the_others_as_the_articles_tell_them():
    assert order_of((0, 5), (4, 9), (2, 7), (1, 6)) == [0, 3, 2, 1]


def test_the_worthiest_claim_leads_only_if_it_is_told_early():
    assert order_of((4, 9), (0, 5), (2,)) == [1, 2, 0]


def test_a_worthless_claim_does_not_lead_though_it_is_told_first():
    assert order_of((1,), (2,), (3,), (0,))[0] == 0


def test_equal_places_keep_their_worth():
    assert order_of((0,), (2,), (7,), (2, 7)) == [0, 1, 2, 3]


def test_nothing_is_in_no_order():
    assert order_of() == []


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True), min_size=1, max_size=6))
def test_an_order_has_every_claim_once(members):
    assert sorted(order_of(*members)) == list(range(len(members)))

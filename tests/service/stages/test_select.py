from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.fakes import HashingEncoder
from service.stages.select import Telling, select
from service.text.likeness.redundancy import retells
from service.text.likeness.weights import shipped
from service.text.words import content_stems, count_words
from service.types import Cluster
from tests.service.builders import event, unit_rows

FACTS = [
    "Four people died when the ferry Alba sank off Orre.",
    "Fishermen rescued most of those on board.",
    "Prosecutors searched the offices of the shipping line.",
    "The weather service had warned of waves nine metres high.",
]
APART = unit_rows(*np.eye(4))


def clusters(*worth):
    return [Cluster((i,), value) for i, value in enumerate(worth)]


SALIENCE = dict.fromkeys(
    (
        *("nearest", "alike", "repeated", "new_spread", "new_frequent"),
        *("new_lead", "new", "same_document", "new_document"),
    ),
    0.0,
)


def chosen(lines, rows, worth, words=1000, sentences=1000, weights=None):
    told = event(lines)
    found = select(
        clusters(*worth), told.sentences, rows, told.roles, words, sentences, SALIENCE | (weights or {})
    )
    return [c.members[0] for c in found]


def test_unlike_facts_are_told_by_their_worth():
    equally_long = ["Ferry Alba sank.", "Bakers won prizes.", "Prosecutors searched offices.", "Waves broke."]
    found = chosen(equally_long, APART, [1.0, 4.0, 2.0, 3.0])
    assert found == [1, 3, 2, 0]


def test_a_fact_that_is_told_in_meaning_is_not_told_again():
    alike = unit_rows((1, 0, 0), (1, 0.1, 0), (0, 0, 1), (0, 1, 0))
    lines = [FACTS[0], "Four drowned on the Alba, a ferry.", *FACTS[2:]]
    assert sorted(chosen(lines, alike, [4.0, 2.9, 2.0, 1.0])) == [0, 2, 3]


def test_a_fact_that_is_told_in_words_is_not_told_again():
    lines = [FACTS[0], "The ferry Alba sank off Orre and four people died.", FACTS[2]]
    assert sorted(chosen(lines, APART[:3], [3.0, 2.0, 1.0])) == [0, 2]


def test_of_the_tellers_of_one_fact_one_is_told_the_one_that_adds_most():
    lines = [
        "Four people died when the old ferry sank.",
        "Orre lost Alba Monday.",
        "Prosecutors searched offices.",
    ]
    told, rows = event(lines), APART[:3]
    tellers = [Cluster((0, 1), 2.0), Cluster((1, 0), 1.9), Cluster((2,), 1.0)]
    found = select(tellers, told.sentences, rows, told.roles, 1000, 1000, SALIENCE)
    assert [c.members for c in found] == [(0, 1), (2,)]
    short = select(tellers, told.sentences, rows, told.roles, 1000, 1000, SALIENCE | {"new": 1.0})
    assert [c.members for c in short] == [(1, 0), (2,)]


def test_of_equal_worth_what_is_less_like_the_told_goes_first():
    half = unit_rows((1, 0, 0), (0.55, 0.835, 0), (0, 0, 1))
    lines = [
        "Four people died off Orre.",
        "Dinghies rescued other folk quickly.",
        "Prosecutors searched offices last night.",
    ]
    assert chosen(lines, half, [3.0, 2.0, 1.9]) == [0, 1, 2]
    assert chosen(lines, half, [3.0, 2.0, 1.9], weights={"nearest": -1.0}) == [0, 2, 1]
    assert chosen(lines, half, [3.0, 2.0, 1.9], weights={"alike": -1.9}) == [0, 1, 2]  # 0.55 is hardly alike
    assert chosen(lines, half, [3.0, 2.0, 1.9], weights={"alike": -2.1}) == [0, 2, 1]


def test_what_is_longer_than_the_whole_budget_is_never_told():
    budget = count_words(FACTS[1])
    assert chosen(FACTS, APART, [9.0, 1.0, 1.0, 1.0], words=budget) == [1]
    assert chosen(FACTS, APART, [9.0, 1.0, 1.0, 1.0], words=budget - 1) == []


def test_something_is_kept_in_reserve_but_not_everything():
    lines = [f"{a} {b} {c} gathered in {d}." for a, b, c, d in zip(*[iter(WORDS)] * 4, strict=True)]
    rows = unit_rows(*np.eye(len(lines)))
    worth = [float(i) for i in range(len(lines), 0, -1)]
    found = chosen(lines, rows, worth, words=20)
    assert 20 < sum(count_words(lines[i]) for i in found) < 60
    assert 2 < len(chosen(lines, rows, worth, sentences=2)) < 8


WORDS = [f"{a}{b}" for a in "Bor Dal Fen Gip Huz Jor Kel Lam".split() for b in "ank elt imp ost urd".split()]


def test_no_clusters_no_facts():
    assert select([], [], np.zeros((0, 3), np.float32), [], 100, 5) == []


def test_new_words_count_a_word():
    lines = ["The ferry Alba sank.", "The ferry Alba sank and the bakers won prizes.", "Bakers won prizes."]
    rows = unit_rows(*np.eye(3))
    assert chosen(lines[1:], rows[:2], [0.0, 0.0], weights={"new": 1.0})[0] == 1
    telling = telling_of(lines, rows)
    assert telling.features()["new"].tolist() == [3 / 4, 6 / 9, 3 / 4]
    telling.tell(0)
    assert telling.features()["new"].tolist() == [0.0, 3 / 9, 3 / 4]
    assert telling.features()["repeated"].tolist() == [1.0, 0.5, 0.0]


def test_documents_that_are_not_heard_yet_are_known():
    told = event(["The ferry sank.", "Bakers won prizes."], ["Waves broke."])
    telling = Telling(clusters(3.0, 2.0, 1.0), told.sentences, unit_rows(*np.eye(3)), told.roles)
    telling.tell(0)
    assert telling.features()["new_document"].tolist() == [0.0, 0.0, 1.0]
    assert telling.features()["same_document"].tolist() == [1.0, 1.0, 0.0]


def telling_of(lines, rows):
    told = event(lines)
    return Telling(clusters(*[1.0] * len(lines)), told.sentences, rows, told.roles)


def test_weights_for_other_features_are_refused():
    told = event(FACTS)
    with pytest.raises(ValueError, match="charm"):
        select(clusters(1.0), told.sentences, APART, told.roles, 100, 5, SALIENCE | {"charm": 1.0})


def test_what_ships_is_for_these_features():
    assert set(shipped()["select"]) == set(SALIENCE)


def test_a_short_sentence_fits_into_a_short_budget():
    assert chosen(["The ferry sank."], APART[:1], [1.0], words=3) == [0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*FACTS, FACTS[0].replace("Four", "Five"), "…", "船が沈没した。"]), max_size=8),
    st.integers(1, 60),
    st.integers(1, 5),
)
def test_chosen_facts_are_different_and_each_fits(lines, words, sentences):
    made = event(lines)
    told = made.sentences
    rows = HashingEncoder().encode([s.display for s in told])
    pool = clusters(*[float(i) for i in range(len(told), 0, -1)])
    found = select(pool, told, rows, made.roles, words, sentences)
    places = [c.members[0] for c in found]
    assert len(set(places)) == len(places)
    assert all(count_words(told[i].display) <= words for i in places)
    stems = [content_stems(s.display) for s in told]
    assert not any(retells(float(rows[i] @ rows[j]), stems[j], stems[i]) for i, j in combinations(places, 2))
    assert select(pool, told, rows, made.roles, words, sentences) == found

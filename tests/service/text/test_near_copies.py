from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.near_copies import copy_groups, shingles

REPORT = (
    "The ferry Alba sank on Monday in the strait of Orre with ninety people on board, the coast guard said. "
    "Four fishing boats took up the survivors and brought them to the harbour before it grew dark. "
    "The captain told reporters that a wave had broken a window of the car deck shortly after noon. "
    "Prosecutors opened an inquiry into the state of the ship, which was built in 1988."
)
OTHER = (
    "Bakers of the valley met in Hale to choose the best gooseberry tart of the year, as they do each June. "
    "The prize went to a retired postman who had never baked in public before, and who wept with joy. "
    "A second prize was shared by two sisters whose oven had failed them on the very morning of the fair."
)


def test_shingles_are_runs_of_five_words_whatever_the_case():
    assert shingles("The Ferry Alba sank on Monday") == {
        "the ferry alba sank on",
        "ferry alba sank on monday",
    }


def test_a_short_text_is_one_shingle_and_an_empty_one_none():
    assert shingles("Ferry sank!") == {"ferry sank"}
    assert shingles("—") == frozenset()


def test_a_copy_with_another_head_and_a_cut_end_is_found():
    copy = "By our own correspondent. " + REPORT.rpartition("Prosecutors")[0]
    assert same_parts(copy_groups([REPORT, OTHER, copy]), [{0, 2}, {1}])


def test_a_shared_quotation_does_not_make_a_copy():
    quoting = OTHER + " Four fishing boats took up the survivors, one of them said."
    assert same_parts(copy_groups([REPORT, quoting]), [{0}, {1}])


def test_an_article_that_is_half_another_is_no_copy():
    quoting = " ".join([*OTHER.split()[:35], *REPORT.split()[:35]])
    whole, part = shingles(REPORT), shingles(quoting)
    assert len(whole & part) / len(whole | part) > 0.3
    assert same_parts(copy_groups([REPORT, quoting]), [{0}, {1}])


def test_a_copy_of_a_copy_is_of_the_same_group():
    parts = REPORT.split(". ")
    halves = [". ".join(parts[:3]), ". ".join(parts[1:])]
    assert same_parts(copy_groups([halves[0], REPORT, halves[1]]), [{0, 1, 2}])


def test_equal_texts_are_copies_and_empty_ones_are_not():
    assert same_parts(copy_groups([OTHER, OTHER]), [{0, 1}])
    assert same_parts(copy_groups(["", "", "…"]), [{0}, {1}, {2}])
    assert copy_groups([]) == []


def test_lone_surrogates_do_not_stop_it():
    assert len(copy_groups(["a\ud800 b", "\ud800"])) == 2


@settings(max_examples=12)
@given(st.permutations([REPORT, OTHER, REPORT[60:], OTHER[:150], OTHER + " " + OTHER[:40], "", "Short."]))
def test_groups_do_not_depend_on_the_order(texts):
    groups = copy_groups(texts)
    named = {
        frozenset(text for text, number in zip(texts, groups, strict=True) if number == wanted)
        for wanted in groups
    }
    assert named == {
        frozenset([REPORT, REPORT[60:]]),
        frozenset([OTHER, OTHER[:150], OTHER + " " + OTHER[:40]]),
        frozenset([""]),
        frozenset(["Short."]),
    }


def same_parts(groups, expected):
    parts = {frozenset(i for i, number in enumerate(groups) if number == wanted) for wanted in groups}
    return parts == {frozenset(part) for part in expected}

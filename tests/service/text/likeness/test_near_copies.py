from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.likeness import near_copies
from service.text.likeness.near_copies import containment, kinship, shingles

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


PARTS = REPORT.split(". ")
LEAD, MIDDLE, TAIL = PARTS[0], ". ".join(PARTS[1:3]), PARTS[3]


def test_shingles_are_runs_of_five_words_whatever_the_case():
    assert len(shingles("The Ferry Alba sank on Monday")) == 2
    np.testing.assert_array_equal(shingles("the ferry alba SANK on"), shingles("The Ferry Alba sank on"))
    assert set(shingles("the ferry alba sank on")) < set(shingles("The Ferry Alba sank on Monday"))


def test_a_short_text_is_one_shingle_and_an_empty_one_none():
    assert len(shingles("Ferry sank!")) == 1
    assert len(shingles("—")) == 0


def test_words_in_another_order_are_another_shingle():
    assert set(shingles("one two three four five")).isdisjoint(shingles("five four three two one"))


def test_containment_is_the_share_of_the_first_texts_shingles():
    part = " ".join(REPORT.split()[:25])
    share = containment([REPORT, part, OTHER, ""])
    assert share[1, 0] == 1.0
    assert share[0, 1] == pytest.approx(21 / (len(REPORT.split()) - 4))
    assert share[0, 2] == share[3, 0] == share[3, 3] == 0.0


def test_a_large_request_is_estimated_from_a_sample(monkeypatch):
    rows = [" ".join(f"w{i}x{j}" for j in range(400)) for i in range(4)]
    half = " ".join([*rows[0].split()[:200], *rows[1].split()[:200]])
    exact = containment([*rows, half])
    monkeypatch.setattr(near_copies, "MOST_SHINGLES", 600)
    np.testing.assert_allclose(containment([*rows, half]), exact, atol=0.15)


def test_a_copy_with_another_head_and_a_cut_end_is_found():
    copy = "By our own correspondent. " + REPORT.rpartition("Prosecutors")[0]
    kin = kinship([REPORT, OTHER, copy])
    assert kin.original == kin.source == (0, 1, 0)


def test_a_shared_quotation_does_not_make_a_copy():
    quoting = OTHER + " Four fishing boats took up the survivors, one of them said."
    assert kinship([REPORT, quoting]).source == (0, 1)


def test_an_article_that_is_half_another_is_no_copy_but_of_its_source():
    half = " ".join([*OTHER.split()[:35], *REPORT.split()[:35]])
    kin = kinship([REPORT, half])
    assert (kin.original, kin.source) == ((0, 1), (0, 0))


def test_a_brief_is_a_copy_of_the_long_report_that_it_is_cut_from():
    report = REPORT + " " + OTHER
    assert kinship([LEAD, report]).original == (1, 1)
    assert kinship([report, LEAD]).original == (0, 0)


def test_what_holds_a_brief_and_much_more_is_no_copy_of_it():
    assert kinship([LEAD, OTHER + " " + LEAD]).original == (1, 1)


def test_a_roundup_does_not_make_two_reports_copies_of_one_another():
    halves = [LEAD + ". " + MIDDLE, OTHER]
    roundup = (
        f"{TAIL} A storm is coming, the weather service in the capital said at dawn. {LEAD}. {OTHER[:150]}"
    )
    kin = kinship([*halves, roundup])
    assert kin.original[0] != kin.original[1]


def test_a_copy_of_a_copy_has_one_original():
    assert kinship([REPORT, ". ".join(PARTS[:3]), ". ".join(PARTS[1:])]).original == (0, 0, 0)


def test_equal_texts_are_copies_and_empty_ones_are_not():
    assert kinship([OTHER, OTHER]).original == (0, 0)
    assert kinship(["", "", "…"]).source == (0, 1, 2)
    assert kinship([]).original == ()


def test_lone_surrogates_do_not_stop_it():
    assert len(kinship(["a\ud800 b", "\ud800"]).original) == 2


@settings(max_examples=12, deadline=None)
@given(st.permutations([REPORT, OTHER, REPORT[60:], OTHER[:150], OTHER + " " + OTHER[:40], "", "Short."]))
def test_groups_do_not_depend_on_the_order(texts):
    groups = kinship(texts).source
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

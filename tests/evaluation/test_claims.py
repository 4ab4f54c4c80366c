import pytest

from evaluation.claims import MEASURED, SETS, read_set
from models.training.splits import is_training_source
from service.errors import InvalidRequest


def test_merges_are_supported_and_their_negatives_are_not(data):
    claims = read_set(data, "corpus").claims
    assert [claim.supported for claim in claims[:4]] == [True, True, False, False]
    assert [claim.kind for claim in claims[:4]] == ["", "", "number", "entity_swap"]
    assert [claim.pair for claim in claims[:4]] == ["goat-14", "", "goat-14", "goat-14"]
    assert len(claims[0].source) == 2
    assert len(claims) == 16


def test_judged_texts_go_by_the_reader(data):
    judged, close = read_set(data, "judged_dev").claims, read_set(data, "close").claims
    assert [(claim.supported, claim.kind) for claim in judged] == [(True, ""), (False, "number")]
    assert [(claim.supported, claim.parts[0][-13:]) for claim in close] == [(True, "forty stalls.")]


def test_the_halves_of_bump_share_no_source(data):
    held, training = (
        {claim.source for claim in read_set(data, name).claims} for name in ("bump_held", "bump_train")
    )
    assert held
    assert training
    assert not held & training
    assert len(held | training) == 8
    assert not any(is_training_source(" ".join(source)) for source in held)


def test_long_texts_are_split_on_both_sides(data):
    true, false = read_set(data, "bump_held").claims[:2]
    assert true.source[:2] == ("The barn at Hest burned on Friday.", "Nobody was hurt.")
    assert true.parts[0] == "The barn at Hest burned."
    assert len(true.parts) == 2
    assert true.pair == false.pair != ""
    assert (true.supported, false.supported) == (True, False)


def test_edits_tell_what_was_edited_and_are_not_paired(data):
    assert [(c.kind, c.pair) for c in read_set(data, "summedits_news").claims] == [("", ""), ("entity", "")]


def test_gold_sets_count_for_supported_claims_only(data):
    whole, partly, not_at_all = read_set(data, "wice").claims
    assert whole.gold == (frozenset({1}), frozenset({0, 1}))
    assert (partly.supported, partly.partly, partly.gold) == (False, True, ())
    assert (not_at_all.supported, not_at_all.partly, not_at_all.kind) == (False, False, "not_supported")


@pytest.mark.parametrize("name", SETS)
def test_every_set_can_be_limited_and_misses_its_file(data, tmp_path, name):
    assert len(read_set(data, name, 1).claims) < 5
    with pytest.raises(InvalidRequest, match="holds no"):
        read_set(tmp_path / "fusion", name)


def test_nothing_that_is_learned_from_is_measured():
    assert not [name for name in MEASURED if name.endswith("_train")]

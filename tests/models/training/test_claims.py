"""The verifier's examples: what is labelled right must be, what is wrong must say where, and no leaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training import claims as module
from models.training.claims import changed_spans, held_out, nearest, plain, read_groups, split
from models.training.splits import is_held_out, is_training_source
from tests.models.training.conftest import JUDGED_TOPIC, PLACES, measured_and_learned, merge

SEEDS = range(3)


@pytest.fixture(scope="module")
def groups(data):
    return [group for seed in SEEDS for group in read_groups(data, seed)]


def of(groups, origin):
    return [group for group in groups if group.origin == origin]


def test_every_source_gives_groups(groups):
    assert {group.origin for group in groups} == {"corpus", "gap", "judged", "bump", "union", "story"}


def test_every_group_has_evidence_and_claims_that_say_something(groups):
    for group in groups:
        assert group.evidence
        assert group.claims
        assert len(set(group.claims)) == len(group.claims)
        assert all(text.strip() for text in [*group.evidence, *(claim.text for claim in group.claims)])


def test_spans_are_in_the_text_and_only_what_is_wrong_has_any(groups):
    wrong = [claim for group in groups for claim in group.claims if not claim.supported]
    assert sum(bool(claim.wrong) for claim in wrong) > len(wrong) / 2
    for claim in wrong:
        assert all(0 <= start < end <= len(claim.text) for start, end in claim.wrong)
    assert not any(claim.wrong for group in groups for claim in group.claims if claim.supported)


def test_both_kinds_of_claims_come_in_numbers(groups):
    for origin in ("corpus", "judged", "bump"):
        labels = [claim.supported for group in of(groups, origin) for claim in group.claims]
        assert 0.2 < sum(labels) / len(labels) < 0.8


def test_a_sentence_of_the_evidence_is_never_called_wrong(groups):
    for group in groups:
        wrong = {claim.text for claim in group.claims if not claim.supported}
        assert not wrong & set(group.evidence)


def test_a_wrong_merge_is_wrong_where_it_differs(groups):
    row = merge(0)
    moved, _ = (negative["text"] for negative in row["negatives"])
    found = {c.text: c for g in of(groups, "corpus") if g.key == row["id"] for c in g.claims}
    assert found[row["fused"]].supported
    assert found[row["close"]].supported
    [(start, end)] = found[moved].wrong
    assert moved[start:end] == PLACES[-1][0]


def test_a_judged_text_is_wrong_where_the_reader_said(groups):
    found = [c for g in of(groups, "judged") for c in g.claims if "burning ferry" in c.text]
    assert found
    assert {claim.text[start:end] for claim in found for start, end in claim.wrong} == {"burning"}


def test_what_only_a_missing_sentence_told_is_wrong(groups):
    gaps = of(groups, "gap")
    for group in gaps:
        number = int(group.key.split("-")[1])
        [gone] = set(merge(number)["sentences"]) - set(group.evidence)
        [claim] = [claim for claim in group.claims if claim.text == gone]
        assert not claim.supported
        told = " ".join(group.evidence).lower()
        assert all(claim.text[start:end].lower() not in told for start, end in claim.wrong)


def test_the_same_seed_gives_the_same_groups_and_another_gives_others(data):
    assert read_groups(data, 1) == read_groups(data, 1)
    assert read_groups(data, 1) != read_groups(data, 2)


def test_the_order_of_evidence_and_claims_gives_nothing_away(groups):
    rows = of(groups, "corpus")
    assert {group.evidence.index(merge(int(group.key[-1]))["sentences"][0]) for group in rows} == {0, 1, 2}
    assert {group.claims[0].supported for group in rows} == {True, False}


# What is learned from, and what is not


def test_only_training_files_are_read(data, monkeypatch):
    read = []
    rows_of = module.read_rows
    monkeypatch.setattr(module, "read_rows", lambda path: read.append(path.name) or rows_of(path))
    read_groups(data, 0)
    assert set(read) == {
        "train.jsonl",
        "judged_train.jsonl",
        "bump_dev.jsonl.gz",
        "wikisplit_5000.jsonl.gz",
        "poc_fusion.jsonl.gz",
        "ecbplus_subtopics.jsonl.gz",
    }


def test_summaries_are_learned_from_by_article(groups):
    learned, measured = measured_and_learned()
    assert learned
    assert measured
    known = {source[:40] for _, source in learned}
    assert {group.key for group in of(groups, "bump")} == known
    texts = {part for _, source in learned for part in split(source)}
    for group in of(groups, "bump"):
        assert set(group.evidence) <= texts


def test_a_human_merge_with_words_of_its_own_is_left_out(groups):
    assert {group.key for group in of(groups, "union")} == {f"join-{n}" for n in range(len(PLACES) - 1)}


def test_stories_are_of_judged_topics_alone(groups):
    assert {group.key for group in of(groups, "story")} == {JUDGED_TOPIC}


def test_an_item_is_held_out_with_all_that_is_made_of_it(groups):
    assert all(held_out(group) == is_held_out(group.key) for group in groups)
    kept = [key for key in map(str, range(2000)) if is_held_out(key)]
    assert 150 < len(kept) < 250
    assert is_held_out("whatever", one_in=1)


def test_articles_fall_into_halves_by_their_text():
    halves = [is_training_source(f"article {n}") for n in range(1000)]
    assert 430 < sum(halves) < 570


# The parts


@pytest.mark.parametrize(
    ("true", "false", "marked"),
    [
        ("Ana met Boris in Hale.", "Ana met Carla in Hale.", ["Carla"]),
        ("Ana met Boris in Hale.", "Ana never met Boris in Hale.", ["never"]),
        ("Ana never met Boris in Hale.", "Ana met Boris in Hale.", ["met"]),
        ("Ana of Hale met Boris of Orre.", "Boris of Hale met Ana of Orre.", ["Boris", "Ana"]),
        ("Ana met Boris in Hale on Monday", "Ana met Boris in Hale", []),
        ("Ana met Boris in Hale.", "Ana met Boris in Hale.", []),
        ("Ana met Boris.", "Two ships sank off the coast on Monday night.", []),
        ("Ana met Boris.", "", []),
    ],
)
def test_where_a_wrong_text_departs(true, false, marked):
    assert [false[start:end] for start, end in changed_spans(true, false)] == marked


@given(st.text(max_size=40), st.text(max_size=40))
def test_spans_of_any_texts_are_in_order_and_inside(true, false):
    at = 0
    for start, end in changed_spans(true, false):
        assert at <= start < end <= len(false)
        at = end


def test_the_nearest_sentences_stay_in_their_order():
    near = [f"The ferry number {n} struck the pier." for n in range(module.EVIDENCE_SENTENCES)]
    far = ["Bakers met in spring.", "It rained."]
    mixed = [far[0], *near[:3], far[1], *near[3:]]
    assert nearest(mixed, ["The ferry struck the pier of Orre."]) == near
    assert nearest([], ["A claim."]) == []


def test_evidence_is_kept_short():
    long = " ".join(f"word{n}" for n in range(300))
    assert [len(s.split()) for s in nearest([long, "The ferry sank."], ["word1 word2"])] == [80]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("The mayor , Ana Ruiz , said : `` It 's over . ''", 'The mayor, Ana Ruiz, said: "It\'s over."'),
        ("It cost $ 5 million -LRB- £ 4 million -RRB- .", "It cost $5 million (£4 million)."),
        ("He did n't go .", "He didn't go."),
    ],
)
def test_a_treebanks_spaces_are_undone(written, meant):
    assert plain(written) == meant


def test_a_text_is_split_into_sentences():
    assert split("It rained . The dam broke . ") == ["It rained.", "The dam broke."]
    assert split(" ") == []

"""Wrong versions of a claim must be wrong, fluent and marked; right versions must stay right."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.corruptions import KINDS, corruptions, paraphrases, shortened
from models.training.edits.base import Case, Corruption
from models.training.edits.grammar import clauses, plural
from models.training.edits.names import alike, inventory, names

ELSEWHERE = (
    "Fishermen in Quilmar blocked the harbour on Friday after a row over diesel subsidies.",
    "Osvaldo Brenk, 54, said the mill at Tarnow Heights had lost 400 jobs during a slump in paper prices.",
    "The Brazilian striker left the pitch in tears, blaming a torn ligament.",
)
CASES = (
    (
        "Police in Velmora arrested 12 dockers on Tuesday after a strike, and the harbour company said "
        "30 ships were waiting.",
        (
            "Police in Velmora arrested 12 dockers on Tuesday after a strike shut the port.",
            "The harbour company said 30 ships were waiting outside Velmora.",
            "Judge Alma Reuss will hear the dockers on Thursday.",
        ),
    ),
    (
        "President Tomas Ilk accused Finland of dumping timber, but Finnish officials said prices rose "
        "4.5 percent in March.",
        (
            "President Tomas Ilk accused Finland of dumping timber.",
            "Finnish officials said timber prices rose 4.5 percent in March.",
        ),
    ),
    (
        "The clinic may close before June because at least two doctors allegedly took bribes.",
        ("The clinic may close before June.", "At least two doctors allegedly took bribes."),
    ),
)


def made(claim: str, evidence: tuple[str, ...], seeds: int = 12) -> set[tuple[str, str]]:
    """What several seeds make of a claim, as (error, text)."""
    return {
        (found.error, found.text)
        for seed in range(seeds)
        for found in corruptions(claim, evidence, random.Random(seed), elsewhere=ELSEWHERE)
    }


def texts(claim: str, *evidence: str, error: str) -> set[str]:
    return {text for kind, text in made(claim, evidence or (claim,)) if kind == error}


@pytest.mark.parametrize(("claim", "evidence"), CASES)
@pytest.mark.parametrize("seed", range(6))
def test_every_version_is_marked_and_differs_from_all_that_is_right(claim, evidence, seed):
    found = corruptions(claim, evidence, random.Random(seed), elsewhere=ELSEWHERE)
    right = {
        claim,
        *evidence,
        *paraphrases(claim, random.Random(seed)),
        *shortened(claim, random.Random(seed)),
    }
    assert len(found) >= 4
    assert not right & {one.text for one in found}
    for one in found:
        assert one.error in KINDS
        assert one.wrong
        assert all(
            0 <= a < b <= len(one.text) and one.text[a:b].strip() == one.text[a:b] for a, b in one.wrong
        )


@pytest.mark.parametrize(("claim", "evidence"), CASES)
def test_the_same_chance_gives_the_same_versions(claim, evidence):
    once = corruptions(claim, evidence, random.Random(3), elsewhere=ELSEWHERE)
    assert once == corruptions(claim, evidence, random.Random(3), elsewhere=ELSEWHERE)


@pytest.mark.parametrize(("claim", "evidence"), CASES)
def test_no_kind_crowds_out_the_others(claim, evidence):
    found = corruptions(claim, evidence, random.Random(1), elsewhere=ELSEWHERE)
    assert max(sum(one.error == kind for one in found) for kind in KINDS) <= 2


def test_the_harbour_strike_is_got_wrong_in_most_ways():
    kinds = {kind for kind, _ in made(*CASES[0])}
    assert kinds >= set(KINDS) - {"entity_swap", "overclaim"}


@pytest.mark.parametrize(
    ("error", "claim", "wrong"),
    [
        (
            "number",
            "The blast killed 12 men and hurt 30 women.",
            "The blast killed 30 men and hurt 12 women.",
        ),
        ("time_order", "Ms Orlo quit after the vote.", "Ms Orlo quit before the vote."),
        ("negation", "The bridge was not damaged.", "The bridge was damaged."),
        ("negation", "The council did not extend the lease.", "The council extended the lease."),
        ("negation", "Sales rose in May.", "Sales fell in May."),
        ("overclaim", "Two men were accused of arson.", "Two men were convicted of arson."),
        ("overclaim", "The dam may fail in spring.", "The dam will fail in spring."),
        ("overclaim", "The firm plans to build a mill.", "The firm built a mill."),
        ("role_swap", "The union sued the minister.", "The minister sued the union."),
        ("role_swap", "The boy was bitten by the dog.", None),
        ("role_swap", "The guard was shot by the thief.", "The thief was shot by the guard."),
        ("location", "The barge sank near Orlin.", "The barge sank in the centre of Orlin."),
        (
            "conflation",
            "The mayor resigned, and the trains stopped.",
            "The trains resigned, and the mayor stopped.",
        ),
    ],
)
def test_known_mistakes(error, claim, wrong):
    found = texts(claim, error=error)
    assert (wrong in found) if wrong else all(text != claim for text in found)


@pytest.mark.parametrize(
    ("error", "claim", "still_true"),
    [
        ("entity_swap", "Mr Adan Quill met Mr Boro Venn.", "Mr Boro Venn met Mr Adan Quill."),
        ("entity_swap", "Cables to Egypt, India and Peru broke.", "Cables to India, Egypt and Peru broke."),
        ("number", "Between 20 and 30 boats sank.", "Between 30 and 20 boats sank."),
        ("number", "About 100 boats sank.", "About 99 boats sank."),
        ("number", "Deaths have passed 42,000.", "Deaths have passed 41,000."),
        ("time_order", "The ride stopped on Saturday afternoon.", "The ride stopped on Saturday beforenoon."),
        ("number", "He scored in the first half.", "He scored in the first a third."),
        ("negation", "The women have cancer.", "The women have not cancer."),
    ],
)
def test_what_would_stay_true_is_not_made(error, claim, still_true):
    assert still_true not in texts(claim, error=error)


def test_a_number_that_the_evidence_gives_for_the_same_thing_is_not_used():
    evidence = ("The raid killed 14 soldiers, the army said.", "The raid killed 31 soldiers, rebels said.")
    assert not any("31" in text for text in texts("The raid killed 14 soldiers.", *evidence, error="number"))


def test_a_source_is_not_replaced_by_one_that_says_the_same():
    evidence = ("Two hikers died, police said.", "The mine company said two hikers died.")
    found = texts("Two hikers died, police said.", *evidence, error="attribution")
    assert found
    assert not any("the mine company said" in text for text in found)


def test_a_deletion_marks_the_word_after_the_gap():
    found = corruptions("The bridge was not damaged.", ("The bridge was not damaged.",), random.Random(0))
    one = next(one for one in found if one.text == "The bridge was damaged.")
    assert [one.text[a:b] for a, b in one.wrong] == ["damaged"]


def test_an_article_follows_the_new_word():
    found = made("An Iranian tanker sank.", ("An Iranian tanker sank.",))
    assert ("entity_swap", "A Brazilian tanker sank.") in found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=80), max_size=3), st.integers(0, 9))
def test_any_text_at_all_is_survived(claim, evidence, seed):
    for one in corruptions(claim, evidence, random.Random(seed), elsewhere=evidence):
        assert one.text != claim
        assert all(0 <= a < b <= len(one.text) for a, b in one.wrong)
    assert claim not in paraphrases(claim, random.Random(seed))
    assert claim not in shortened(claim, random.Random(seed))


NEWS = st.lists(
    st.sampled_from(
        "Police The army Mr Tomas Ilk Velmora Finland in at on Tuesday March 12 30 two killed said that and "
        ", but after not may accused by from to 's the a was were rose told who ships .".split()
    ),
    min_size=3,
    max_size=25,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(NEWS, st.lists(NEWS, max_size=3), st.integers(0, 9))
def test_any_mixture_of_news_words_is_survived(claim, evidence, seed):
    for one in corruptions(claim, evidence, random.Random(seed), elsewhere=ELSEWHERE):
        assert one.text.lower() != claim.lower()
        assert all(one.text[a:b].strip() for a, b in one.wrong)


@pytest.mark.parametrize(
    ("claim", "same"),
    [
        ("Two ships sank, police said.", "Police said that two ships sank."),
        ("Police said two ships sank.", "Two ships sank, police said."),
        ("The mill fell silent on Friday.", "On Friday, the mill fell silent."),
        ("On Friday, the mill closed.", "The mill closed on Friday."),
        ("Prices rose 4%.", "Prices rose 4 percent."),
        ("The mill did not close.", "The mill didn't close."),
        ("It held three people.", "It held 3 people."),
    ],
)
def test_paraphrases_say_the_same(claim, same):
    assert same in paraphrases(claim, random.Random(0))


def test_a_day_that_belongs_to_the_last_noun_stays():
    assert paraphrases("The mayor saw the man arrested on Friday.", random.Random(0)) == []


@pytest.mark.parametrize(
    ("claim", "shorter"),
    [
        ("Orlo bought the old mill, which stands in Velmora.", "Orlo bought the old mill."),
        ("Anna Orlo, 54, bought the old mill.", "Anna Orlo bought the old mill."),
        ("The mill, a listed building, was sold to Orlo.", "The mill was sold to Orlo."),
    ],
)
def test_shorter_claims(claim, shorter):
    assert shorter in shortened(claim, random.Random(0))


@pytest.mark.parametrize(
    "claim",
    [
        "Orlo bought the old mill, which police said was stolen.",
        "The town sold the old mill, which may be haunted.",
        "Orlo will leave the town if the mill is sold.",
    ],
)
def test_hedges_conditions_and_speakers_are_never_dropped(claim):
    assert shortened(claim, random.Random(0)) == []


def test_kinds_of_names():
    kinds = inventory(["Judge Alma Reuss spoke in Velmora, and the Timber Union praised Norway."])
    assert kinds == {"Alma Reuss": "person", "Norway": "nation", "Timber Union": "org", "Velmora": "place"}


def test_a_headline_has_no_names():
    assert names("Mill Closes As Orlo Leaves Velmora") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("USGS", "US Geological Survey", True), ("Alma Reuss", "Reuss", True), ("Velmora", "Quilmar", False)],
)
def test_names_that_may_name_the_same(one, other, same):
    assert alike(one, other) is same


def test_clauses_and_number():
    text = "The mayor resigned, and the trains stopped."
    assert [text[slice(*clause.subject)] for clause in clauses(text)] == ["The mayor", "the trains"]
    assert [plural("The mayor"), plural("the trains"), plural("police")] == [False, True, True]


def test_a_case_knows_foreign_names():
    case = Case("Orlo left.", ("Anna Orlo left Velmora.",), ELSEWHERE, random.Random(0))
    assert "Osvaldo Brenk" in case.foreign
    assert not any("Orlo" in name for name in case.foreign)


def test_a_corruption_is_a_value():
    assert Corruption("a", "number", ((0, 1),)) == Corruption("a", "number", ((0, 1),))


def test_a_day_said_to_be_the_day_of_speaking_stays_with_the_speaker():
    claim = "Firm Orlo said Thursday that its mill would close."
    assert not any(text.startswith("Thursday that") for text in paraphrases(claim, random.Random(0)))


def test_an_age_before_an_aside_leaves_one_comma():
    claim = "Anna Orlo, 54, a miller, bought the old mill."
    assert "Anna Orlo, a miller, bought the old mill." in shortened(claim, random.Random(0))

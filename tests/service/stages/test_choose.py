from service.stages.choose import choose, choose_all
from service.types import Mode, Verdict

CENTRE = "The ferry Alba sank off Orre on Monday, the coast guard said."
OTHER = "The ferry Alba, which carried 40 people, sank off Orre on Monday, the coast guard said."
FUSED = "The ferry Alba, which carried 40 people, sank off Orre on Monday morning, the coast guard said."
YES, NO = Verdict(True, 0.9, (0, 1)), Verdict(False, 0.9, (0, 1), ("spliced",))


def chosen(candidates, verdicts, most=100):
    return choose(candidates, verdicts, [CENTRE, OTHER], most)


def test_what_was_refused_is_not_told():
    text, mode, verdict = chosen([FUSED], [NO])
    assert (text, mode, verdict.support) == (CENTRE, Mode.EXTRACTIVE, (0,))


def test_what_tells_more_replaces_the_centre():
    assert chosen([FUSED], [YES]) == (FUSED, Mode.ABSTRACTIVE, YES)


def test_a_fragment_does_not_replace_the_centre():
    assert chosen(["The ferry sank off Orre."], [YES])[0] == CENTRE


def test_what_is_too_long_for_the_request_is_not_told():
    assert chosen([FUSED], [YES], most=12)[0] == CENTRE


def test_a_source_sentence_written_again_is_that_source_sentence():
    assert chosen([OTHER], [YES])[:2] == (OTHER, Mode.EXTRACTIVE)


def test_the_best_of_several_wins_whatever_its_place():
    tight = "The ferry Alba, which carried 40 people, sank off Orre Monday, the coast guard said."
    assert chosen([FUSED, tight], [NO, YES])[0] == tight


def test_nothing_written_leaves_the_centre():
    assert chosen([], [])[0] == CENTRE


def test_every_cluster_gets_its_choice():
    candidates = [[], [FUSED]]
    verdicts = [[], [YES]]
    evidence = [[OTHER], [CENTRE, OTHER]]
    assert choose_all(candidates, verdicts, evidence, 100) == [
        choose([], [], [OTHER], 100),
        choose([FUSED], [YES], [CENTRE, OTHER], 100),
    ]
    assert choose_all([], [], [], 100) == []

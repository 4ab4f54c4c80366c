from evaluation.answers import Answer, Case, answer, check, check_by_rules, write
from models.fakes import WordVerifier
from service.types import Mode, Verdict

FIRST = "A goat ate 14 hats in Brill on Monday."
SECOND = "The goat was caught at the fair by two officers."
RIVAL = "A goat ate 19 hats in Brill on Monday."


class Echo:
    """Writes the number of sentences that it was handed."""

    name = "echo"

    def load(self):
        pass

    def fuse(self, clusters):
        return [[f"{len(cluster)} sentences."] for cluster in clusters]


def test_groups_are_written_as_the_service_would():
    alone, both, rivals = write([[FIRST], [FIRST, SECOND], [FIRST, RIVAL]], Echo())
    assert alone == Case((FIRST,), ())
    assert both == Case((FIRST, SECOND), ("2 sentences.",))
    assert rivals == Case((FIRST,), ())


def test_the_verdicts_are_the_services():
    unknown = "Snow fell in Brill on Monday evening."
    cases = [Case((FIRST, SECOND), (SECOND, unknown)), Case((FIRST,), ()), Case((FIRST, RIVAL), (unknown,))]
    found = check(cases, WordVerifier())
    assert [[verdict.supported for verdict in row] for row in found] == [[True, False], [], [False]]


def test_to_the_rules_alone_a_doubt_is_a_fault():
    doubted = "A goat ate 14 hats in cheerful Brill on Monday."
    ((quoted, refused),) = check_by_rules([Case((FIRST, SECOND), (FIRST, doubted))])
    assert (quoted.supported, quoted.faults) == (True, ())
    assert (refused.supported, refused.faults) == (False, ("not in the sources: cheerful",))


LONGER = "A goat ate 14 hats in Brill on Monday and was caught at the fair by two officers."


def test_what_passes_and_tells_more_is_told():
    cases = [Case((FIRST, SECOND), (LONGER,))] * 2
    told, quoted = answer(cases, [[Verdict(True, 0.9, (0, 1))], [Verdict(False, 0.9, (0, 1))]], None)
    assert told == Answer(LONGER, Mode.ABSTRACTIVE, 2)
    assert quoted == Answer(FIRST, Mode.EXTRACTIVE, 1)
    assert (told.merged, quoted.merged) == (True, False)


def test_an_answer_rests_on_the_fewest_sentences_that_carry_it():
    cases = [Case((SECOND, FIRST), (LONGER,)), Case((FIRST, LONGER[:-1] + " there."), (LONGER,))]
    verdicts = [[Verdict(True, 0.9, (0, 1))], [Verdict(True, 0.9, (0, 1))]]
    both, one = answer(cases, verdicts, WordVerifier())
    assert (both.sources, both.merged) == (2, True)
    assert (one.sources, one.merged, one.mode) == (1, False, Mode.ABSTRACTIVE)

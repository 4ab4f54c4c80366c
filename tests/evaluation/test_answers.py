from evaluation.answers import Case, answer, check, write
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
    quoted, invented = check(Case((FIRST, SECOND), (SECOND, "Snow fell in Brill on Monday evening.")))
    assert (quoted.supported, invented.supported) == (True, False)


def test_what_passes_and_tells_more_is_told():
    longer = "A goat ate 14 hats in Brill on Monday and was caught at the fair by two officers."
    case = Case((FIRST, SECOND), (longer,))
    told = answer(case, [Verdict(True, 0.9, (0, 1))])
    assert (told.text, told.mode, told.sources, told.merged) == (longer, Mode.ABSTRACTIVE, 2, True)
    refused = answer(case, [Verdict(False, 0.9, (0, 1))])
    assert (refused.text, refused.mode, refused.merged) == (FIRST, Mode.EXTRACTIVE, False)


def test_one_source_is_no_merge():
    longer = "A goat ate 14 hats in Brill on Monday with delight at the summer market."
    told = answer(Case((FIRST, SECOND), (longer,)), [Verdict(True, 0.9, (0,))])
    assert (told.mode, told.merged) == (Mode.ABSTRACTIVE, False)

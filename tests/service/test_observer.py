from __future__ import annotations

import pytest

from service.observer import Judged, Observer, Told
from service.types import Mode, Verdict

GOOD = Verdict(True, 0.9)
UNSURE = Verdict(False, 0.4)
RULED_OUT = Verdict(False, 0.0, (), ("a figure that no source has",))
TWO = ("One.", "Two.")


class Heard(Observer):
    def __init__(self):
        self.batches, self.judged, self.told = [], [], []

    def batch(self, part, size):
        self.batches.append((part, size))

    def candidate(self, judged):
        self.judged.append(judged)

    def fact(self, told):
        self.told.append(told)


@pytest.mark.parametrize(
    ("may", "sources", "verdicts", "mode", "told"),
    [
        (True, TWO, [GOOD], Mode.ABSTRACTIVE, Told.FUSED),
        (True, TWO, [UNSURE, GOOD], Mode.EXTRACTIVE, Told.NO_BETTER),
        (True, TWO, [RULED_OUT, UNSURE], Mode.EXTRACTIVE, Told.REFUSED_BY_VERIFIER),
        (True, TWO, [RULED_OUT], Mode.EXTRACTIVE, Told.REFUSED_BY_RULES),
        (True, TWO, [], Mode.EXTRACTIVE, Told.NOTHING_WRITTEN),
        (True, TWO[:1], [], Mode.EXTRACTIVE, Told.ONE_SOURCE),
        (False, TWO, [], Mode.EXTRACTIVE, Told.NOT_ASKED),
    ],
)
def test_why_a_fact_is_told_as_it_is(may, sources, verdicts, mode, told):
    heard = Heard()
    heard.wave([may], [sources], [verdicts], [mode])
    assert heard.told == [told]


def test_a_wave_is_two_batches_and_every_candidate_is_counted():
    heard = Heard()
    heard.wave(
        [True, True, False], [TWO, TWO[:1], TWO], [[GOOD, UNSURE, RULED_OUT], [], []], [Mode.EXTRACTIVE] * 3
    )
    assert heard.batches == [("fuse", 1), ("verify", 3)]
    assert heard.judged == [Judged.SUPPORTED, Judged.REFUSED_BY_VERIFIER, Judged.REFUSED_BY_RULES]


def test_where_nothing_was_asked_there_is_no_batch():
    heard = Heard()
    heard.wave([False], [TWO], [[]], [Mode.EXTRACTIVE])
    assert heard.batches == []

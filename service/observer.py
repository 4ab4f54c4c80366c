"""What the pipeline tells of its work to whoever counts it: figures and names of ours, never a text."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from service.types import Mode, Verdict


class Told(StrEnum):
    """How a fact of the summary came to be told as it is: fused, or in a source's own words, and why."""

    FUSED = "fused"
    NOT_ASKED = "not_asked"  # extractive mode, a language that the models do not read, or a spare fact
    ONE_SOURCE = "one_source"
    NOTHING_WRITTEN = "nothing_written"
    REFUSED_BY_RULES = "refused_by_rules"
    REFUSED_BY_VERIFIER = "refused_by_verifier"
    NO_BETTER = "no_better"  # supported, and not worth more than the source's own sentence


class Judged(StrEnum):
    """What was said of a candidate, and by whom."""

    SUPPORTED = "supported"
    REFUSED_BY_RULES = "refused_by_rules"
    REFUSED_BY_VERIFIER = "refused_by_verifier"


class Observer:
    """Hears of batches, candidates and facts. This one forgets them."""

    def batch(self, part: str, size: int) -> None:
        """Hear that a learned part was given so much at once."""

    def candidate(self, judged: Judged) -> None:
        """Hear what became of a candidate."""

    def fact(self, told: Told) -> None:
        """Hear how a fact is told."""

    def wave(
        self,
        may: Sequence[bool],
        evidence: Sequence[Sequence[str]],
        verdicts: Sequence[Sequence[Verdict]],
        modes: Sequence[Mode],
    ) -> None:
        """Hear of a wave: for each fact whether it may be fused, its evidence, its candidates and its end."""
        asked = [ok and len(sources) > 1 for ok, sources in zip(may, evidence, strict=True)]
        if any(asked):
            self.batch("fuse", sum(asked))
        if size := sum(map(len, verdicts)):
            self.batch("verify", size)
        for ok, sources, row, mode in zip(may, evidence, verdicts, modes, strict=True):
            judged = [_judged(verdict) for verdict in row]
            for one in judged:
                self.candidate(one)
            self.fact(_told(ok, len(sources), judged, mode))


def _judged(verdict: Verdict) -> Judged:
    if verdict.supported:
        return Judged.SUPPORTED
    # The verifier is not asked about what the rules refuse, and leaves it at 0.
    return Judged.REFUSED_BY_VERIFIER if verdict.score > 0 else Judged.REFUSED_BY_RULES


def _told(may: bool, sources: int, judged: Sequence[Judged], mode: Mode) -> Told:
    if mode is Mode.ABSTRACTIVE:
        return Told.FUSED
    if not may:
        return Told.NOT_ASKED
    if sources < 2:
        return Told.ONE_SOURCE
    if not judged:
        return Told.NOTHING_WRITTEN
    if Judged.SUPPORTED in judged:
        return Told.NO_BETTER
    # The verifier saw the best of what was written, if it saw any of it.
    return Told.REFUSED_BY_VERIFIER if Judged.REFUSED_BY_VERIFIER in judged else Told.REFUSED_BY_RULES

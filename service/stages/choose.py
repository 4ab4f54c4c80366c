"""choose: of what the model wrote and the verifier let through, the best; else the source's own sentence.

A fused sentence is worth its place if it rests on several sources, tells at least nearly as much as the
sentence that it would replace, and does not tell it at greater length than its sources' content calls for.
What rests on one source is told better in its own words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from service.text.words import content_stems, count_words
from service.types import READABLE, VERBATIM, Choice, Mode, Verdict

KEEPS = 0.85  # share of the centre sentence's content words that a replacement has at least, in number
LONGEST = 3.0  # times the centre sentence's words
MERGED = 0.9  # of the centre sentence's worth is enough for what was fused


def choose_all(
    candidates: Sequence[Sequence[str]],
    verdicts: Sequence[Sequence[Verdict]],
    evidence: Sequence[Sequence[str]],
    most: int,
) -> list[Choice]:
    """`choose` for every cluster."""
    return [choose(*case, most) for case in zip(candidates, verdicts, evidence, strict=True)]


def choose(
    candidates: Sequence[str], verdicts: Sequence[Verdict], evidence: Sequence[str], most: int
) -> Choice:
    """The text to tell, how it was made, and its verdict; at most `most` words.

    `evidence` starts with the centre sentence, which stands where no candidate is better. A candidate
    that repeats a source sentence is that sentence.
    """
    centre = evidence[0]
    best: Choice = (centre, Mode.EXTRACTIVE, VERBATIM)
    worth = 0.0
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        quoted = candidate in evidence
        if not quoted and len(verdict.support) < 2:
            continue
        value, least = _worth(candidate, centre), 1.0 if quoted else MERGED
        if value > least and verdict.supported and count_words(candidate) <= most and value > worth:
            mode = Mode.EXTRACTIVE if quoted else Mode.ABSTRACTIVE
            best, worth = (candidate, mode, verdict), value
    return best


def _worth(candidate: str, centre: str) -> float:
    """Content per length against the centre sentence's, which has 1; 0 for what falls short or rambles."""
    told, known = content_stems(candidate), content_stems(centre)
    length, usual = count_words(candidate), max(1, count_words(centre))
    if len(told) < KEEPS * len(known) or length > min(LONGEST * usual, max(usual, READABLE)):
        return 0.0
    return len(told) / max(1, len(known)) / math.sqrt(length / usual)

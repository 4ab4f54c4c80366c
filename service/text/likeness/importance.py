"""What each word of a request is worth: who uses it, how often, and whether articles begin with it.

That sums of such values over the words not yet told make good summaries is the finding of Gillick and
Favre 2009 (https://aclanthology.org/W09-1802/) and of Hong and Nenkova 2014
(https://aclanthology.org/E14-1075/).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.types import Sentence

LEAD = 3  # sentences of an article that are its lead


@dataclass(frozen=True, slots=True)
class Importance:
    """Values by stem, 0 to 1.

    `spread`: the share of the other independent sources that use it. `frequency`: its sentences, on a log
    scale, the commonest stem at 1. `lead`: 1 if an article's lead uses it. `once`: 1 if one sentence does.
    """

    spread: Mapping[str, float]
    frequency: Mapping[str, float]
    lead: Mapping[str, float]
    once: Mapping[str, float]


def importance(
    sentences: Sequence[Sentence], stems: Sequence[frozenset[str]], source_of: Mapping[int, int]
) -> Importance:
    """The values of all stems of the sentences that may be told; other sentences are not given here.

    `stems` has one set per sentence, `source_of` the independent source of each document.
    """
    users: dict[str, set[int]] = {}
    count: Counter[str] = Counter()
    lead: set[str] = set()
    ordinal: Counter[int] = Counter()
    for sentence, own in zip(sentences, stems, strict=True):
        count.update(own)
        for stem in own:
            users.setdefault(stem, set()).add(source_of[sentence.doc])
        if ordinal[sentence.doc] < LEAD:
            lead |= own
        ordinal[sentence.doc] += 1
    others = len({source_of[sentence.doc] for sentence in sentences}) - 1
    top = math.log(max(count.values(), default=1)) or 1.0
    return Importance(
        {stem: (len(found) - 1) / max(1, others) for stem, found in users.items()},
        {stem: math.log(number) / top for stem, number in count.items()},
        dict.fromkeys(lead, 1.0),
        {stem: 1.0 for stem, number in count.items() if number == 1},
    )


def mean_value(stems: frozenset[str], values: Mapping[str, float]) -> float:
    """The mean value of the stems; 0 for none."""
    return math.fsum(values.get(stem, 0.0) for stem in stems) / len(stems) if stems else 0.0

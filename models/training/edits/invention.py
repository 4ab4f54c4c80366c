"""Details that the evidence lacks, taken from elsewhere."""

import re
from collections.abc import Iterator

from models.training.edits.base import (
    WORD,
    Case,
    Change,
    Corruption,
    content,
    edited,
    pick,
    stem,
)
from models.training.edits.grammar import (
    JOINT,
    NOUN,
    class_of,
    is_noun,
)
from models.training.edits.tables import (
    STOCK_INVENTIONS,
)

_TAIL = re.compile(
    r"(?: (?:after|because|following|amid|despite|during|as part of) |, (?=[a-z]+ing ))"
    r"[^,;“”\"]{8,60}?(?=\.$|, )"
)


_NOT_OURS = re.compile(
    r"\b(?:he|she|they|it|his|her|their|its|who|according|said|including|citing|saying)\b"
    r"|: |\bM[rs]s?$|[^\W\d_][A-Z]"
)


def inventions(case: Case) -> Iterator[Corruption | None]:
    """A detail from elsewhere added at an end, or a noun changed for one the evidence lacks."""
    known = content(" ".join((*case.evidence, case.claim)))
    tails = sorted({hit[0] for sentence in case.elsewhere for hit in _TAIL.finditer(sentence)})
    tails = [tail for tail in tails if len(content(tail) - known) >= 2 and not _NOT_OURS.search(tail)]
    for end in _ends_of_clauses(case.claim):
        stock = [" " + phrase for phrase in STOCK_INVENTIONS if not content(phrase) & known]
        last = set(WORD.findall(case.claim[:end])[-9:])
        fresh = [[tail for tail in group if WORD.findall(tail)[0] not in last] for group in (tails, stock)]
        for new in pick(case.rng, fresh[0], 1) or pick(case.rng, fresh[1], 1):
            yield edited(case.claim, [Change(end, end, new)], "invention")
    yield from _other_nouns(case, known)


def _ends_of_clauses(claim: str) -> list[int]:
    """The end of the claim before its full stop, and the end of a first clause before a joint."""
    ends = (
        [len(claim) - 1]
        if claim.endswith(".") and not re.search(r"[A-Z]\.$|said\.$|according to [^,]*\.$", claim)
        else []
    )
    joint = JOINT.search(claim)
    return [*ends, *([joint.start()] if joint and joint[0][0] in ",;" else [])]


def _other_nouns(case: Case, known: set[str]) -> Iterator[Corruption | None]:
    slots = [hit for hit in NOUN.finditer(case.claim) if is_noun(hit[0])]
    pool = sorted(
        {hit[0] for sentence in case.elsewhere for hit in NOUN.finditer(sentence) if is_noun(hit[0])}
    )
    pool = [word for word in pool if stem(word) not in known]
    for hit in slots:
        same = [
            word for word in pool if word.endswith("s") == hit[0].endswith("s") and word[-3:] == hit[0][-3:]
        ]
        same = same or [word for word in pool if word.endswith("s") == hit[0].endswith("s")]
        group = class_of(hit[0])
        for new in pick(case.rng, [word for word in same if group is None or class_of(word) != group], 1):
            yield edited(case.claim, [Change(*hit.span(), new)], "invention")

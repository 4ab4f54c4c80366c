"""Who did it to whom, turned round."""

import re
from collections.abc import Iterator

from models.training.edits.base import (
    Case,
    Corruption,
    content,
    exchange,
)
from models.training.edits.grammar import (
    NAME,
    PRONOUNS,
    object_at,
    plural,
    subject_before,
)
from models.training.edits.tables import (
    DIRECTIONAL,
)

_VERB = "|".join(DIRECTIONAL)


_ACTIVE = re.compile(rf"\b(?:(?:has|have|had|will|also|then|later) )?(?:{_VERB}) (?!by\b|to\b|in\b|on\b)")


_PASSIVE = re.compile(rf"\b(?:was|were|been|be|being) (?:[a-z]+ly )?(?:{_VERB}|[a-z]+ed) by ")


def role_swaps(case: Case) -> Iterator[Corruption | None]:
    """The two ends of a directional verb exchanged, active or passive; from A to B turned round."""
    claim = case.claim
    for pattern in (_ACTIVE, _PASSIVE):
        for hit in pattern.finditer(claim):
            doer, target = subject_before(claim, hit.start()), object_at(claim, hit.end())
            if doer and target and _exchangeable(claim, doer, target, passive=pattern is _PASSIVE):
                yield exchange(case, doer, target, "role_swap")
    for hit in re.finditer(rf"\bfrom ({NAME}) to (?:the )?({NAME})", claim):
        if f"from {hit[2]}".lower() not in case.told:
            yield exchange(case, hit.span(1), hit.span(2), "role_swap")


def _exchangeable(claim: str, doer: tuple[int, int], target: tuple[int, int], *, passive: bool) -> bool:
    """Whether two ends are unlike, agree in number where the verb shows it, and neither is a pronoun."""
    one, other = claim[slice(*doer)], claim[slice(*target)]
    if not re.search(r"[A-Za-z]{2}", one) or not re.search(r"[A-Za-z]{2}", other):
        return False
    if content(one) & content(other) or re.match(r"['’]s", claim[target[1] :]):
        return False
    if {word.lower() for word in (one.split(" ")[0], other.split(" ")[0])} & PRONOUNS:
        return False
    shown = passive or re.match(r" (?:has|have|[a-z]+s) ", claim[doer[1] :]) is not None
    return not shown or plural(one) == plural(other)

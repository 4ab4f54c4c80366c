"""Which sentences give a count of victims that later reports have overtaken."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.facts.explanations import of_one_form, superseded
from service.text.facts.slots import comparable
from service.text.facts.statements import Statement
from service.types import BlockKind

VICTIMS = frozenset(("kill", "injur", "miss"))


def overtaken(told: Sequence[Statement]) -> frozenset[int]:
    """The rows of sentences that tell of no victims but by a count that is not the last.

    A count is overtaken if the sentence itself says so ("it had put the dead at five"), or if nobody gave it
    any more once a higher one was known, as far as the sources are dated. The later one must stand in a
    sentence that can be told. `told` are all statements of the request.
    """
    counts = [s for s in told if s.slot.toll in VICTIMS and not s.slot.part and (s.current or s.replaced)]
    later = [s for s in counts if s.current and s.sentence.kind is BlockKind.BODY]
    gone = {s.place for s in counts if any(_overtakes(high, s, told) for high in later)}
    standing = {s.row for s in counts if s.place not in gone}
    return frozenset(s.row for s in counts) - standing


def _overtakes(high: Statement, low: Statement, told: Sequence[Statement]) -> bool:
    a, b = low.slot, high.slot
    if low.row == high.row or a.toll != b.toll or not comparable(a, b) or not of_one_form(a, b):
        return False
    return superseded(low, high, told) or (low.replaced and a.quantity.value < b.quantity.value)

"""Scores the conflicts that a summary declares against the true ones and the look-alikes of a key.

A declared conflict is true if two of its sides are two different sides of one true conflict: each
cites a file of that side, gives that side's value, and points at what the file says on the matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.matching import numbers, overlaps, stems, tells
from evaluation.ratio import Ratio

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConflictScore:
    """`false` holds what was declared wrongly, `missed` the true conflicts that nobody declared."""

    precision: Ratio
    recall: Ratio
    false: tuple[str, ...]
    missed: tuple[str, ...]


def score_conflicts(key: Json, response: Json) -> ConflictScore:
    """Match every declared conflict to the key's; what matches none is false, look-alike or not."""
    declared: Sequence[Json] = response["conflicts"]
    matched = [_true_conflict(key, conflict) for conflict in declared]
    found = {match for match in matched if match is not None}
    false = [_complaint(key, c) for c, match in zip(declared, matched, strict=True) if match is None]
    missed = [c["about"] for c in key["conflicts"] if c["about"] not in found]
    return ConflictScore(
        precision=Ratio(len(declared) - len(false), len(declared)),
        recall=Ratio(len(found), len(key["conflicts"])),
        false=tuple(false),
        missed=tuple(missed),
    )


def _true_conflict(key: Json, declared: Json) -> str | None:
    for conflict in key["conflicts"]:
        if _two_sides_meet(key, conflict, declared["sides"]):
            return str(conflict["about"])
    return None


def _two_sides_meet(key: Json, conflict: Json, declared: Sequence[Json]) -> bool:
    sides = conflict["sides"]
    pairs = [
        (i, j) for i, d in enumerate(declared) for j, s in enumerate(sides) if _meets(key, conflict, s, d)
    ]
    return any(i != k and j != m for i, j in pairs for k, m in pairs)


def _meets(key: Json, conflict: Json, side: Json, declared: Json) -> bool:
    citations = [c for c in declared["citations"] if c["document_id"] in side["documents"]]
    cited = " ".join(c["cited_text"] for c in citations)
    if not citations or not _same_value(side, declared["value"], cited):
        return False
    return any(_on_the_matter(key, conflict, side, c["cited_text"]) for c in citations)


def _same_value(side: Json, value: str, cited: str) -> bool:
    expected, given = numbers(side["value"]), numbers(value)
    if expected:
        return bool(expected & given) and expected <= given | numbers(cited)
    known = stems(side["value"]).union(*map(stems, side["evidence"].values()))
    return bool(stems(value) & known)


def _on_the_matter(key: Json, conflict: Json, side: Json, cited: str) -> bool:
    """Return whether `cited` is the evidence of that side, or says the same in other words."""
    evidence = list(side["evidence"].values())
    if any(overlaps(cited, quote) for quote in evidence):
        return True
    if any(tells(fact["match"], cited) for fact in _facts_on(key, side)):
        return True
    topic = stems(conflict["about"]).union(*map(stems, evidence))
    return len(stems(cited) & topic) >= 2


def _facts_on(key: Json, side: Json) -> Iterable[Json]:
    """Yield the key's facts that rest on this side's evidence and state its figure."""
    for fact in key["facts"]:
        shared = set(fact["evidence"]) & set(side["evidence"])
        on_it = any(overlaps(fact["evidence"][file], side["evidence"][file]) for file in shared)
        if on_it and numbers(side["value"]) <= numbers(fact["text"]):
            yield fact


def _complaint(key: Json, declared: Json) -> str:
    values = " / ".join(str(side["value"]) for side in declared["sides"])
    look_alike = next((n for n in key["not_conflicts"] if _resembles(n, declared["sides"])), None)
    why = f" (look-alike, {look_alike['why']}: {look_alike['about']})" if look_alike else ""
    return f"{declared['about']}: {values}{why}"


def _resembles(look_alike: Json, declared: Sequence[Json]) -> bool:
    quotes = list(look_alike["evidence"].values())
    texts = [" ".join(c["cited_text"] for c in side["citations"]) for side in declared]
    return sum(any(overlaps(text, quote) for quote in quotes) for text in texts) >= 2

"""Lays the scores out for reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evaluation.ratio import Ratio
from evaluation.scoring import EventScore
from evaluation.tables import layout

_Column = tuple[str, Callable[[Sequence[EventScore]], str]]


def _share(name: str) -> Callable[[Sequence[EventScore]], str]:
    def cell(scores: Sequence[EventScore]) -> str:
        value = Ratio.total(getattr(score, name) for score in scores).value
        return "-" if value is None else f"{100 * value:.0f}"

    return cell


def _parts(name: str) -> Callable[[Sequence[EventScore]], str]:
    return lambda scores: str(Ratio.total(getattr(score, name) for score in scores))


def _number(name: str) -> Callable[[Sequence[EventScore]], str]:
    return lambda scores: str(sum(len(getattr(score, name)) for score in scores))


def _mean(name: str, digits: int) -> Callable[[Sequence[EventScore]], str]:
    return lambda scores: f"{sum(getattr(score, name) for score in scores) / len(scores):.{digits}f}"


_COLUMNS: Sequence[_Column] = (
    ("salient", _parts("salient")),
    ("coverage", _share("coverage")),
    ("cite-ok", _share("citation_correctness")),
    ("cite-prec", _share("citation_precision")),
    ("cite-rec", _share("citation_recall")),
    ("src-rec", _share("source_recall")),
    ("offsets", _share("offsets")),
    ("forbid", _number("forbidden")),
    ("clutter", _number("boilerplate")),
    ("roles", _parts("roles")),
    ("copies", _parts("copies")),
    ("conf-prec", _parts("conflict_precision")),
    ("conf-rec", _parts("conflict_recall")),
    ("dates", _parts("timeline")),
    ("words", _mean("words", 0)),
    ("abstr", _share("abstractive")),
    ("fused", _parts("fused")),
    ("sec", _mean("seconds", 1)),
)

CITEWEAVE = "citeweave"
_NOT_CLAIMED = frozenset(  # by a baseline
    {"roles", "copies", "conf-prec", "conf-rec", "dates", "fused", "sec"}
)


def table(scores: Mapping[str, Sequence[EventScore]]) -> str:
    """Return a table with a row an event and system, and a row for all events of each system.

    Shares are percent; `a/b` are counts; words and seconds are means.
    """
    rows = [["event", "system", *(title for title, _ in _COLUMNS)]]
    for index in range(len(next(iter(scores.values())))):
        rows += [_row(of_system[index].event, name, [of_system[index]]) for name, of_system in scores.items()]
    rows += [_row("ALL", name, of_system) for name, of_system in scores.items()]
    return layout(rows, names=2)


def _row(event: str, system: str, scores: Sequence[EventScore]) -> list[str]:
    shown = _COLUMNS if system == CITEWEAVE else [c for c in _COLUMNS if c[0] not in _NOT_CLAIMED]
    cells = {title: cell(scores) for title, cell in shown}
    return [event, system, *(cells.get(title, "-") for title, _ in _COLUMNS)]


_FINDINGS = {
    "missed_facts": "salient fact not told",
    "forbidden": "FORBIDDEN claim",
    "boilerplate": "clutter",
    "false_conflicts": "false conflict",
    "missed_conflicts": "conflict not found",
    "wrong_dates": "wrong date",
    "wrong_roles": "wrong role",
}


def findings(scores: Sequence[EventScore]) -> str:
    """Return what is missing or wrong, a line each."""
    return "\n".join(
        f"{score.event}: {label}: {item}"
        for score in scores
        for name, label in _FINDINGS.items()
        for item in getattr(score, name)
    )


def plain(score: Mapping[str, Any]) -> dict[str, Any]:
    """Return a score for JSON: every ratio with its value beside its parts."""
    return {name: _with_value(part) if isinstance(part, dict) else part for name, part in score.items()}


def _with_value(part: Mapping[str, int]) -> dict[str, Any]:
    value = Ratio(**part).value
    return {**part, "value": None if value is None else round(value, 4)}

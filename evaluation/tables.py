"""Lays figures out in columns, and hands them on as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click


def layout(rows: Sequence[Sequence[str]], names: int = 1) -> str:
    """Return the rows as lines; the first `names` columns are set to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths, names) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int], names: int) -> str:
    cells = [
        cell.ljust(width) if i < names else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def percent(share: float | None, digits: int = 1) -> str:
    """Return a share of 0 to 1 as percent, or `-` for None."""
    return "-" if share is None else f"{100 * share:.{digits}f}"


def publish(text: str, figures: Mapping[str, Any], target: Path | None) -> None:
    """Print the table; write the figures as JSON to `target`, for which `-` is standard output."""
    as_json = json.dumps(_rounded(figures), ensure_ascii=False, indent=1)
    only_json = target is not None and str(target) == "-"
    click.echo(text, file=sys.stderr if only_json else sys.stdout)
    if only_json:
        click.echo(as_json)
    elif target is not None:
        target.write_text(f"{as_json}\n", "utf-8")


def note(text: str) -> None:
    """Tell on standard error how far the work is."""
    click.echo(text, err=True)


def _rounded(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {name: _rounded(part) for name, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value

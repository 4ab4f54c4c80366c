"""The weights of ranking and selection: a few dozen numbers that were learned, kept as readable text.

`evaluation/learn_ranking.py` learns them and writes `weights.toml`, which lies beside this file.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("weights.toml")

Weights = Mapping[str, float]


@cache
def shipped() -> Mapping[str, Weights]:
    """The tables of `weights.toml` by their names; constants. Raises ValueError if it is not right."""
    return read(FILE.read_text("utf-8"))


def read(text: str) -> Mapping[str, Weights]:
    """The tables of a TOML text, each name with one finite number. Raises ValueError for anything else."""
    tables = {}
    for name, table in tomllib.loads(text).items():
        if not isinstance(table, dict) or not all(_is_number(value) for value in table.values()):
            raise ValueError(f"weights: {name} must be a table of finite numbers")
        tables[name] = MappingProxyType({key: float(value) for key, value in table.items()})
    return MappingProxyType(tables)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def matching(weights: Weights, names: Collection[str]) -> Weights:
    """The weights, if they are exactly for `names`. Raises ValueError that says what is amiss."""
    if set(weights) != set(names):
        odd = sorted(set(weights) ^ set(names))
        raise ValueError(f"weights and features do not match: {', '.join(odd)}")
    return weights

"""The floors: figures that may not fall, in a file that a person can read and change.

A table for each set of figures, one number each: the percentage (or for what is counted against us, the
number) that was reached once. `noise` says by how much a figure may miss its floor, `data` on what it was
measured. Floors are raised by `citeweave evaluate gate --accept`, and lowered by hand only.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.errors import InvalidRequest

FILE = Path(__file__).with_name("floors.toml")
AGAINST = frozenset(("forbidden_claims", "clutter_told"))
"""Figures of which fewer are better; their floor is a ceiling."""
DIGITS = 1
HEAD = """# What `citeweave evaluate gate --data DIR` holds figures against: percent, or numbers counted.
# `--accept` raises floors to what was measured. To lower one, change it here, and say why in the commit.
# [noise]: by how much a figure may miss its floor. [data]: the SHA-256 of what each set was measured on.
"""

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Floors:
    """What `floors.toml` says."""

    data: Mapping[str, str]
    noise: Figures
    sets: Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure against its floor. `fell` says that the gate stays shut; `remark` why, or what else is odd."""

    set: str
    name: str
    floor: float | None
    measured: float | None
    noise: float
    fell: bool
    remark: str


def read(path: Path) -> Floors:
    """Read the floors; without a file there are none. Raises InvalidRequest for a file that is not right."""
    if not path.is_file():
        return Floors({}, {}, {})
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidRequest(f"{path} cannot be read as TOML: {error}") from None
    if not all(isinstance(table, dict) for table in tables.values()):
        raise InvalidRequest(f"{path}: every floor stands in a table, such as [news]")
    data = {name: str(value) for name, value in tables.pop("data", {}).items()}
    sets = {name: _numbers(path, name, table) for name, table in tables.items()}
    return Floors(data, sets.pop("noise", {}), sets)


def _numbers(path: Path, name: str, table: Mapping[str, object]) -> Figures:
    found = {}
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InvalidRequest(f"{path}: {name}.{key} must be a finite number")
        found[key] = float(value)
    return found


def write(floors: Floors) -> str:
    """Return the text of the file."""
    tables = {"data": {name: f'"{value}"' for name, value in floors.data.items()}}
    tables |= {name: {k: _shown(v) for k, v in table.items()} for name, table in _tables(floors).items()}
    bodies = [
        f"\n[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in table.items())
        for name, table in tables.items()
    ]
    return HEAD + "".join(bodies)


def _tables(floors: Floors) -> dict[str, Figures]:
    return {"noise": floors.noise, **floors.sets}


def _shown(value: float) -> str:
    return f"{value:g}"


def data_hash(paths: Iterable[Path], root: Path) -> str:
    """Return the SHA-256 of files: of their names below `root` and their bytes, whatever their order.

    Raises InvalidRequest for one that is not there.
    """
    whole = hashlib.sha256()
    for path in sorted(paths):
        if not path.is_file():
            raise InvalidRequest(f"{root} holds no {path.name}: --data names the folder that does")
        whole.update(path.relative_to(root).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def compare(
    floors: Floors, measured: Mapping[str, Figures], hashes: Mapping[str, str], sets: Iterable[str]
) -> list[Finding]:
    """Hold each of the `sets` against its floors; figures without a floor are told, and do not fall."""
    found: list[Finding] = []
    for name in sets:
        known, now = floors.sets.get(name, {}), measured[name]
        other = name in floors.data and floors.data[name] != hashes[name]
        for figure in dict.fromkeys([*known, *now]):
            found.append(_finding(name, figure, known, now, floors.noise.get(figure, 0.0), other))
    return found


def _finding(name: str, figure: str, known: Figures, now: Figures, noise: float, other: bool) -> Finding:
    floor, value = known.get(figure), now.get(figure)
    fell, remark = True, ""
    if other:
        remark = "other data than the floor's"
    elif value is None:
        remark = "not measured"
    elif floor is None:
        fell, remark = False, "no floor yet"
    elif _better(figure, floor, value, noise):
        remark = "FELL"
    else:
        fell = False
        remark = "above" if _better(figure, value, floor, 0.0) else ""
    return Finding(name, figure, floor, value, noise, fell, remark)


def _better(figure: str, one: float, other: float, by: float) -> bool:
    """Whether `one` is better than `other` by more than `by`."""
    return one + by < other if figure in AGAINST else one - by > other


def raised(floors: Floors, measured: Mapping[str, Figures], hashes: Mapping[str, str]) -> Floors:
    """Return the floors at what was measured wherever that is better; none is lowered.

    Raises InvalidRequest where a set was measured on other data than its floors.
    """
    for name in measured:
        if floors.data.get(name, hashes[name]) != hashes[name]:
            raise InvalidRequest(
                f"the floors of {name} are for other data: take [{name}] and its hash out by hand"
            )
    sets = dict(floors.sets)
    for name, now in measured.items():
        known = sets.get(name, {})
        sets[name] = {**known, **{key: _raised(key, known.get(key), value) for key, value in now.items()}}
    return Floors({**floors.data, **{name: hashes[name] for name in measured}}, floors.noise, sets)


def _raised(figure: str, floor: float | None, value: float) -> float:
    scale = 10**DIGITS
    near = (math.ceil if figure in AGAINST else math.floor)(round(value * scale, 6)) / scale
    return near if floor is None or _better(figure, near, floor, 0.0) else floor

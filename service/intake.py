"""What every door does alike with names, ids and lengths, before a request exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

DEFAULT_LENGTH = "medium"
MAX_WORDS = 2000
MAX_SENTENCES = 200
MAX_QUERY_CHARACTERS = 1000
MAX_ID_CHARACTERS = 512


def base_name(name: str) -> str:
    r"""Return the last part of a path, whether its separators are / or \."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def complete_ids(ids: Sequence[str | None]) -> list[str]:
    """Give a document without an id `doc-N`, N its position from 1, clear of the ids that are given."""
    taken = {given for given in ids if given is not None}
    complete = []
    for position, given in enumerate(ids, start=1):
        chosen = given if given is not None else _free(f"doc-{position}", taken)
        taken.add(chosen)
        complete.append(chosen)
    return complete


def unique_names(names: Iterable[str]) -> list[str]:
    """Tell equal names apart, in order: `a.txt`, `a.txt (2)`, `a.txt (3)`."""
    names = list(names)
    reserved, used, unique = set(names), set[str](), []
    for name in names:
        chosen = name if name not in used else _free(name, reserved | used)
        used.add(chosen)
        unique.append(chosen)
    return unique


def _free(name: str, taken: set[str]) -> str:
    count = 1
    candidate = name
    while candidate in taken:
        count += 1
        candidate = f"{name} ({count})"
    return candidate

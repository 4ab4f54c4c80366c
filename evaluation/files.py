"""Reads the data that is measured on: JSON Lines, plain or gzipped, below the folder that `--data` names."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from service.errors import InvalidRequest

Row = Mapping[str, Any]
T = TypeVar("T")


def read_rows(data: Path, name: str) -> list[Row]:
    """Return the rows of a file such as `fusion/dev.jsonl`; one that ends in .gz is unpacked.

    Raises InvalidRequest if it is not there or does not hold one JSON object a line.
    """
    path = data / name
    if not path.is_file():
        raise InvalidRequest(f"{data} holds no {name}: --data names the folder that does")
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise InvalidRequest(f"{path} cannot be read as JSON Lines: {error}") from None


def spread(rows: Sequence[T], limit: int | None) -> list[T]:
    """Return at most `limit` of the rows, evenly spread and in order; all, without a limit."""
    if limit is None or len(rows) <= limit:
        return list(rows)
    return [rows[i * len(rows) // limit] for i in range(limit)]

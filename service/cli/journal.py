"""What a batch has answered so far: JSON objects, one a line, in a file that may be cut off anywhere."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from service.cli.failures import WrongInput
from service.render.json import dumps


class Journal:
    """The output file, open for one process at a time. `done` maps a line's number to its request's SHA-256.

    Raises WrongInput if the file is in use, or is no output of a batch.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = path.open("a+b")
        self.done: dict[int, str] = {}
        self.failed = 0
        try:
            self._lock()
            self._read()
        except BaseException:
            self._file.close()
            raise

    def write(self, entry: dict[str, object]) -> None:
        """Add an answer; it is in the file when this returns."""
        self._file.write(dumps(entry) + b"\n")
        self._file.flush()
        self._note(entry)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WrongInput(f"{self._path} is being written by another run") from None

    def _read(self) -> None:
        """Take in what is there. The last line may be torn: then it is cut off, and answered again."""
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file, start=1):
            entry = _entry(line)
            if entry is None and not line.endswith(b"\n"):
                break
            if entry is None:
                raise WrongInput(
                    f"{self._path}, line {number}, is not of a batch; choose another output file"
                )
            self._note(entry)
            whole += len(line)
            if not line.endswith(b"\n"):
                self._file.write(b"\n")
                whole += 1
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)

    def _note(self, entry: dict[str, object]) -> None:
        self.done[int(str(entry["line"]))] = str(entry["request_sha256"])
        self.failed += "error" in entry


def _entry(line: bytes) -> dict[str, object] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not isinstance(entry.get("line"), int):
        return None
    known = "request_sha256" in entry and ("summary" in entry) != ("error" in entry)
    return entry if known else None

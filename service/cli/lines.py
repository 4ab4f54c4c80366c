"""The lines of a batch: from a line of input to a request, and from what came of it to a line of output."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import RequestError, TooLarge
from service.http.posted import from_value, parse
from service.http.problems import problem_of
from service.limits import Limits
from service.types import SummaryRequest

Entry = dict[str, object]
Tell = Callable[[int, str], None]
"""Called with the number of lines that are answered, and with what is being done."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input: its number from 1, what identifies it, and its bytes."""

    number: int
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A line that was read: the client's id for it, and a request or what is wrong with it."""

    line: Line
    id: object
    request: SummaryRequest | None
    error: RequestError | None = None

    def answered(self, summary: object) -> Entry:
        """The line of output for a summary's wire form."""
        return self._entry() | {"summary": summary}

    def failed(self, error: Exception) -> Entry:
        """The line of output for an error: the problem that HTTP would have answered with."""
        problem = problem_of(error).body("", "")
        return self._entry() | {
            "error": {name: problem[name] for name in ("type", "title", "status", "detail", "errors")}
        }

    def _entry(self) -> Entry:
        return {"line": self.line.number, "id": self.id, "request_sha256": self.line.sha256}


def read_lines(path: Path) -> Iterator[Line]:
    """The lines that are not blank."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            content = line.strip()
            if content:
                yield Line(number, hashlib.sha256(content).hexdigest(), content)


def ask(line: Line, limits: Limits) -> Asked:
    """Read a line as POST /v1/summaries reads its body, but for an `id` of the client's."""
    name: object = None
    try:
        if len(line.content) > limits.max_request_bytes:
            raise TooLarge(f"the line is too long; at most {limits.max_request_bytes:,} bytes are taken")
        value = parse(line.content)
        if isinstance(value, dict):
            name = value.pop("id", None)
        return Asked(line, name, from_value(value, limits))
    except RequestError as error:
        return Asked(line, name, None, error)

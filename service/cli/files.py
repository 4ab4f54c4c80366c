"""Files, folders and standard input as source documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from service.errors import InvalidRequest, TooLarge, UnsupportedMediaType
from service.intake import unique_names
from service.limits import Limits
from service.media import media_type_of
from service.types import MediaType, SourceDocument

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that can be read; `path` is None for standard input. `name` becomes its id."""

    path: Path | None
    name: str
    media_type: MediaType


def find(arguments: Sequence[str], note: Callable[[str], None]) -> list[Found]:
    """Resolve the arguments; folders are walked in sorted order, hidden files left out.

    A file in a folder whose type is not read is skipped with a note. Raises InvalidRequest for what
    is not there or named twice, UnsupportedMediaType for a file that was named and cannot be read.
    """
    found = [file for argument in arguments for file in _find(argument, note)]
    if not found:
        raise InvalidRequest("there is no file here that can be read")
    if sum(file.path is None for file in found) > 1:
        raise InvalidRequest("standard input (-) can be given only once")
    names = unique_names(file.name for file in found)
    return [Found(file.path, name, file.media_type) for file, name in zip(found, names, strict=True)]


def load(found: Sequence[Found], limits: Limits, stdin: BinaryIO) -> tuple[SourceDocument, ...]:
    """Read the files. Raises TooLarge, and InvalidRequest for an empty or unreadable one."""
    if len(found) > limits.max_documents:
        raise TooLarge(f"{len(found):,} files were given; at most {limits.max_documents:,} are taken")
    documents = []
    read = 0
    for index, file in enumerate(found):
        content = _read(file, limits, stdin)
        read += len(content)
        if read > limits.max_request_bytes:
            raise TooLarge(f"the files have more than {limits.max_request_bytes:,} bytes together")
        documents.append(
            SourceDocument(index, file.name, content, file.media_type, pointer=f"/documents/{index}")
        )
    return tuple(documents)


def _find(argument: str, note: Callable[[str], None]) -> Iterator[Found]:
    path = Path(argument)
    if argument == STANDARD_INPUT:
        yield Found(None, "stdin", MediaType.TEXT)
    elif path.is_dir():
        yield from _walk(path, note)
    elif path.is_file():
        yield Found(path, path.name, media_type_of(path.name))
    else:
        reason = "is neither a file nor a folder" if path.exists() else "is not there"
        raise InvalidRequest(f"{argument} {reason}")


def _walk(folder: Path, note: Callable[[str], None]) -> Iterator[Found]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(root, name)
            relative = path.relative_to(folder).as_posix()
            if not path.is_file():
                continue
            try:
                yield Found(path, relative, media_type_of(name))
            except UnsupportedMediaType:
                note(f"skipped {relative}: its type is not read")


def _read(file: Found, limits: Limits, stdin: BinaryIO) -> bytes:
    most = limits.max_document_bytes
    try:
        if file.path is None:
            content = stdin.read(most + 1)
        else:
            with file.path.open("rb") as stream:
                content = stream.read(most + 1)
    except OSError as error:
        raise InvalidRequest(f"{file.name} cannot be read: {error.strerror}") from None
    if len(content) > most:
        raise TooLarge(f"{file.name} has more than {most:,} bytes")
    if not content.strip():
        raise InvalidRequest(f"{file.name} is empty")
    return content

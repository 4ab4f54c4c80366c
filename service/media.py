"""Which files are read, told by name first and declared type second. Content is never sniffed here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from service.errors import UnsupportedMediaType
from service.types import MediaType

SUFFIXES: Mapping[str, MediaType] = {
    ".txt": MediaType.TEXT,
    ".text": MediaType.TEXT,
    ".md": MediaType.MARKDOWN,
    ".markdown": MediaType.MARKDOWN,
    ".html": MediaType.HTML,
    ".htm": MediaType.HTML,
    ".xhtml": MediaType.HTML,
    ".pdf": MediaType.PDF,
    ".docx": MediaType.DOCX,
}
"""File name endings, lower case, and what they hold."""

DECLARED: Mapping[str, MediaType] = {
    **{kind.value: kind for kind in MediaType},
    "text/x-markdown": MediaType.MARKDOWN,
    "application/xhtml+xml": MediaType.HTML,
    "application/x-pdf": MediaType.PDF,
}
"""Content types, lower case and without parameters, and what they hold."""


def media_type_of(filename: str, content_type: str | None = None) -> MediaType:
    """Return the kind of document that a file is.

    The name's ending decides where it is a known one, since clients send
    `application/octet-stream` for nearly anything; a name without an ending leaves the decision to
    `content_type`, and so does an ending that is not known.

    Raises UnsupportedMediaType, saying what is read, where neither is known.
    """
    suffix = PurePosixPath(filename.replace("\\", "/").strip().lower()).suffix
    declared = (content_type or "").partition(";")[0].strip().lower()
    kind = SUFFIXES.get(suffix) or DECLARED.get(declared)
    if kind is None:
        name = filename[:200] or "a file without a name"
        raise UnsupportedMediaType(
            f"{name!r} is of a type that is not read"
            + (f" ({declared[:100]})" if declared else "")
            + f"; send one of {', '.join(SUFFIXES)}"
        )
    return kind

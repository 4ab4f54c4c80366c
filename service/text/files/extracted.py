"""What a file extractor returns: text of our own making, its structure, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.types import Block, BlockKind


class UnreadableError(Exception):
    """A file cannot be read. The message completes the sentence "document X ..."."""


class OverLimitError(Exception):
    """A file would cost more to read than is allowed. The message completes "document X ..."."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text, the blocks whose kind the markup told, and metadata. Offsets point into `text`."""

    text: str
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph on its way into a text; `kind` only where the markup told it."""

    text: str
    kind: BlockKind | None = None
    tight: bool = False  # follows the one before without a blank line, as an item of a list does


def assemble(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[Block, ...]]:
    """Join paragraphs into one text, and return it with the blocks of those whose kind is known."""
    pieces: list[str] = []
    blocks: list[Block] = []
    length = 0
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if not text:
            continue
        gap = "" if not pieces else "\n" if paragraph.tight else "\n\n"
        start = length + len(gap)
        length = start + len(text)
        pieces += [gap, text]
        if paragraph.kind is not None:
            blocks.append(Block(start, length, paragraph.kind))
    return "".join(pieces), tuple(blocks)

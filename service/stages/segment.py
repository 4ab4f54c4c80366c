"""From blocks to sentences. No sentence crosses a block, and none is made of boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.display import display
from service.text.sentences import sentence_bounds
from service.types import Block, BlockKind, Document, MediaType, Sentence

_QUOTED = r"\s*(?:>\s?){0,20}"
_BULLET = r"#{1,6}\s+|(?:[-*+•‣▪◦●·–—»]|\(?[a-z]\))\s+(?:\[[ xX]\]\s+)?|[•‣▪◦●»]\s*"
_NUMBER = r"\(?\d{1,3}[.)]\s+"
_MARKER = re.compile(rf"{_QUOTED}(?:{_BULLET}|{_NUMBER})?")
_MARKER_BUT_NUMBERS = re.compile(rf"{_QUOTED}(?:{_BULLET})?")
_ORDINALS_WITH_STOPS = frozenset("cs da de et fi is lv nb nn no sk sl".split())
"""Languages in which "5. " may begin a sentence, as a date does."""
_FOOTNOTES = re.compile(r"(?:\[\d{1,3}\]\s*)+")
"""The marks of the sentence before, as in encyclopedias: "so it was.[3][4] Then" is cut before the marks."""
_TRAILING_HASHES = re.compile(r"\s+#{1,6}\s*$")


def segment(document: Document) -> list[Sentence]:
    """Return the document's sentences in order: of body, digest, title and headings.

    The markers of lists, headings and quotations at a block's start, and marks of footnotes at a
    sentence's, are left out. For every sentence `document.text[s.start:s.end] == s.text`, and `s.display`
    is never empty.
    """
    markdown = document.media_type is MediaType.MARKDOWN
    found: list[Sentence] = []
    for paragraph, block in enumerate(document.blocks):
        if block.kind is BlockKind.BOILERPLATE:
            continue
        for start, end in _bounds(document, block):
            text = document.text[start:end]
            shown = display(text, markdown=markdown)
            if any(char.isalnum() for char in shown):
                position = len(found)
                found.append(
                    Sentence(document.index, position, paragraph, start, end, text, shown, block.kind)
                )
    return found


def _bounds(document: Document, block: Block) -> Iterator[tuple[int, int]]:
    """A title or heading is one sentence; other blocks have as many as they have."""
    pattern = _MARKER_BUT_NUMBERS if document.language in _ORDINALS_WITH_STOPS else _MARKER
    marker = pattern.match(document.text, block.start, block.end)
    start = marker.end() if marker is not None else block.start
    text = document.text[start : block.end]
    if document.media_type is MediaType.MARKDOWN and block.kind in (BlockKind.TITLE, BlockKind.HEADING):
        text = _TRAILING_HASHES.sub("", text)
    for left, right in sentence_bounds(text, document.language):
        notes = _FOOTNOTES.match(text, left, right)
        yield start + (notes.end() if notes is not None else left), start + right

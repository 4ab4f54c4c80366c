"""A document's text as units: paragraphs, list items, headings, lines of clutter. Offsets stay true."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from service.text.display import display
from service.text.files.reflow import continues, page_width
from service.types import BlockKind, Document, MediaType

Marker = Literal["", "item", "heading", "quote", "rule", "table", "code", "markup"]

_PLAIN_HEAD = 3000
_PLAIN_TAIL = 300
_MAX_WRAP_WIDTH = 130
_ITEM = re.compile(r"(?:[-*+•‣▪◦●·»>]|\(?\d{1,3}[.)])\s+\S|[•‣▪◦●»]\S")
_MARK = re.compile(r"(?:>\s?){0,5}(?:#{1,6}\s+|(?:[-*+•‣▪◦●·»>]|\(?\d{1,3}[.)])\s+|[•‣▪◦●»]){0,2}")
_RULE = re.compile(r"^(?:[-*_=~]\s?){3,200}$|^[*#•·]{1,5}$")
_FENCE = re.compile(r"^(?:```|~~~)")
_TABLE_RULE = re.compile(r"^\|?\s{0,9}:?-{2,}:?\s{0,9}(?:\|\s{0,9}:?-{2,}:?\s{0,9}){1,50}\|?$")
_REFERENCE = re.compile(r"^\[[^\[\]\n]{1,60}\]:\s{0,4}<?(?:https?:|/|#|mailto:)\S{0,500}")
_HIDDEN_MARKUP = re.compile(
    r"^<(?:(?:script|style|iframe|noscript|form|template|svg|button|!--)\b|!--"
    r"|[a-z]{1,10}\b[^>]{0,200}(?:display\s?:\s?none|visibility\s?:\s?hidden|\shidden\b|aria-hidden))",
    re.IGNORECASE,
)
_PLAIN_MARKERS: tuple[tuple[re.Pattern[str], Marker], ...] = (
    (_RULE, "rule"),
    (_HIDDEN_MARKUP, "markup"),
    (_ITEM, "item"),
)
_MARKDOWN_MARKERS: tuple[tuple[re.Pattern[str], Marker], ...] = (
    (_RULE, "rule"),
    (_HIDDEN_MARKUP, "markup"),
    (re.compile(r"#{1,6}\s"), "heading"),
    (_TABLE_RULE, "rule"),
    (_REFERENCE, "rule"),
    (re.compile(r"\|"), "table"),
    (re.compile(r">"), "quote"),
    (_ITEM, "item"),
)
_ENDS = re.compile(r"[.!?…。！？｡।॥؟۔።]['\"”’»」』)\]*_]{0,4}$")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or line at [start, end) of the text.

    `plain` is its text as shown, without markers, shortened in the middle where it is huge; `group`
    numbers the runs of units that no blank line parts; `kind` is set where markup or a rule has told.
    """

    start: int
    end: int
    plain: str
    group: int
    marker: Marker = ""
    kind: BlockKind | None = None

    @property
    def words(self) -> int:
        """How many words it has; in scripts without spaces, two characters count as a word."""
        wide = len(_WIDE.findall(self.plain)) if not self.plain.isascii() else 0
        return len(self.plain.split()) + wide // 2

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return _ENDS.search(self.plain[-8:]) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it reads like running text rather than like a title, a label or a list of links."""
        words = self.words
        return words >= 30 or (words >= 5 and self.ends)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    group: int


def read_units(document: Document) -> list[Unit]:
    """Split a document into its units, in order. Lines that were wrapped to a page's width are joined."""
    lines = list(_lines(document.text))
    markdown = document.media_type is MediaType.MARKDOWN
    hints = sorted((b for b in document.blocks if b.kind in _HINTS), key=lambda b: b.start)
    ours = document.extracted and document.media_type in _UNWRAPPED
    spans = _spans(lines, markdown, 0 if ours else _wrap_width(lines))
    units = [_unit(document.text, span, markdown) for span in spans]
    return _with_hints(units, [(b.start, b.end, b.kind) for b in hints])


_HINTS = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.DIGEST, BlockKind.BOILERPLATE)
_UNWRAPPED = (MediaType.HTML, MediaType.PDF, MediaType.DOCX)


def make_unit(text: str, start: int, end: int, like: Unit, kind: BlockKind | None = None) -> Unit:
    """A unit for a part of another one, in the same group."""
    start, end = _trimmed(text, start, end)
    return Unit(start, end, _plain(text[start:end], markdown=True), like.group, like.marker, kind)


def _lines(text: str) -> Iterator[_Line]:
    """Lines that are not blank, trimmed; a blank line begins a new group."""
    start = group = 0
    for line in text.splitlines(keepends=True):
        left, right = _trimmed(text, start, start + len(line))
        if left < right:
            yield _Line(left, right, text[left:right], group)
        else:
            group += 1
        start += len(line)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return start, end


def _is_blank(char: str) -> bool:
    return char.isspace() or char in "\ufeff\u200b\u2060" or unicodedata.category(char) == "Cc"


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width that the lines were broken at, or 0 where each line is a paragraph of its own."""
    lengths = [len(line.text) for line in lines]
    width = page_width([line.text for line in lines])
    over = sum(length > _MAX_WRAP_WIDTH for length in lengths)
    full = sum(length >= 0.75 * width for length in lengths)
    is_wrapped = 40 <= width <= _MAX_WRAP_WIDTH and 20 * over < len(lengths) and 5 * full >= 2 * len(lengths)
    return width if is_wrapped else 0


def _spans(lines: Sequence[_Line], markdown: bool, width: int) -> Iterator[tuple[int, int, int, Marker]]:
    """Start, end, group and marker of each unit."""
    markers = _markers([line.text for line in lines], markdown)
    place = 0
    while place < len(lines):
        first, last = lines[place], place
        if markers[place] in ("", "item", "quote") and (width or markdown):
            while last + 1 < len(lines) and _goes_on(lines, markers, last, width):
                last += 1
        yield first.start, lines[last].end, first.group, markers[place]
        place = last + 1


def _goes_on(lines: Sequence[_Line], markers: Sequence[Marker], place: int, width: int) -> bool:
    line, following = lines[place], lines[place + 1]
    same_kind = markers[place + 1] == "" or markers[place] == markers[place + 1] == "quote"
    return line.group == following.group and same_kind and continues(line.text, following.text, width)


def _markers(lines: Sequence[str], markdown: bool) -> list[Marker]:
    markers: list[Marker] = []
    fenced = False
    for line in lines:
        is_fence = markdown and _FENCE.match(line) is not None
        markers.append("code" if fenced or is_fence else _marker(line, markdown))
        fenced = fenced != is_fence
    return markers


def _marker(line: str, markdown: bool) -> Marker:
    head = line[:400]
    table = _MARKDOWN_MARKERS if markdown else _PLAIN_MARKERS
    return next((marker for pattern, marker in table if pattern.match(head)), "")


def _unit(text: str, span: tuple[int, int, int, Marker], markdown: bool) -> Unit:
    start, end, group, marker = span
    return Unit(start, end, _plain(text[start:end], markdown), group, marker)


def _plain(text: str, markdown: bool) -> str:
    if len(text) > _PLAIN_HEAD + _PLAIN_TAIL:
        text = f"{text[:_PLAIN_HEAD]} {text[-_PLAIN_TAIL:]}"
    shown = display(text, markdown=markdown)
    mark = _MARK.match(shown)
    return shown[mark.end() :] if mark is not None and mark.end() < len(shown) else shown


def _with_hints(units: list[Unit], hints: list[tuple[int, int, BlockKind]]) -> list[Unit]:
    """Give units the kind that the extractor told for the place where they stand."""
    hinted: list[Unit] = []
    place = 0
    for unit in units:
        while place < len(hints) and hints[place][1] <= unit.start:
            place += 1
        told = place < len(hints) and hints[place][0] <= unit.start
        kind = hints[place][2] if told else None
        hinted.append(Unit(unit.start, unit.end, unit.plain, unit.group, unit.marker, kind))
    return hinted

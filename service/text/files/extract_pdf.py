"""The text of a PDF: pages joined, lines put together to paragraphs, running heads and feet left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdf
from pypdf.errors import LimitReachedError

from models.patience import still_wanted
from service.deadline import ENDINGS
from service.text.files.extracted import Extracted, OverLimitError, Paragraph, UnreadableError, assemble
from service.text.files.reflow import continues, join, page_width, reflow

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs what it mends, with bits of the file

_DIGITS = re.compile(r"\d+")
_FILE_NAME = re.compile(
    r"\.\w{2,4}$|^(?:microsoft word|untitled|document|doc|print)\b|_|://|www\.", re.IGNORECASE
)
_MARGIN_LINES = 3
_MAX_PAGE_CHARACTERS = 200_000
_MAX_OPERATORS = 1_000_000  # in a document; a page of prose has hundreds
_MAX_TOKENS = 300_000  # operators and operands that one stream is parsed into, before any is looked at
_ASK = 256  # operators between two questions whether the text is still wanted
_SHOWS_TEXT = re.compile(rb"T[jJ]|['\"]|\bDo\b")


def extract_pdf(content: bytes, max_pages: int, max_characters: int) -> Extracted:
    """Return a PDF's text, with its title where it looks like one.

    The day a PDF was made says little about when its text appeared, so no date is taken from it.

    Raises OverLimitError beyond `max_pages` pages, `max_characters` characters, or what drawing its pages may
    cost, and UnreadableError where the file is damaged, locked with a password, or holds no text (as scanned
    pages do). Between a few hundred operators it asks whether it is still wanted.
    """
    try:
        with pypdf.apply_configuration(stream_parsing_work_maximum_count=_MAX_TOKENS):
            pages, title = _read(content, max_pages, max_characters)
    except (UnreadableError, OverLimitError, *ENDINGS):
        raise
    except LimitReachedError as error:
        raise OverLimitError("draws more than is read, or unpacks to more") from error
    except Exception as error:
        # A hostile file reaches errors of nearly every kind within the parser.
        raise UnreadableError("is damaged, or is no PDF at all") from error
    paragraphs = _joined(_without_margins(pages))
    text, blocks = assemble(Paragraph(paragraph) for paragraph in paragraphs)
    if not text:
        raise UnreadableError("holds no text, as if its pages were scanned images; run OCR on it first")
    return Extracted(text, blocks, title)


def _read(content: bytes, max_pages: int, max_characters: int) -> tuple[list[list[str]], str | None]:
    """The lines of every page, and the title."""
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("is encrypted; send it without a password")
    count = len(reader.pages)
    if count > max_pages:
        raise OverLimitError(f"has {count:,} pages; at most {max_pages:,} are read")
    return list(_pages(reader, max_characters)), _title(reader)


def _pages(reader: pypdf.PdfReader, max_characters: int) -> Iterator[list[str]]:
    total = 0
    drawn = _Drawn()
    for page in reader.pages:
        still_wanted()
        text = page.extract_text(visitor_operand_before=drawn) if _shows_text(page) else ""
        total += len(text)
        if total > 2 * max_characters:
            raise OverLimitError(f"holds more than {max_characters:,} characters")
        yield [line.strip() for line in text[:_MAX_PAGE_CHARACTERS].splitlines()]


class _Drawn:
    """Counts the operators of a document as they are drawn. Raises OverLimitError, and what ends the work."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, operator: bytes, *_: object) -> None:
        self._count += 1
        if self._count % _ASK == 0 or operator == b"Do":  # a form is parsed, which may take seconds
            still_wanted()
        if self._count > _MAX_OPERATORS:
            raise OverLimitError(f"draws more than is read: over {_MAX_OPERATORS:,} operators")


def _shows_text(page: pypdf.PageObject) -> bool:
    """Whether a page could show text: one that only draws, such as a map, need not be drawn to know."""
    contents = page.get_contents()
    return contents is not None and _SHOWS_TEXT.search(contents.get_data()) is not None


def _without_margins(pages: Sequence[list[str]]) -> list[list[str]]:
    """Drop lines at the top or bottom of pages that most pages share, page numbers aside."""
    if len(pages) < 2:
        return [list(page) for page in pages]
    shared = Counter(key for page in pages for key in {_margin_key(page[place]) for place in _margins(page)})
    needed = max(2, (len(pages) + 1) // 2)
    return [
        [
            line
            for place, line in enumerate(page)
            if place not in _margins(page) or shared[_margin_key(line)] < needed
        ]
        for page in pages
    ]


def _margins(page: list[str]) -> frozenset[int]:
    filled = [place for place, line in enumerate(page) if line]
    return frozenset((*filled[:_MARGIN_LINES], *filled[-_MARGIN_LINES:]))


def _margin_key(line: str) -> str:
    return _DIGITS.sub("#", line.casefold())


def _joined(pages: Sequence[list[str]]) -> list[str]:
    """The paragraphs of all pages; one that runs over a page break is made whole."""
    width = page_width([line for page in pages for line in page])
    joined: list[str] = []
    for page in pages:
        rest = reflow(page, width)
        if joined and rest and continues(joined[-1], rest[0], 0):
            joined[-1] = join(joined[-1], rest[0])
            rest = rest[1:]
        joined += rest
    return joined


def _title(reader: pypdf.PdfReader) -> str | None:
    """The title in the file's properties, unless it is the name of a file or a program."""
    title = " ".join(str((reader.metadata and reader.metadata.title) or "").split())
    return title if 2 < len(title.split()) < 40 and not _FILE_NAME.search(title) else None

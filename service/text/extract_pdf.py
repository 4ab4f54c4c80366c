"""The text of a PDF: pages joined, lines put together to paragraphs, running heads and feet left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdf

from service.text.extracted import Extracted, OverLimitError, Paragraph, UnreadableError, assemble
from service.text.reflow import continues, join, page_width, reflow

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs what it mends, with bits of the file

_DIGITS = re.compile(r"\d+")
_FILE_NAME = re.compile(
    r"\.\w{2,4}$|^(?:microsoft word|untitled|document|doc|print)\b|_|://|www\.", re.IGNORECASE
)
_MARGIN_LINES = 3
_MAX_PAGE_CHARACTERS = 200_000


def extract_pdf(content: bytes, max_pages: int, max_characters: int) -> Extracted:
    """Return a PDF's text, with its title where it looks like one.

    The day a PDF was made says little about when its text appeared, so no date is taken from it.

    Raises OverLimitError beyond `max_pages` pages or `max_characters` characters, and UnreadableError where
    the file is damaged, locked with a password, or holds no text (as scanned pages do).
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("is encrypted; send it without a password")
        count = len(reader.pages)
        if count > max_pages:
            raise OverLimitError(f"has {count:,} pages; at most {max_pages:,} are read")
        pages = list(_pages(reader, max_characters))
        title = _title(reader)
    except (UnreadableError, OverLimitError):
        raise
    except Exception as error:
        # A hostile file reaches errors of nearly every kind within the parser.
        raise UnreadableError("is damaged, or is no PDF at all") from error
    paragraphs = _joined(_without_margins(pages))
    text, blocks = assemble(Paragraph(paragraph) for paragraph in paragraphs)
    if not text:
        raise UnreadableError("holds no text, as if its pages were scanned images; run OCR on it first")
    return Extracted(text, blocks, title)


def _pages(reader: pypdf.PdfReader, max_characters: int) -> Iterator[list[str]]:
    total = 0
    for page in reader.pages:
        text = page.extract_text() or ""
        total += len(text)
        if total > 2 * max_characters:
            raise OverLimitError(f"holds more than {max_characters:,} characters")
        yield [line.strip() for line in text[:_MAX_PAGE_CHARACTERS].splitlines()]


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

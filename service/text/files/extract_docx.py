"""The text of a Word file: paragraphs and table cells in reading order, headings known by their style."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from models.patience import still_wanted
from service.deadline import ENDINGS
from service.text.files.archive import check_zip
from service.text.files.extracted import Extracted, Paragraph, UnreadableError, assemble
from service.types import BlockKind

_CELL_PROSE = 80
_MAX_NESTING = 8


def extract_docx(content: bytes, max_unzipped_bytes: int) -> Extracted:
    """Return a Word file's text, with the title and date that its core properties give.

    Raises OverLimitError where it would unpack to more than `max_unzipped_bytes`, and UnreadableError
    where it is damaged or no Word file. External entities and links are never followed. Between paragraphs
    it asks whether it is still wanted.
    """
    check_zip(content, max_unzipped_bytes)
    try:
        document = docx.Document(io.BytesIO(content))
        text, blocks = assemble(_paragraphs(document.iter_inner_content()))
        title, published_at = _properties(document)
    except ENDINGS:
        raise
    except Exception as error:
        # python-docx and the zip decoder raise bare errors of many kinds on hostile files.
        raise UnreadableError("is damaged, or is no DOCX file at all") from error
    return Extracted(text, blocks, title, None, published_at)


def _paragraphs(content: Iterator[WordParagraph | Table], depth: int = 0) -> Iterator[Paragraph]:
    for part in content:
        still_wanted()
        if isinstance(part, WordParagraph):
            yield _paragraph(part)
        elif isinstance(part, Table) and depth < _MAX_NESTING:
            yield from _rows(part, depth)


def _paragraph(paragraph: WordParagraph) -> Paragraph:
    text = " ".join(paragraph.text.split())
    style = ((paragraph.style.name if paragraph.style else None) or "").lower()
    if style == "title":
        return Paragraph(text, BlockKind.TITLE)
    if style.startswith("heading"):
        return Paragraph(text, BlockKind.HEADING)
    if style.startswith("list") and text:
        return Paragraph(f"- {text}", tight=True)
    return Paragraph(text)


def _rows(table: Table, depth: int) -> Iterator[Paragraph]:
    """Each row on one line, merged cells once; cells with prose or tables are read paragraph by paragraph."""
    for row in table.rows:
        still_wanted()
        # Not `row.cells`, which repeats a cell for every column that it claims to span: billions, perhaps.
        cells = [_Cell(tc, table) for tc in row._tr.tc_lst if tc.vMerge != "continue"]
        if any(len(cell.text) > _CELL_PROSE or cell.tables for cell in cells):
            for cell in cells:
                yield from _paragraphs(cell.iter_inner_content(), depth + 1)
        else:
            texts = [text for cell in cells if (text := " ".join(cell.text.split()))]
            yield Paragraph(" | ".join(texts), tight=True)


def _properties(document: WordDocument) -> tuple[str | None, str | None]:
    """Title and date from the core properties; the date of the blank template is no date."""
    properties = document.core_properties
    title = " ".join((properties.title or "").split()) or None
    created = properties.created
    if not isinstance(created, datetime) or properties.author == "python-docx":
        return title, None
    return title, created.replace(microsecond=0).isoformat()

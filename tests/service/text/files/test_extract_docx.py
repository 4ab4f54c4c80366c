import io
import zipfile
from contextlib import suppress
from datetime import datetime

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.patience import asked
from service.deadline import OverTimeError
from service.text.files.extract_docx import extract_docx
from service.text.files.extracted import OverLimitError, UnreadableError
from service.types import BlockKind
from tests.under_fire.nasty_files import paragraph, word, word_xml

ROOM = 10_000_000


def word_file() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Bridge report"
    document.core_properties.author = "Mara Quill"
    document.core_properties.created = datetime(2031, 6, 10, 6, 15)
    document.add_heading("Bridge closed", level=0)
    document.add_paragraph("The bridge was closed on Monday.")
    document.add_heading("Costs", level=1)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Steel"
    table.cell(0, 1).text = "40 tonnes"
    document.add_paragraph("First point", style="List Bullet")
    document.add_paragraph("Engineers will return.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_paragraphs_and_tables_come_in_order() -> None:
    found = extract_docx(word_file(), ROOM)
    assert found.text.split("\n\n") == [
        "Bridge closed",
        "The bridge was closed on Monday.",
        "Costs\nSteel | 40 tonnes\n- First point",
        "Engineers will return.",
    ]
    assert [(found.text[b.start : b.end], b.kind) for b in found.blocks] == [
        ("Bridge closed", BlockKind.TITLE),
        ("Costs", BlockKind.HEADING),
    ]
    assert (found.title, found.published_at) == ("Bridge report", "2031-06-10T06:15:00+00:00")


def test_the_blank_template_tells_no_date() -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    assert extract_docx(stream.getvalue(), ROOM).published_at is None


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(5_000_000))
    with pytest.raises(OverLimitError, match="unpacks to more than 1,000,000 bytes"):
        extract_docx(stream.getvalue(), 1_000_000)
    with pytest.raises(OverLimitError, match="densely"):
        extract_docx(stream.getvalue(), ROOM)


def test_external_entities_are_inert() -> None:
    original = zipfile.ZipFile(io.BytesIO(word_file()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in original.namelist():
            content = original.read(name)
            if name == "word/document.xml":
                head, _, body = content.partition(b"?>")
                doctype = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
                content = head + b"?>" + doctype + body.replace(b"closed on Monday", b"closed on &x;Monday")
            archive.writestr(name, content)
    with open("/etc/hostname", encoding="utf-8") as secret:
        name = secret.read().strip()
    try:
        text = extract_docx(stream.getvalue(), ROOM).text
    except UnreadableError:
        return
    assert "closed on" in text
    assert not name or f"on {name}" not in text


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        extract_docx(content, ROOM)


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, 5000), byte=st.integers(0, 255))
def test_a_damaged_file_is_read_or_refused(place: int, byte: int) -> None:
    content = bytearray(WORD_FILE)
    content[place % len(content)] = byte
    with suppress(UnreadableError, OverLimitError):
        extract_docx(bytes(content), ROOM)


WORD_FILE = word_file()


@pytest.mark.parametrize("table", [False, True], ids=["paragraphs", "rows"])
def test_who_does_not_want_it_any_more_ends_it_within_a_file(table: bool) -> None:
    document = docx.Document()
    for number in range(20):
        document.add_paragraph(f"Paragraph {number}.")
    if table:
        document.add_table(rows=30, cols=1)
    questions = 0

    def check() -> None:
        nonlocal questions
        questions += 1
        if questions == (40 if table else 15):
            raise OverTimeError("late")

    stream = io.BytesIO()
    document.save(stream)
    with asked(check), pytest.raises(OverTimeError):
        extract_docx(stream.getvalue(), ROOM)


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    table.cell(0, 0).merge(table.cell(1, 0))
    stream = io.BytesIO()
    document.save(stream)
    assert extract_docx(stream.getvalue(), ROOM).text.split() == "cell 0 cell 2 | cell 1 cell 3".split()


def test_a_cell_that_claims_billions_of_columns_is_one_cell() -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>{paragraph("Steel")}</w:tc>'
    content = word(word_xml(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    assert extract_docx(content, ROOM).text == "Steel"  # and does not fill the memory

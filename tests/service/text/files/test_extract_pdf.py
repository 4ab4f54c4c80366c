import io
from contextlib import suppress

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.patience import asked
from service.deadline import Cancelled
from service.text.files.extract_pdf import extract_pdf
from service.text.files.extracted import OverLimitError, UnreadableError
from tests.pdf import pdf_file
from tests.under_fire.nasty_files import drawn, repeated_form

PAGE = [
    "The Lantern 1",
    "Bridge closed at Ostrava Ford",
    "The bridge at Ostrava Ford was closed on Monday after an inspec-",
    "tion found cracks in its middle pier, and the council said that it",
    "would stay closed for six weeks.",
    "Engineers expect the repair to cost two million crowns, which the",
    "town does not have. The ferry will run every ten minutes, and the",
]
SECOND = [
    "The Lantern 2",
    "crossing will be free until the bridge is open again.",
    "Nobody was hurt.",
]


def test_lines_become_paragraphs_and_margins_go() -> None:
    found = extract_pdf(
        pdf_file([PAGE, SECOND, ["The Lantern 3", "A last page closes the report."]]), 10, 10_000
    )
    assert found.text.split("\n\n") == [
        "Bridge closed at Ostrava Ford",
        "The bridge at Ostrava Ford was closed on Monday after an inspection found cracks in its middle"
        " pier, and the council said that it would stay closed for six weeks.",
        "Engineers expect the repair to cost two million crowns, which the town does not have. The ferry"
        " will run every ten minutes, and the crossing will be free until the bridge is open again.",
        "Nobody was hurt.",
        "A last page closes the report.",
    ]


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("Bridge closed at Ostrava Ford", True),
        ("report_final_v2.docx", False),
        ("Microsoft Word - notes on it", False),
        ("x", False),
    ],
)
def test_a_title_that_looks_like_one_is_taken(title: str, taken: bool) -> None:
    assert (extract_pdf(pdf_file([PAGE], title), 10, 10_000).title == title) is taken


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(OverLimitError, match="has 3 pages; at most 2"):
        extract_pdf(pdf_file([PAGE] * 3), 2, 10_000)


def test_too_much_text_is_refused() -> None:
    with pytest.raises(OverLimitError, match="characters"):
        extract_pdf(pdf_file([PAGE] * 3), 10, 300)


def test_an_encrypted_file_is_refused() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_file([PAGE])))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(UnreadableError, match="encrypted"):
        extract_pdf(stream.getvalue(), 10, 10_000)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"not a pdf", b"%PDF-1.7\n" + bytes(500)])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        extract_pdf(content, 10, 10_000)


def test_pages_without_text_are_refused() -> None:
    with pytest.raises(UnreadableError, match="OCR"):
        extract_pdf(pdf_file([[]]), 10, 10_000)


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, 3000), byte=st.integers(0, 255))
def test_a_damaged_file_is_read_or_refused(place: int, byte: int) -> None:
    content = bytearray(PDF)
    content[place % len(content)] = byte
    with suppress(UnreadableError, OverLimitError):
        extract_pdf(bytes(content), 10, 10_000)


PDF = pdf_file([PAGE])


@pytest.mark.parametrize(
    "content", [drawn(5000), repeated_form(0, 30), pdf_file([PAGE] * 20)], ids=["operators", "forms", "pages"]
)
def test_who_does_not_want_it_any_more_ends_it_between_operators_forms_and_pages(content: bytes) -> None:
    questions = 0

    def check() -> None:
        nonlocal questions
        questions += 1
        if questions == 15:
            raise Cancelled

    with asked(check), pytest.raises(Cancelled):
        extract_pdf(content, 50, 10_000)
    assert questions == 15


def test_a_page_that_draws_too_much_is_refused() -> None:
    with pytest.raises(OverLimitError, match="draws more than is read"):
        extract_pdf(drawn(200_000), 10, 10_000)


def test_a_file_whose_forms_draw_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.text.files.extract_pdf._MAX_OPERATORS", 5000)
    with pytest.raises(OverLimitError, match="draws more than is read: over 5,000 operators"):
        extract_pdf(repeated_form(100, 200), 10, 10_000)
    assert "ferry" in extract_pdf(repeated_form(100, 30), 10, 10_000).text

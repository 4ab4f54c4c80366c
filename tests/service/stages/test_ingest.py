from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings

from service.errors import InvalidRequest, RequestError, TooLarge, UnsupportedMediaType
from service.limits import Limits
from service.stages.ingest import ingest
from service.types import MediaType, SourceDocument
from tests.pdf import pdf_file
from tests.strategies import hostile_bytes, hostile_text

LIMITS = Limits()
PAGE = (
    "<html><head><title>Bridge closed | The Lantern</title></head><body><h1>Bridge closed</h1>"
    + "<p>The bridge at Ostrava Ford was closed on Monday after an inspection found cracks.</p>" * 3
    + "</body></html>"
)


def source(content: bytes | str, media_type: MediaType = MediaType.TEXT) -> SourceDocument:
    return SourceDocument(0, "bridge.txt", content, media_type, pointer="/documents/0")


@settings(deadline=None)  # the first example loads the language model
@given(hostile_text)
def test_posted_text_is_canonical(text: str) -> None:
    for media_type in (MediaType.TEXT, MediaType.MARKDOWN):
        try:
            document = ingest(source(text, media_type), LIMITS)
        except InvalidRequest:
            assert not any(char.isalnum() for char in text)
        else:
            assert document.text == text
            assert not document.extracted


def test_utf8_files_keep_their_mark_and_line_ends() -> None:
    content = "\ufeffBridge closed.\r\nNobody was hurt, e\u0301.".encode()
    document = ingest(source(content), LIMITS)
    assert document.text.encode() == content
    assert not document.extracted
    assert document.warnings == ()


def test_other_encodings_are_decoded_returned_and_warned_of() -> None:
    document = ingest(
        source("Der Fluß stieg über Nacht, sagte die Bürgermeisterin.".encode("cp1252")), LIMITS
    )
    assert "Fluß" in document.text
    assert document.extracted
    assert "'bridge.txt'" in document.warnings[0]


def test_pages_are_read_as_text_of_our_own() -> None:
    for content in (PAGE, PAGE.encode(), b"\xef\xbb\xbf" + PAGE.encode()):
        document = ingest(source(content, MediaType.HTML), LIMITS)
        assert document.extracted
        assert (document.title, document.outlet, document.language) == ("Bridge closed", "The Lantern", "en")
        assert "<p>" not in document.text


def test_what_the_request_says_wins() -> None:
    given_by_request = replace(
        source(PAGE, MediaType.HTML),
        title="Mine",
        outlet="Ours",
        published_at="2031-06-10",
        url="http://a.example/",
    )
    document = ingest(given_by_request, LIMITS)
    assert (document.title, document.outlet, document.published_at) == ("Mine", "Ours", "2031-06-10")
    assert document.url == "http://a.example/"


def test_a_pdf_is_read() -> None:
    document = ingest(
        source(pdf_file([["The bridge was closed.", "Nobody was hurt."]]), MediaType.PDF), LIMITS
    )
    assert document.text == "The bridge was closed.\n\nNobody was hurt."
    assert document.extracted


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ("", MediaType.TEXT),
        (" \n\u200b ...", MediaType.TEXT),
        (b"", MediaType.MARKDOWN),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), MediaType.TEXT),
        ("<html><body><script>x()</script></body></html>", MediaType.HTML),
        (b"no pdf", MediaType.PDF),
        (b"no docx", MediaType.DOCX),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes | str, media_type: MediaType) -> None:
    with pytest.raises(InvalidRequest) as caught:
        ingest(source(content, media_type), LIMITS)
    assert [fault.pointer for fault in caught.value.faults] == ["/documents/0"]
    assert "'bridge.txt'" in caught.value.faults[0].detail


@pytest.mark.parametrize(
    ("content", "media_type", "limits"),
    [
        ("word " * 30, MediaType.TEXT, Limits(max_document_characters=100)),
        (b"word " * 30, MediaType.TEXT, Limits(max_document_bytes=100)),
        (b"word " * 30, MediaType.TEXT, Limits(max_document_characters=100)),
        ("a\n" * 30, MediaType.TEXT, Limits(max_document_lines=20)),
        (PAGE * 2, MediaType.HTML, Limits(max_document_bytes=100)),
        (pdf_file([["A page."]] * 3), MediaType.PDF, Limits(max_pdf_pages=2)),
    ],
)
def test_limits_are_kept(content: bytes | str, media_type: MediaType, limits: Limits) -> None:
    with pytest.raises(TooLarge, match=r"bridge\.txt") as caught:
        ingest(source(content, media_type), limits)
    assert caught.value.faults[0].pointer == "/documents/0"


def test_binary_types_cannot_be_posted_as_text() -> None:
    with pytest.raises(UnsupportedMediaType, match="upload it as a file"):
        ingest(source("%PDF-1.4", MediaType.PDF), LIMITS)


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidRequest) as caught:
        ingest(replace(source("Bridge closed."), published_at="last Tuesday"), LIMITS)
    assert caught.value.faults[0].pointer == "/documents/0/published_at"


@settings(deadline=None)
@given(hostile_bytes)
def test_no_file_is_too_broken(content: bytes) -> None:
    for media_type in (MediaType.TEXT, MediaType.HTML):
        with suppress(RequestError):
            assert ingest(source(content, media_type), LIMITS).text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The bridge was closed on Monday after an inspection found cracks.", "en"),
        ("Die Brücke wurde am Montag geschlossen, weil ein Pfeiler Risse zeigt.", "de"),
        ("Le pont a été fermé lundi après la découverte de fissures.", "fr"),
        ("Ok.", "und"),
        ("12 34 56 78 90 12 34 56", "und"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert ingest(source(text), LIMITS).language == language

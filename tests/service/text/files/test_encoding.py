import pytest
from hypothesis import given, settings

from service.text.files.encoding import decode, decode_html, looks_binary
from tests.strategies import hostile_bytes, hostile_text


@settings(deadline=None, max_examples=60)
@given(hostile_text)
def test_valid_utf8_is_kept_to_the_letter(text: str) -> None:
    content = text.encode("utf-8", "ignore")
    decoded = decode(content)
    if not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        assert decoded.exact
        assert decoded.text.encode("utf-8") == content


@settings(deadline=None, max_examples=60)
@given(hostile_bytes)
def test_decoding_never_fails(content: bytes) -> None:
    assert isinstance(decode(content).text, str)
    assert isinstance(decode_html(content).text, str)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_marked_unicode_is_read(encoding: str) -> None:
    decoded = decode("Grüße aus Łódź".encode(encoding))
    assert decoded.text == "Grüße aus Łódź"
    assert not decoded.exact


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Le maire a démissionné hier à Besançon, où il était né. “C’est fini”, dit-il. "),
        ("cp1251", "Мост закрыли в понедельник, потому что вода поднялась выше опоры. "),
        ("cp1250", "Příliš žluťoučký kůň přešel řeku po mostě, který byl včera zavřený. "),
        ("shift_jis", "橋は月曜日に閉鎖された。けが人はいなかった。市長は午後に会見を開く。"),
    ],
)
def test_other_encodings_are_guessed(encoding: str, text: str) -> None:
    decoded = decode((text * 3).encode(encoding))
    assert decoded.text == text * 3
    assert not decoded.exact


def test_a_few_broken_bytes_leave_utf8_as_it_is() -> None:
    decoded = decode("Der Fluss stieg über Nacht. ".encode() * 40 + b"\xff")
    assert decoded.encoding == "utf-8"
    assert decoded.lossy
    assert decoded.text.count("\ufffd") == 1


def test_a_page_may_declare_its_encoding() -> None:
    page = "<meta charset='windows-1251'><p>Мост</p>".encode("cp1251")
    assert "Мост" in decode_html(page).text


def test_a_declared_codec_that_is_no_text_is_ignored() -> None:
    assert "caf" in decode_html(b"<meta charset=zlib_codec><p>caf\xe9</p>").text


@pytest.mark.parametrize(
    ("content", "binary"),
    [
        (b"plain text\n", False),
        ("UTF-16".encode("utf-16"), False),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), True),
        (b"", False),
    ],
)
def test_binary_content_is_noticed(content: bytes, binary: bool) -> None:
    assert looks_binary(content) is binary

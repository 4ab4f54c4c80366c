import pytest

from service.errors import UnsupportedMediaType
from service.media import SUFFIXES, media_type_of
from service.types import MediaType


@pytest.mark.parametrize(
    ("name", "declared", "kind"),
    [
        ("a.txt", None, MediaType.TEXT),
        ("A.MD", "application/octet-stream", MediaType.MARKDOWN),
        ("page.htm", "text/plain", MediaType.HTML),
        ("C:\\Users\\me\\report.pdf", None, MediaType.PDF),
        ("folder.txt/report.docx", "", MediaType.DOCX),
        ("noending", "text/html; charset=utf-8", MediaType.HTML),
        ("notes.log", "text/plain", MediaType.TEXT),
        ("", "application/pdf", MediaType.PDF),
    ],
)
def test_the_name_decides_before_the_declared_type(name: str, declared: str | None, kind: MediaType) -> None:
    assert media_type_of(name, declared) is kind


@pytest.mark.parametrize(
    ("name", "declared"), [("a.exe", None), ("photo.png", "image/png"), ("", None), ("x", "text/csv")]
)
def test_other_files_are_refused_with_a_list_of_what_is_read(name: str, declared: str | None) -> None:
    with pytest.raises(UnsupportedMediaType) as caught:
        media_type_of(name, declared)
    assert all(suffix in caught.value.detail for suffix in SUFFIXES)

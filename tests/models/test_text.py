from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.text import one_line


def test_unfit_characters_become_the_replacement_character():
    assert one_line(" a\ud800b\x00c\n\td ") == "a\ufffdb\ufffdc d"


@given(st.text(st.characters(codec=None)))
def test_what_comes_out_is_one_line_of_valid_unicode(text):
    tidy = one_line(text)
    assert tidy.encode("utf-8").decode("utf-8").splitlines() in ([tidy], [])
    assert one_line(tidy) == tidy

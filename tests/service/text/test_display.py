import unicodedata

import pytest
from hypothesis import given

from service.text.display import display, fold
from tests.strategies import hostile_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\r\nlines\tand  spaces", "two lines and spaces"),
        ("nul\x00 and mark\ufeff", "nul and mark"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("👩\u200d👩\u200d👧 stays", "👩\u200d👩\u200d👧 stays"),
        ("idle \u200d joiner", "idle joiner"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301 is not composed", "e\u0301 is not composed"),
        ("\u202eoverride\u202c", "override"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a < b and c > d", "a < b and c > d"),
        ("<b>Bold</b> and <script>x</script>", "Bold and x"),
        ("stars ** stay * in plain text", "stars ** stay * in plain text"),
    ],
)
def test_plain_text_is_shown_on_one_clean_line(text: str, shown: str) -> None:
    assert display(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Bold** and *slanted* and ***both***", "Bold and slanted and both"),
        ('see [the report](http://a.example/x_(y) "T") now', "see the report now"),
        ("an ![image](u.png) goes", "an goes"),
        ("`code` and ~~struck~~", "code and struck"),
        ("snake_case_name stays, _this_ goes", "snake_case_name stays, this goes"),
        ("2 * 3 * 4 stays", "2 * 3 * 4 stays"),
        (r"\*not slanted\*", "*not slanted*"),
        ("a note[^1] here", "a note here"),
        ("quoted\n> on two lines", "quoted on two lines"),
        ("<https://a.example>", "https://a.example"),
    ],
)
def test_markdown_loses_its_marks(text: str, shown: str) -> None:
    assert display(text, markdown=True) == shown


@given(hostile_text)
def test_nothing_invisible_is_shown(text: str) -> None:
    shown = display(text, markdown=True)
    assert shown == shown.strip()
    assert "\n" not in shown
    hidden = {char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")}
    assert hidden <= {"\u200c", "\u200d"}


@given(hostile_text)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_every_unseen_code_point_is_dropped() -> None:
    joiners = (0x200C, 0x200D)
    unseen = [
        code
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Co")
        and code not in joiners
        and not chr(code).isspace()
    ]
    assert display("".join(map(chr, unseen))) == ""


def test_folding_makes_quotes_dashes_and_case_alike() -> None:
    assert fold("“It’s” — NOW") == '"it\'s" - now'

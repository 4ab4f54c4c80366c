from __future__ import annotations

import pytest

from models.drafts import AHEAD, AT_ONCE, FEWEST, Copying, room_for

PROMPT = (1, 2, 3, 4, 9, 2, 3, 5, 6)


@pytest.mark.parametrize(
    ("tokens", "guess"),
    [
        ([7, 2], (3, 4, 9)),  # where it stood first
        ([9, 2, 3], (5, 6)),  # the longest end that is known decides
        ([8, 2, 3], (4, 9, 2)),
        ([5], (6,)),
        ([6], ()),  # nothing follows the prompt's last token
        ([8], ()),
        ([], ()),
    ],
)
def test_a_row_is_guessed_to_go_on_as_its_prompt_did(tokens, guess):
    assert Copying(PROMPT).guess(tokens, 3) == guess


def test_an_empty_prompt_says_nothing():
    assert Copying(()).guess([1, 2], 3) == ()


def test_the_more_rows_the_less_is_guessed():
    assert room_for(1) == AHEAD
    assert room_for(16) == AT_ONCE // 16 - 1
    assert room_for(500) == FEWEST

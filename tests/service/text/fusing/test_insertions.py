"""Words are put in only where both sentences say the same around them."""

from __future__ import annotations

import pytest

from service.text.fusing.insertions import inserted


@pytest.mark.parametrize(
    ("base", "other", "told"),
    [
        (
            "Rower Ana Sole was released on Monday by the Orre court",
            "Ana Sole was released early on Monday by the Orre court",
            "Rower Ana Sole was released early on Monday by the Orre court",
        ),
        (
            "The gunman hurt three people at a bank in Orre",
            "A gunman hurt three people, killing one, at a bank in Orre",
            "The gunman hurt three people, killing one, at a bank in Orre",
        ),
        (
            "Crews closed the bridge at Vell",
            "Crews closed the bridge at Vell after cracks in two pillars",
            "Crews closed the bridge at Vell after cracks in two pillars",
        ),
    ],
    ids=["a word", "an aside", "the end"],
)
def test_what_only_the_other_has_is_put_in(base, other, told):
    assert inserted(base, other) == told


@pytest.mark.parametrize(
    ("base", "other"),
    [
        ("Ana Sole was released by the Orre court", "Ana Sole was not released by the Orre court"),
        ("Ana Sole was released by the Orre court", "Ana Sole was reportedly released by the Orre court"),
        (
            "Ana Sole was held on Sunday by police at Vell",
            "Ana Sole was held late on Monday by police at Vell",
        ),
        ("The bridge at Vell fell", "The bridge at Vell fell. Later the road by Orre was shut"),
        ("Boris thanked Ana", "Ana thanked Boris"),
        ("The mayor left the town hall", "Crowds met outside the town hall after the vote"),
        (
            "He called it “a bridge to the next age” on Monday",
            "He called it a bridge to the new next age on Monday",
        ),
        ("Crews closed the bridge at Vell", "Crews closed the bridge at Vell after they had found cracks"),
        ("Crews closed the bridge at Vell", "Crews closed the bridge at Vell and the mayor resigned"),
        ("The bridge at Vell fell", "The bridge at Vell fell"),
        ("", "The bridge at Vell fell"),
    ],
)
def test_nothing_is_put_in_that_would_turn_what_is_said(base, other):
    assert inserted(base, other) is None

"""A cheap test must never hide what the costly one would find."""

import re
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.text.cues import Cued, fold_case
from service.text.layout.boilerplate import POURED
from service.text.layout.clutter_within import OPEN
from service.text.orders import PATTERNS

ALL = {**PATTERNS, "poured": POURED}
ALL |= {f"{name} {form.cues[0]}": form for name, forms in OPEN.items() for form in forms}
CASED = "".join(c for c in map(chr, range(sys.maxunicode)) if not c.lower() == c.upper() == c.casefold() == c)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@pytest.mark.parametrize("name", ALL)
@given(st.data())
def test_what_a_pattern_matches_has_a_cue(name: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(ALL[name].pattern))
    assert ALL[name].found_in(text, fold_case(text))


@pytest.mark.parametrize("cued", ALL.values())
def test_letters_that_a_pattern_takes_for_equal_are_made_equal(cued: Cued) -> None:
    for cue in cued.cues:
        assert fold_case(cue) == cue
        for letter in cue:
            alike = re.findall(re.escape(letter), CASED, re.IGNORECASE)
            assert {fold_case(char) for char in alike} <= {letter}


def test_without_a_cue_nothing_is_found() -> None:
    assert not Cued(re.compile("a"), ("b",)).found_in("a", "a")
    assert Cued(re.compile("a"), ("b",)).found_in("ab", "ab")

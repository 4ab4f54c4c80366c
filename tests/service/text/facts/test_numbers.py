"""What counts as a quantity, what it is worth, and when two say the same."""

from fractions import Fraction
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.text.facts.numbers import MAX_QUANTITIES, Quantity, is_rounding_of, quantities, same_value


def only(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


def first(text: str) -> Quantity:
    return quantities(text)[0]


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("they moved 4,318 people out", 4318, "count", "person"),
        ("they moved 4 318 people out", 4318, "count", "person"),
        ("a herd of 1.234.567 cows", 1234567, "count", "cow"),
        ("rose to 2,5 metres", Fraction(5, 2), "measure", "m"),
        ("it cost $1.5 million", 1_500_000, "money", "dollar"),
        ("it cost €30million", 30_000_000, "money", "euro"),
        ("it cost USD 110 million", 110_000_000, "money", "dollar"),
        ("it cost £5m", 5_000_000, "money", "pound"),
        ("took in 86 million Fijian dollars", 86_000_000, "money", "dollar"),
        ("drew 5m viewers", 5_000_000, "count", "viewer"),
        ("stands 30 m high", 30, "measure", "m"),
        ("thirty-five cars", 35, "count", "car"),
        ("SEVENTEEN cows", 17, "count", "cow"),
        ("One hundred and twenty young engineers", 120, "count", "engineer"),
        ("two dozen men", 24, "count", "man"),
        ("half a million voters", 500_000, "count", "voter"),
        ("four and a half hours", Fraction(9, 2), "measure", "hour"),
        ("half an hour", Fraction(1, 2), "measure", "hour"),
        ("two-thirds of voters", Fraction(2, 3), "fraction", "voter"),
        ("a quarter of a percentage point", Fraction(1, 4), "percent", "pp"),
        ("14 basis points", Fraction(14, 100), "percent", "pp"),
        ("3.6 percent", Fraction(18, 5), "percent", "%"),
        ("fell 6,3 % again", Fraction(63, 10), "percent", "%"),
        ("16 million card payments failed", 16_000_000, "count", "payment"),
        ("a 26-wagon train", 26, "count", "wagon"),
        ("a 140-megawatt station", 140, "measure", "mw"),
        ("one helicopter", 1, "count", "helicopter"),
        ("minus 5 degrees", -5, "measure", "degree"),
        ("2½ litres", Fraction(5, 2), "measure", "litre"),
        ("the 75th anniversary", 75, "ordinal", "anniversary"),
        ("the twenty-first floor", 21, "ordinal", "floor"),
        ("in 1962", 1962, "year", ""),
        ("from mid-2030", 2030, "year", ""),
        ("some 2000 people", 2000, "count", "person"),
        ("on 16 May", 16, "day", "may"),
        ("on the 16th of May", 16, "day", "may"),
        ("at 2:40 a.m.", 160, "time", "24h"),
        ("at 3.20pm", 920, "time", "24h"),
        ("at 3 p.m.", 900, "time", "24h"),
        ("at 02:40", 160, "time", "24h"),
        ("at 7.52 on Thursday", 472, "time", "12h"),
        ("shares closed at 11.42.", Fraction(1142, 100), "count", ""),
        ("٣٥ cars", 35, "count", "car"),
    ],
)
def test_a_quantity_is_normalised(text: str, value: Fraction, kind: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.kind, quantity.unit) == (value, kind, unit)


@pytest.mark.parametrize(
    "text",
    [
        "no one came", "one of the drivers", "one another", "at first", "hundreds of people", "COVID-19",
        "a TP-3107",
        "an F-16", "version 1.0.3", "half-mast", "someone", "9" * 40, "often", "the one who", "per second",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == []


def test_an_iso_date_is_a_year_and_a_day() -> None:
    assert [(q.value, q.kind, q.unit) for q in quantities("on 2034-05-16")] == [
        (2034, "year", ""),
        (16, "day", "may"),
    ]


def test_of_takes_the_noun_after_it() -> None:
    assert [(q.value, q.unit) for q in quantities("guilty on seventeen of the 23 fraud charges")] == [
        (17, "charge"),
        (23, "charge"),
    ]


def test_the_surface_spans_sign_and_percent() -> None:
    text = "It lost about $1.5 million, or 3 per cent."
    assert [q.surface for q in quantities(text)] == ["$1.5 million", "3 per cent"]


@pytest.mark.parametrize(
    ("text", "approximate", "bound"),
    [
        ("about 50 cows", True, ""),
        ("some $50", True, ""),
        ("50 or so cows", True, ""),
        ("at least 50 cows", True, "min"),
        ("50 cows or more", True, "min"),
        ("nearly 50 cows", True, "max"),
        ("no fewer than 50 cows", True, "min"),
        ("no more than 50 cows", True, "max"),
        ("over 50 cows", True, "min"),
        ("over 50 weeks", False, ""),
        ("some of the 50 cows", False, ""),
        ("50 cows", False, ""),
    ],
)
def test_hedges(text: str, approximate: bool, bound: str) -> None:
    quantity = only(text)
    assert (quantity.approximate, quantity.bound) == (approximate, bound)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("17 cows", "SEVENTEEN animals", True),
        ("$1.5 million", "1,500,000 dollars", True),
        ("half of them", "50 percent", True),
        ("90 minutes", "one and a half hours", True),
        ("7.46am", "7:46", True),
        ("7.46pm", "07:46", False),
        ("14 basis points", "0.14 percentage points", True),
        ("14 percent", "14 percentage points", False),
        ("14 hours", "14 days", False),
        ("14 cows", "14 percent", False),
        ("29 million of that", "$29 million", True),
        ("17 cows", "18 cows", False),
        ("16 May", "16 June", False),
        ("in 1962", "1962 people", False),
    ],
)
def test_same_value(a: str, b: str, same: bool) -> None:
    assert same_value(first(a), first(b)) is same
    assert same_value(first(b), first(a)) is same


@pytest.mark.parametrize(
    ("a", "b", "rounding"),
    [
        ("4,318 people", "about 4,300 people", True),
        ("31,240 shops", "about 31,000 shops", True),
        ("1,138 savers", "some 1,140 savers", True),
        ("308 people", "310 people", True),
        ("193 people", "around 200 people", True),
        ("833 kroner", "about 800 kroner", True),
        ("14 basis points", "about 0.15 percentage points", True),
        ("74 people", "more than 70 people", True),
        ("68 people", "more than 70 people", False),
        ("68 people", "nearly 70 people", True),
        ("72 people", "nearly 70 people", False),
        ("at least 14 people", "17 people", False),
        ("12 people", "15 people", False),
        ("7 people", "10 people", False),
        ("17 people", "about 30 people", False),
        ("95 million dollars", "110 million dollars", False),
        ("11.4 million payments", "some 16 million payments", False),
        ("2029", "2030", False),
        ("at 7:52", "at 7:50", False),
    ],
)
def test_is_rounding_of(a: str, b: str, rounding: bool) -> None:
    assert is_rounding_of(first(a), first(b)) is rounding
    assert is_rounding_of(first(b), first(a)) is rounding


HOSTILE = st.text(alphabet="0123456789.,:/- $€%½٣apmkone twohalfquarterand\u00a0\n’'\ud800", max_size=60)


@given(HOSTILE | st.text(max_size=60))
@example("1 000 000 000 000 000 000")
@example("0/0 00:99 99:99 $ 9,99,999 2024-13-45")
def test_spans_are_true_and_do_not_overlap(text: str) -> None:
    found = quantities(text)
    assert all(text[q.start : q.end] == q.surface != "" for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(HOSTILE, HOSTILE)
def test_comparing_is_symmetric_and_never_fails(a: str, b: str) -> None:
    for x in quantities(a):
        assert same_value(x, x)
        for y in quantities(b):
            assert same_value(x, y) is same_value(y, x)
            assert is_rounding_of(x, y) is is_rounding_of(y, x)


@pytest.mark.parametrize(
    "unit", ["1 ", "one ", "9", "1,111", "1.", "$", "twenty-", "half a ", "a hundred and ", " "]
)
def test_a_long_line_takes_linear_time(unit: str) -> None:
    start = process_time()
    found = quantities(unit * (250_000 // len(unit)))
    assert process_time() - start < 3
    assert len(found) <= MAX_QUANTITIES

"""Which dates a text mentions, and what they mean on the day of publication."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.facts.dates import DateMention, date_mentions, resolve

PUBLISHED = date(2034, 9, 7)  # a Thursday


def only(text: str) -> DateMention:
    found = date_mentions(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "precision", "iso"),
    [
        ("on May 16, 2031", "day", "2031-05-16"),
        ("on 16 May 2031", "day", "2031-05-16"),
        ("on Thursday 3 September 2030", "day", "2030-09-03"),
        ("Friday, September 5, 2030", "day", "2030-09-05"),
        ("OSLO, MARCH 20 (Wire) -", "day", "2034-03-20"),
        ("2031-05-16T12:00", "day", "2031-05-16"),
        ("am 16.05.2031", "day", "2031-05-16"),
        ("on 16/05/2031", "day", "2031-05-16"),
        ("on 05/16/2031", "day", "2031-05-16"),
        ("on 3/4/2031", "year", "2031"),
        ("le 3 août 2031", "day", "2031-08-03"),
        ("el 16 de mayo de 2031", "day", "2031-05-16"),
        ("am 16. Mai 2031", "day", "2031-05-16"),
        ("in March 2031", "month", "2031-03"),
        ("in 2018", "year", "2018"),
        ("the 16th of May", "day", "2034-05-16"),
        ("on 2 January", "day", "2035-01-02"),
        ("from 28 to 30 November", "month", "2034-11"),
        ("in August", "month", "2034-08"),
        ("last September", "month", "2033-09"),
        ("next March", "month", "2035-03"),
        ("in March last year", "month", "2033-03"),
        ("on Thursday", "weekday", "2034-09-07"),
        ("on Friday", "weekday", "2034-09-01"),
        ("Wednesday night", "weekday", "2034-09-06"),
        ("last Thursday", "weekday", "2034-08-31"),
        ("next Thursday", "weekday", "2034-09-14"),
        ("Monday last week", "weekday", "2034-08-28"),
        ("Wednesday of next week", "weekday", "2034-09-13"),
        ("yesterday", "relative", "2034-09-06"),
        ("the day before yesterday", "relative", "2034-09-05"),
        ("this morning", "relative", "2034-09-07"),
        ("last night", "relative", "2034-09-06"),
        ("tomorrow evening", "relative", "2034-09-08"),
        ("three days ago", "relative", "2034-09-04"),
        ("last month", "relative", "2034-08"),
        ("next year", "relative", "2035"),
        ("last week", "relative", None),  # 28 August to 3 September
        ("next week", "relative", "2034-09"),
        ("a day earlier", "relative", None),
        ("six months ago", "relative", None),
        ("the following day", "relative", None),
    ],
)
def test_a_date_is_found_and_resolved(text: str, precision: str, iso: str | None) -> None:
    mention = only(text)
    assert mention.precision == precision
    assert resolve(mention, PUBLISHED) == iso


@pytest.mark.parametrize(
    "text",
    [
        "a January of the mind", "she may march", "May said so", "It sat there", "the Sun wrote",
        "31 February", "the 1990s", "3.5 of them", "12 people", "at 12:30", "second to none",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert date_mentions(text) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("The envoy is due to land on Friday.", "2034-09-08"),
        ("Friday will be a holiday.", "2034-09-08"),
        ("The envoy landed on Friday.", "2034-09-01"),
        ("The bridge will close, the mayor said on Friday.", "2034-09-01"),
        ("The bridge, which will be rebuilt, fell on Friday.", "2034-09-01"),
        ("It will open in March.", "2035-03"),
    ],
)
def test_a_sentence_that_looks_ahead_turns_to_the_future(text: str, iso: str) -> None:
    assert resolve(only(text), PUBLISHED) == iso


@pytest.mark.parametrize("text", ["on Thursday", "yesterday", "16 May", "in August", "last year"])
def test_without_a_publication_date_nothing_relative_is_known(text: str) -> None:
    assert resolve(only(text), None) is None


def test_without_a_publication_date_a_full_date_is_known() -> None:
    assert resolve(only("on 16 May 2031"), None) == "2031-05-16"


@pytest.mark.parametrize("text", ["yesterday", "last month", "Sunday", "last March", "tomorrow"])
@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar_do_no_harm(text: str, published: date) -> None:
    iso = resolve(only(text), published)
    assert iso is None or len(iso) in (4, 7, 10)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("ruled since February 2022", "since"),
        ("closed until at least next Wednesday", "until"),
        ("an answer by 19 December", "by"),
        ("police said on Friday", "said"),
        ("told a news conference on Friday", "said"),
        ("fell on Friday", ""),
    ],
)
def test_the_word_before_a_date_is_kept(text: str, lead: str) -> None:
    assert only(text).lead == lead


def test_mentions_come_in_order() -> None:
    text = "In 2030 it fell on Friday, 3 May, a day earlier than in March 2029."
    assert [m.surface for m in date_mentions(text)] == [
        "2030",
        "Friday, 3 May",
        "a day earlier",
        "March 2029",
    ]


PIECES = [
    "Monday",
    "3",
    "May",
    "2031",
    "last",
    "next",
    "week",
    ",",
    "31",
    "Feb",
    "-",
    "/",
    "ago",
    "two",
    "days",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=50), st.dates())
def test_spans_are_true_and_resolution_never_fails(text: str, published: date) -> None:
    found = date_mentions(text)
    end = 0
    for mention in found:
        assert text[mention.start : mention.end] == mention.surface != ""
        assert mention.start >= end
        end = mention.end
        iso = resolve(mention, published)
        if iso and len(iso) == 10:
            date.fromisoformat(iso)


@pytest.mark.parametrize(
    "unit", ["Monday 3 May ", "1 ", "2031 ", "1-", "this ", " ", "next March ", "Monday" + " " * 99]
)
def test_a_long_line_takes_linear_time(unit: str) -> None:
    start = process_time()
    date_mentions(unit * (100_000 // len(unit)))
    assert process_time() - start < 4


@pytest.mark.parametrize("text", ["0000-00-00", "On 0000-05-16 it sank.", "2031-00-07", "2031-05-00"])
def test_a_day_that_no_calendar_has_is_none(text):
    assert [m for m in date_mentions(text) if m.precision == "day"] == []
    assert all(resolve(m, None) in (None, "2031") for m in date_mentions(text))


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "text", ["last year", "next year", "last month", "next month", "yesterday", "tomorrow"]
)
def test_nothing_is_dated_beyond_the_calendar(text, published):
    found = [resolve(m, published) for m in date_mentions(f"The ferry sank {text}.")]
    assert all(day is None or 1 <= int(day[:4]) <= 9999 for day in found)

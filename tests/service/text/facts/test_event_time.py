from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.facts.event_time import Article, Clues, stated_days

VISIT = "Queen Ada arrived in Port Hale for talks with Premier Falk. She toured the Hale shipyard."
PACT = "Queen Ada received Premier Falk at the palace of Orre on 3 May 2033 to sign the fishing pact."
REPORTED = "Ada toured the Hale shipyard during her visit to Port Hale in March 2031."
COLLAPSE = "The Orre bridge collapse of February 2030 killed nine."


def clues(own, *others):
    """The clues to one article's event. An article is its lead and what it says further down."""
    articles = [Article(lead, (lead, *rest)) for lead, *rest in (own, *others)]
    return Clues(articles).about(0)


def test_an_article_is_dated_by_what_others_say_of_what_it_tells():
    (clue,) = clues([VISIT], [PACT, "The weather was fine.", REPORTED], [PACT])
    assert (clue.day.year, clue.day.month) == (2031, 3)
    assert clue.because == "March 2031"


def test_one_other_article_is_enough():
    (clue,) = clues([VISIT], [PACT, REPORTED])
    assert clue.because == "March 2031"


@pytest.mark.parametrize(
    "report",
    [
        "The opera house of Orre was built in March 2031.",
        "Ada toured the Hale shipyard during her visit to Port Hale in spring.",
        "The port was busy in March 2031; Ada toured the Hale shipyard during her visit to Port Hale.",
    ],
    ids=["about something else", "no date", "the date is in another clause"],
)
def test_a_date_of_something_else_is_no_clue(report):
    assert clues([VISIT], [PACT, report]) == []


def test_an_article_is_not_dated_by_what_it_says_itself():
    assert clues([VISIT, REPORTED], [PACT]) == []


def test_what_all_leads_tell_dates_none_of_them():
    assert clues([VISIT], [VISIT, REPORTED], [VISIT]) == []


@pytest.mark.parametrize(
    ("span", "year"), [("A year after", 2031), ("Three years after", 2033), ("12 years since", 2042)]
)
def test_an_article_dates_itself_by_what_others_date(span, year):
    (clue,) = clues(
        ["Queues", f"{span} the Orre bridge collapse, the ferry line is crowded."], ["News", COLLAPSE]
    )
    assert (clue.day.year, clue.day.month) == (year, 2)


@pytest.mark.parametrize(
    ("own", "report"),
    [
        ("The Orre bridge collapse is remembered.", COLLAPSE),
        ("A year after the fair, the line is full.", COLLAPSE),
        ("A year after the Orre bridge collapse, the line is full.", "The Orre bridge collapse killed nine."),
    ],
    ids=["no span", "another thing", "no date elsewhere"],
)
def test_a_span_without_its_anchor_is_no_clue(own, report):
    assert clues(["Queues", own], ["News", report]) == []


def test_only_days_with_their_year_are_stated():
    text = "On 3 May 2033, in June 2033, on Monday, on 4 May, and on 2034-01-02."
    assert stated_days(text) == [date(2033, 5, 3), date(2034, 1, 2)]


@given(st.lists(st.lists(st.text(), min_size=1, max_size=3), min_size=1, max_size=3))
def test_any_texts_give_days_or_none(articles):
    assert all(isinstance(clue.day, date) for clue in clues(*articles))
    assert all(isinstance(day, date) for article in articles for day in stated_days(article[0]))


@pytest.mark.parametrize(
    "report",
    [
        "The fall of the old port of Hale in 0001.",
        "The old port of Hale in 2099",
        "Old port of Hale: 31 February 2030",
    ],
)
def test_odd_dates_do_not_stop_it(report):
    own = "99 years after the fall of the old port of Hale, it rained."
    assert all(clue.day.year <= 9999 for clue in clues(["Rain", own], ["News", report]))

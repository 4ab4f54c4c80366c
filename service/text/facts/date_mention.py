"""A date found in a text, and the calendar date that it means for a reader on the day of publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

NEAR_MONTHS = 3  # "in March", in no tense that tells, is this near or is not known
Precision = Literal["day", "month", "year", "weekday", "relative"]
Unit = Literal["", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands: `text[start:end] == surface`, in code points.

    `year`, `month` and `day` are set as far as they are written. `offset` counts `unit`s from the day of
    publication: -1 and "month" for "last month" and for "last September", -1 and "week" for "Friday last
    week"; with a `weekday` (0 is Monday) and no unit, -1 is "last Friday", 1 "next Friday". It is None
    where nothing is said: a `relative` one then hangs on something else ("a day earlier"), or is too round
    to be a date ("six months ago").
    `ahead` tells that the sentence looks forward to the date ("is due on Friday"), `back` that it
    tells of the past. `lead` is the word before it that sets its part: "since", "until", "said", or "".
    """

    start: int
    end: int
    surface: str
    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    unit: Unit = ""
    offset: int | None = None
    ahead: bool = False
    back: bool = False
    lead: str = ""


def date_or_none(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def resolve(mention: DateMention, published: date | None) -> str | None:
    """Give the ISO date, as precise as it is known (2024, 2024-05, 2024-05-16), or None if it is not.

    `published` is the day on which the text appeared. News writes "on Friday" for the nearest Friday up to
    that day, and for the next one where the sentence looks ahead; a day and month without a year mean
    the nearest such day.
    """
    try:
        if mention.year is not None:
            return _iso(mention.year, mention.month, mention.day)
        return _resolve_from(mention, published) if published is not None else None
    except (OverflowError, ValueError):
        return None  # beyond the calendar's first or last year


def _resolve_from(mention: DateMention, published: date) -> str | None:
    if mention.precision == "weekday":
        return _weekday(mention, published).isoformat()
    if mention.precision == "relative":
        return _step(mention, published)
    if mention.month is None:
        return None
    if mention.day is not None:
        return _nearest_day(mention.month, mention.day, published)
    return _nearest_month(mention, mention.month, published)


def _iso(year: int, month: int | None, day: int | None) -> str:
    """Write a date as precisely as it is known. Raises ValueError for a year that no calendar has."""
    date(year, month or 1, day or 1)
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _weekday(mention: DateMention, published: date) -> date:
    weekday = mention.weekday or 0
    if mention.unit == "week":
        monday = published - timedelta(days=published.weekday())
        return monday + timedelta(days=weekday, weeks=mention.offset or 0)
    back, forth = (published.weekday() - weekday) % 7, (weekday - published.weekday()) % 7
    if mention.offset == -1:
        return published - timedelta(days=back or 7)
    if mention.offset == 1:
        return published + timedelta(days=forth or 7)
    if mention.ahead or mention.offset == 0:
        return published + timedelta(days=forth)
    return published - timedelta(days=back)


def _step(mention: DateMention, published: date) -> str | None:
    if mention.offset is None:
        return None
    if mention.unit == "day":
        return (published + timedelta(days=mention.offset)).isoformat()
    if mention.unit == "week":
        return _month_of_week(published + timedelta(weeks=mention.offset))
    months = published.year * 12 + published.month - 1
    if mention.unit == "month":
        return _iso((months + mention.offset) // 12, (months + mention.offset) % 12 + 1, None)
    return _iso(published.year + mention.offset, None, None)


def _month_of_week(day: date) -> str | None:
    """Give the month that holds the whole week, or None where it spans two: the day is not known."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    return _iso(monday.year, monday.month, None) if monday.month == sunday.month else None


def _nearest_day(month: int, day: int, published: date) -> str | None:
    options = (date_or_none(published.year + shift, month, day) for shift in (-1, 0, 1))
    known = [option for option in options if option]
    return min(known, key=lambda d: (abs(d - published), d)).isoformat() if known else None


def _nearest_month(mention: DateMention, month: int, published: date) -> str | None:
    """Give the month on the side that "last" or the tense tells, else the nearest one if it is near."""
    if mention.unit == "year":
        return _iso(published.year + (mention.offset or 0), month, None)
    ahead, behind = (month - published.month) % 12, (published.month - month) % 12
    if mention.offset == -1:
        shift = -(behind or 12)
    elif mention.offset == 1:
        shift = ahead or 12
    elif mention.ahead or mention.back:
        shift = ahead if mention.ahead else -behind
    else:
        shift = min(ahead, -behind, key=abs)
        if abs(shift) > NEAR_MONTHS:
            return None
    there = published.year * 12 + published.month - 1 + shift
    return _iso(there // 12, there % 12 + 1, None)

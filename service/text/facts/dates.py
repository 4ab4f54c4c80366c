"""Dates in running text, and what they mean for a reader of the day of publication.

Explicit dates are read in English, by digits in any language, and with the month names of some others;
weekdays and relative dates ("yesterday", "last month") in English. Nothing here knows what day it is:
what cannot be told from the text and the publication date stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from service.text.facts import calendar_words as calendar
from service.text.facts.date_mention import DateMention, Precision, Unit, date_or_none, resolve
from service.text.facts.numbers import quantities

__all__ = ["DateMention", "date_mentions", "resolve"]

MAX_MENTIONS = 10_000  # of one kind in one text: more than any article has, and a bound on hostile ones

_SP = r"\s{1,3}"


def _pieces(form: str) -> tuple[str, str, str, str]:
    """Patterns for a weekday, a day or range of days, a month and a year, with groups named for one form."""
    weekday = rf"(?:(?P<{form}_weekday>{calendar.WEEKDAY})\b\.?,?{_SP}(?:the{_SP})?)?"
    spread = rf"(?P<{form}_range>\d{{1,2}}(?:st|nd|rd|th)?\s?(?:-|–|to|and)\s?)?"
    day = rf"{spread}(?P<{form}_day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?"
    month = rf"(?P<{form}_month>{calendar.MONTH})\b\.?"
    return weekday, day, month, rf"(?P<{form}_year>(?:19|20|21)\d\d)(?![\w-]|[,.]\d)"


def _explicit_pattern() -> re.Pattern[str]:
    weekday, day, month, year = _pieces("dmy")
    day_first = rf"{weekday}{day}{_SP}(?:(?:of|de|di){_SP})?{month}(?:,?{_SP}(?:de{_SP})?{year})?"
    weekday, day, month, year = _pieces("mdy")
    month_first = rf"{weekday}{month}{_SP}{day}(?![\w:%]|[.,]\d)(?:,?{_SP}{year})?"
    _, _, month, year = _pieces("my")
    no_day = rf"{month},?{_SP}(?:(?:of|de){_SP})?{year}"
    iso = r"(?P<iso_year>\d{4})(?P<iso_mark>[-/.])(?P<iso_month>\d\d)(?P=iso_mark)(?P<iso_day>\d\d)(?![\d-])"
    digits = (
        r"(?P<num_day>\d{1,2})(?P<num_mark>[./-])(?P<num_month>\d{1,2})(?P=num_mark)(?P<num_year>\d{4})(?!\d)"
    )
    initial = "".join(sorted({name[0] for name in f"{calendar.WEEKDAY}|{calendar.MONTH}".split("|")}))
    return re.compile(rf"(?<![\w.,/-])(?=[\d{initial}])(?:{iso}|{digits}|{day_first}|{month_first}|{no_day})")


_EXPLICIT = _explicit_pattern()
_PART_OF_DAY = rf"(?:{_SP}(?:at{_SP})?(?:morning|afternoon|evening|night|lunchtime|noon|midday))?"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_RELATIVE = re.compile(
    rf"""
    \b(?:
      (?P<near>(?:the{_SP}day{_SP}(?:before|after){_SP})?(?:yesterday|today|tomorrow|tonight){_PART_OF_DAY}
        |last{_SP}night|this{_SP}(?:morning|afternoon|evening|lunchtime))
    | (?P<step>last|next|this){_SP}(?P<span>week|month|year)
    | (?P<days>{_COUNT}){_SP}days?{_SP}ago
    | {_COUNT}{_SP}(?:day|week|month|year)s?{_SP}(?:ago|earlier|later|before|afterwards?)
    | the{_SP}(?:previous|next|following|same){_SP}(?:day|night|morning|evening|week|month|year)
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DAY_NAME = re.compile(
    rf"\b(?=[CFLMNPSTWclnpt])(?:(?P<step>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming){_SP})?"
    rf"(?P<name>{calendar.WEEKDAY_IN_FULL})\b"
    rf"{_PART_OF_DAY}(?:{_SP}(?:of{_SP})?(?P<week>last|next|this){_SP}week)?"
)
_MONTH_ALONE = re.compile(
    rf"\b(?:(?P<step>[Ll]ast|[Nn]ext|[Tt]his)|[Ii]n|[Ss]ince|[Uu]ntil|[Ee]arly|[Ll]ate|[Mm]id|[Dd]uring){_SP}"
    rf"(?:(?:early|late|mid){_SP})?(?P<name>{calendar.ENGLISH_MONTH})\b(?!{_SP}\d)"
    rf"(?:{_SP}(?P<which>last|next|this){_SP}year)?"
)
_STEPS = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_COUNTS |= {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


def date_mentions(text: str) -> list[DateMention]:
    """All dates of `text`, in order, not overlapping. Impossible ones (31 February) are left out."""
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for reader in (_explicit, _day_names, _months, _relative, _years):
        fresh = [m for m in islice(reader(text), MAX_MENTIONS) if not _overlaps(m, taken)]
        taken = sorted([*taken, *((m.start, m.end) for m in fresh)])
        found += fresh
    return [_in_context(text, m) for m in sorted(found, key=lambda m: m.start)]


def _overlaps(mention: DateMention, taken: list[tuple[int, int]]) -> bool:
    at = bisect_right(taken, (mention.start, mention.end))
    return any(start < mention.end and mention.start < end for start, end in taken[max(0, at - 1) : at + 1])


def _in_context(text: str, mention: DateMention) -> DateMention:
    ahead = calendar.looks_ahead(text, mention.start, mention.end)
    back = not ahead and calendar.looks_back(text, mention.start)
    return replace(mention, ahead=ahead, back=back, lead=calendar.lead_word(text, mention.start))


def _explicit(text: str) -> Iterator[DateMention]:
    for match in _EXPLICIT.finditer(text):
        if match["iso_year"]:
            mention = _numeric(match, "iso")
        elif match["num_year"]:
            mention = _numeric(match, "num")
        else:
            mention = _named(match, next(form for form in ("dmy", "mdy", "my") if match[f"{form}_month"]))
        if mention and _exists(mention):
            yield mention


def _numeric(match: re.Match[str], form: str) -> DateMention | None:
    """Read digits; where 3/4/2024 could be April or March, only the year is known."""
    year, month, day = (int(match[f"{form}_{part}"]) for part in ("year", "month", "day"))
    if form == "num" and match["num_mark"] == "/":
        if day <= 12 and month <= 12 and day != month:
            return _mention(match, "year", year=year)
        if month > 12:
            day, month = month, day
    return _mention(match, "day", year=year, month=month, day=day)


def _named(match: re.Match[str], form: str) -> DateMention:
    year = match[f"{form}_year"]
    month = calendar.month_number(match[f"{form}_month"])
    if form == "my" or match[f"{form}_range"]:
        return _mention(match, "month", year=int(year) if year else None, month=month)
    name = match[f"{form}_weekday"]
    return _mention(
        match,
        "day",
        year=int(year) if year else None,
        month=month,
        day=int(match[f"{form}_day"]),
        weekday=calendar.weekday_number(name) if name else None,
    )


def _relative(text: str) -> Iterator[DateMention]:
    for match in _RELATIVE.finditer(text):
        if match["near"]:
            yield _mention(match, "relative", unit="day", offset=_days_away(match["near"].lower()))
        elif match["span"]:
            yield _mention(match, "relative", unit=_unit(match["span"]), offset=_STEPS[match["step"].lower()])
        elif match["days"]:
            count = match["days"].lower()
            yield _mention(match, "relative", unit="day", offset=-(_COUNTS.get(count) or int(count)))
        else:
            yield _mention(match, "relative")


def _days_away(phrase: str) -> int:
    days = 1 if "tomorrow" in phrase else -1 if "yesterday" in phrase or phrase.startswith("last") else 0
    return days * 2 if phrase.startswith("the") else days


def _unit(word: str) -> Unit:
    units: dict[str, Unit] = {"day": "day", "week": "week", "month": "month", "year": "year"}
    return units[word.lower()]


def _day_names(text: str) -> Iterator[DateMention]:
    for match in _DAY_NAME.finditer(text):
        week, step = match["week"], match["step"]
        yield _mention(
            match,
            "weekday",
            weekday=calendar.weekday_number(match["name"]),
            unit="week" if week else "",
            offset=_STEPS[(week or step).lower()] if week or step else None,
        )


def _months(text: str) -> Iterator[DateMention]:
    """Months without a year, after a word that tells them from a person or a verb."""
    for match in _MONTH_ALONE.finditer(text):
        which, step = match["which"], match["step"]
        yield replace(
            _mention(
                match,
                "month",
                month=calendar.month_number(match["name"]),
                unit="year" if which else "month" if step else "",
                offset=_STEPS[(which or step).lower()] if which or step else None,
            ),
            start=match.start("step") if step else match.start("name"),
            surface=text[match.start("step") if step else match.start("name") : match.end()],
        )


def _years(text: str) -> Iterator[DateMention]:
    for quantity in quantities(text):
        if quantity.kind == "year" and not text[quantity.end : quantity.end + 2].lstrip("'’").startswith("s"):
            yield DateMention(
                quantity.start, quantity.end, quantity.surface, "year", year=int(quantity.value)
            )


def _mention(  # noqa: PLR0913 - the fields of a date
    match: re.Match[str],
    precision: Precision,
    *,
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
    weekday: int | None = None,
    unit: Unit = "",
    offset: int | None = None,
) -> DateMention:
    start, end = match.span()
    return DateMention(start, end, match[0], precision, year, month, day, weekday, unit, offset)


def _exists(mention: DateMention) -> bool:
    """Whether the calendar has such a day; without a year any year may have it."""
    year, month, day = mention.year, mention.month, mention.day
    known = (2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    return date_or_none(*known) is not None

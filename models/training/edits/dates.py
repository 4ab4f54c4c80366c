"""Wrong days, months, years and times."""

import re
from collections.abc import Iterator

from models.training.edits.base import (
    Case,
    Change,
    Corruption,
    edited,
    exchange,
    next_to,
    pick,
    told_alike,
    told_at,
)
from models.training.edits.tables import (
    MONTHS,
    WEEKDAYS,
)

_MONTH = "|".join(MONTHS)


def dates(case: Case) -> Iterator[Corruption | None]:
    """Another weekday, month, day of the month, year, part of the day or length of time ago."""
    for table in (WEEKDAYS, MONTHS):
        yield from _other_names(case, table)
    for hit in re.finditer(r"(?<![\w.,$£€-])(?:1[89]|20)\d\d(?![\w,-])", case.claim):
        year = int(hit[0])
        near = [str(year + k) for k in (-3, -2, -1, 1, 2, 4) if str(year + k) not in case.told]
        for new in pick(case.rng, near, 1):
            yield edited(case.claim, [Change(*hit.span(), new)], "date")
    leading = rf"\b\d\d?(?= (?:{_MONTH})\b)"
    fixed = "|".join(rf"(?<={month} )\d\d?\b(?!,\d|:|-\d)" for month in MONTHS)
    for hit in re.finditer(f"{leading}|{fixed}", case.claim):
        near = [str(d) for d in range(1, 29) if d != int(hit[0]) and not any(told_at(case, str(d)))]
        for new in pick(case.rng, near, 1):
            yield edited(case.claim, [Change(*hit.span(), new)], "date")
    yield from _relative_times(case)


def _other_names(case: Case, table: list[str]) -> Iterator[Corruption | None]:
    """Weekdays or months: two of the claim exchanged, one of the evidence in the wrong slot, a near one."""
    pattern = rf"\b(?:{'|'.join(table)})\b" + (r"(?! (?:be|have|not|\w+ed)\b)" if table is MONTHS else "")
    hits = list(re.finditer(pattern, case.claim))
    if (
        len(hits) == 2
        and hits[0][0] != hits[1][0]
        and not re.search(r"between|and $", case.claim[: hits[1].start()][-14:])
    ):
        one, two = hits
        if not next_to(case, *one.span(), two[0]):
            yield exchange(case, one.span(), two.span(), "date")
    for hit in hits:
        others = [word for word in table if word != hit[0] and word not in case.claim]
        told = [word for word in others if any(told_at(case, word))]
        borrowed = [word for word in told if not told_alike(case, *hit.span(), word, 0.25)]
        fresh = [word for word in others if word not in told]
        for new in (*pick(case.rng, borrowed, 1), *pick(case.rng, fresh, 1)):
            yield edited(case.claim, [Change(*hit.span(), new)], "date")


def _relative_times(case: Case) -> Iterator[Corruption | None]:
    swaps = {"last week": "last month", "last month": "last week", "last year": "two years ago",
             "next week": "next month", "next month": "next year", "next year": "next month",
             "this year": "last year", "this week": "last week", "this month": "last month",
             "morning": "evening", "afternoon": "morning", "evening": "morning",
             "summer": "winter", "winter": "summer", "spring": "autumn", "midnight": "noon",
             "noon": "midnight", "dawn": "dusk", "a week ago": "a month ago", "a year ago": "two years ago",
             "immediately": "in three months", "annual": "monthly", "monthly": "weekly"}  # fmt: skip
    for old, new in swaps.items():
        part = new in ("morning", "evening")
        for hit in re.finditer(rf"\b{old}\b", case.claim):
            if new not in case.told and not (part and re.search("night|dawn|early|late", case.told)):
                yield edited(case.claim, [Change(*hit.span(), new)], "date")

"""When an undated article's event happened, from what it and other articles say.

Two clues. Others date it: "during the visit to Moscow in March 2023" dates an article whose lead
tells of the visit to Moscow. It dates itself: "a year after the invasion", where another article
says "the invasion of February 2022".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.text.dates import DateMention, date_mentions
from service.text.numbers import quantities
from service.text.words import content_words

CLAUSE_WORDS = 8  # content words of a clause looked at around a date
AGO = re.compile(
    r"\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+years?\s+(?:ago|after|since|into)\b",
    re.I,
)
MIN_SHARED = 3


@dataclass(frozen=True, slots=True)
class Clue:
    """The earliest day that a clue allows for an event, and the words that gave it."""

    day: date
    because: str


def dated_by_others(lead: str, other_leads: Sequence[str], reports: Sequence[str]) -> Iterator[Clue]:
    """Dates that other articles give to what this article's lead tells and their own leads do not."""
    own = _stems(lead)
    common = _common([_stems(other) for other in other_leads])
    for report in reports:
        for mention in _explicit(report):
            clause = _clause(report, mention)
            shared = clause & own
            if len(shared) >= MIN_SHARED and shared - common and len(shared) >= 0.6 * len(clause):
                yield Clue(_day(mention), report[mention.start : mention.end])


def dated_by_itself(own: Sequence[str], reports: Sequence[str]) -> Iterator[Clue]:
    """Days that follow from "N years ago" here and a date of the same thing elsewhere."""
    for sentence in own:
        for match in AGO.finditer(sentence):
            near = _window(sentence, match.start(), match.end())
            for report in reports:
                for mention in _explicit(report):
                    if len(near & _clause(report, mention)) >= MIN_SHARED:
                        start = _day(mention)
                        yield Clue(_later(start, _years(match.group(1))), match.group())


def stated_days(text: str) -> list[date]:
    """The days that a text states in full, with their year."""
    return [_day(mention) for mention in _explicit(text) if mention.precision == "day"]


def _explicit(text: str) -> list[DateMention]:
    return [m for m in date_mentions(text) if m.year is not None and m.precision in ("day", "month", "year")]


def _day(mention: DateMention) -> date:
    year = min(max(mention.year or 1, 1), 9999)
    return date(year, mention.month or 12, min(mention.day or 28, 28))


def _later(day: date, years: int) -> date:
    return day.replace(year=min(day.year + years, 9999), day=min(day.day, 28))


def _years(written: str) -> int:
    return next((int(quantity.value) for quantity in quantities(f"{written} years")), 1)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content_words(text))


def _common(leads: Sequence[frozenset[str]]) -> frozenset[str]:
    """Stems that at least half of the leads have."""
    return frozenset(
        s for lead in leads for s in lead if 2 * sum(s in other for other in leads) >= len(leads)
    )


def _clause(text: str, mention: DateMention) -> frozenset[str]:
    return _window(text, mention.start, mention.end)


def _window(text: str, start: int, end: int) -> frozenset[str]:
    """The content words of the clause around [start, end), the date itself left out."""
    left = re.split(r"[.;:]|, ", text[:start])[-1] or text[:start]
    right = re.split(r"[.;:]|, ", text[end:])[0]
    before = [word.stem for word in content_words(left)][-CLAUSE_WORDS:]
    after = [word.stem for word in content_words(right)][:CLAUSE_WORDS]
    return frozenset(stem for stem in (*before, *after) if not stem.isdigit())

"""When an undated article's event happened, from what it and other articles say.

Two clues. Others date it: "during the visit to Moscow in March 2023" dates an article whose lead
tells of the visit to Moscow. It dates itself: "a year after the invasion", where another article
says "the invasion of February 2022".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from service.text.facts.dates import DateMention, date_mentions
from service.text.facts.numbers import quantities
from service.text.words import topic_stems

CLAUSE_WORDS = 8  # content words of a clause looked at around a date
AGO = re.compile(
    r"\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+years?\s+(?:ago|after|since|into)\b",
    re.I,
)
MIN_SHARED = 3
MOSTLY = 0.6  # share of a clause's content words that a lead must tell
YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True)
class Clue:
    """The earliest day that a clue allows for an event, and the words that gave it."""

    day: date
    because: str


@dataclass(frozen=True, slots=True)
class Article:
    """What clues are looked for in: how an article begins, and all its sentences."""

    lead: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Report:
    """A dated clause: whose it is, the day, its words, and the content words around them."""

    article: int
    day: date
    because: str
    clause: frozenset[str]


class Clues:
    """The dated clauses of all articles of a request, read once and asked for each undated article."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = tuple(articles)
        self._leads = [_stems(article.lead) for article in articles]
        self._spread = Counter(stem for lead in self._leads for stem in lead)
        self._reports = [
            report
            for number, article in enumerate(articles)
            for sentence in article.sentences
            for report in _reports(number, sentence)
        ]
        self._where: dict[str, list[int]] = {}
        for place, report in enumerate(self._reports):
            for stem in report.clause:
                self._where.setdefault(stem, []).append(place)

    def about(self, number: int) -> list[Clue]:
        """All clues to when the event of one article happened."""
        return [*self._dated_by_others(number), *self._dated_by_itself(number)]

    def _dated_by_others(self, number: int) -> Iterator[Clue]:
        """Dates that other articles give to what this article's lead tells and most other leads do not."""
        own = self._leads[number]
        others = len(self._leads) - 1
        for report in self._near(own, number):
            shared = report.clause & own
            told = len(shared) >= MOSTLY * len(report.clause)
            if told and any(2 * (self._spread[stem] - 1) < others for stem in shared):
                yield Clue(report.day, report.because)

    def _dated_by_itself(self, number: int) -> Iterator[Clue]:
        """Days that follow from "N years ago" here and a date of the same thing elsewhere."""
        for sentence in self._articles[number].sentences:
            for match in AGO.finditer(sentence):
                near = _window(sentence, match.start(), match.end())
                for report in self._near(near, number):
                    yield Clue(_later(report.day, _years(match.group(1))), match.group())

    def _near(self, stems: frozenset[str], number: int) -> Iterator[_Report]:
        """The reports of other articles that share MIN_SHARED stems or more with these, in their order."""
        shared = Counter(chain.from_iterable(self._where.get(stem, ()) for stem in stems))
        for place in sorted(place for place, count in shared.items() if count >= MIN_SHARED):
            if self._reports[place].article != number:
                yield self._reports[place]


def stated_days(text: str) -> list[date]:
    """The days that a text states in full, with their year."""
    return [_day(mention) for mention in _explicit(text) if mention.precision == "day"]


def _reports(article: int, sentence: str) -> Iterator[_Report]:
    for mention in _explicit(sentence):
        clause = _window(sentence, mention.start, mention.end)
        yield _Report(article, _day(mention), sentence[mention.start : mention.end], clause)


def _explicit(text: str) -> list[DateMention]:
    if not YEAR.search(text):
        return []
    return [m for m in date_mentions(text) if m.year is not None and m.precision in ("day", "month", "year")]


def _day(mention: DateMention) -> date:
    year = min(max(mention.year or 1, 1), 9999)
    return date(year, mention.month or 12, min(mention.day or 28, 28))


def _later(day: date, years: int) -> date:
    return day.replace(year=min(day.year + years, 9999), day=min(day.day, 28))


def _years(written: str) -> int:
    return next((int(quantity.value) for quantity in quantities(f"{written} years")), 1)


def _stems(text: str) -> frozenset[str]:
    return frozenset(topic_stems(text))


def _window(text: str, start: int, end: int) -> frozenset[str]:
    """The content words of the clause around [start, end), the date itself left out."""
    left = re.split(r"[.;:]|, ", text[:start])[-1] or text[:start]
    right = re.split(r"[.;:]|, ", text[end:])[0]
    before = topic_stems(left)[-CLAUSE_WORDS:]
    after = topic_stems(right)[:CLAUSE_WORDS]
    return frozenset(stem for stem in (*before, *after) if not stem.isdigit())

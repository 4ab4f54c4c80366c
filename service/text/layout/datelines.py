"""Days written out in full, the lines that tell when a text appeared, and agencies' datelines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    ("january", "januar", "janvier", "enero", "janeiro", "gennaio", "januari", "jan"),
    ("february", "februar", "février", "febrero", "fevereiro", "febbraio", "februari", "feb"),
    ("march", "märz", "mars", "marzo", "março", "maart", "mar"),
    ("april", "avril", "abril", "aprile", "apr"),
    ("may", "mai", "mayo", "maio", "maggio", "mei"),
    ("june", "juni", "juin", "junio", "junho", "giugno", "jun"),
    ("july", "juli", "juillet", "julio", "julho", "luglio", "jul"),
    ("august", "août", "agosto", "augustus", "aug"),
    ("september", "septembre", "septiembre", "setembro", "settembre", "sept", "sep"),
    ("october", "oktober", "octobre", "octubre", "outubro", "ottobre", "oct", "okt"),
    ("november", "novembre", "noviembre", "novembro", "nov"),
    ("december", "dezember", "décembre", "diciembre", "dezembro", "dicembre", "dec", "dez"),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "(?:" + "|".join(sorted(_MONTH_NUMBER, key=lambda name: (-len(name), name))) + r")\b\.?"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|(?:segunda|terça|quarta|quinta|sexta)-feira)\b\.?,?\s{1,3}"
)
_FULL_DATE = re.compile(
    rf"\b(?P<weekday>{_WEEKDAY})?(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.|º)?\s{{1,3}}(?:de\s|of\s)?(?P<m1>{_MONTH}),?\s{{1,3}}(?:de\s|del\s)?(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\s{{1,3}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y2>\d{{4}})"
    r"|(?P<y3>(?:19|20)\d{2})[-/.](?P<m3>\d{2})[-/.](?P<d3>\d{2}))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")
_PUBLISHED = re.compile(
    r"\b(?:published|posted|publication date|date published|veröffentlicht|publié|publicado|dated?)"
    r"(?: on| at|:|\s)\s{0,3}(?:on |at |le |am |el )?$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated?|modified|revised|edited|printed|accessed|retrieved|actualizado)"
    r"(?: on| at|:|\s)\s{0,3}(?:on )?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:^|[.|·•,(/—–:-]\s{0,3}|\b(?:published|posted|updated|date|issue|edition|live)\W{0,3}(?:on |at )?)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:,?\s{0,3}(?:(?:at|às|à|um|kl\.?|a las|alle)\s)?\d{1,2}(?:[:.h]\d{2})(?:[:.]\d{2})?"
    r"\s{0,2}(?:[ap]\.?m\.?)?\s{0,2}(?:[A-Z]{2,5}|local(?: time)?)?"
    r"|,?\s{0,3}\d{1,2}(?:\.\d{2})?\s?[ap]\.?m\.?)?"
    r"(?:\s{0,3}$|\s{0,3}[.|·•,;)/—–-]|\s{1,3}(?:by|at|in|no comments?|leave|comments?|local|gmt|utc)\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^\W{0,4}(?:no|\d{1,5}|leave an?) comments?\b", re.IGNORECASE)
_PLACE = (
    r"(?:[A-ZÀ-Þ][\w.'’-]{1,30}|[A-Z]\.[A-Z]\.)"
    r"(?:[ /](?:[A-ZÀ-Þ][\w.'’-]{1,30}|de|del|la|al|of|and|upon)){0,4}"
)
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{1,30}(?:[ /][A-ZÀ-Þ.'’-]{1,30}){0,4}"
_DAY = (
    rf"(?i:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,\s\d{{4}})?|\d{{1,2}}\s(?i:{_MONTH})(?:\s\d{{4}})?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_AGENCY = r"\((?:[A-Z][\w.&/ -]{1,40})\)"
_DASH = r"\s{0,3}(?:[—–]|--?)\s{1,3}"
_DATELINE = re.compile(
    rf"^(?:{_CAPITALS}|{_PLACE})(?:,\s{_PLACE}){{0,2}}(?:,\s(?P<day>{_DAY}))?\s?(?P<agency>{_AGENCY})?{_DASH}"
)
_BARE_AGENCY = re.compile(rf"^(?:(?P<day>{_DAY})\s)?(?P<agency>{_AGENCY}){_DASH}")
_NEXT = re.compile(r"[\"“'‘«(]{0,2}[A-ZÀ-Þ0-9]")


@dataclass(frozen=True, slots=True)
class Day:
    """A day written at [start, end) of a line."""

    start: int
    end: int
    day: date
    weekday: bool


def days(line: str) -> Iterator[Day]:
    """Yield the full dates written in a line, in order: with a month's name, or in ISO 8601.

    Dates as 05/06/2031 are left alone, since they can be read in two ways.
    """
    if not _YEAR.search(line, 0, 1000):
        return
    for found in _FULL_DATE.finditer(line[:1000]):
        day = _to_date(found)
        if day is not None:
            yield Day(found.start(), found.end(), day, found["weekday"] is not None)


def _to_date(found: re.Match[str]) -> date | None:
    for form in "123":
        if found[f"y{form}"]:
            month = found[f"m{form}"].lower().rstrip(".")
            number = int(month) if month.isdigit() else _MONTH_NUMBER[month]
            try:
                return date(int(found[f"y{form}"]), number, int(found[f"d{form}"]))
            except ValueError:
                return None
    return None


def dated_line(line: str) -> Day | None:
    """Return the day of a line that tells when a text appeared, as against one that tells a story.

    In such a line the date stands by itself: after the line's start, a separator or a word like
    "Published", and before a time of day, a separator or the line's end.
    """
    if len(line) > 300:
        return None
    for found in days(line):
        before, after = line[max(0, found.start - 40) : found.start], line[found.end : found.end + 60]
        if _COUNTED.match(after) or (_BEFORE.search(before) and _AFTER.match(after)):
            return found
    return None


def is_update(line: str, day: Day) -> bool:
    """Whether a line's date is that of an update or a printout."""
    return _UPDATED.search(line[max(0, day.start - 40) : day.start]) is not None


def is_publication(line: str, day: Day) -> bool:
    """Whether a line says in words that its date is that of publication."""
    return _PUBLISHED.search(line[max(0, day.start - 40) : day.start]) is not None


def dateline_length(paragraph: str, *, leads: bool) -> int:
    """How many characters at a paragraph's start are a dateline such as "OSLO, March 20 (Skagen) - ".

    A dateline with neither capitals, nor a day, nor an agency ("Hong Kong — ") is believed only at
    the lead of an article. 0 where there is none.
    """
    head = paragraph[:200]
    found = _DATELINE.match(head) or _BARE_AGENCY.match(head)
    if found is None or not _NEXT.match(head[found.end() :]):
        return 0
    told = found["agency"] or found["day"]
    place = head[: found.end()].rstrip(" -–—")
    shouted = place.isupper() and len(place) > 3
    dashed = "—" in found[0] or "–" in found[0] or found[0].endswith("- ")
    return found.end() if told or (leads and (shouted or (dashed and len(place.split()) <= 4))) else 0


def publication_day(lines: Sequence[str], datelines: Sequence[str]) -> date | None:
    """Choose the day of publication from the dated lines around an article and from its datelines.

    A line that says "Published" wins, then a dateline with a year, then the one day that the other
    lines agree on; None where they do not.
    """
    found = [(line, day) for line in lines if (day := dated_line(line)) is not None]
    said = [day.day for line, day in found if is_publication(line, day)]
    if said:
        return said[0]
    placed = [day.day for line in datelines for day in days(line)]
    if placed:
        return placed[0]
    plain = [day.day for line, day in found if not is_update(line, day)] or [day.day for _, day in found]
    return plain[0] if len(set(plain)) == 1 else None

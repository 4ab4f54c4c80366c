"""The names of months and weekdays, and the words around a date that set its part in a sentence."""

from __future__ import annotations

import re
from itertools import chain

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# German, French, Spanish, Italian, Portuguese, Dutch; one line a month.
_FOREIGN = """
    januar janvier enero gennaio janeiro januari jänner
    februar février fevrier febrero febbraio fevereiro februari
    märz mars marzo março maart
    abril aprile avril
    mai mayo maggio maio mei
    juni juin junio giugno junho
    juli juillet julio luglio julho
    août aout agosto augustus
    septembre septiembre settembre setembro
    oktober octobre octubre ottobre outubro
    novembre noviembre novembro
    dezember décembre decembre diciembre dicembre dezembro
"""


def _number(rows: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {name: number for number, names in enumerate(rows, start=1) for name in names}


_SHORT = {name[:3]: number for number, name in enumerate(_ENGLISH, start=1)} | {"sept": 9}
_MONTHS = (
    _number(tuple(tuple(line.split()) for line in _FOREIGN.strip().splitlines()))
    | _SHORT
    | _number(tuple((name,) for name in _ENGLISH))
)
_DAYS = {name: i for i, name in enumerate(WEEKDAYS)} | {
    **{name[:3]: i for i, name in enumerate(WEEKDAYS)},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}


def _longest_first(names: chain[str]) -> str:
    return "|".join(sorted(set(names), key=lambda name: (-len(name), name)))


# Case tells "May" from "may" and "March" from "march"; other languages write months in lower case.
ENGLISH_MONTH = _longest_first(chain.from_iterable((m.title(), m.upper()) for m in _ENGLISH))
MONTH = _longest_first(
    chain(
        chain.from_iterable((m.title(), m.upper()) for m in _MONTHS),
        (m for m in _MONTHS if m not in _ENGLISH and m not in _SHORT),
    )
)
WEEKDAY = _longest_first(chain.from_iterable((d.title(), d.upper()) for d in _DAYS))
WEEKDAY_IN_FULL = _longest_first(chain.from_iterable((d.title(), d.upper()) for d in WEEKDAYS))

_LEAD = re.compile(
    r"\b(since|until|till|by|before|after|from|between|ahead of|following|for)"
    r"(?:\s+(?:about|around|at least|late|early|mid|the|end of|start of|beginning of|on))*\s*$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|saying|added|announced|confirmed|reported|wrote|claimed|warned|denied"
    r"|insisted|told(?:\s+[\w'’]+){1,4}?"
    r"|(?:in|according to)\s+an?\s+(?:statement|report|interview)|statement|published|posted|updated)"
    r"(?:\s+(?:late|early|here|in\s+\w+))?(?:\s+on|\s+in)?\s*$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|shall|due|going to|(?:is|are) to|set (?:to|for)|expected to|scheduled|plans? to"
    r"|planned)\b|['’]ll\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:until|till|by)(?:\s+(?:at least|about|the end of|late|early))?\s+$", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|made|took|came|went|fell|rose|saw|began|gave|won|\w{2,}ed)\b", re.IGNORECASE
)
_AHEAD_AFTER = re.compile(r"\s+(?:will|(?:is|are) (?:to|due|expected)|shall)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;:!?,\n](?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?\n](?=\s|$)")
_WINDOW = 90


def month_number(name: str) -> int:
    """Give the month, 1 to 12, that a name or a known abbreviation means."""
    return _MONTHS[name.lower()]


def weekday_number(name: str) -> int:
    """Give the weekday, 0 for Monday, that an English name or abbreviation means."""
    return _DAYS[name.lower()]


def lead_word(text: str, start: int) -> str:
    """Give the word before a date that sets its part: "since", "until", ...; "said" for "police said on"."""
    left = text[max(0, start - _WINDOW) : start]
    if match := _LEAD.search(left):
        return match[1].lower()
    return "said" if _SAID.search(left) else ""


def looks_back(text: str, start: int) -> bool:
    """Whether what comes before a date is in the past tense, as far as its words show."""
    left = text[max(0, start - _WINDOW) : start]
    return bool(_PAST.search(_SENTENCE_END.split(left)[-1]))


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether the clause that holds a date looks forward to it."""
    clause = _clause(text, start)
    if _SAID.search(clause):
        return False
    return bool(_AHEAD.search(clause) or _DEADLINE.search(clause) or _AHEAD_AFTER.match(text, end))


def _clause(text: str, start: int) -> str:
    return _CLAUSE_END.split(text[max(0, start - _WINDOW) : start])[-1]

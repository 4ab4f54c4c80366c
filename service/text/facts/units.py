"""What a number counts: units, currencies, percentages, months, and the noun that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from service.text.facts.number_words import CARDINAL

Counted = Literal["count", "measure", "money", "percent"]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _inverted(text: str) -> dict[str, str]:
    """From "dollar: usd aud; yen" to {"dollar": "dollar", "usd": "dollar", "aud": "dollar", "yen": "yen"}."""
    table: dict[str, str] = {}
    for entry in text.split(";"):
        name, _, others = entry.strip().partition(":")
        table |= dict.fromkeys([name, *others.split()], name)
    return table


MONTHS = _listed("january february march april may june july august september october november december")
DURATIONS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade", "century"))
_SHORT_MONTHS = {month[:3]: month for month in MONTHS} | {"sept": "september"}
_SIGNS = _inverted(
    """
    dollar: $; euro: €; pound: £; yen: ¥; rupee: ₹; rouble: ₽; won: ₩; lira: ₺; hryvnia: ₴
    """
)
_CODES = _inverted(
    """
    dollar: usd aud cad nzd hkd sgd; euro: eur; pound: gbp; yen: jpy; yuan: cny rmb; rupee: inr;
    rouble: rub; krone: nok dkk; krona: sek isk; franc: chf; real: brl; peso: clp mxn ars;
    shilling: kes; rand: zar; lira: try; zloty: pln; hryvnia: uah
    """
)
_CURRENCIES = _inverted(
    """
    dollar: dollars bucks; euro: euros; pound: pounds sterling; yen:; yuan: renminbi; rupee:
    rupees; rouble: roubles ruble rubles; peso: pesos; krone: kroner; krona: kronor kronur;
    franc: francs; real: reais; rand:; lira: liras; won:; shilling: shillings; zloty: zlotys;
    hryvnia:; lev: leva; cent: cents; penny: pence
    """
)
_MEASURES = _inverted(
    """
    mm: millimetre millimeter; cm: centimetre centimeter; m: metre meter; km: kilometre
    kilometer; mile:; foot: feet ft; inch:; yard:; kg: kilo kilogram kilogramme; g: gram gramme;
    tonne: ton; litre: liter; gallon:; barrel:; kw: kilowatt; mw: megawatt; gw: gigawatt; mwh:;
    gwh:; degree: °; hectare:; acre:; mph:; km/h: kph; knot:; second: sec; minute: min mins;
    hour: hr hrs; day:; week:; fortnight:; month:; year: yr; decade:; century:
    """
)
_IRREGULAR = _inverted(
    """
    person: people persons; man: men; woman: women; child: children; life: lives; foot: feet;
    wife: wives; knife: knives; police:; policeman: policemen; fireman: firemen; fisherman:
    fishermen; inch: inches; bus: buses; virus: viruses; crisis: crises; series:; soldier:
    troops; aircraft:; dead:; injured:; wounded:; missing:; killed:; hurt:
    """
)
_PEOPLE = frozenset(("person", "man", "woman", "child", "soldier"))
_FILLERS = frozenset(("more", "further", "additional", "new", "single", "extra", "less", "fewer"))
_STOP = frozenset(
    _listed(
        """
        a an and are as at be because been before but by can could did do does for from had has
        have he her him his how i if in into is it its may might must nor not of off on or our
        per shall she should since so still than that the their them then there these they this
        those through to under until up upon us was we were what when where which while who whom
        whose why will with within without would you your another after against also about over
        out only just yet now here o'clock nobody others else said says didn't
        """
    )
)


def _any(*options: str) -> str:
    return "(?:" + "|".join(sorted(options, key=lambda option: (-len(option), option))) + ")"


CURRENCY_CODE = _any(*(code.upper() for code in _CODES if len(code) == 3))
_MONEY = re.compile(
    rf"[ \u00a0-]?(?:(?:U\.?S\.?|[A-Z][\w.]{{1,15}})\s+){{0,2}}(?P<word>{_any(*_CURRENCIES)})(?![\w’'])"
    rf"|[ \u00a0]?(?P<code>{CURRENCY_CODE}|[€£])(?!\w)"
)
_PERCENT = re.compile(
    r"[ \u00a0-]?(?:(?P<pp>percentage[- ]points?|pp\b)|(?P<bp>basis[- ]points?|bps?\b)"
    r"|(?:%|per[- ]?cent\b)(?P<points>[- ]points?|age points?)?)",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"[ \u00a0-]?(km/h|°|[A-Za-z]{1,14})(?!\w)")
_WORD = re.compile(r"[ \u00a0]([^\W\d_][\w'’-]{0,30})")
_GLUED = re.compile(r"[-–]([A-Za-z]{3,20})")
_OF = re.compile(
    r" of(?: (?:the|its|his|her|their|those|these|all|some|about))?"
    rf"(?:\s(?:\d[\d,.]{{0,12}}|{CARDINAL})(?=\s))?(?=\s)",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(r"(?:st|nd|rd|th)?[\s,]{1,2}(?:of\s+)?([A-Z][a-z]{2,8})\b")
_MONTH_BEFORE = re.compile(r"\b([A-Z][a-z]{2,8})\.?\s+(?:the\s+)?$")


def currency(sign: str) -> str:
    """Give the currency of a sign ("$", "NZ$") or a code ("USD"), or ""."""
    return _SIGNS.get(sign[-1:]) or _CODES.get(sign.lower(), "")


def singular(word: str) -> str:
    """Give the lower-cased singular of an English plural; other words are only lower-cased."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses", "zes")) else word[:-1]


def kind_and_unit(right: str, value: Fraction) -> tuple[Counted, str, int]:
    """Tell what a number counts from the text to its `right`.

    Returns the kind, the unit ("bp" for basis points), and how many characters of `right` belong to
    the number, such as those of "percent".
    """
    if percent := _PERCENT.match(right):
        points = percent["pp"] or percent["points"]
        return "percent", "bp" if percent["bp"] else "pp" if points else "%", percent.end()
    if money := _MONEY.match(right):
        if money["word"]:
            return "money", _CURRENCIES[money["word"]], 0
        return "money", currency(money["code"]), money.end()
    if measure := _measure(right):
        return "measure", measure, 0
    return "count", noun_after(right, plural=value != 1), 0


def noun_after(right: str, *, plural: bool) -> str:
    """Give the singular of the first plural noun after a number ("16 million card payments failed"), or "".

    Without `plural`, as after "one" or "fifth", the next word is taken where no plural stands.
    """
    of = _OF.match(right)
    if not of and (glued := _GLUED.match(right)):
        return singular(glued[1])
    first = ""
    for word in _words(right, of.end() if of else 0):
        if word.lower() in _STOP:
            break
        if word.lower() in _IRREGULAR or singular(word) != word.lower():
            return singular(word)
        first = first or ("" if word.lower() in _FILLERS else word)
    return "" if plural else singular(first)


def _words(right: str, offset: int) -> Iterator[str]:
    """Up to five words joined by single spaces."""
    for _ in range(5):
        match = _WORD.match(right, offset)
        if not match:
            return
        yield match[1]
        offset = match.end()


def _measure(right: str) -> str:
    match = _MEASURE.match(right)
    if not match or match[1] in ("M", "G") or (match[1] in ("m", "g") and right[:1] == "-"):
        return ""
    return _MEASURES.get(match[1].lower()) or _MEASURES.get(singular(match[1]), "")


def counts_something(right: str) -> bool:
    """Whether four bare digits count people or measure something, and so are no year."""
    kind, unit, _ = kind_and_unit(right, Fraction(2))
    return kind != "count" or (unit in _PEOPLE and right[:1] == " ")


def month_beside(left: str, right: str) -> str:
    """Give the month next to a day number, or ""; "may" and "march" in lower case are no months."""
    after, before = _MONTH_AFTER.match(right), _MONTH_BEFORE.search(left)
    return (after and _month(after[1])) or (before and _month(before[1])) or ""


def _month(word: str) -> str:
    name = word.lower()
    return name if name in MONTHS else _SHORT_MONTHS.get(name, "")

"""The English words around and inside numbers: what `service.text.numbers` looks things up in."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
DURATIONS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade", "century"))
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {
    **{word: value for value, word in enumerate(_UNITS + _TEENS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_ORDINAL_UNITS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    **{f"{word}th": value for value, word in enumerate(_TEENS[3:], start=13)},
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
    "eightieth": 80, "ninetieth": 90, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip


def _any(*options: str) -> str:
    return "(?:" + "|".join(sorted(options, key=lambda o: (-len(o), o))) + ")"


_SUB100 = rf"(?:{_any(*_TENS)}(?:[-\s]{_any(*_UNITS[1:])})?\b|{_any(*_TEENS)}\b|{_any(*_UNITS)}\b)"
_SUB1000 = rf"(?:(?:{_SUB100}|an?)[-\s]hundred(?:\s+and\s+{_SUB100}|[-\s]{_SUB100})?|{_SUB100})"
_BIG = _any("thousand", "million", "billion", "trillion", "dozen")
CARDINAL = (
    rf"(?:half[-\s]an?[-\s]{_BIG}|an?[-\s]{_BIG}(?:\sand\s{_SUB1000}|\sand\sa\shalf)?"
    rf"|{_SUB1000}(?:\s+and\s+an?\s+half)?(?:[-\s]{_BIG}(?:(?:\s+and\s+|\s){_SUB1000})?){{0,3}})"
)
ORDINAL = rf"(?:(?:{_any(*_TENS)}-)?{_any(*_ORDINAL_UNITS)})"
FRACTION = (
    rf"(?:half(?=\s+(?:of|the|an?|its|their|his|her)\b)(?!\s+an?\s+{_BIG})"
    rf"|(?:an?|one)[-\s]{_any('half', 'third', 'quarter', 'fifth', 'tenth', 'sixth', 'eighth')}(?=\s+of\b|\s+the\b)"
    rf"|{_any(*_UNITS[2:])}[-\s]{_any(*(p for p in _PARTS if p.endswith('s')))})"
)

# Figures glued to letters or a hyphenated name ("COVID-19", "TP-3107") are names.
PART_OF_A_NAME = re.compile(r"[^\W\d_][-–]?$")
YEAR_PREFIX = re.compile(r"\b(?:mid|pre|post|early|late|since)[-–]?$", re.I)

_CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "₽": "rouble", "₩": "won",
                   "₺": "lira", "₴": "hryvnia"}  # fmt: skip
_CURRENCY_CODES = {
    "usd": "dollar", "aud": "dollar", "cad": "dollar", "nzd": "dollar", "hkd": "dollar", "sgd": "dollar",
    "eur": "euro", "gbp": "pound", "jpy": "yen", "cny": "yuan", "rmb": "yuan", "inr": "rupee", "rub": "rouble",
    "nok": "krone", "dkk": "krone", "sek": "krona", "isk": "krona", "chf": "franc", "brl": "real", "clp": "peso",
    "mxn": "peso", "ars": "peso", "kes": "shilling", "zar": "rand", "try": "lira", "pln": "zloty", "uah": "hryvnia",
}  # fmt: skip
_CURRENCY_WORDS = {
    "dollar": "dollar", "dollars": "dollar", "euro": "euro", "euros": "euro", "pound": "pound", "pounds": "pound",
    "sterling": "pound", "yen": "yen", "yuan": "yuan", "renminbi": "yuan", "rupee": "rupee", "rupees": "rupee",
    "rouble": "rouble", "roubles": "rouble", "ruble": "rouble", "rubles": "rouble", "peso": "peso", "pesos": "peso",
    "krone": "krone", "kroner": "krone", "krona": "krona", "kronor": "krona", "kronur": "krona", "franc": "franc",
    "francs": "franc", "real": "real", "reais": "real", "rand": "rand", "lira": "lira", "liras": "lira", "won": "won",
    "shilling": "shilling", "shillings": "shilling", "zloty": "zloty", "zlotys": "zloty", "hryvnia": "hryvnia",
    "leva": "lev", "lev": "lev", "cents": "cent", "cent": "cent", "pence": "penny", "bucks": "dollar",
}  # fmt: skip
_MEASURES = {
    "mm": "mm", "millimetre": "mm", "millimeter": "mm", "cm": "cm", "centimetre": "cm", "centimeter": "cm",
    "m": "m", "metre": "m", "meter": "m", "km": "km", "kilometre": "km", "kilometer": "km", "mile": "mile",
    "foot": "foot", "feet": "foot", "ft": "foot", "inch": "inch", "yard": "yard", "kg": "kg", "kilo": "kg",
    "kilogram": "kg", "kilogramme": "kg", "g": "g", "gram": "g", "gramme": "g", "tonne": "tonne", "ton": "tonne",
    "litre": "litre", "liter": "litre", "gallon": "gallon", "barrel": "barrel", "kw": "kw", "kilowatt": "kw",
    "mw": "mw", "megawatt": "mw", "gw": "gw", "gigawatt": "gw", "mwh": "mwh", "gwh": "gwh", "degree": "degree",
    "hectare": "hectare", "acre": "acre", "mph": "mph", "kph": "km/h", "km/h": "km/h", "knot": "knot",
    "second": "second", "sec": "second", "minute": "minute", "min": "minute", "mins": "minute", "hour": "hour",
    "hr": "hour", "hrs": "hour", "day": "day", "week": "week", "fortnight": "fortnight", "month": "month",
    "year": "year", "yr": "year", "decade": "decade", "century": "century",
}  # fmt: skip
_IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "lives": "life",
    "feet": "foot", "wives": "wife", "knives": "knife", "police": "police", "policemen": "policeman", "dead": "dead",
    "injured": "injured", "wounded": "wounded", "missing": "missing", "killed": "killed", "hurt": "hurt",
    "inches": "inch", "buses": "bus", "viruses": "virus", "crises": "crisis", "series": "series",
    "firemen": "fireman", "fishermen": "fisherman", "troops": "soldier", "aircraft": "aircraft",
}  # fmt: skip
_STATES = frozenset(("dead", "injured", "wounded", "missing", "killed", "hurt"))
_STOP = frozenset(
    "a an and are as at be because been before but by can could did do does for from had has have he her him his "
    "how i if in into is it its may might more-than must nor not of off on or our per shall she should since so "
    "still than that the their them then there these they this those through to under until up upon us was we were "
    "what when where which while who whom whose why will with within without would you your another after against "
    "also about over out only just yet now here o'clock him nobody others else said says did didn't".split()
)  # fmt: skip
_FILLERS = frozenset(("more", "further", "additional", "new", "single", "extra", "less", "fewer"))
_ONE_BEFORE = re.compile(
    r"\b(?:no|the|this|that|any|each|every|some|which|another|every|other|by|as|only the|a|an|\w+er)\s+$|-$",
    re.I,
)
_CURRENCY_AFTER = re.compile(
    rf"^(?:[ \u00a0-]|-)?(?:(?:U\.?S\.?|[A-Z][\w.]{{1,15}})\s+){{0,2}}({_any(*_CURRENCY_WORDS)})(?![\w’'])"
)
_CODE_AFTER = re.compile(rf"^[ \u00a0]?({_any(*(c.upper() for c in _CURRENCY_CODES))}|[€£])(?!\w)")
_PERCENT = re.compile(
    r"^[ \u00a0-]?(?:(?P<pp>percentage[- ]points?|pp\b)|(?P<bp>basis[- ]points?|bps?\b)"
    r"|(?P<pc>%(?P<pts>[- ]points?)?|per[- ]?cent\b(?P<pts2>age points?| points?)?))",
    re.I,
)
_MEASURE = re.compile(r"^[ \u00a0-]?(km/h|°|[A-Za-z]{1,14})(?!\w)")
_WORD = re.compile(r"[ \u00a0]([^\W\d_][\w'’-]{0,30})")
_OF = re.compile(
    rf"^ of (?:the |its |his |her |their |those |these |all |some |about )?(?:\d[\d,.]{{0,12}}(?=\s)|{CARDINAL}(?=\s))?",
    re.I,
)
_MONTH_AFTER = re.compile(r"^(?:st|nd|rd|th)?[\s,]{1,2}(?:of\s+)?([A-Za-z]{3,9})\b")
_MONTH_BEFORE = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(?:the\s+)?$")
_SHORT_MONTHS = {month[:3]: month for month in MONTHS} | {"sept": "september"}
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_CLOCK_BEFORE = re.compile(
    r"\b(?:at|since|until|till|from|by|before|after|was|around|about|shortly|just)\s+$|^\s*$|\bthe\s+$", re.I
)
_CLOCK_AFTER = re.compile(
    r"^\s*(?:[.,;:!?)]|$|in the |on (?:mon|tues|wednes|thurs|fri|satur|sun)|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|this |that |yesterday|local|gmt|utc|cet|and |when |the )",
    re.I,
)
_NOT_CLOCK = re.compile(
    r"\b(?:index|shares?|stock|trad|point|price|rate|euro|dollar|krone|yen|pound|clos|percent|per cent|ended|"
    r"version|section|paragraph|magnitude|score|average|worth|cost)|[%$€£]",
    re.I,
)
_MIN = (
    r"more than|at least|over|upwards? of|no (?:fewer|less) than|in excess of|above|as many as|a minimum of"
)
_MAX = r"nearly|almost|up to|less than|fewer than|no more than|at most|just under|close to|below|a maximum of"
_NEAR = (
    r"about|around|some|roughly|approximately|approx\.?|an estimated|estimated|circa|ca\.|or so|perhaps|~|≈"
)
_HEDGE = re.compile(
    rf"(?:(?P<min>\b(?:{_MIN}))|(?P<max>\b(?:{_MAX}))|(?P<near>(?:\b(?:{_NEAR.replace('|~|≈', '')})|[~≈])))"
    r"(?:\s+(?:about|some|another|the|a))?\s*[\"'“‘(]?$",
    re.I,
)
_HEDGE_AFTER = re.compile(
    r"^[^.,;:]{0,30}?\s(?:or (?P<min>more|over)|or (?P<max>less|fewer)|or (?P<near>so))\b", re.I
)


CURRENCY_CODE = _any(*(code.upper() for code in _CURRENCY_CODES))


def currency(sign: str) -> str | None:
    """The currency of a sign ("$", "NZ$") or code ("USD"), or None."""
    return _CURRENCY_SIGNS.get(sign[-1:]) or _CURRENCY_CODES.get(sign.lower())


def singular(word: str) -> str:
    """The lower-cased singular of an English plural; other words are only lower-cased."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses", "zes")) else word[:-1]


def _looks_plural(word: str) -> bool:
    return word.lower() in _IRREGULAR or singular(word) != word.lower()


def unit_after(right: str, *, singular: bool = False) -> tuple[int, str]:
    """The head of the noun phrase that follows a number, as (characters up to it, its singular)."""
    return _head(right, singular=singular)


def _head(right: str, *, singular: bool) -> tuple[int, str]:
    of = _OF.match(right)
    offset = of.end() - (1 if of and right[of.end() - 1 : of.end()] == " " else 0) if of else 0
    if not of and right[:1] in "-–" and (glued := re.match(r"[-–]([A-Za-z]{3,20})", right)):
        return glued.end(), _to_singular(glued[1])
    first = ""
    for match in _words(right, offset):
        word = match[1]
        if word.lower() in _STOP:
            break
        if _looks_plural(word):
            return match.end(), _to_singular(word)
        first = first or ("" if word.lower() in _FILLERS else word)
    return (0, _to_singular(first)) if singular and first else (0, "")


def _words(right: str, offset: int) -> list[re.Match[str]]:
    """Up to five words joined by single spaces."""
    found: list[re.Match[str]] = []
    while len(found) < 5 and (match := _WORD.match(right, offset)):
        found.append(match)
        offset = match.end()
    return found


_to_singular = singular


def kind_and_unit(
    right: str, value: Fraction
) -> tuple[Literal["count", "measure", "money", "percent"], str, int]:
    """What a number counts, from what follows it, and how many characters of that belong to the number."""
    if percent := _PERCENT.match(right):
        points = percent["pp"] or percent["pts"] or percent["pts2"]
        return "percent", "bp" if percent["bp"] else "pp" if points else "%", percent.end()
    if code := _CODE_AFTER.match(right):
        return "money", currency(code[1]) or "", code.end()
    if money := _CURRENCY_AFTER.match(right):
        return "money", _CURRENCY_WORDS[money[1].lower()], 0
    measure = _measure(right)
    if measure:
        return "measure", measure, 0
    return "count", unit_after(right, singular=value == 1)[1], 0


def _measure(right: str) -> str:
    match = _MEASURE.match(right)
    if not match:
        return ""
    if match[1] == "°":
        return "degree"
    if match[1] in ("M", "G") or (match[1] in ("m", "g") and right[:1] == "-"):
        return ""
    return _MEASURES.get(match[1].lower()) or _MEASURES.get(singular(match[1]), "")


def counts_something(right: str) -> bool:
    """Whether four bare digits count people or measure something, and so are no year."""
    kind, unit, _ = kind_and_unit(right, Fraction(2))
    return kind != "count" or (unit in ("person", "man", "woman", "child", "soldier") and right[:1] == " ")


def month_beside(left: str, right: str) -> str:
    """The month that a day number stands next to, or ""."""
    after = _MONTH_AFTER.match(right)
    if after and (month := _month(after[1])):
        return month
    before = _MONTH_BEFORE.search(left)
    return _month(before[1]) if before else ""


def _month(word: str) -> str:
    """The month that a capitalised word names; "may" and "march" in lower case are verbs."""
    name = word.lower()
    if not word[0].isupper():
        return ""
    return name if name in MONTHS else _SHORT_MONTHS.get(name, "")


def is_clock(digits: str, left: str, right: str) -> bool:
    """Whether "7.52" is a time of day: "at 7.52 on Thursday", but not "closed at 7.52"."""
    if not _CLOCK.fullmatch(digits) or not _CLOCK_BEFORE.search(left) or not _CLOCK_AFTER.match(right):
        return False
    return not _NOT_CLOCK.search(left) and not _NOT_CLOCK.search(right[:25])


def hedge(left: str, right: str, *, duration: bool) -> Literal["", "min", "max"] | None:
    """The bound that "at least" or "nearly" sets, "" for "about", None for a number said plainly."""
    match = _HEDGE.search(left) or _HEDGE_AFTER.match(right)
    if match is None:
        return None
    if duration and match[0].lower().startswith("over"):
        return None  # "over five years" says how long, not how many at least
    return "min" if match["min"] else "max" if match["max"] else ""


def parse(
    surface: str, left: str, right: str
) -> tuple[Fraction, Literal["cardinal", "ordinal", "fraction"]] | None:
    """The value of a spelled number, or None where the word is no number ("one of the", "at first")."""
    tokens = re.findall(r"[a-z]+", surface.lower())
    if tokens == ["one"]:
        return (Fraction(1), "cardinal") if _is_number_one(left, right) else None
    if re.fullmatch(ORDINAL, surface, re.I):
        return _parse_ordinal(tokens, left, right)
    if (
        re.fullmatch(FRACTION.split("(?=")[0] + ")", surface, re.I)
        or tokens[-1] in _PARTS
        and "and" not in tokens
    ):
        top = _VALUES.get(tokens[0], 1) if len(tokens) > 1 else 1
        return Fraction(top, _PARTS[tokens[-1]]), "fraction"
    return _parse_cardinal(tokens), "cardinal"


def _is_number_one(left: str, right: str) -> bool:
    """Whether "one" counts: it stands before a noun, or after "four to"."""
    if re.search(rf"(?:\d|{_SUB100})(?:\s+to\s+|-)$", left, re.I):
        return True
    if _ONE_BEFORE.search(left):
        return False
    word = re.match(r"[ -]([^\W\d_]{2,30})", right)
    if (
        not word
        or word[1].lower() in _STOP
        or word[1].lower() in ("off", "time", "day", "way", "thing", "man's")
    ):
        return False
    return not (right[0] == "-" and word[1].lower() not in _MEASURES)


def _parse_ordinal(tokens: list[str], left: str, right: str) -> tuple[Fraction, Literal["ordinal"]] | None:
    before = left.lower().rstrip().rsplit(" ", 1)[-1]
    if tokens == ["first"] and (before == "at" or re.match(r"\s*(?:,|of all\b|-)", right)):
        return None
    if tokens == ["second"] and (before in ("per", "a", "split", "each", "every") or right[:1] == "-"):
        return None
    value = sum(_VALUES.get(token, 0) for token in tokens[:-1]) + _ORDINAL_UNITS[tokens[-1]]
    return Fraction(value), "ordinal"


def _parse_cardinal(tokens: list[str]) -> Fraction:
    total, group = Fraction(0), Fraction(0)
    for token in tokens:
        if token in _VALUES:
            group += _VALUES[token]
        elif token == "half":
            group += Fraction(1, 2)
        elif token in ("hundred", "dozen"):
            group = (group or 1) * SCALES[token]
        elif token in SCALES:
            total, group = total + (group or 1) * SCALES[token], Fraction(0)
    return total + group

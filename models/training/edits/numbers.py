"""Wrong counts, amounts, units and ranks."""

import re
from collections.abc import Iterator

from models.training.edits.base import (
    WORD,
    Case,
    Change,
    Corruption,
    edited,
    next_to,
    pick,
    told_alike,
    told_at,
)
from models.training.edits.tables import (
    MONTHS,
)

_SMALL = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty""".split()


_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}


_VALUES = {word: value for value, word in enumerate(_SMALL, 1)} | _TENS


_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()


_MIXUPS = {f"{word}teen": f"{word}ty" for word in ("six", "seven", "nine")} | {
    "thirteen": "thirty",
    "fourteen": "forty",
    "fifteen": "fifty",
    "eighteen": "eighty",
    "thirty": "thirteen",
    "fifty": "fifteen",
}
_MONTH = "|".join(MONTHS)


_DIGITS = re.compile(r"(?<![\w.,:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,-]\d)")


_SPELLED = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(_TENS)})-(?:{'|'.join(_SMALL[:9])})|{'|'.join([*_SMALL[1:], *_TENS])})"
    r"(?![\w-])",
    re.IGNORECASE,
)


_FLOOR = re.compile(
    r"\b(?:at least|more than|over|above|nearly|almost|minimum of|passed|topped|surpassed"
    r"|exceed(?:s|ed|ing)) [$£€]?$",
    re.IGNORECASE,
)


_CEILING = re.compile(r"\b(?:up to|less than|fewer than|under|below|at most) [$£€]?$", re.IGNORECASE)


_LOOSE = re.compile(r"\b(?:about|around|some|roughly|approximately|estimated) [$£€]?$", re.IGNORECASE)


def numbers(case: Case) -> Iterator[Corruption | None]:
    """Two numbers exchanged, another number of the evidence, a near value, a wrong unit or rank."""
    found = _numbers(case.claim)
    yield from _exchanged_numbers(case, found)
    for start, end in found:
        old = case.claim[start:end]
        borrowed = [value for value in _evidence_numbers(case) if _may_replace(case, start, end, value, 0.2)]
        near = [value for value in _near(case, start, old) if _may_replace(case, start, end, value)]
        for new in (*pick(case.rng, borrowed, 1), *pick(case.rng, near, 1)):
            yield edited(case.claim, [Change(start, end, _like(old, new))], "number")
    yield from _wrong_units(case)


def _numbers(text: str) -> list[tuple[int, int]]:
    """Spans of counts and amounts: no years, clock times or days of a month."""
    spans = [hit.span() for hit in _DIGITS.finditer(text) if not _is_date(text, *hit.span())]
    return sorted(spans + [hit.span() for hit in _SPELLED.finditer(text)])


def _is_date(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end:]
    return bool(
        (
            re.fullmatch(r"(?:1[5-9]|20)\d\d", text[start:end])
            and not before.rstrip().endswith(("$", "£", "€"))
        )
        or re.search(rf"\b(?:{_MONTH}|[A-Z][a-z]{{2}}\.) $", before)
        or re.match(rf" (?:{_MONTH}|a\.?m|p\.?m|GMT|o['’]clock)\b", after)
    )


def _value(text: str) -> float:
    text = text.lower().replace(",", "")
    if text[0].isdigit():
        return float(text)
    return float(sum(_VALUES[part] for part in text.split("-")))


def _like(old: str, new: str) -> str:
    """`new` with the capital of `old`."""
    return new[0].upper() + new[1:] if old[0].isupper() else new


def _evidence_numbers(case: Case) -> list[str]:
    return sorted({sentence[a:b].lower() for sentence in case.evidence for a, b in _numbers(sentence)})


def _may_replace(case: Case, start: int, end: int, new: str, limit: float = 0.34) -> bool:
    old, before = _value(case.claim[start:end]), case.claim[:start]
    value = _value(new)
    if (_FLOOR.search(before) and value < 1.15 * old) or (_CEILING.search(before) and value > 0.85 * old):
        return False
    if value in (old, 1) or abs(value - old) < (0.25 if _LOOSE.search(before) else 0.02) * old:
        return False
    if value > 12 * old + 40 or value < old / 12:
        return False  # no reader would believe it
    return not any(told_alike(case, start, end, form, limit) for form in _forms(new))


def _forms(number: str) -> list[str]:
    value = _value(number)
    spelled = [word for word, worth in _VALUES.items() if worth == value]
    return [number, *spelled, *([f"{int(value):,}", str(int(value))] if value.is_integer() else [])]


def _near(case: Case, start: int, old: str) -> list[str]:
    """Plausible wrong values in the form of `old`."""
    if not old[0].isdigit():
        value, word = int(_value(old)), old.lower()
        close = [item for item, worth in _VALUES.items() if 0 < abs(worth - value) <= max(4, value // 2)]
        return [_MIXUPS[word]] if word in _MIXUPS else close
    if "." in old:
        places = len(old.split(".")[1])
        step = 10**-places
        exact = float(old.replace(",", ""))
        near = [exact + k * step for k in (-7, -4, -3, 3, 4, 6)]
        return [f"{value:,.{places}f}" for value in near if value > 0]
    whole = int(old.replace(",", ""))
    zeros = min(
        len(old) - len(old.rstrip("0,")) - old[len(old.rstrip("0,")) :].count(","), len(str(whole)) - 1
    )
    unit = 10**zeros
    head = whole // unit
    heads = {head + k for k in (1, 2, 3, -1, -2)} | {round(head * f) for f in (0.6, 0.75, 1.3, 1.5)}
    comma = "," if whole < 10000 and "," not in old else ""
    values = [h * unit for h in sorted(heads) if h > 1]
    return [str(v) if comma else f"{v:,}" for v in values]


def _exchanged_numbers(case: Case, found: list[tuple[int, int]]) -> Iterator[Corruption | None]:
    """Two counts change places unless they are a plain pair or the evidence has them so."""
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            a, b = case.claim[slice(*one)], case.claim[slice(*other)]
            between = WORD.findall(case.claim[one[1] : other[0]])
            plain = not between or set(map(str.lower, between)) <= {"and", "or", "to", "by", "v", "in", "of"}
            if plain or _value(a) == _value(b) or _unlike(_value(a), _value(b)):
                continue
            if any(next_to(case, *one, form) for form in _forms(b)) or any(
                next_to(case, *other, form) for form in _forms(a)
            ):
                continue
            left, right = _like(a, b.lower()), _like(b, a.lower())
            yield edited(case.claim, [Change(*one, left), Change(*other, right)], "number")


def _unlike(one: float, other: float) -> bool:
    return max(one, other) > 40 * min(one, other) or min(one, other) <= 1


_LOOSE_UNITS = {
    "dozens": "hundreds",
    "hundreds": "thousands",
    "thousands": "hundreds",
    "half": "a third",
    "twice": "three times",
    "doubled": "tripled",
}
_COUNTED_UNITS = {
    "million": "billion",
    "billion": "million",
    "thousand": "million",
    "trillion": "billion",
    "kilometres": "miles",
    "miles": "kilometres",
    "metres": "feet",
    "minutes": "hours",
    "hours": "days",
    "days": "weeks",
    "weeks": "months",
    "months": "years",
    "years": "months",
}
_COUNT = r"(?:(?<=\d )|(?<=two )|(?<=three )|(?<=four )|(?<=five )|(?<=six )|(?<=ten ))"
_NO_FRACTION = r"(?<!first )(?<!second )(?<!last )(?<!other )"


def _wrong_units(case: Case) -> Iterator[Corruption | None]:
    for lead, units in ((_NO_FRACTION, _LOOSE_UNITS), (_COUNT, _COUNTED_UNITS)):
        for old, new in units.items():
            for hit in re.finditer(rf"\b{lead}{old}\b(?! (?:past|mast|brother|sister|time))", case.claim):
                if not any(told_at(case, new.rsplit(" ", 1)[-1])):
                    yield edited(case.claim, [Change(*hit.span(), new)], "number")
    for hit in re.finditer(rf"\b(?:{'|'.join(_ORDINALS)})\b(?! (?:degree|person|world))", case.claim):
        near = [word for word in _ORDINALS if word != hit[0] and not any(told_at(case, word))]
        for new in pick(case.rng, near[:5], 1):
            yield edited(case.claim, [Change(*hit.span(), new)], "number")

"""Wrong facts: numbers, dates, names and places."""

import re
from collections.abc import Iterator

from models.training.edits.base import (
    WORD,
    Case,
    Change,
    Corruption,
    edited,
    exchange,
    next_to,
    occurrences,
    pick,
    told_alike,
)
from models.training.edits.names import ADJECTIVES, Name, alike, listed, names
from models.training.edits.tables import MONTHS, NATIONS, SYMMETRIC, WEEKDAYS, WITH_ARTICLE

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
_MIXUPS = {"fifteen": "fifty", "thirteen": "thirty", "fourteen": "forty", "sixteen": "sixty", "fifty": "fifteen",
           "seventeen": "seventy", "eighteen": "eighty", "nineteen": "ninety", "thirty": "thirteen"}  # fmt: skip
_MONTH = "|".join(MONTHS)
_DIGITS = re.compile(r"(?<![\w.,:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,-]\d)")
_SPELLED = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(_TENS)})-(?:{'|'.join(_SMALL[:9])})|{'|'.join([*_SMALL[1:], *_TENS])})(?![\w-])",
    re.IGNORECASE,
)
_FLOOR = re.compile(r"\b(?:at least|more than|over|above|nearly|almost|minimum of) [$£€]?$", re.IGNORECASE)
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
    if value == old or value == 1 or abs(value - old) < (0.25 if _LOOSE.search(before) else 0.02) * old:
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


def _wrong_units(case: Case) -> Iterator[Corruption | None]:
    swaps = {"million": "billion", "billion": "million", "thousand": "million", "trillion": "billion",
             "dozens": "hundreds", "hundreds": "thousands", "thousands": "hundreds",
             "half": "a third", "twice": "three times", "doubled": "tripled", "kilometres": "miles",
             "miles": "kilometres", "metres": "feet", "days": "weeks", "weeks": "months", "months": "years",
             "hours": "days", "minutes": "hours", "years": "months"}  # fmt: skip
    for old, new in swaps.items():
        quantified = r"(?<=\d )|(?<=two )|(?<=three )|(?<=four )|(?<=five )|(?<=six )|(?<=ten )"
        guard = (
            ""
            if old in ("dozens", "hundreds", "thousands", "half", "twice", "doubled")
            else f"(?:{quantified})"
        )
        for hit in re.finditer(rf"\b{guard}{old}\b(?! (?:past|mast|brother|sister|time))", case.claim):
            if not any(occurrences_in(case, new.split()[-1])):
                yield edited(case.claim, [Change(*hit.span(), new)], "number")
    for hit in re.finditer(rf"\b(?:{'|'.join(_ORDINALS)})\b(?! (?:degree|person|world))", case.claim):
        near = [word for word in _ORDINALS if word != hit[0] and not any(occurrences_in(case, word))]
        for new in pick(case.rng, near[:5], 1):
            yield edited(case.claim, [Change(*hit.span(), new)], "number")


def occurrences_in(case: Case, word: str) -> Iterator[tuple[int, int]]:
    """Where the evidence has `word`."""
    for sentence in case.evidence:
        yield from occurrences(word, sentence)


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
        near = [str(d) for d in range(1, 29) if d != int(hit[0]) and not any(occurrences_in(case, str(d)))]
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
        told = [word for word in others if any(occurrences_in(case, word))]
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


def entities(case: Case) -> Iterator[Corruption | None]:
    """A person, organisation, nation or nationality replaced by another of its kind, or two exchanged."""
    here, kinds, foreign = _named(case)
    people = [name for name in here if kinds.get(name.text, name.kind) in ("person", "org", "nation")]
    for i, one in enumerate(people):
        for other in people[i + 1 :]:
            if kinds[one.text] == kinds[other.text] and not alike(one.text, other.text):
                if not _symmetric(case, one, other):
                    yield exchange(case, (one.start, one.end), (other.start, other.end), "entity_swap")
    for name in here:
        yield from _replaced(case, name, kinds, foreign)


def _named(case: Case) -> tuple[list[Name], dict[str, str], dict[str, str]]:
    """Names of the claim, kinds of all names of claim and evidence, and foreign names with kinds."""
    return names(case.claim, case.kinds), case.kinds, case.foreign


def _symmetric(case: Case, one: Name, other: Name) -> bool:
    """Whether the two names are a pair in the claim, so that to exchange them changes nothing."""
    between = [word.lower() for word in WORD.findall(case.claim[one.end : other.start])]
    lead = WORD.findall(case.claim[: one.start])[-3:]
    pair = len(between) <= 4 and (set(between) & SYMMETRIC or not between)
    return (
        bool(pair)
        or listed(case.claim[one.end : other.start])
        or "between" in lead
        or bool({"met", "married", "counterpart"} & set(between))
    )


def _paired(case: Case, one: str, other: str) -> bool:
    """Whether the evidence lists two names together, or glosses one by the other."""
    link = r"(?:['’]s)?,? (?:and |or |& |in |of |with |\()?(?:\w+ ){0,2}"
    for a, b in ((one, other), (other, one)):
        if re.search(rf"{re.escape(a)}{link}{re.escape(b)}", "\n".join((*case.evidence, case.claim))):
            return True
    return False


def _replaced(
    case: Case, name: Name, kinds: dict[str, str], foreign: dict[str, str]
) -> Iterator[Corruption | None]:
    kind = kinds.get(name.text, name.kind)
    if kind == "place" or kind == "other":
        return
    span = (name.start, name.end)
    near = [
        other
        for other, its in kinds.items()
        if its == kind and not alike(other, name.text) and other not in case.claim
    ]
    near = [
        other
        for other in near
        if not _paired(case, name.text, other) and not told_alike(case, *span, other, 0.3)
    ]
    far = [other for other, its in foreign.items() if its == kind]
    if kind == "adjective" and not far:
        far = [a for a in ADJECTIVES if a.lower() not in case.told and ADJECTIVES[a].lower() not in case.told]
    if kind == "nation" and not far:
        far = [
            n
            for n in NATIONS
            if n not in WITH_ARTICLE and n.lower() not in case.told and NATIONS[n].lower() not in case.told
        ]
    far = [other for other in far if _same_shape(name.text, other)]
    for new in (*pick(case.rng, near, 1), *pick(case.rng, far, 1)):
        hits = [other for other in names(case.claim, case.kinds) if other.text == name.text]
        yield edited(case.claim, [Change(hit.start, hit.end, new) for hit in hits], "entity_swap")


def _same_shape(old: str, new: str) -> bool:
    return (len(old.split()) > 1) == (len(new.split()) > 1) and abs(len(old) - len(new)) < 15


_SHIFTS = (
    (r"\b(?:near|outside|close to)(?= [A-Z])", "in the centre of"),
    (r"\bon the (?:edge|outskirts) of\b", "in the heart of"),
    (r"\boff the coast of\b", "on the coast of"),
    (r"\binside(?= (?:the|a|his|her|their))", "outside"),
    (r"\boutside(?= (?:the|a|his|her|their))", "inside"),
)
_PLACE_SLOT = re.compile(r"\b(?:in|at|near|from|outside|across|to) (?:the )?$")


def locations(case: Case) -> Iterator[Corruption | None]:
    """The name after in, at, near or from replaced by another place, or two places exchanged."""
    here, kinds, foreign = _named(case)
    slots = [name for name in here if _PLACE_SLOT.search(case.claim[: name.start])]
    slots = [name for name in slots if kinds.get(name.text, name.kind) in ("place", "nation")]
    for i, one in enumerate(slots):
        for other in slots[i + 1 :]:
            if not alike(one.text, other.text) and not _nested(case, one.text, other.text):
                if kinds[one.text] == kinds[other.text] and not _symmetric(case, one, other):
                    yield exchange(case, (one.start, one.end), (other.start, other.end), "location")
    for name in slots:
        kind = kinds.get(name.text, name.kind)
        far = [other for other, its in foreign.items() if its == kind]
        if kind == "nation" and not far:
            far = [
                n
                for n in NATIONS
                if n not in WITH_ARTICLE
                and n.lower() not in case.told
                and NATIONS[n].lower() not in case.told
            ]
        near = [
            o for o, its in kinds.items() if its == kind and o not in case.claim and not alike(o, name.text)
        ]
        near = [o for o in near if not _nested(case, o, name.text)]
        near = [o for o in near if not told_alike(case, name.start, name.end, o, 0.2)]
        for new in (*pick(case.rng, near, 1), *pick(case.rng, far, 1)):
            if not re.match(r",? [A-Z]", case.claim[name.end :]):
                yield edited(case.claim, [Change(name.start, name.end, new)], "location")
    yield from _shifted_places(case)


def _nested(case: Case, one: str, other: str) -> bool:
    """Whether one place may lie in the other: they share a sentence of the evidence, close together."""
    for sentence in (*case.evidence, case.claim):
        for a, b in occurrences(one, sentence):
            for c, d in occurrences(other, sentence):
                gap = sentence[b:c] if b <= c else sentence[d:a]
                if len(WORD.findall(gap)) <= 6:
                    return True
    return False


def _shifted_places(case: Case) -> Iterator[Corruption | None]:
    """ "near X" made "in the centre of X", "on the edge of" made "in the heart of", inside made outside."""
    for pattern, new in _SHIFTS:
        for hit in re.finditer(pattern, case.claim):
            follow = [re.escape(word) for word in WORD.findall(case.claim[hit.end() :])[:1]]
            within = rf"\b(?:in|inside|outside|at) (?:the )?{''.join(follow)}"
            if follow and not any(re.search(within, sentence, re.IGNORECASE) for sentence in case.evidence):
                yield edited(case.claim, [Change(*hit.span(), new)], "location")

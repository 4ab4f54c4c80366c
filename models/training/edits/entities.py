"""Wrong people, bodies, nations and places."""

import re
from collections.abc import Iterator

from models.training.edits.base import (
    WORD,
    Case,
    Change,
    Corruption,
    edited,
    exchange,
    occurrences,
    pick,
    told_alike,
)
from models.training.edits.names import ADJECTIVES, Name, alike, listed, names
from models.training.edits.tables import (
    NATIONS,
    SYMMETRIC,
    WITH_ARTICLE,
)

_SHIFTS = (
    (r"\b(?:near|outside|close to)(?= [A-Z])", "in the centre of"),
    (r"\bon the (?:edge|outskirts) of\b", "in the heart of"),
    (r"\boff the coast of\b", "on the coast of"),
    (r"\binside(?= (?:the|a|his|her|their))", "outside"),
    (r"\boutside(?= (?:the|a|his|her|their))", "inside"),
)


_PLACE_SLOT = re.compile(r"\b(?:in|at|near|from|outside|across|to) (?:the )?$")


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

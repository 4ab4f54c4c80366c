"""Wrong people, bodies, nations and places."""

import re
from collections.abc import Iterator
from itertools import combinations

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
from models.training.edits.names import Name, alike, listed, names
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


_QUOTES = ('"', "“", "‘", "'")
_PLACE_SLOT = re.compile(r"\b(?:in|at|near|from|outside|across|to) (?:the )?$")


def entities(case: Case) -> Iterator[Corruption | None]:
    """A person, organisation, nation or nationality replaced by another of its kind, or two exchanged."""
    here = names(case.claim, case.kinds)
    people = [name for name in here if case.kind(name) in ("person", "org", "nation")]
    yield from _exchanged(case, people, "entity_swap")
    for name in here:
        yield from _replaced(case, name, here)


def _exchanged(case: Case, found: list[Name], error: str) -> Iterator[Corruption | None]:
    """Two unlike names of one kind exchanged, unless they are a pair."""
    for one, other in combinations(found, 2):
        same = case.kind(one) == case.kind(other) and not alike(one.text, other.text)
        nested = error == "location" and _nested(case, one.text, other.text)
        quoted = case.claim[one.start - 1 : one.start] in _QUOTES or case.claim[other.start - 1] in _QUOTES
        if same and not nested and not quoted and not _symmetric(case, one, other):
            yield exchange(case, (one.start, one.end), (other.start, other.end), error)


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


def _replaced(case: Case, name: Name, here: list[Name]) -> Iterator[Corruption | None]:
    kind = case.kind(name)
    if kind in ("place", "other"):
        return
    if kind == "nation" and case.claim[: name.start].endswith("the "):
        return
    near = [text for text in _of_kind(case, kind, name) if not _paired(case, name.text, text)]
    near = [text for text in near if not told_alike(case, name.start, name.end, text, 0.3)]
    far = [text for text in _foreign(case, kind) if _same_shape(name.text, text)]
    for new in (*pick(case.rng, near, 1), *pick(case.rng, far, 1)):
        slots = [Change(hit.start, hit.end, new) for hit in here if hit.text == name.text]
        yield edited(case.claim, slots, "entity_swap")


def _of_kind(case: Case, kind: str, name: Name) -> list[str]:
    """Names of the evidence of one kind that the claim does not have and that are not `name`."""
    found = [text for text, its in case.kinds.items() if its == kind and text not in case.claim]
    return [text for text in found if not alike(text, name.text)]


def _foreign(case: Case, kind: str) -> list[str]:
    """Names of one kind of which the evidence has no word; any nation if the other documents have none."""
    found = [text for text, its in case.foreign.items() if its == kind]
    if found or kind not in ("nation", "adjective"):
        return found
    fresh = {
        nation: adjective
        for nation, adjective in NATIONS.items()
        if nation.lower() not in case.told and adjective.lower() not in case.told
    }
    return sorted(fresh.values()) if kind == "adjective" else sorted(set(fresh) - WITH_ARTICLE)


def _same_shape(old: str, new: str) -> bool:
    return (len(old.split()) > 1) == (len(new.split()) > 1) and abs(len(old) - len(new)) < 15


def locations(case: Case) -> Iterator[Corruption | None]:
    """The name after in, at, near or from replaced by another place, or two places exchanged."""
    here = names(case.claim, case.kinds)
    slots = [name for name in here if _PLACE_SLOT.search(case.claim[: name.start])]
    slots = [name for name in slots if case.kind(name) in ("place", "nation")]
    yield from _exchanged(case, slots, "location")
    for name in slots:
        near = [text for text in _of_kind(case, case.kind(name), name) if not _nested(case, text, name.text)]
        near = [text for text in near if not told_alike(case, name.start, name.end, text, 0.2)]
        far = _foreign(case, case.kind(name))
        for new in (*pick(case.rng, near, 1), *pick(case.rng, far, 1)):
            if not re.match(r",? [A-Z]", case.claim[name.end :]) and name.text not in WITH_ARTICLE:
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
    """Near X made "in the centre of X", "on the edge of" made "in the heart of", inside made outside."""
    for pattern, new in _SHIFTS:
        for hit in re.finditer(pattern, case.claim):
            follow = [re.escape(word) for word in WORD.findall(case.claim[hit.end() :])[:1]]
            within = rf"\b(?:in|inside|outside|at) (?:the )?{''.join(follow)}"
            if follow and not any(re.search(within, sentence, re.IGNORECASE) for sentence in case.evidence):
                yield edited(case.claim, [Change(*hit.span(), new)], "location")

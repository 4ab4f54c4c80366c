"""Statements turned round or made too strong: negation, hedges dropped, order in time."""

import re
from collections.abc import Iterator

from models.training.edits.base import (
    WORD,
    Case,
    Change,
    Corruption,
    content,
    edited,
    occurrences,
    told_alike,
)
from models.training.edits.tables import (
    ANTONYMS,
    FUNCTION_WORDS,
    HEDGES,
    IRREGULAR_PAST,
    TIME_FLIPS,
)

_AUX = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|can|must|should)\b(?! (?:not|no|never|neither|also|only|all|more|"
    r"less|at|in|on|the|a|an|about|to|from|\d|it|he|she|they|there|[A-Z])\b)(?= [a-z]{3,})"
)


def negations(case: Case) -> Iterator[Corruption | None]:
    """Not put in or taken out, an opposite, a refusal for an agreement."""
    yield from _opposites(case)
    yield from _put_in(case)
    yield from _taken_out(case)


def _opposites(case: Case) -> Iterator[Corruption | None]:
    for pattern, _, new in ANTONYMS:
        for hit in re.finditer(r"\b" + pattern, case.claim):
            word = new.split()[-1] if new.startswith(("not ", "failed ")) else new.split()[0]
            if any(occurrences(word, case.claim)) or told_alike(case, *hit.span(), new, 0.25):
                continue
            if _denied_before(case.claim[: hit.start()]):
                continue
            yield edited(case.claim, [Change(*hit.span(), new)], "negation")


def _denied_before(before: str) -> bool:
    """Whether a negative word stands so close before that an opposite might not be one."""
    words = [word.lower() for word in WORD.findall(before)[-3:]]
    return bool({"not", "no", "never", "without", "neither", "nor", "denied", "denies"} & set(words))


def _put_in(case: Case) -> Iterator[Corruption | None]:
    for hit in _AUX.finditer(case.claim):
        if not _denied_before(case.claim[: hit.start()]) and not _doubted(case, hit.end()):
            yield edited(case.claim, [Change(hit.end(), hit.end(), " not")], "negation")
    for past, base in IRREGULAR_PAST.items():
        for hit in re.finditer(
            rf"(?<=[a-z] ){past}\b(?= (?:the|a|an|his|her|its|their|that|more|to|about|\d)\b)", case.claim
        ):
            if _finite(case.claim, hit.start()) and not _doubted(case, hit.end()):
                yield edited(case.claim, [Change(*hit.span(), f"did not {base}")], "negation")


def _finite(claim: str, start: int) -> bool:
    """Whether the past form at `start` is a main verb, not a participle after an auxiliary or article."""
    last = [word.lower() for word in WORD.findall(claim[:start])[-1:]]
    return bool(last) and last[0] not in FUNCTION_WORDS - {"who", "which", "that", "it", "he", "she", "they"}


def _doubted(case: Case, end: int) -> bool:
    """Whether the evidence itself denies the words after `end` somewhere."""
    follow = content(" ".join(WORD.findall(case.claim[end:])[:3]))
    for sentence in case.evidence:
        for hit in re.finditer(r"\b(?:not|never|no|n['’]t)\b|n['’]t\b", sentence):
            if follow & content(" ".join(WORD.findall(sentence[hit.end() :])[:4])):
                return True
    return False


def _taken_out(case: Case) -> Iterator[Corruption | None]:
    for hit in re.finditer(r"(?<=\b(?:was|has|had|can|may) )not |(?<=\b(?:were|have|will|must|been) )not |"
                           r"(?<=\b(?:would|could|might) )not ", case.claim):  # fmt: skip
        yield edited(case.claim, [Change(*hit.span(), "")], "negation")
    for hit in re.finditer(r"\b(?:did|does|do) not ([a-z]+)\b", case.claim):
        form = (
            _past(hit[1]) if hit[0].startswith("did") else hit[1] + ("s" if hit[0].startswith("does") else "")
        )
        yield edited(case.claim, [Change(*hit.span(), form)], "negation")
    for hit in re.finditer(r"\bnever (?=[a-z])", case.claim):
        yield edited(case.claim, [Change(*hit.span(), "")], "negation")
    for pattern, new in ((r"\b[Nn]o(?= (?:group|one)\b)", "one"), (r"\bno(?= (?:injuries|deaths|casualties|arrests|"
                         r"survivors|plans|signs|details|changes)\b)", "several"), (r"\bNo(?= (?:injuries|deaths|"
                         r"casualties|arrests|survivors)\b)", "Several"), (r"\bno(?= (?:damage|evidence)\b)", "some")):  # fmt: skip
        for hit in re.finditer(pattern, case.claim):
            text = "Someone" if case.claim[hit.end() :].startswith(" one") and hit.start() == 0 else new
            end = hit.end() + 4 if case.claim[hit.end() :].startswith(" one") else hit.end()
            text = "someone" if end != hit.end() and hit.start() else text
            yield edited(case.claim, [Change(hit.start(), end, text)], "negation")


def _past(base: str) -> str:
    """The past of a base form, by table and by the common rules."""
    irregular = {value: key for key, value in IRREGULAR_PAST.items()} | {
        "say": "said",
        "have": "had",
        "get": "got",
    }
    if base in irregular:
        return irregular[base]
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if re.search(r"[^aeiou]y$", base) else base + "ed"


def overclaims(case: Case) -> Iterator[Corruption | None]:
    """A hedge dropped, a part made the whole, a plan made a deed, an accusation a conviction."""
    for pattern, new in HEDGES:
        for hit in re.finditer(pattern, case.claim):
            if _hedge_holds(case, hit, new):
                yield edited(case.claim, [Change(*hit.span(), new)], "overclaim")
    yield from _plans_done(case)


def _hedge_holds(case: Case, hit: re.Match[str], new: str) -> bool:
    """Whether no sentence of the evidence says the same without the hedge."""
    hedge, follow = hit[0].strip().lower(), WORD.findall(case.claim[hit.end() :])[:2]
    if not follow or (new.strip() and f"{new.strip()} {follow[0]}".lower() in case.told):
        return False
    for sentence in case.evidence:
        for start, _ in occurrences(" ".join(follow[:1]), sentence):
            if hedge not in sentence[max(0, start - 30) : start].lower():
                return False
    return True


def _plans_done(case: Case) -> Iterator[Corruption | None]:
    pattern = r"\b(?:(?:plans|planned|threatened|promised|offered|vowed|intends|wants|wanted|seeks|sought) to) ([a-z]{3,})\b"
    for hit in re.finditer(pattern, case.claim):
        done = _past(hit[1])
        if hit[1] not in ("have", "not", "become") and done not in case.told:
            yield edited(case.claim, [Change(*hit.span(), done)], "overclaim")


def time_orders(case: Case) -> Iterator[Corruption | None]:
    """Before made after, ahead of made following, since made until."""
    for pattern, new in TIME_FLIPS:
        for hit in re.finditer(pattern, case.claim):
            follow = " ".join(WORD.findall(case.claim[hit.end() :])[:2]).lower()
            opposite = f"{new.strip()} {follow}"
            if follow and opposite not in " ".join(WORD.findall(case.told)):
                yield edited(case.claim, [Change(*hit.span(), new)], "time_order")

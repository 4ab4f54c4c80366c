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
from models.training.edits.patterns import ANTONYMS, HEDGES, TIME_FLIPS
from models.training.edits.tables import FUNCTION_WORDS, IRREGULAR_PAST

_PARTICIPLE = r"[a-z]*(?:ed|en|wn|ne|nt|lt|pt|ft|ld|un|ut|ot|ade|ght|come|read|lost|led|hit|set)"
_AUX = re.compile(
    r"\b(?:(?:is|are|was|were|will|would|could|can|must|should)\b"
    r"(?! (?:not|no|never|neither|also|only|all|more|less"
    r"|at|in|on|the|a|an|about|to|from|it|he|she|they|there)\b)(?= [a-z]{3,})"
    rf"|(?:has|have|had)\b(?= {_PARTICIPLE}\b)(?! not\b))"
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


_NOT = re.compile(
    r"(?<=\b(?:was|has|had|can|may) )not |(?<=\b(?:were|have|will|must|been) )not "
    r"|(?<=\b(?:would|could|might) )not |\bnever (?=[a-z])"
)
_NONE = (
    (r"\b[Nn]o(?= group\b)", "one"),
    (r"\b[Nn]o one\b", "someone"),
    (r"\bno(?= (?:injuries|deaths|casualties|arrests|survivors|plans|signs|details|changes)\b)", "several"),
    (r"\bNo(?= (?:injuries|deaths|casualties|arrests|survivors)\b)", "Several"),
    (r"\bno(?= (?:damage|evidence)\b)", "some"),
)


def _taken_out(case: Case) -> Iterator[Corruption | None]:
    for hit in _NOT.finditer(case.claim):
        yield edited(case.claim, [Change(*hit.span(), "")], "negation")
    for hit in re.finditer(r"\b(did|does|do) not ([a-z]+)\b", case.claim):
        forms = {"did": past(hit[2]), "does": f"{hit[2]}s", "do": hit[2]}
        yield edited(case.claim, [Change(*hit.span(), forms[hit[1]])], "negation")
    for pattern, new in _NONE:
        for hit in re.finditer(pattern, case.claim):
            yield edited(case.claim, [Change(*hit.span(), new)], "negation")


_MORE_PAST = {
    "say": "said",
    "have": "had",
    "get": "got",
    "shut": "shut",
    "cut": "cut",
    "put": "put",
    "hit": "hit",
}


def past(base: str) -> str:
    """The past of a base form, by table and by the common rules."""
    irregular = {value: key for key, value in IRREGULAR_PAST.items()} | _MORE_PAST
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
    yield from _claim_as_fact(case)


_CLAIMED = re.compile(
    r"^(?:[^,;“”\"]{3,50}) (?:claims|claimed|alleges?|alleged|believes?|believed|suspects?|fears?|feared) "
    r"(?:that )?(?=(?:the|a|an|two|three|it|he|she|they|[A-Z]\w+) )"
)


def _claim_as_fact(case: Case) -> Iterator[Corruption | None]:
    """A claim made a fact, unless another sentence of the evidence tells Y for a fact."""
    hit = _CLAIMED.match(case.claim)
    if hit is None or re.search(r"\b(?:not|no|never)\b", hit[0]):
        return
    told = content(case.claim[hit.end() :])
    flat = [content(s) for s in case.evidence if not re.search(_DOUBT, s)]
    if not any(len(told & stems) > 0.4 * len(told) for stems in flat):
        yield edited(case.claim, [Change(*hit.span(), "")], "overclaim")


_DOUBT = r"\b(?:claim|alleg|believ|suspect|fear|accus|said|says)"


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


_PLAN = re.compile(
    r"\b(?:plans|planned|threatened|promised|offered|vowed|intends|wants|wanted|seeks|sought) to "
    r"([a-z]{3,})\b"
)


def _plans_done(case: Case) -> Iterator[Corruption | None]:
    for hit in _PLAN.finditer(case.claim):
        done = past(hit[1])
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

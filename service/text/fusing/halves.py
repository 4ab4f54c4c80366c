"""Rules about what stands in front, and about two clauses of two sources side by side.

"A, and B" is safe only if B says something else than A, leans on nothing that stood before it in its own
article, and is not said by the speaker of the other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from service.text.fusing.clauses import HEAD_VOICE, TAIL_VOICE
from service.text.fusing.splicing import SAYING, STRONG_BREAK, Case
from service.text.fusing.subjects import same_deed
from service.text.words import containment, content_stems, words

OPENER = re.compile(
    r"^\W*(?:still|now|by now|oddly|interestingly|maybe|perhaps|ultimately|eventually|no longer|one of the"
    r"|another|others?|so|and|but|or|yet|nor|then|most recently|in (?:that|this|these|those)"
    r"|it|this|that|these|those|they|he|she|such|his|her|their|its|there|here"
    r"|by then|think|imagine|check|consider|remember|read|see|watch|look|click|follow|do ?n['’]t|let['’]?s?"
    r"|stay|meet)\b",
    re.IGNORECASE,
)
"""Speaks of what stood before it in its article, or to the reader."""

ADVERB = re.compile(
    r",\s(?:however|though|meanwhile|then|too|instead|therefore),|\bhowever\b|\bhopefully\b"
    r"|\bsa(?:id|ys) then\b"
    r"|(?<!and )(?<!, )(?<!since )(?<!by )(?<!until )(?<!back )"
    r"\bthen (?:voted|took|went|told|sa(?:id|ys)|asked|made|left|called|moved|came)\b"
    r"|\b(?:ma[dk]e|makes|making|do|did|does|reali[sz]e|know|knew|think|believe|than|of|for|with|by|at|from|to)"
    r" that(?=[,.;]| (?:even|more|less|because|when|and|but)\b)",
    re.IGNORECASE,
)
"""Leans back from within: "said then", "make that harder", ", however,"."""

EARLY = 5  # words of a clause in which what points back mostly stands
BACK = re.compile(
    r"\b(?:another|(?:later|soon) (?=\w+(?:ed|aid|ew|nt|ok)\b)|the (?:same|latter|former|other))\b|\beither$",
    re.IGNORECASE,
)
ALSO = re.compile(r"^(?:\w+ ){1,4}also\b|\b(?:is|are|was|were|has|have|had) also\b", re.IGNORECASE)
AT_ONCE = 4  # words before a verb of saying, where a clause starts with its speaker
SAID_BY_IT = re.compile(r",\s(?:it|they|he|she)\s(?:said|says|added|reported)\W*$")
OVER_BOTH = re.compile(
    r"^\W*(?:even though|although|though|while|whereas|because|if|unless)\b", re.IGNORECASE
)
HIMSELF = re.compile(
    r"(?:^|[,;] (?:and |but )?)(?:[A-Z][\w.’'-]* ){1,5}(?!(?:said|says|told)\b)"
    r"(?:(?!(?:who|whom|when|as|after|that|and|or|while|before|because|said|says|told|where|which)\b)"
    r"[a-z-]+ ){1,6}him\b"
)
"""A name, and a "him" that its own clause can mean nobody else by: somebody else, of another sentence."""
HEDGE = re.compile(
    r"^\W*(?:it (?:seems|appears|may be|looks)|apparently|reportedly|allegedly|supposedly|perhaps|maybe)\b",
    re.IGNORECASE,
)
HEADED = re.compile(rf"^\W*according to\b|{HEAD_VOICE.pattern}", re.IGNORECASE)
QUOTE = re.compile(r"^[“\"]")
DEFINITE, INDEFINITE = (re.compile(rf"\b{article} ([a-z]{{3,}})", re.I) for article in ("the", "an?"))
DASHED = re.compile(r"(?<=\d)[-–](?=\d)")
SHARED, AGAIN = 3, 0.45  # content words, and their share of the clause that has fewer
FEW, MANY = 10, 100  # figures that may be told once only, and that may be rivals
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class _Halves:
    """The two sides of a joint between whole clauses of two sources, and what links them."""

    left: str
    link: str
    right: str


def leaning(case: Case) -> Iterator[str]:
    """No clause speaks of what stood before it in its own article, or to the reader."""
    halves = list(_halves(case))
    texts = [case.claim, *(half.right for half in halves)]
    for opener in filter(None, map(OPENER.match, texts)):
        yield f"leans on what is not there: {opener.group()}"
    if adverb := ADVERB.search(case.claim):
        yield f"leans on what is not there: {adverb.group()}"
    if HIMSELF.search(case.claim):
        yield "leans on what is not there: him"
    for half in halves:
        starts = (" ".join(text.split()[:EARLY]) for text in (half.left, half.right))
        if said := SAID_BY_IT.search(half.left) or SAID_BY_IT.search(half.right):
            yield f"leans on what is not there: {said.group()}"
        if (over := OVER_BOTH.match(half.left)) and "and" in half.link:
            yield f"stands over both clauses: {over.group()}"
        for back in filter(None, (ALSO.search(half.left), *map(BACK.search, starts))):
            yield f"leans on what is not there: {back.group()}"


def again(case: Case) -> Iterator[str]:
    """The second clause does not say what the first has said, nor give its figure once more."""
    for half in _halves(case):
        fewer, more = sorted((_stems(half.left), _stems(half.right)), key=len)
        much = len(fewer & more) >= SHARED and (
            containment(fewer, more) >= AGAIN or same_deed(half.left, half.right)
        )
        if much or _figures(half.left) & _figures(half.right):
            yield "says the same twice"


def other_figures(case: Case) -> Iterator[str]:
    """Two clauses do not give two large figures of like size, which may be of one thing."""
    for half in _halves(case):
        large = (sorted(f for f in _figures(text) if f >= MANY) for text in (half.left, half.right))
        for one, two in product(*large):
            if one != two and one / 2 < two < one * 2:
                yield f"rival figures: {one:g} and {two:g}"


def mouths(case: Case) -> Iterator[str]:
    """No speaker at the end, or the start, is made to say what another source says itself."""
    halves = list(_halves(case))
    for half in halves:
        if _shares_a_speaker(half):
            yield "said by the other's speaker"
        if any(QUOTE.match(text) and not _is_spoken(text) for text in (half.left, half.right)):
            yield "a quotation without its speaker"
    ends = case.steps[:1] + case.steps[-1:]
    twice = _starts_with_speaker(case.claim) and TAIL_VOICE.search(case.claim)
    if twice and not halves and len({step.source for step in ends}) > 1:
        yield "said by two speakers"


def told_apart(case: Case) -> str:
    """The claim, with a semicolon where an "and" would put a clause into the other one's speaker's mouth."""
    mixed = next(filter(_shares_a_speaker, _halves(case)), None)
    return f"{mixed.left}; {mixed.right}" if mixed else case.claim


def articles(case: Case) -> Iterator[str]:
    """What the first clause calls "the" man, or "a" man, the second does not bring in as "a" man."""
    for half in _halves(case):
        known = {*DEFINITE.findall(half.left), *INDEFINITE.findall(half.left)}
        for noun in sorted(known & {*INDEFINITE.findall(half.right)}):
            yield f"known before it is new: {noun}"


def hedged_openings(case: Case) -> Iterator[str]:
    """What a source says seems to be is not told as what is."""
    for source in sorted({step.source for step in case.steps if step.source is not None}):
        hedge = HEDGE.match(case.sources[source])
        if hedge and hedge.group().split()[-1].lower() not in case.claim.lower():
            yield f"dropped: {hedge.group()}"


def _halves(case: Case) -> Iterator[_Halves]:
    for before, after in case.changes():
        starts = after.source is not None and after.index is not None and after.index <= 1
        links = list(STRONG_BREAK.finditer(case.claim, before.token.end, after.token.start))
        if starts and before.source != after.source and links:
            left, right = case.claim[: links[-1].start()], case.claim[links[-1].end() :]
            yield _Halves(left, links[-1].group().strip(" ,"), right.lstrip(" ,"))


def _shares_a_speaker(half: _Halves) -> bool:
    """Whether the speaker of one clause, first or last in the sentence, seems to say the other one, too."""
    left, right = _is_spoken(half.left), _is_spoken(half.right)
    if half.link not in ("and", "but") or left == right:
        return False
    return bool(HEADED.match(half.left)) if left else not _starts_with_speaker(half.right)


def _stems(text: str) -> frozenset[str]:
    return content_stems(DASHED.sub(" ", text))


def _figures(text: str) -> frozenset[float]:
    norms = (word.norm.replace(",", "") for word in words(DASHED.sub(" ", text)))
    found = (float(norm) for norm in norms if norm.replace(".", "", 1).isdecimal())
    return frozenset(figure for figure in found if figure >= FEW and figure not in YEARS)


def _is_spoken(text: str) -> bool:
    return any(word.norm in SAYING for word in words(text))


def _starts_with_speaker(text: str) -> bool:
    """Whether a clause tells first who says it: "The mayor said", and "according to the mayor"."""
    return _is_spoken(" ".join(text.split()[: AT_ONCE + 1]))

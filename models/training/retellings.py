"""Two or three shorter tellings of one true sentence, from which the sentence is to be put together again.

Every telling lacks something that another one has: a date, an aside, a title, a tail, who said it. So a
model learns to put what one source adds into what another one tells, rather than to tell both in a row.
The reverse of sentence simplification, as split-and-rephrase data reverses fusion (Narayan et al. 2017,
https://arxiv.org/abs/1707.06971).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.training.edits.base import content
from models.training.edits.rewording import paraphrases
from models.training.edits.tables import MONTHS, WEEKDAYS

FEWEST_WORDS, MOST_WORDS = 12, 40
FEWEST_LEFT = 5  # words of a telling
ALONE = 0.1  # how often one telling has it all and the others add nothing
STRIPPED = 0.3  # how often a telling keeps little beside what another one lacks
REWORDED = 0.5
THIRD = 0.15
UNSURE = (0.7, 1.0)  # of its length, what counts when the telling to start from is chosen
STRAY = 0.1  # how often a sentence on something else stands beside them

_DAY = rf"(?:{'|'.join(WEEKDAYS)})"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_SAID = r"(?:said|says|told reporters|reported|announced|confirmed)"
_PLAIN = r"[^,;:\"“”()]"
_TRADES = (
    "actor|actress|spokesman|spokeswoman|detective|director|singer|officer|captain|coach|quarterback|analyst"
    "|guard|judge|mayor|president|minister|chief|executive|manager|owner|lawyer|attorney|star|driver|leader"
)
_TITLES = (
    r"President|Prime Minister|Mayor|Judge|Sgt\.|Capt\.|Dr\.|Lt\.|Gen\.|Sen\.|Rep\.|Mr\.|Mrs\.|Gov\.|Chief"
)
_OPENERS = "who|which|whose|where|a|an|the|aged|including|one of|formerly|now|then"
_LINKS = (
    "who|which|where|when|after|while|as|including|according to|with|but|and|along with|despite|because|since"
    r"|before|until|near|in|at|on|\w+ing"
)
_PREPOSITIONS = (
    "on|in|at|after|during|for|before|following|from|near|with|outside|since|under|without|by|over|between"
    "|because|when|while|where|until|amid"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf" (?:(?:late |early )?(?:on )?){_DAY}(?: (?:morning|afternoon|evening|night))?(?=[ .])",
        rf" (?:in|on) {_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?(?=[ .])",
        r" (?:in|since) (?:19|20)\d\d(?=[ .])",
        r" (?:last|this|next) (?:week|month|year|night|weekend|season|summer)(?=[ .])",
        rf", (?:{_OPENERS}) {_PLAIN}{{3,80}},(?= )",
        r", \d\d,(?= )",
        rf", (?:{_LINKS}) {_PLAIN}{{8,110}}(?=\.$)",
        rf" and (?:\w+ed|was|were|had|has|is|are|will|took|left|won|lost|made) {_PLAIN}{{6,90}}(?=\.$)",
        rf"^(?:On|In|At|After|During|Before|Late|Early|Since|Following|According to|By|With|Last|For|When"
        rf"|While|As|Because|Under|Despite|Meanwhile|Earlier) {_PLAIN}{{2,70}}, (?=[A-Za-z])",
        rf"^(?:(?!{_SAID}){_PLAIN}+? ){{1,6}}{_SAID}(?: (?:on )?{_DAY})?(?: that)? "
        r"(?=(?:the|a|an|he|she|they|it|there|[A-Z]\w+) )",
        rf", (?:{_PLAIN}{{2,50}} )?{_SAID}(?: (?:on )?{_DAY})?(?=\.$)",
        rf"(?<= )(?:[a-z]+ )?(?:{_TRADES}) (?=[A-Z][a-z]+ [A-Z])",
        rf"\b(?:{_TITLES}) (?=[A-Z][a-z])",
        r"\b[A-Z][a-z]+ (?=[A-Z][a-z]+(?:, \d\d,)? (?:said|was|who|told|had|has|is|will)\b)",
        r" (?!only|early|likely|nearly|reply|supply|apply|family|daily)[a-z]{4,}ly(?= [a-z])",
        r" \([^()]{2,60}\)",
        r"(?<= )[a-z\d]+-[a-z-]+ (?=[a-z])",
        r"(?<= )(?:new|young|local|former|large|senior|top|major|federal|armed|strong|powerful|latest|small"
        r"|old|big|huge|late) (?=[a-z])",
    )
)
_PHRASE = re.compile(rf" (?:{_PREPOSITIONS})(?= )")
_TAIL_WORDS = 10
_ODD = re.compile(r"\bLRB\b|[\[\]{}|<>*_=@#]|https?:|\.\.|--|\( | \)| - | \" |\bphoto\b|:$")


@dataclass(frozen=True, slots=True)
class Retelling:
    """The tellings, the one to start from first, and the sentence that tells all of it."""

    sentences: tuple[str, ...]
    target: str


def is_tellable(sentence: str) -> bool:
    """Whether a sentence is fit to be taken apart: whole, plain, of middle length."""
    count = len(sentence.split())
    whole = sentence[:1].isupper() and sentence.endswith(".") and "  " not in sentence
    quoted = sentence.count('"') % 2 == 0 and sentence.count("“") == sentence.count("”")
    return whole and quoted and FEWEST_WORDS <= count <= MOST_WORDS and not _ODD.search(sentence)


def retell(sentence: str, others: Sequence[str], rng: random.Random) -> Retelling | None:
    """Tellings of `sentence` that have all of its content together; None where it does not come apart.

    `others` are sentences on something else.
    """
    spans = _apart(list(_removable(sentence)), rng)
    if len(spans) < 2:
        return None
    tellings = [_reworded(_without(sentence, gone), rng) for gone in _shares(spans, rng)]
    if not _covers(tellings, sentence) or len(set(tellings)) < len(tellings):
        return None
    if min(len(telling.split()) for telling in tellings) < FEWEST_LEFT:
        return None
    if sentence in tellings and rng.random() > ALONE:
        return None
    first, *rest = sorted(tellings, key=lambda telling: -len(telling) * rng.uniform(*UNSURE))
    if others and rng.random() < STRAY:
        rest.append(rng.choice(others))
    rng.shuffle(rest)
    return Retelling((first, *rest), sentence)


def _removable(sentence: str) -> Iterator[tuple[int, int]]:
    """Spans without which the rest is still a sentence, mostly."""
    for pattern in _PATTERNS:
        yield from (hit.span() for hit in pattern.finditer(sentence))
    if re.search(r"[“”\"]", sentence):
        return
    for hit in _PHRASE.finditer(sentence):
        tail = sentence[hit.start() : -1]
        if 2 <= len(tail.split()) <= _TAIL_WORDS and not re.search(r"[,;:]", tail):
            yield hit.start(), len(sentence) - 1


def _apart(spans: list[tuple[int, int]], rng: random.Random) -> list[tuple[int, int]]:
    """Some spans that do not touch one another, in the order of the sentence."""
    rng.shuffle(spans)
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end < low or high < start for low, high in kept):
            kept.append((start, end))
    return sorted(kept)


def _shares(spans: Sequence[tuple[int, int]], rng: random.Random) -> list[list[tuple[int, int]]]:
    """What each telling lacks; nothing is lacking in all of them."""
    count = 3 if rng.random() < THIRD and len(spans) > 2 else 2
    keepers = [rng.randrange(count) for _ in spans]
    dropped = 1.0 if rng.random() < STRIPPED else 0.7
    return [
        [
            span
            for span, keeper in zip(spans, keepers, strict=True)
            if keeper != own and rng.random() < dropped
        ]
        for own in range(count)
    ]


def _without(sentence: str, gone: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(gone):
        sentence = sentence[:start] + sentence[end:]
    sentence = " ".join(sentence.split())
    return sentence[:1].upper() + sentence[1:]


def _reworded(telling: str, rng: random.Random) -> str:
    made = paraphrases(telling, rng) if rng.random() < REWORDED else []
    return made[0] if made else telling


def _covers(tellings: Sequence[str], sentence: str) -> bool:
    return content(sentence) <= content(" ".join(tellings))

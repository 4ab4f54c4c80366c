"""Just enough English grammar to take a sentence apart at places where nothing can go wrong.

No parser: a cut is made only where the words themselves show it, and a sentence that does not show it
stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.text.fusing.splicing import ATTRIBUTION
from service.text.words import HEDGES, NEGATIONS, STOP_WORDS, Word, words

AUXILIARIES = frozenset(
    "has have had is are was were will would can could may might must should did does do".split()
)
PAST = frozenset(
    """was were had did said told took went came made found left saw gave began won lost hit fell held
    rose killed became brought built caught drew drove fled flew got grew knew led met paid put ran sank
    sent set shot spoke spread stood stole struck swept took threw woke wore wrote cut broke burst""".split()
)
# Nobody can have these done to them: with "on" or "in" behind, too, they are what the subject did.
INTRANSITIVE = frozenset(
    """died happened occurred arrived appeared disappeared vanished emerged collapsed erupted crashed resigned
    retired voted agreed remained stayed""".split()
)
NOT_PAST = frozenset(
    "united need speed bleed breed exceed proceed succeed indeed hundred sacred naked red bed".split()
)
SUBJECT_WORDS = 8
ASIDE = re.compile(
    r",\s+(?:(?:which|who|where|when|while|as|after|before|including|amid|following|during|with)\b)"
    r"(?![^,]*\b(?:said|says|told|according)\b)[^,;:.“”\"()]*$"
)
SUBORDINATE = re.compile(
    r"\b(?:as|after|when|while)\s+(?=(?:the|a|an|one|some|several|two|three|about)\s|[A-Z])"
)
TAIL_VOICE = re.compile(
    r",\s+(?:according to\b|[^,]{2,60}\b(?:said|says|told|reported|added)\b)[^,]*(?:,[^,]*)?$"
)
HEAD_VOICE = re.compile(
    r"^(?:[^,]{2,80}?)\b(?:said|says|told|announced|reported|claimed|warned|added|insisted)\b"
)
PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
THING = re.compile(r"\b(?:it|its|they|their|them|theirs)\b", re.IGNORECASE)
PLACED = frozenset("in at near off from across outside around into to".split())
LEANING = frozenset(
    """this these those that such such another other others both neither either former latter however
    meanwhile but and or nor so yet still then instead thus therefore also besides moreover otherwise
    there here because although though if unless until even only again later earlier afterwards""".split()
)
BACKWARD = re.compile(
    r"\b(?:the (?:same|other|latter|former|second|two|three|four|pair|duo|incident|move|decision|news)"
    r"|also|too|as a result|in addition|for example|in response|the previous|the following|at the time"
    r"|earlier|later"
    r"|another|others|meanwhile|however|therefore|instead)\b",
    re.IGNORECASE,
)
PLAIN = re.compile(r"^[^?!;:\[\]…]+$")
QUOTED = re.compile(r"[\"“”()—–]")
ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]\.(?:[^\W\d_]\.)+|\b[A-Z]\."
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Lt|Col|Maj|Capt|Cmdr|Sgt|Adm|Sen|Rep|Gov|Pres|Det|Supt|St|Mt|Jr|Sr|No|vs"
    r"|Inc|Corp|Co|Ltd|Bros|Dept|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)$"
)
"""Ends with an abbreviation, where a sentence may have been cut, and whose full stop would have to stay."""

TAIL_SOURCE = re.compile(
    r",\s+(?:[\w.’'-]+\s+){1,5}(?:suggests?|suggested|shows?|showed|confirms?|confirmed|heard|finds?|found"
    r"|indicates?|indicated|learned|reveals?|revealed|writes?|wrote)\s*$"
)
"""Ends with what tells so without a verb of saying: ", a study suggests"."""


def core(sentence: str) -> str | None:
    """A plain statement without its full stop; None for questions, lists and what may not be whole."""
    body = sentence.strip()
    whole = (
        body.count('"') % 2 == 0 and body.count("“") == body.count("”") and body.count("(") == body.count(")")
    )
    ended = body.endswith(".") and not body.endswith(("..", " .")) and not ABBREVIATED.search(body)
    if not whole or not ended or not PLAIN.match(body[:-1]):
        return None
    return body[:-1]


def stands_alone(text: str) -> bool:
    """Whether a clause names all that it speaks of, and leans on nothing said before it."""
    row = words(text)
    if not row or row[0].norm in LEANING or BACKWARD.search(text):
        return False
    return all(_named_before(text, m, person=True) for m in PERSON.finditer(text)) and all(
        _named_before(text, m, person=False) for m in THING.finditer(text)
    )


def _named_before(text: str, pronoun: re.Match[str], *, person: bool) -> bool:
    """Whether who or what a pronoun may mean stands before it in the text."""
    before = words(text[: pronoun.start()])
    return bool(people(before)) if person else sum(w.norm not in STOP_WORDS for w in before) > 1


def people(row: Sequence[Word]) -> list[Word]:
    """The capitalised words that may be a person's name; a name after "in" or "near" is a place's."""
    found: list[Word] = []
    placed = False
    for number, word in enumerate(row):
        named = word.capitalised and word.norm not in STOP_WORDS
        begins = not number or not row[number - 1].capitalised
        if named and begins:
            placed = number > 0 and row[number - 1].norm in PLACED
        if named and not placed:
            found.append(word)
    return found


def verb_at(row: Sequence[Word], place: int) -> bool:
    """Whether the word is, by its form, a finite verb that tells of a subject right before it."""
    word = row[place]
    if word.capitalised or not place:
        return False
    past = word.norm.endswith("ed") and len(word.norm) > 4 and word.norm not in NOT_PAST
    follows = row[place + 1].norm if place + 1 < len(row) else ""
    done_to = follows in {"by", "in", "at", "on", "with", "from", "for"}
    return word.norm in AUXILIARIES | PAST | INTRANSITIVE or (past and not done_to)


def subject_end(text: str) -> int | None:
    """The place of the first finite verb among the words, all before it being one plain subject."""
    row = words(text)
    for place in range(1, min(len(row), SUBJECT_WORDS + 1)):
        gap = text[row[place - 1].end : row[place].start]
        if gap.strip() or row[place].norm in {"who", "which", "that", "and", "or", "as", "after", "when"}:
            return None
        if verb_at(row, place):
            return place if row[place - 1].norm not in STOP_WORDS else None
    return None


def is_voiced(text: str) -> bool:
    """Whether some word of saying stands in the text, or it ends with what tells so."""
    return any(word.norm in ATTRIBUTION for word in words(text)) or TAIL_SOURCE.search(text) is not None


def is_guarded(text: str) -> bool:
    """Whether a negation, a hedge or a mood colours what is said."""
    return any(w.norm in NEGATIONS | HEDGES or w.norm in {"will", "if", "unless", "can"} for w in words(text))


def shorter(body: str) -> Iterator[str]:
    """The clause, the clause without what trails after a comma, and what happened beside it, by itself."""
    yield body
    if QUOTED.search(body):
        return
    rest = body
    while aside := ASIDE.search(rest):
        rest = rest[: aside.start()]
        if len(rest.split()) > 4:
            yield rest
    if is_voiced(body) or is_guarded(body):
        return
    for found in SUBORDINATE.finditer(body):
        clause = body[found.end() :]
        if "," not in clause and _happened(clause):
            yield clause[0].upper() + clause[1:]


def _happened(clause: str) -> bool:
    """Whether a clause has a plain subject and a verb in the past tense."""
    place = subject_end(clause)
    verb = words(clause)[place].norm if place is not None else ""
    return verb in PAST or verb.endswith("ed")

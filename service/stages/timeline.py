"""timeline: the summary's facts that have a date, in order of date.

A fact gets the date of its main event, from its own cited sentences, resolved from the publication
date of the very document that says "on Thursday". Where the date is not known, or the cited sentences
disagree on it, the fact gets no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.text.facts.dates import DateMention, date_mentions, resolve
from service.text.words import containment, content_stems
from service.types import (
    Citation,
    Claim,
    Document,
    DocumentRole,
    PlacedClaim,
    Role,
    Sentence,
    TimelineEntry,
)

# What these words lead up to is when a state began or ends, or when it was told; not when the fact happened.
ASIDE = frozenset(
    ("since", "until", "till", "before", "after", "from", "between", "said", "ahead of", "following")
)
SAME_FACT = 0.7  # share of a sentence's words found in the claim, for a sentence to date it
REPEATED = 0.8  # share of an entry's words found in another of that date, for it to be told already
_SUBORDINATE = re.compile(
    r"(?:\b(?:which|who|whose|that|where|when|because|as|while|if|than|after|before|since|until"
    r"|although|though|possibly)\b[^,;:]*|,\s+(?:[a-z]+ed|built|made|born|founded|begun|first|then|known|held|sold|won)\b[^,;:]*|\([^)]*)$",
    re.IGNORECASE,
)
_STATE = re.compile(r"\b(?:still|so far|by the [\w'’ ]{0,30}count)\b", re.IGNORECASE)
# OSLO, March 20 (Wire) -
_DATELINE = re.compile(r"[A-Z][^a-z]{2,40}[^.]{0,60}?(?:\([^()]{2,30}\)\s?[-–—]|\s[-–—])\s")
_BEFORE_SENTENCE_END = 200  # code points looked at before a date


@dataclass(frozen=True, slots=True)
class _Dated:
    """What one cited sentence says of the date."""

    sentence: Sentence
    mention: DateMention
    iso: str


def timeline(
    claims: Sequence[PlacedClaim],
    sentences: Sequence[Sentence],
    documents: Sequence[Document],
    roles: Sequence[DocumentRole],
) -> list[TimelineEntry]:
    """Return the dated facts, oldest first; facts of one date keep the summary's order."""
    published = {document.index: document.published_date for document in documents}
    off_event = {role.doc for role in roles if role.role is Role.OFF_EVENT}
    usable = {doc: day for doc, day in published.items() if doc not in off_event}
    entries: list[TimelineEntry] = []
    for placed in claims:
        entry = _entry(placed.claim, sentences, usable)
        if entry and not any(_repeats(entry, other) for other in entries):
            entries.append(entry)
    return sorted(entries, key=lambda entry: entry.date)


def _entry(
    claim: Claim, sentences: Sequence[Sentence], published: dict[int, date | None]
) -> TimelineEntry | None:
    cited = [s for s in _cited(claim, sentences) if s.doc in published]
    dated = [found for s in cited for found in _main_dates(s, published[s.doc])]
    agreed = _agreed(claim.text, dated)
    if not agreed:
        return None
    holders = {(d.sentence.doc, d.sentence.start) for d in agreed}
    first = [c for c in claim.citations if _holds(c, holders)]
    rest = [c for c in claim.citations if not _holds(c, holders)]
    return TimelineEntry(agreed[0].iso, claim.text, (*first, *rest)) if first else None


def _cited(claim: Claim, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the claim's own sentences, those that it cites first."""
    places = {(c.doc, c.start) for c in claim.citations}
    return [s for s in (sentences[i] for i in claim.members) if (s.doc, s.start) in places]


def _holds(citation: Citation, holders: set[tuple[int, int]]) -> bool:
    return (citation.doc, citation.start) in holders


def _main_dates(sentence: Sentence, published: date | None) -> Iterator[_Dated]:
    """Yield the dates that may be that of the sentence's main event."""
    for mention in main_mentions(sentence.display):
        iso = resolve(mention, published)
        if iso and not _only_announced(sentence.display, mention, iso, published):
            yield _Dated(sentence, mention, iso)


def main_mentions(text: str) -> list[DateMention]:
    """Return the mentions that may date a sentence's main event: the days if there are any.

    Months and years count only in the main clause: "a dam, completed in 1962," is an aside. Of a state that
    lasts ("are still missing today") the day does not date the beginning.
    """
    if _STATE.search(text):
        return []
    dateline = _DATELINE.match(text)
    start = dateline.end() if dateline else 0
    mentions = [m for m in date_mentions(text) if m.start >= start and not _aside(m)]
    days = [m for m in mentions if m.precision in ("day", "weekday") or m.unit == "day"]
    plain = [m for m in days if not _subordinate(text, m)]
    if days:
        return plain or days
    return [m for m in mentions if not _subordinate(text, m)]


def _only_announced(text: str, mention: DateMention, iso: str, published: date | None) -> bool:
    """Whether a date lies ahead and the sentence tells something else: "held until he is tried on 3 May"."""
    if published is None or iso <= published.isoformat()[: len(iso)]:
        return False
    return not mention.ahead and bool(
        mention.back or _subordinate(text, mention) or "," in text[: mention.start]
    )


def _aside(mention: DateMention) -> bool:
    return mention.lead in ASIDE or (mention.unit == "week" and mention.weekday is None)


def _subordinate(text: str, mention: DateMention) -> bool:
    return bool(_SUBORDINATE.search(text[max(0, mention.start - _BEFORE_SENTENCE_END) : mention.start]))


def _agreed(text: str, dated: Sequence[_Dated]) -> list[_Dated]:
    """Return what dates the claim, most precise first; nothing where the sentences differ.

    A date that the claim's own text gives rules; else the sentences that tell what the claim tells.
    """
    told = main_mentions(text)
    if told:
        matching = [d for d in dated if any(_same_date(d, m) for m in told)]
    elif date_mentions(text):
        return []
    else:
        words = content_stems(text)
        matching = [d for d in dated if containment(words, content_stems(d.sentence.display)) >= SAME_FACT]
    matching.sort(key=lambda d: -len(d.iso))
    if any(not matching[0].iso.startswith(d.iso) for d in matching):
        return []
    return [d for d in matching if d.iso == matching[0].iso]


def _same_date(dated: _Dated, told: DateMention) -> bool:
    """Whether a sentence's date can be what the claim's text calls its own."""
    if told.surface.lower() == dated.mention.surface.lower():
        return True
    if (told.day or told.weekday) is None and len(dated.iso) == 10:
        return False
    if told.weekday is not None and told.day is None and len(dated.iso) == 10:
        return date.fromisoformat(dated.iso).weekday() == told.weekday
    if told.month is None and told.year is None:
        return False
    parts = [int(part) for part in dated.iso.split("-")]
    return all(
        mine is None or mine == theirs
        for mine, theirs in zip((told.year, told.month, told.day), (*parts, None, None), strict=False)
    )


def _repeats(entry: TimelineEntry, other: TimelineEntry) -> bool:
    if entry.date != other.date:
        return False
    return containment(content_stems(entry.text), content_stems(other.text)) >= REPEATED

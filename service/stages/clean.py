"""Marks what each stretch of a document is, and deletes nothing, so that offsets stay true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from service.text.layout.asides import find_asides
from service.text.layout.boilerplate import clutter_name
from service.text.layout.datelines import dated_line, dateline_length, publication_day
from service.text.layout.headlines import glued_title_end
from service.text.layout.paragraphs import Unit, make_unit, read_units
from service.text.layout.structure import classify
from service.types import Block, BlockKind, Document

_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|GMT|UTC|CET))?\s*[:|–—-]?\s+(?=\S)")
_RUN_IN = re.compile(r"(?:\*\*|__)[^*_\n]{2,80}?[.?!:](?:\*\*|__)\s+(?=\S)")
_SITE_NAME = re.compile(r"^([^|·•—–»›/:]{3,60}?)(?:\s[|·•—–:]\s.{0,100})?$")
_OTHER_DAYS = frozenset(("photo", "tweet", "legal", "more"))  # clutter whose dates are not the article's
_LEADS = 2
_MAX_REPEATED_WORDS = 30
_COPY_SHARE = 0.3
_SCRAP_WORDS = 3


def clean(document: Document) -> Document:
    """Return the document with `blocks` filled in: title, headings, body, digests and boilerplate.

    Blocks are in order, do not overlap, and cover all of the text but white space. The title,
    outlet and day of publication are read from the text where they are not known yet and the text
    is clear about them.
    """
    units = _unglued(document, read_units(document))
    kinds, headline = classify(units, document.title)
    blocks = tuple(_blocks(document, units, kinds))
    return replace(
        document,
        blocks=blocks,
        title=document.title or (_unquoted(headline.plain) if headline is not None else None),
        outlet=document.outlet or _outlet(units, kinds, headline),
        published_at=document.published_at or _published(document, units, kinds, blocks),
    )


def clean_all(documents: Sequence[Document]) -> list[Document]:
    """Clean documents that are read together: what pages of one site share is boilerplate too."""
    cleaned = [clean(document) for document in documents]
    sites: dict[str, list[int]] = {}
    for place, document in enumerate(cleaned):
        if (site := _site(document)) is not None:
            sites.setdefault(site, []).append(place)
    for places in sites.values():
        shared = _shared_lines([cleaned[place] for place in places])
        for place in places:
            cleaned[place] = _mark_shared(cleaned[place], shared)
    return cleaned


def _unglued(document: Document, units: list[Unit]) -> list[Unit]:
    """Part a page's head from the first sentence where nothing stands between the two."""
    titles = [document.title] if document.title else [unit.plain for unit in units[:3] if unit.words >= 3]
    parted: list[Unit] = []
    for place, unit in enumerate(units):
        cuts = [
            cut
            for title in titles
            if place < 6 and (cut := glued_title_end(document.text, unit.start, unit.end, title)) is not None
        ]
        if cuts:
            parted.append(make_unit(document.text, unit.start, min(cuts), unit, BlockKind.BOILERPLATE))
            unit = make_unit(document.text, min(cuts), unit.end, unit)  # noqa: PLW2901 (the rest of it)
        parted.append(unit)
    return parted


def _blocks(document: Document, units: Sequence[Unit], kinds: Sequence[BlockKind]) -> Iterator[Block]:
    is_live = sum(_CLOCK.match(unit.plain) is not None for unit in units) >= 3
    leads = 0
    for unit, kind in zip(units, kinds, strict=True):
        if kind is not BlockKind.BODY:
            yield Block(unit.start, unit.end, kind)
            continue
        leads += 1
        yield from _parts(document.text, unit, leads=leads <= _LEADS, is_live=is_live)


def _parts(text: str, unit: Unit, *, leads: bool, is_live: bool) -> Iterator[Block]:
    """A paragraph without its dateline, its time of day, its heading, and what it says of itself."""
    paragraph = text[unit.start : unit.end]
    start = unit.start
    run_in = _RUN_IN.match(paragraph)
    if run_in is not None:
        yield Block(start, start + len(run_in[0].rstrip()), BlockKind.HEADING)
        start += run_in.end()
    else:
        clock = _CLOCK.match(paragraph) if is_live else None
        prefix = clock.end() if clock is not None else dateline_length(paragraph, leads=leads)
        if prefix:
            yield Block(start, start + len(paragraph[:prefix].rstrip()), BlockKind.BOILERPLATE)
            start += prefix
    yield from _without_asides(text, start, unit.end)


def _without_asides(text: str, start: int, end: int) -> Iterator[Block]:
    asides = [(start + left, start + right) for left, right in find_asides(text[start:end])]
    if not asides:
        yield from _trimmed(text, start, end, BlockKind.BODY)
        return
    for left, right in asides:
        yield from _rest(text, start, left)
        yield from _trimmed(text, left, right, BlockKind.BOILERPLATE)
        start = right
    yield from _rest(text, start, end)


def _rest(text: str, start: int, end: int) -> Iterator[Block]:
    """What is left beside an aside; a word or two that are no sentence go with it."""
    piece = text[start:end].strip()
    is_text = any(map(str.isalnum, piece)) and (len(piece.split()) > _SCRAP_WORDS or piece[-1] in '.!?"”’…')
    yield from _trimmed(text, start, end, BlockKind.BODY if is_text else BlockKind.BOILERPLATE)


def _trimmed(text: str, start: int, end: int, kind: BlockKind) -> Iterator[Block]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        yield Block(left, right, kind)


def _published(
    document: Document, units: Sequence[Unit], kinds: Sequence[BlockKind], blocks: Sequence[Block]
) -> str | None:
    """The day of publication, as the lines around the text tell it.

    A bare weekday and date that open the page are left out: they are often the day it was saved.
    """
    lines = [
        unit.plain
        for unit, kind in zip(units, kinds, strict=True)
        if kind is BlockKind.BOILERPLATE and clutter_name(unit.plain) not in _OTHER_DAYS
    ]
    opening = dated_line(units[0].plain) if units else None
    if opening is not None and opening.weekday and opening.end - opening.start == len(units[0].plain):
        lines = lines[1:] if lines[:1] == [units[0].plain] else lines
    ends = {unit.end for unit in units}
    prefixes = [b for b in blocks if b.kind is BlockKind.BOILERPLATE and b.end not in ends]
    day = publication_day(lines, [document.text[b.start : b.end][:200] for b in prefixes])
    return day.isoformat() if day is not None else None


def _unquoted(title: str) -> str:
    """A headline without quotes around all of it; quotes within it stay."""
    inner = title[1:-1]
    wrapped = title[:1] in "\"“'‘«" and title[-1:] in "\"”'’»"
    return inner if wrapped and not any(char in inner for char in '"“”«»') else title


def _outlet(units: Sequence[Unit], kinds: Sequence[BlockKind], headline: Unit | None) -> str | None:
    """The site's name, where a page opens with it above the headline."""
    if not units or headline is None or headline.start == units[0].start:
        return None
    found = _SITE_NAME.match(units[0].plain)
    is_frame = kinds[0] is BlockKind.BOILERPLATE and dated_line(units[0].plain) is None
    if found is None or not is_frame or units[0].marker or not 1 <= len(found[1].split()) <= 5:
        return None
    return found[1] if _is_name(found[1]) else None


def _is_name(text: str) -> bool:
    words = [word for word in text.split() if len(word) > 3]
    return (
        bool(words) and all(word[0].isupper() or text.islower() for word in words) and not text.endswith(".")
    )


def _site(document: Document) -> str | None:
    try:
        host = urlsplit(document.url).hostname if document.url else None
    except ValueError:  # what a client sends as an address need not be one
        host = None
    return host or (document.outlet.casefold() if document.outlet else None)


def _shared_lines(documents: Sequence[Document]) -> frozenset[str]:
    """Short lines that stand verbatim in two documents which are not copies of each other."""
    texts = [_lines_of(document) for document in documents]
    counts = Counter(
        line for place, lines in enumerate(texts) if _is_first_of_copies(texts, place) for line in lines
    )
    return frozenset(line for line, count in counts.items() if count > 1)


def _lines_of(document: Document) -> frozenset[str]:
    return frozenset(document.text[block.start : block.end] for block in document.blocks)


def _is_first_of_copies(texts: Sequence[frozenset[str]], place: int) -> bool:
    ours = texts[place]
    return not any(len(ours & other) > _COPY_SHARE * min(len(ours), len(other)) for other in texts[:place])


def _mark_shared(document: Document, shared: frozenset[str]) -> Document:
    blocks = tuple(
        replace(block, kind=BlockKind.BOILERPLATE)
        if block.kind is not BlockKind.TITLE
        and (text := document.text[block.start : block.end]) in shared
        and len(text.split()) <= _MAX_REPEATED_WORDS
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)

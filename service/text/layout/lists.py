"""Runs of lines that are no running text: digests, pasted tweets, links to other articles, notes on the site.

Each function marks what it knows in `kinds`, one kind or None for each unit, and leaves the others alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.layout.boilerplate import DIGEST_LABEL, labels_links
from service.text.layout.headlines import content_words
from service.text.layout.paragraphs import Unit
from service.types import BlockKind

Kinds = list[BlockKind | None]

HEADING, DIGEST, BOILERPLATE = BlockKind.HEADING, BlockKind.DIGEST, BlockKind.BOILERPLATE

_TWEET_BY = re.compile(r"^[—–-]\s?[^\n]{1,80}\(@\w{1,30}\)")
_TWEET_WITH_SIGNATURE = re.compile(
    r"[—–-]\s?[^—–\n]{1,60}\(@\w{1,30}\)\s[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}$"
    r"|\bA (?:post|photo|video) (?:shared|posted) by [^\n]{2,80}\(@[\w.]{1,30}\) on [^\n]{5,40}$"
)
_TWEET_LINK = re.compile(r"pic\.twitter\.com/|\bt\.co/\w")
_TWEET_CHARACTERS = 300
_ABOUT = re.compile(r"^About (?P<what>[^.!?\n]{2,60}?):?$", re.IGNORECASE)
_ABOUT_SITE = re.compile(
    r"^(?:us|(?:this|our|the) (?:(?:web)?site|company|newspaper|publication|newsletter|blog|authors?|writers?"
    r"|reporters?))$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^(?:media|press|news|investor)(?: relations)? contacts?:?$|^notes? (?:to|for) editors:?$", re.I
)
_MAX_LINK_WORDS = 16
_REPEATED = 0.7


def mark_digests(units: Sequence[Unit], kinds: Kinds) -> None:
    """Bullets below a label such as "In short"."""
    for place, unit in enumerate(units):
        if not DIGEST_LABEL.match(unit.plain):
            continue
        following = place + 1
        while following < len(units) and _is_digest_item(units, place, following):
            kinds[following] = DIGEST
            following += 1


def _is_digest_item(units: Sequence[Unit], label: int, place: int) -> bool:
    unit = units[place]
    listed = unit.marker in ("item", "quote")
    near = unit.group == units[label].group or unit.group == units[label + 1].group
    return listed or (near and not unit.is_prose and units[label + 1].marker == "")


def mark_opening_items(units: Sequence[Unit], kinds: Kinds) -> None:
    """Bullets above all running text that tell what it tells, without a label."""
    first = next((i for i, unit in enumerate(units) if kinds[i] is None and unit.is_prose), len(units))
    if first == len(units) or units[first].marker != "item":
        return
    last = first
    while last + 1 < len(units) and units[last + 1].marker == "item" and kinds[last + 1] is None:
        last += 1
    below = [unit for unit in units[last + 1 :] if unit.marker != "item"]
    told = frozenset(word for unit in below for word in content_words(unit.plain))
    items = range(first, last + 1)
    words = [content_words(units[place].plain) for place in items]
    repeated = sum(len(own & told) for own in words) >= _REPEATED * sum(map(len, words))
    if len(items) > 1 and sum(unit.is_prose for unit in below) >= 3 and repeated:
        for place in items:
            kinds[place] = DIGEST


def mark_tweets(units: Sequence[Unit], kinds: Kinds) -> None:
    """A pasted tweet: who and when, the text above it, and lines with a picture's address."""
    for place, unit in enumerate(units):
        if len(unit.plain) > 2 * _TWEET_CHARACTERS:
            continue
        signature = _TWEET_BY.match(unit.plain)
        if not (signature or _TWEET_LINK.search(unit.plain) or _TWEET_WITH_SIGNATURE.search(unit.plain)):
            continue
        kinds[place] = BOILERPLATE
        above = units[place - 1] if place else None
        if signature and above is not None and len(above.plain) <= _TWEET_CHARACTERS:
            kinds[place - 1] = BOILERPLATE if not above.plain.endswith(":") else kinds[place - 1]


def mark_link_lists(units: Sequence[Unit], kinds: Kinds) -> None:
    """Headlines of other articles below a label such as "Related articles"."""
    for place, unit in enumerate(units):
        if not labels_links(unit.plain):
            continue
        kinds[place] = BOILERPLATE
        following = place + 1
        while following < len(units) and _is_listed(units, kinds, following):
            kinds[following] = BOILERPLATE
            following += 1
        rest = units[following:]
        if following > place + 1 and all(other.words <= _MAX_LINK_WORDS for other in rest):
            kinds[following:] = [BOILERPLATE] * len(rest)


def _is_listed(units: Sequence[Unit], kinds: Kinds, place: int) -> bool:
    """Whether a line below the label is a headline too; a heading that text follows is none."""
    if kinds[place] is HEADING:
        return place + 1 == len(units) or not units[place + 1].is_prose
    return kinds[place] is None and not units[place].is_prose


def mark_about(units: Sequence[Unit], kinds: Kinds) -> None:
    """What a site or an author says of itself is clutter; what a company says of itself is not told."""
    for place, unit in enumerate(units[:-1]):
        kind = _kind_below(unit, units[place + 1])
        if kind is None or kinds[place] not in (None, HEADING, BOILERPLATE):
            continue
        kinds[place] = BOILERPLATE
        following = place + 1
        while following < len(units) and kinds[following] is None and units[following].is_prose:
            kinds[following] = kind
            following += 1


def _kind_below(label: Unit, following: Unit) -> BlockKind | None:
    """What stands below a label such as "About us", or "About X" if it begins with X; None below others."""
    if _CONTACT.match(label.plain):
        return BOILERPLATE
    about = _ABOUT.match(label.plain)
    if about is None:
        return None
    if _ABOUT_SITE.match(about["what"]):
        return BOILERPLATE
    what = about["what"].casefold().removeprefix("the ")
    return DIGEST if following.plain.casefold().removeprefix("the ").startswith(what) else None

"""What each unit of a document is, told from where it stands: head, body, lists, foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from service.text.cues import fold_case
from service.text.layout.boilerplate import COMMENT_SECTION, DIGEST_LABEL, POURED, clutter_name
from service.text.layout.datelines import dated_line
from service.text.layout.headlines import find_title, is_truncated, likeness, repeats_title
from service.text.layout.lists import (
    Kinds,
    mark_about,
    mark_digests,
    mark_link_lists,
    mark_opening_items,
    mark_tweets,
)
from service.text.layout.paragraphs import Unit
from service.text.orders import gives_orders, opens_turn
from service.types import BlockKind

TITLE, HEADING, BODY = BlockKind.TITLE, BlockKind.HEADING, BlockKind.BODY
DIGEST, BOILERPLATE = BlockKind.DIGEST, BlockKind.BOILERPLATE

_SEPARATED = re.compile(r"\s[|·•/»›]\s|\s\|\s?|\s?\|\s")
_CAPITALIZED = re.compile(r"[A-ZÀ-Þ][\w'’.-]{0,30}")
_SAID = re.compile(r"\b(?:said|says|told|asked|added|according to)\b")
_MAX_META_WORDS = 40
_MAX_HEADING_WORDS = 14
_ORDER_CHARACTERS = 400


def classify(units: Sequence[Unit], known_title: str | None) -> tuple[list[BlockKind], Unit | None]:
    """Return the kind of each unit, and the unit that is the headline.

    The rules are tried from the surest to the loosest; each leaves alone what an earlier one told.
    """
    kinds: Kinds = [_by_itself(unit) for unit in units]
    _mark_transcripts(units, kinds)
    _keep_one_title(units, kinds, known_title)
    for mark in (mark_digests, mark_tweets, mark_link_lists, mark_about, mark_opening_items):
        mark(units, kinds)
    first, last = _body_range(units, kinds)
    if first is None or last is None:
        return _without_body(units, kinds, known_title)
    title = _mark_head(units, kinds, first, known_title)
    _mark_foot(units, kinds, last)
    _mark_inner_lines(units, kinds, title)
    return [kind or BODY for kind in kinds], title


def _by_itself(unit: Unit) -> BlockKind | None:
    """What a unit shows to be by itself, wherever it stands."""
    if unit.kind is not None and unit.kind is not HEADING:
        return unit.kind
    if unit.marker in ("rule", "code", "markup") or not any(char.isalnum() for char in unit.plain):
        return BOILERPLATE
    if DIGEST_LABEL.match(unit.plain) or clutter_name(unit.plain) or _is_poured(unit):
        return BOILERPLATE
    if unit.kind is HEADING:
        return HEADING
    if (
        _is_menu(unit)
        or _is_meta(unit)
        or (len(unit.plain) <= _ORDER_CHARACTERS and gives_orders(unit.plain))
    ):
        return BOILERPLATE
    return HEADING if unit.marker == "heading" or _is_shouted_question(unit) else None


def _is_poured(unit: Unit) -> bool:
    head = unit.plain[:1000]
    return POURED.found_in(head, fold_case(head))


def _mark_transcripts(units: Sequence[Unit], kinds: Kinds) -> None:
    """Mark runs of lines that are a chat with a machine: order and answer, each under its heading."""
    turns: dict[int, set[str]] = {}
    for unit in units:
        if turn := opens_turn(unit.plain):
            turns.setdefault(unit.group, set()).add(turn)
    for place, unit in enumerate(units):
        if len(turns.get(unit.group, ())) >= 2:
            kinds[place] = BOILERPLATE


def _is_shouted_question(unit: Unit) -> bool:
    return unit.marker == "" and unit.words <= 10 and unit.plain.endswith("?") and unit.plain.isupper()


def _keep_one_title(units: Sequence[Unit], kinds: Kinds, known_title: str | None) -> None:
    """Of several titles that markup tells, keep the one that is known otherwise, or else the first."""
    told = [place for place, kind in enumerate(kinds) if kind is TITLE]
    if len(told) < 2:
        return
    kept = max(told, key=lambda place: (likeness(units[place].plain, known_title or ""), -place))
    for place in told:
        if place != kept and not repeats_title(units[place], units[kept].plain):
            kinds[place] = HEADING


def _is_menu(unit: Unit) -> bool:
    """Whether a line is short pieces between separators: a menu, a breadcrumb, a row of buttons."""
    if unit.marker in ("heading", "table") or unit.words > 30 or not _SEPARATED.search(unit.plain):
        return False
    pieces = _SEPARATED.split(unit.plain)
    return all(len(piece.split()) <= 6 for piece in pieces) and not unit.ends


def _is_meta(unit: Unit) -> bool:
    """Whether a line tells when and by whom a text was published, and nothing else."""
    return unit.marker != "heading" and unit.words <= _MAX_META_WORDS and dated_line(unit.plain) is not None


def _body_range(units: Sequence[Unit], kinds: Sequence[BlockKind | None]) -> tuple[int | None, int | None]:
    """First and last unit of running text; readers' comments at the end are not part of it."""
    free = [place for place, kind in enumerate(kinds) if kind is None]
    opening = [place for place in free if _opens_text(units[place])]
    if not opening:
        opening = [place for place in free if units[place].is_prose]
    if not opening:
        return None, None
    cut_off = sum(is_truncated(units[place].plain) for place in free if place >= opening[0])
    prose = [p for p in free if p >= opening[0] and _is_text(units[p], may_be_cut_off=cut_off == 1)]
    return opening[0], _before_comments(units, prose or opening)


def _before_comments(units: Sequence[Unit], prose: Sequence[int]) -> int:
    """The last of the units in `prose` that stands before the readers' comments."""
    total = sum(len(units[place].plain) for place in prose)
    for place, unit in enumerate(units):
        if COMMENT_SECTION.match(unit.plain):
            before = [number for number in prose if number < place]
            if 2 * sum(len(units[number].plain) for number in before) > total:
                return before[-1]
    return prose[-1]


def _opens_text(unit: Unit) -> bool:
    """Whether a unit can be an article's first paragraph, as against a headline with a full stop."""
    is_question_title = unit.plain.endswith(("?", "!")) and unit.words <= 14
    return unit.is_prose and unit.words >= 7 and not is_question_title and not is_truncated(unit.plain)


def _is_text(unit: Unit, *, may_be_cut_off: bool) -> bool:
    """Whether a unit further down is running text: short sentences count, teasers that break off do not.

    An excerpt breaks off once, at its end; a list of links to other articles does so again and again.
    """
    if is_truncated(unit.plain):
        return may_be_cut_off or unit.words >= 60
    words, plain = unit.words, unit.plain
    announces = words >= 10 and (plain.endswith(":") or _goes_on(unit))
    is_short_sentence = words >= 3 and plain.endswith((".", '."', ".”"))
    return unit.is_prose or announces or words >= 18 or is_short_sentence


def _mark_head(units: Sequence[Unit], kinds: Kinds, first: int, known_title: str | None) -> Unit | None:
    """The headline above the body, and the frame of the page around it."""
    told = next((unit for unit, kind in zip(units, kinds, strict=True) if kind is TITLE), None)
    candidates = [u for u, kind in zip(units[:first], kinds, strict=False) if kind in (None, HEADING)]
    frame = [u for u, kind in zip(units[:first], kinds, strict=False) if kind is BOILERPLATE]
    title = told or find_title(candidates, units[first:], known_title, frame)
    seen = title is None
    for place, unit in enumerate(units[:first]):
        if unit is title:
            kinds[place], seen = TITLE, True
        elif kinds[place] is None:
            kinds[place] = _kind_in_head(units, place, title, seen)
    return title


def _kind_in_head(units: Sequence[Unit], place: int, title: Unit | None, below_title: bool) -> BlockKind:
    unit = units[place]
    if is_truncated(unit.plain):
        return BOILERPLATE
    if title is not None and repeats_title(unit, title.plain):
        return TITLE
    if unit.words >= 18 or (below_title and unit.is_prose and unit.marker != "item"):
        return BODY
    if below_title and unit.marker == "item":
        return DIGEST
    return HEADING if below_title and unit.words >= 5 else BOILERPLATE


def _mark_foot(units: Sequence[Unit], kinds: Kinds, last: int) -> None:
    """What stands below the last running text, unless it is a list that the text announces."""
    announced = units[last].plain.endswith(":")
    for place in range(last + 1, len(units)):
        announced = announced and units[place].marker == "item"
        if kinds[place] in (None, HEADING) and not announced:
            kinds[place] = BOILERPLATE
    _mark_foot_group(units, kinds, last)


def _mark_foot_group(units: Sequence[Unit], kinds: Kinds, last: int) -> None:
    """A sentence in the same group as the clutter of the foot, where paragraphs stand apart, is clutter."""
    sizes = Counter(unit.group for unit in units)
    prose = [unit for unit in units[:last] if unit.is_prose]
    apart = sum(sizes[unit.group] == 1 for unit in prose) >= 0.7 * len(prose)
    group = [place for place, unit in enumerate(units) if unit.group == units[last].group]
    clutter = sum(kinds[place] is BOILERPLATE for place in group)
    short = all(len(units[place].plain) <= 200 and units[place].marker == "" for place in group)
    if prose and apart and short and len(group) > 1 and 2 * clutter >= len(group):
        for place in group:
            kinds[place] = BOILERPLATE


def _mark_inner_lines(units: Sequence[Unit], kinds: Kinds, title: Unit | None) -> None:
    """Lines without a full stop between paragraphs: headings, captions, or items of a list."""
    names: frozenset[str] | None = None  # of all words of the text, and seldom asked for
    for place, unit in enumerate(units):
        if kinds[place] is not None:
            continue
        if title is not None and repeats_title(unit, title.plain):
            kinds[place] = TITLE
        elif _goes_on(unit):
            kinds[place] = BODY
        elif (
            unit.marker == ""
            and not unit.ends
            and unit.words <= _MAX_HEADING_WORDS
            and len(unit.plain) <= 120
        ):
            names = _names(units) if names is None else names
            kinds[place] = BOILERPLATE if _is_caption(unit, names) else HEADING


def _goes_on(unit: Unit) -> bool:
    """Whether a line without a full stop is still text: an item of a list, or something that was said."""
    return unit.plain[:1].islower() or unit.plain.endswith((";", ",")) or _SAID.search(unit.plain) is not None


def _is_caption(unit: Unit, names: frozenset[str]) -> bool:
    """Whether a line is made of names that the text knows, as a caption is and a heading is not."""
    words = unit.plain.split()
    capitalized = [word for word in words if _CAPITALIZED.match(word)]
    known = sum(word.strip(".,'’\"").casefold() in names for word in capitalized)
    return len(words) >= 3 and known >= 2 and 2 * known > len(words) and not unit.plain.endswith((":", "?"))


def _names(units: Sequence[Unit]) -> frozenset[str]:
    """Capitalized words from within sentences."""
    return frozenset(
        word.strip(".,'’\"“”").casefold().removesuffix("'s").removesuffix("’s")
        for unit in units
        if unit.is_prose
        for before, word in pairwise(unit.plain.split())
        if _CAPITALIZED.match(word) and not before.endswith((".", "?", "!", "”", '"', ":"))
    )


def _without_body(
    units: Sequence[Unit], kinds: Kinds, known_title: str | None
) -> tuple[list[BlockKind], Unit | None]:
    """A text without running sentences: what no rule has told is taken as body."""
    filled = [kind or BODY for kind in kinds]
    if not any(kind in (BODY, DIGEST) for kind in filled):
        # Nothing but headings and clutter: better to tell a heading than to lose the document.
        filled = [BODY if kind in (HEADING, TITLE) and known_title is None else kind for kind in filled]
    return filled, None

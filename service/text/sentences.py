"""Where the sentences of one paragraph begin and end: Punkt's answer, with its known faults mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.text.punkt import TITLES, tokenizer

Bounds = tuple[int, int]

MAX_SENTENCE = 1000
"""Longest sentence in code points; what is longer is split where it hurts least."""
_MAX_QUOTATION = 320
_WINDOW = 5_000
_CLUSTER = 32  # the most code points that are looked back over for a whole character

_FOREIGN_ENDS = re.compile(r"[。！？｡．।॥؟۔።။៕⸮]+[\"'”’»」』）)\]】〉》]{0,4}\s*|[؛]\s+")
_FOREIGN = re.compile(r"[。！？｡।॥؟۔።။៕]")
_TAIL = re.compile(r"(\S{1,40})$")
_OPENING = re.compile(r"[\"'(\[]{0,3}([^\W_][^\s]{0,40})?")
_GLUED = re.compile(r"(?<![\w.@/])[a-z]{3,30}[.!?]\"?(?=\"?(?!(?:Com|Net|Org|Gov|Co)\b)[A-Z][a-z]{1,30}[ ,])")
_GLUE = re.compile(r"[.!?]\"{0,2}[A-Z]")  # every such place has this, and it is found far sooner
_INITIAL = re.compile(r"(?:^|[\s(\"])(?:[A-Z]\.[-\s]?){0,3}[A-Z]\.$")
_NUMBERED = re.compile(
    r"(?:^|[\s(\"'])(?:nos?|pp?|vols?|figs?|arts?|secs?|ch|para|nr|núm|n°|abs|bd)\.$", re.IGNORECASE
)
_MONTH = re.compile(r"(?:^|\s)(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$", re.IGNORECASE)
_HOUR = re.compile(r"(?:\d|\s)[ap]\.m\.$", re.IGNORECASE)
_AFTER_HOUR = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}T|GMT|UTC|Eastern|Pacific|Central|local)\b"
)
_QUOTE_END = re.compile(r"[?!.…,][\"')]{1,3}$|\.\.\.[\"')]{0,2}$|…[\"')]{0,2}$")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.'-]{0,30}\s){1,5}?(?:said|says|asked|asks|added|adds|told|wrote|writes|replied|cried|shouted|warned"
    r"|insisted|tweeted|posted|explained|recalled|noted)\b[^\"]{0,60}$"
)
_STARTERS = frozenset(
    (
        "the a an it he she they we i in on at but and this that these those there when while if as "
        "for its his her their after what who how why some many most all no not one two both by"
    ).split()
)
_SAFE_CUTS = (
    re.compile(r"[;:؛；：]\s"),
    re.compile(r"\s[—–-]\s|[—、，]"),
    re.compile(r",\s"),
    re.compile(r"\s"),
)


def sentence_bounds(text: str, language: str) -> list[Bounds]:
    """Return the [start, end) of each sentence in a paragraph, in order, without white space around.

    A sentence is at most `MAX_SENTENCE` code points long. `language` is an ISO 639-1 code.
    """
    shadow = _shadow(text)
    split = [piece for window in _windows(text) for piece in _split(shadow, window, language)]
    trimmed = [bounds for piece in split if (bounds := trim(text, piece))[0] < bounds[1]]
    merged = _whole_quotations(shadow, _unglued(shadow, _merged(shadow, trimmed)))
    return [bounds for sentence in merged for bounds in _capped(text, sentence)]


def trim(text: str, bounds: Bounds) -> Bounds:
    """Shrink bounds past white space at either end."""
    start, end = bounds
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _shadow(text: str) -> str:
    """`text` with plain quotes, one code point for each code point, and without what Punkt is slow on."""
    if not text.isascii():
        for quote, plain in _QUOTES.items():
            text = text.replace(quote, plain)
    if sum(map(text.count, ".!?")) < _MANY_DOTS:
        return text
    return _LONG_DOTS.sub(lambda dots: "_" * len(dots[0]), text)


_MANY_DOTS = 12
_LONG_DOTS = re.compile(rf"(?:[.!?]\s?){{{_MANY_DOTS},}}(?=\s|$)|(?:[.!?]\s?){{{_MANY_DOTS},}}")
_QUOTES = {**dict.fromkeys("“”„‟«»″＂", '"'), **dict.fromkeys("‘’‚‛′＇", "'")}


def _windows(text: str) -> Iterator[Bounds]:
    """Cut a huge paragraph after full stops, or else at white space, to keep the cost of splitting linear."""
    start = 0
    while len(text) - start > _WINDOW:
        middle, end = start + _WINDOW // 2, start + _WINDOW
        stop = text.rfind(". ", middle, end) + 1
        space = max(text.rfind(" ", middle, end), text.rfind("\n", middle, end))
        end = stop if stop > middle else space + 1 if space > middle else end
        yield start, end
        start = end
    yield start, len(text)


def _split(text: str, window: Bounds, language: str) -> Iterator[Bounds]:
    start, end = window
    for left, right in _split_foreign(text, start, end):
        piece = text[left:right]
        if "." in piece or "!" in piece or "?" in piece:
            yield from ((left + a, left + b) for a, b in tokenizer(language).span_tokenize(piece))
        else:
            yield left, right


def _split_foreign(text: str, start: int, end: int) -> Iterator[Bounds]:
    """Split at full stops of scripts that Punkt does not know."""
    if _FOREIGN.search(text, start, end):
        for found in _FOREIGN_ENDS.finditer(text, start, end):
            yield start, found.end()
            start = found.end()
    yield start, end


def _merged(text: str, sentences: list[Bounds]) -> list[Bounds]:
    """Join neighbours that Punkt parted wrongly."""
    merged: list[Bounds] = []
    for start, end in sentences:
        if merged and _belong_together(text, merged[-1], (start, end)):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _belong_together(text: str, left: Bounds, right: Bounds) -> bool:
    before, after = text[max(left[0], left[1] - 60) : left[1]], text[right[0] : min(right[1], right[0] + 120)]
    return (
        _ends_in_abbreviation(before, after)
        or _quote_goes_on(before, after)
        or _name_with_a_mark(before, after)
        or not _has_word(after)
    )


def _name_with_a_mark(before: str, after: str) -> bool:
    """Whether a "!" or "?" belongs to a name: "Yahoo! said", and no sentence ends there."""
    return before[-1:] in ("!", "?") and after[:1].islower()


def _has_word(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _ends_in_abbreviation(before: str, after: str) -> bool:
    if not before.endswith("."):
        return False
    opening = _OPENING.match(after)
    word = (opening[1] or "") if opening else ""
    if _NUMBERED.search(before) or _MONTH.search(before):
        return word[:1].isdigit()
    if _HOUR.search(before):
        return word[:1].islower() or bool(_AFTER_HOUR.match(after))
    tail = _TAIL.search(before)
    last = tail[1].strip("\"'([").rstrip(".").lower() if tail else ""
    if last in TITLES:
        return word[:1].isupper()
    return bool(_INITIAL.search(before)) and word[:1].isupper() and _is_name_part(before, word)


def _is_name_part(before: str, word: str) -> bool:
    """Whether an initial stands within a name: not after a small letter's word, not before a starter."""
    previous = before.split()[-2:-1]
    in_name = not previous or previous[0].strip("\"'(")[:1].isupper()
    return in_name and word.strip("\"'.,").lower() not in _STARTERS and not before.endswith(" I.")


def _quote_goes_on(before: str, after: str) -> bool:
    """Whether what follows a closing quote still says who spoke, or an ellipsis goes on."""
    if not _QUOTE_END.search(before):
        return False
    first = after.lstrip("\"'(")[:1]
    if first.islower():
        return True
    return before[-1] in "\"'" and bool(_ATTRIBUTION.match(after))


def _unglued(text: str, sentences: list[Bounds]) -> Iterator[Bounds]:
    """Part sentences that scraping has joined: `the valley.Rescuers came`, but not `example.Com`."""
    if not _GLUE.search(text):
        yield from sentences
        return
    for start, end in sentences:
        left = start
        for found in _GLUED.finditer(text, start, end):
            yield left, found.end()
            left = found.end()
        yield left, end


def _whole_quotations(text: str, found: Iterable[Bounds]) -> list[Bounds]:
    """Keep a short quotation of several sentences together, so that no sentence has half of its marks."""
    sentences = list(found)
    whole: list[Bounds] = []
    place = 0
    while place < len(sentences):
        start, end = sentences[place]
        last = place
        while text.count('"', start, end) % 2 and last + 1 < len(sentences):
            if sentences[last + 1][1] - start > _MAX_QUOTATION:
                last, end = place, sentences[place][1]
                break
            last += 1
            end = sentences[last][1]
        if text.count('"', start, end) % 2:
            last, end = place, sentences[place][1]
        whole.append((start, end))
        place = last + 1
    return whole


def _capped(text: str, bounds: Bounds) -> Iterator[Bounds]:
    """Split a sentence that is too long at the last safe place before the limit."""
    start, end = bounds
    while end - start > MAX_SENTENCE:
        cut = _safe_cut(text, start, start + MAX_SENTENCE)
        piece = trim(text, (start, cut))
        if piece[0] < piece[1]:
            yield piece
        start = trim(text, (cut, end))[0]
    if start < end:
        yield start, end


def _safe_cut(text: str, start: int, limit: int) -> int:
    """The end of the last good break in the second half of [start, limit), or `limit` before a mark."""
    for pattern in _SAFE_CUTS:
        ends = [found.end() for found in pattern.finditer(text, (start + limit) // 2, limit)]
        if ends:
            return ends[-1]
    return next(
        (cut for cut in range(limit, limit - _CLUSTER, -1) if not _is_attached(text[cut - 1 : cut + 1])),
        limit,
    )


def _is_attached(pair: str) -> bool:
    """Whether the second of two code points is a mark or joiner that belongs to the first."""
    return any(
        "\u0300" <= char <= "\u036f" or "\ufe00" <= char <= "\ufe0f" or char == "\u200d" for char in pair
    )

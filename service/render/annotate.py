"""A source's text with its cited passages marked and its boilerplate greyed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from service.render.escape import markup
from service.render.json import boilerplate_spans
from service.render.view import Reading, Source
from service.types import Citation

_Key = tuple[int, int, int]


class Passages:
    """What cited passages are called: an anchor, and a label (`1`; `1b` where a source has several)."""

    def __init__(self, reading: Reading) -> None:
        self._anchors: dict[_Key, str] = {}
        self._labels: dict[_Key, str] = {}
        self._order: dict[_Key, tuple[int, int]] = {}
        self._told: dict[_Key, int] = {}
        for source in reading.sources:
            for order, passage in enumerate(source.passages):
                letters = _letters(order) if len(source.passages) > 1 else ""
                self._order[_key(passage)] = source.number, order
                self._anchors[_key(passage)] = f"p{source.number}-{order + 1}"
                self._labels[_key(passage)] = f"{source.number}{letters}"
        for number, placed in enumerate(reading.summary.sentences, start=1):
            for citation in placed.claim.citations:
                self._told.setdefault(_key(citation), number)

    def anchor(self, citation: Citation) -> str:
        """Return the id of the passage's place in its source."""
        return self._anchors[_key(citation)]

    def order(self, citation: Citation) -> tuple[int, int]:
        """Return the source's number and the passage's place in it, to sort by."""
        return self._order[_key(citation)]

    def label(self, citation: Citation) -> str:
        """Return what a link to the passage says."""
        return self._labels[_key(citation)]

    def tag(self, citation: Citation) -> str:
        """Return the passage's anchor with its label; it leads back to the first sentence that cites it."""
        told = self._told.get(_key(citation))
        back = f' href="#t{told}"' if told else ""
        return f'<a class="tag" id="{self.anchor(citation)}"{back}>{self.label(citation)}</a>'


def annotated(source: Source, passages: Passages) -> str:
    """Return the text as HTML. Passages may overlap: the text is cut at every edge."""
    return "".join(_pieces(source, passages))


def _pieces(source: Source, passages: Passages) -> Iterator[str]:
    text = source.document.text
    clutter = boilerplate_spans(source.document)
    spans = [(passage.start, passage.end) for passage in source.passages]
    edges = sorted({0, len(text), *(edge for span in (*spans, *clutter) for edge in span)})
    for start, end in pairwise(edges):
        yield from (passages.tag(passage) for passage in source.passages if passage.start == start)
        piece = markup(text[start:end])
        if _covers(spans, start):
            yield f"<mark>{piece}</mark>"
        elif _covers(clutter, start):
            yield f'<span class="clutter">{piece}</span>'
        else:
            yield piece


def _covers(spans: list[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


def _key(citation: Citation) -> _Key:
    return citation.doc, citation.start, citation.end


def _letters(order: int) -> str:
    """Count in letters: a to z, then aa."""
    letters = ""
    order += 1
    while order:
        order, rest = divmod(order - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters

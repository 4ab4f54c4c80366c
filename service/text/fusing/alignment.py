"""How a written sentence follows its sources: where each word was taken from, and where that changes.

A fused sentence by a small model is mostly the sources' own words in runs. The words inside a run say
what their source says; what goes wrong goes wrong where the text changes from one source to another,
or brings in a word that no source has. `align` finds the path through the sources with the fewest
changes (Viterbi over word occurrences), so that `verify` can look at the changes one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.text.words import Word, stem, words

# Words that hold a sentence together and may come from anywhere.
GLUE = frozenset(
    """a an the and or but as at by for from in into of off on onto out over to toward towards up upon
    with within that which who whom whose this these those it its their them they there then than so
    such also both while is are was were be been being has have had having do does did will can one
    other after before during since when where amid about around some own s""".split()
)
NEAR = 3  # words of a run may skip up to this many words of the source
CHANGE_COST = 1.0
SKIP_COST = 0.05
UNKNOWN_COST = 1.5
FAR = (-1, -1)  # a place that is near to none


@dataclass(frozen=True, slots=True)
class Token:
    """A word that carries meaning: its stem and where it stands in its text."""

    start: int
    end: int
    stem: str
    norm: str
    surface: str


@dataclass(frozen=True, slots=True)
class Step:
    """A token of the claim and the source token it follows, or None where no source has it."""

    token: Token
    source: int | None
    index: int | None


def tokens(text: str) -> list[Token]:
    """The words of a text that carry meaning, in order; all but glue."""
    return [_token(word) for word in words(text) if word.norm not in GLUE]


def _token(word: Word) -> Token:
    return Token(word.start, word.end, stem(word.norm), word.norm, word.surface)


def align(claim: Sequence[Token], sources: Sequence[Sequence[Token]]) -> list[Step]:
    """The cheapest path of the claim's tokens through the sources' tokens."""
    places = _places(sources)
    layers: list[dict[tuple[int, int] | None, tuple[float, tuple[int, int] | None]]] = []
    previous: dict[tuple[int, int] | None, float] = {None: 0.0}
    for token in claim:
        layer = _layer(places.get(token.stem, []), previous)
        layers.append(layer)
        previous = {place: cost for place, (cost, _) in layer.items()}
    return _walk_back(claim, layers)


def _places(sources: Sequence[Sequence[Token]]) -> dict[str, list[tuple[int, int]]]:
    places: dict[str, list[tuple[int, int]]] = {}
    for number, source in enumerate(sources):
        for index, token in enumerate(source):
            places.setdefault(token.stem, []).append((number, index))
    return places


def _layer(
    places: list[tuple[int, int]], previous: dict[tuple[int, int] | None, float]
) -> dict[tuple[int, int] | None, tuple[float, tuple[int, int] | None]]:
    if not places:
        best = min(previous, key=lambda place: (previous[place], place or (-1, -1)))
        return {None: (previous[best] + UNKNOWN_COST, best)}
    # Every change costs the same, so that beside the near words only the cheapest origin counts.
    afar = min(previous, key=lambda origin: (previous[origin] + _move(origin, FAR), origin or (-1, -1)))
    layer: dict[tuple[int, int] | None, tuple[float, tuple[int, int] | None]] = {}
    for source, index in places:
        near = ((source, index - step) for step in range(1, NEAR + 2))
        layer[source, index] = min(
            (
                (previous[origin] + _move(origin, (source, index)), origin)
                for origin in (afar, *near)
                if origin in previous
            ),
            key=lambda pair: (pair[0], pair[1] or (-1, -1)),
        )
    return layer


def _move(origin: tuple[int, int] | None, place: tuple[int, int]) -> float:
    if origin is None:
        return CHANGE_COST / 2
    ahead = place[1] - origin[1]
    if origin[0] == place[0] and 1 <= ahead <= NEAR + 1:
        return SKIP_COST * (ahead - 1)
    return CHANGE_COST


def _walk_back(
    claim: Sequence[Token], layers: list[dict[tuple[int, int] | None, tuple[float, tuple[int, int] | None]]]
) -> list[Step]:
    if not layers:
        return []
    place = min(layers[-1], key=lambda key: (layers[-1][key][0], key or (-1, -1)))
    steps = []
    for token, layer in zip(reversed(claim), reversed(layers), strict=True):
        steps.append(Step(token, place[0] if place else None, place[1] if place else None))
        place = layer[place][1]
    return steps[::-1]


def is_change(before: Step, after: Step) -> bool:
    """Whether the text changes over from one run to another between two steps."""
    if before.source is None or after.source is None or before.index is None or after.index is None:
        return True
    return before.source != after.source or not 1 <= after.index - before.index <= NEAR + 1

"""How alike articles are in their words, and which of them stand apart from most.

Cosines of weighted counts of stems: those of the lead and of names count more. Articles are joined bottom up
by mean likeness (UPGMA: Sokal and Michener 1958). Where two parts that are joined late are much less alike
than each is in itself, the smaller one is on something else. A single article can be odd in its words alone,
as a column is beside news; it is apart if nothing at all is like it, or if it also names others than they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from service.text.words import names, topic_stems

LEAD = 2.0  # added to the weight of a stem that the lead has
NAME = 1.5  # what the weight of a name is multiplied by
APART = 0.5  # likeness between two parts, as a share of that within them, below which they are two events
COHERENT = 0.12  # likeness within the larger part below which it is no event
UNLIKE_ALL = 0.13  # likeness to the nearest of the others below which a single article is apart
UNNAMED = 0.6  # likeness, as APART, below which a single article is apart that names others
FEWEST_NAMES = 3  # that most of the others have, for names to tell
THEIR_NAMES = (
    0.2  # share of such names (as often as they are used) that an article has, and is apart with less
)
OWN_NAMES = 0.6  # share of an article's own names that any other has, and is apart with less

Likeness = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Text:
    """An article's lead and all that it tells, as sentences."""

    lead: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def names(self) -> Counter[str]:
        """How often each stem of a name is used."""
        return Counter(word.stem for text in self.body for word in names(text))


def likeness(articles: Sequence[Text]) -> Likeness:
    """Cosine of each pair of articles, shape (articles, articles); 0 for those without words."""
    counts: list[Counter[str]] = []
    leads: list[set[str]] = []
    called: set[str] = set()
    for article in articles:
        counts.append(Counter(stem for text in article.body for stem in topic_stems(text)))
        leads.append({stem for text in article.lead for stem in topic_stems(text)})
        called |= article.names.keys()
    spread = Counter(stem for count in counts for stem in count)
    rarity = {s: sqrt(log(1 + len(articles) / n)) * (NAME if s in called else 1.0) for s, n in spread.items()}
    rows = [
        {s: (1 + log(n) + LEAD * (s in lead)) * rarity[s] for s, n in sorted(count.items())}
        for count, lead in zip(counts, leads, strict=True)
    ]
    column = {stem: place for place, stem in enumerate(sorted(s for s, n in spread.items() if n > 1))}
    table = np.zeros((len(rows), max(1, len(column))), dtype=np.float32)
    for place, row in enumerate(rows):
        norm = sqrt(sum(value * value for value in row.values())) or 1.0
        shared = [stem for stem in row if stem in column]
        table[place, [column[stem] for stem in shared]] = [row[stem] / norm for stem in shared]
    cosines: Likeness = (table @ table.T).astype(np.float64)
    return cosines.round(5)


def apart(articles: Sequence[Text]) -> frozenset[int]:
    """The articles that stand apart from the larger part, or from what is left of it, and so on."""
    alike = likeness(articles)
    found: set[int] = set()
    for few, most in _splits(alike):
        if not _two_events(alike, few, most, articles):
            break
        found |= set(few)
    return frozenset(found)


def _two_events(alike: Likeness, few: Sequence[int], most: Sequence[int], articles: Sequence[Text]) -> bool:
    if len(few) >= len(most) or _within(alike, most) < COHERENT:
        return False
    between = float(alike[np.ix_(few, most)].mean())
    if len(few) > 1:
        return between < APART * sqrt(_within(alike, few) * _within(alike, most))
    ratio = between / _within(alike, most)
    if ratio < APART and float(alike[np.ix_(few, most)].max()) < UNLIKE_ALL:
        return True
    return ratio < UNNAMED and _names_others(articles[few[0]].names, [articles[i].names for i in most])


def _names_others(own: Counter[str], others: Sequence[Counter[str]]) -> bool:
    """Whether an article has few of the names that most of the others have, and they few of its own."""
    spread = Counter(stem for names_ in others for stem in names_)
    core = {stem: n for stem, n in spread.items() if n >= max(2, len(others) / 2)}
    often = {stem: n for stem, n in own.items() if n > 1} or dict(own)
    if len(core) < FEWEST_NAMES:
        return False
    theirs = sum(n for stem, n in core.items() if stem in own) / sum(core.values())
    known = sum(n for stem, n in often.items() if stem in spread) / max(1, sum(often.values()))
    return theirs < THEIR_NAMES and known < OWN_NAMES


def _within(alike: Likeness, part: Sequence[int]) -> float:
    """Mean likeness of the pairs of a part, which has two articles or more."""
    inner = alike[np.ix_(part, part)]
    return float(inner[np.triu_indices(len(part), 1)].mean())


def _splits(alike: Likeness) -> list[tuple[list[int], list[int]]]:
    """What average linkage joined last, the smaller part first; then so within the larger part, and so on."""
    parts = {place: [place] for place in range(len(alike))}
    halves: dict[tuple[int, ...], tuple[list[int], list[int]]] = {}
    between = alike.copy()
    np.fill_diagonal(between, -1.0)
    rounded = between.round(9)
    for _ in range(len(alike) - 1):
        i, j = sorted(divmod(int(np.argmax(rounded)), len(alike)))
        one, other = parts[i], parts.pop(j)
        few, most = sorted((one, other), key=lambda part: (len(part), part))
        parts[i] = sorted([*one, *other])
        halves[tuple(parts[i])] = few, most
        joined = (len(one) * between[i] + len(other) * between[j]) / len(parts[i])
        between[i], between[:, i] = joined, joined
        between[j], between[:, j] = -1.0, -1.0
        between[i, i] = -1.0
        for changed in (i, j):
            rounded[changed] = rounded[:, changed] = between[changed].round(9)
    splits = []
    node = tuple(range(len(alike)))
    while node in halves:
        splits.append(halves[node])
        node = tuple(halves[node][1])
    return splits

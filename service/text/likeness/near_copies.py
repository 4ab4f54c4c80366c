"""How much of each text is found word for word in another one.

Texts are compared by their shingles, runs of five words (Broder 1997, "On the resemblance and containment
of documents"). The counts are exact up to a million shingles in all; beyond that, the shingles whose hash is
divisible by m stand for all, Broder's estimate of containment. Min-wise hashing would find texts of one
length only: a brief cut out of a long report resembles it little, and is contained in it wholly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from service.text.words import norms

SHINGLE = 5
MOST_SHINGLES = 1_000_000
COPY = 0.55  # share of a text's shingles found in another one from which it is a copy of it
PARTLY = 0.25  # share from which a text rests on the other one for much of what it tells
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Kinship:
    """What texts have from one another, by their places.

    `original` gives the text that each is a copy of, itself if it is none. `source` gives the first of
    those that stand for one source: copies, and texts that have a good part from another one.
    """

    original: tuple[int, ...]
    source: tuple[int, ...]


def kinship(texts: Sequence[str]) -> Kinship:
    """Find copies among texts that come in order of precedence: of two equal ones the first is the original.

    A copy is wholly or mostly contained in its original; what contains a shorter text and much more is no
    copy of it, whichever came first.
    """
    share = containment(texts)
    original: list[int] = []
    for i in range(len(texts)):
        found = [j for j in _from(share[i, :i], COPY) if original[j] == j]
        original.append(max(found, key=lambda j: (share[i, j], -j)) if found else i)
    for j in [j for j in range(len(texts)) if original[j] == j]:
        longer = [i for i in _from(share[j], COPY) if i > j and original[i] == i]
        original[j] = max(longer, key=lambda i: (share[j, i], -i)) if longer else j
    roots = tuple(_root(original, i) for i in range(len(texts)))
    return Kinship(roots, tuple(_sources(roots, share)))


def _from(shares: NDArray[np.float64], least: float) -> list[int]:
    """The places of what is not below `least`, in order."""
    found: list[int] = np.flatnonzero(shares >= least).tolist()
    return found


def _root(original: Sequence[int], text: int) -> int:
    while original[text] != text:
        text = original[text]
    return text


def _sources(originals: Sequence[int], share: NDArray[np.float64]) -> list[int]:
    sources: dict[int, int] = {}
    closest = np.maximum(share, share.T)
    for i in sorted(set(originals)):
        kin = [j for j in _from(closest[i, :i], PARTLY) if sources.get(j) == j]
        sources[i] = max(kin, key=lambda j: (closest[i, j], -j)) if kin else i
    return [sources[i] for i in originals]


def containment(texts: Sequence[str]) -> NDArray[np.float64]:
    """Share of the shingles of text i that text j has, shape (texts, texts); 0 for texts without words."""
    sets = _sampled([shingles(text) for text in texts])
    common = np.zeros((len(sets), len(sets)), dtype=np.int64)
    hashes = np.concatenate([np.zeros(0, np.uint64), *sets])
    order = np.argsort(hashes, kind="stable")
    owners = np.repeat(np.arange(len(sets)), [len(s) for s in sets])[order]
    for start, end in _shared(hashes[order]):
        own = owners[start:end]
        common[np.ix_(own, own)] += 1
    np.fill_diagonal(common, [len(s) for s in sets])
    sizes = np.array([max(1, len(s)) for s in sets], dtype=np.float64)
    share: NDArray[np.float64] = common / sizes[:, None]
    return share


def shingles(text: str) -> Hashes:
    """The distinct hashes of a text's runs of five words, lower case; of the whole text if it is shorter."""
    row = np.array([crc32(norm.encode("utf-8", "replace")) for norm in norms(text)], dtype=np.uint64)
    if not len(row):
        return row
    length = min(SHINGLE, len(row))
    mixed = np.zeros(len(row) - length + 1, dtype=np.uint64)
    for place in range(length):
        mixed = _mix(mixed + row[place : place + len(mixed)])
    return np.unique(mixed)


def _mix(values: Hashes) -> Hashes:
    """Spread 64-bit values (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators")."""
    values = (values + _FACTORS[0]) * _FACTORS[1]
    values ^= values >> np.uint64(29)
    values = values * _FACTORS[2]
    return values ^ (values >> np.uint64(32))


def _sampled(sets: Sequence[Hashes]) -> list[Hashes]:
    divisor = np.uint64(1 + sum(map(len, sets)) // MOST_SHINGLES)
    return [s[s % divisor == 0] for s in sets]


def _shared(hashes: Hashes) -> list[tuple[int, int]]:
    """Where the runs of equal hashes start and end, single ones left out; `hashes` are sorted."""
    bounds = np.concatenate([[0], np.flatnonzero(hashes[1:] != hashes[:-1]) + 1, [len(hashes)]])
    several = np.flatnonzero(np.diff(bounds) > 1)
    return [(int(bounds[i]), int(bounds[i + 1])) for i in several]

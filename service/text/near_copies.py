"""Which texts are near-copies of which: shingles of words, found by MinHash, checked exactly.

Broder 1997, "On the resemblance and containment of documents"; candidates by datasketch's MinHash LSH.
"""

from __future__ import annotations

from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH

from service.text.words import words

SHINGLE = 5
PERMUTATIONS = 96
CANDIDATE = 0.3  # estimated resemblance from which a pair is checked
COPY = 0.55  # share of the shorter text's shingles found in the other from which it is a copy
SEED = 1


def shingles(text: str) -> frozenset[str]:
    """The runs of five words of a text, lower case; the whole text where it is shorter."""
    norms = [word.norm for word in words(text)]
    if len(norms) < SHINGLE:
        return frozenset([" ".join(norms)]) if norms else frozenset()
    return frozenset(" ".join(norms[i : i + SHINGLE]) for i in range(len(norms) - SHINGLE + 1))


def copy_groups(texts: Sequence[str]) -> list[int]:
    """A group number per text; texts of one group are near-copies, directly or through others."""
    sets = [shingles(text) for text in texts]
    parent = list(range(len(texts)))
    for one, other in _candidates(sets):
        if _contained(sets[one], sets[other]) >= COPY:
            parent[_root(parent, other)] = _root(parent, one)
    return [_root(parent, i) for i in range(len(texts))]


def _candidates(sets: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
    hashes = [_minhash(members) for members in sets]
    pairs: set[tuple[int, int]] = set()
    for number, minhash in enumerate(hashes):
        if sets[number]:
            pairs.update((int(found), number) for found in index.query(minhash))
            index.insert(str(number), minhash)
    return sorted(pairs)


def _minhash(members: frozenset[str]) -> MinHash:
    minhash = MinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update_batch([member.encode("utf-8", "replace") for member in sorted(members)])
    return minhash


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        node = parent[node]
    return node

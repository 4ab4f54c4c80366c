"""rank: how much each sentence of each article matters to the event.

Salience is a weighted sum of readable features; the weights are learned (`text/likeness/weights.toml`).
Centrality is LexRank (Erkan & Radev 2004, https://arxiv.org/abs/1109.2128) in its continuous form with
damping, on embeddings instead of TF-IDF; similarity inside one source counts less, so that an article
that repeats itself gains nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.protocols import Embeddings
from service.text import style
from service.text.eligible import eligible
from service.text.likeness.importance import importance, mean_value
from service.text.likeness.weights import Weights, matching, shipped
from service.text.words import containment, content_stems, count_words
from service.types import BlockKind, DocumentRole, Sentence

Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]

DAMPING = 0.85
MAX_ITERATIONS = 60
TOLERANCE = 1e-6
EDGE = 0.25  # similarity below this is no link
SAME_SOURCE = 0.4  # what a link inside one source is worth
SAYS_THE_SAME = 0.62
MANY = 6  # independent sources
STEADY = frozenset({"query", "leaning", "awkward"})
NEAR_START, FAR_START = 5, 15  # body sentences over which nearness to the start falls by a factor e


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader asks for, and its embedding, one unit row."""

    text: str
    embedding: Embeddings


def rank(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    roles: Sequence[DocumentRole],
    query: Query | None = None,
    weights: Weights | None = None,
) -> Scores:
    """Salience of each sentence, shape (sentences,); -inf for what may not be told.

    `embeddings` has one unit row per sentence. Headings, digests, syndicated copies and documents on other
    events may not be told. Raises ValueError if the weights are for other features.
    """
    may_tell = tellable(sentences, roles)
    features = measure(sentences, embeddings, roles, may_tell, query)
    total = weighted(features, shipped()["rank"] if weights is None else weights)
    salience: Scores = np.where(may_tell, total, -np.inf)
    return salience


def weighted(features: Mapping[str, Scores], weights: Weights) -> Scores:
    """The weighted sum of the features. Raises ValueError if the weights are for other features."""
    chosen = matching(weights, features)
    total: Scores = sum((chosen[name] * row for name, row in features.items()), start=np.zeros(1))
    return total


def tellable(sentences: Sequence[Sentence], roles: Sequence[DocumentRole]) -> Mask:
    """Whether each sentence may be told: body text on the main event, no copy, no order to a machine."""
    return eligible(sentences, roles, {BlockKind.BODY})


def measure(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    roles: Sequence[DocumentRole],
    may_tell: Mask,
    query: Query | None,
) -> dict[str, Scores]:
    """All features by name, each of shape (sentences,) with values in [0, 1].

    What a feature tells depends on how many independent sources there are: each but a few stands a second
    time as `many_…`, times that number on a scale from 0 for one to 1 for `MANY` and more.
    """
    source_of = {role.doc: role.source for role in roles}
    sources = np.array([source_of[s.doc] for s in sentences], dtype=np.int64)
    similarity = embeddings @ embeddings.T
    features = {
        "centrality": _scaled(centrality(similarity, sources, may_tell)),
        **_centres(sentences, embeddings, may_tell),
        "title": _title(sentences, similarity, may_tell),
        "corroboration": _corroboration(similarity, sources, may_tell),
        "position": _nearness_to_start(sentences, NEAR_START),
        "start": _nearness_to_start(sentences, FAR_START),
        "share": _share(sentences, may_tell),
        **_words(sentences, may_tell, source_of),
        **_wording([s.display for s in sentences]),
        "query": _query(sentences, embeddings, query),
    }
    many = min(1.0, max(0, len(set(sources[may_tell].tolist())) - 1) / (MANY - 1))
    return features | {f"many_{name}": many * row for name, row in features.items() if name not in STEADY}


def centrality(similarity: NDArray[np.float32], sources: NDArray[np.int64], may_tell: Mask) -> Scores:
    """Stationary probability of a random walk over similar sentences, with a restart everywhere alike."""
    count = len(similarity)
    links = np.where(similarity > EDGE, similarity - EDGE, 0.0)
    links *= np.where(sources[:, None] == sources[None, :], SAME_SOURCE, 1.0)
    links *= may_tell[None, :]
    np.fill_diagonal(links, 0.0)
    sums = links.sum(axis=1, keepdims=True)
    walk = np.divide(links, sums, out=np.full_like(links, 1.0 / max(1, count)), where=sums > 0)
    state: Scores = np.full(count, 1.0 / max(1, count))
    for _ in range(MAX_ITERATIONS):
        following: Scores = (1 - DAMPING) / max(1, count) + DAMPING * (state @ walk)
        if np.abs(following - state).sum() < TOLERANCE:
            return following
        state = following
    return state


def _scaled(values: Scores) -> Scores:
    top = values.max(initial=0.0)
    scaled: Scores = values / top if top > 0 else values
    return scaled


def _centres(sentences: Sequence[Sentence], embeddings: Embeddings, may_tell: Mask) -> dict[str, Scores]:
    """Nearness to the middle of all documents, and to that of the others; each document counts alike."""
    docs = np.array([s.doc for s in sentences], dtype=np.int64)
    main = sorted(set(docs[may_tell].tolist()))
    if not main:
        return {"centre": np.zeros(len(docs)), "others": np.zeros(len(docs))}
    middles = np.array([_unit(embeddings[may_tell & (docs == doc)].mean(axis=0)) for doc in main])
    whole = middles.sum(axis=0)
    rest = {doc: _unit(whole - own) for doc, own in zip(main, middles, strict=True)} if len(main) > 1 else {}
    others = [
        float(row @ rest[doc]) if doc in rest else 0.0 for row, doc in zip(embeddings, docs, strict=True)
    ]
    return {"centre": _clipped(embeddings @ _unit(whole)), "others": _clipped(np.array(others))}


def _unit(row: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = row / max(float(np.linalg.norm(row)), 1e-6)
    return scaled


def _clipped(values: NDArray[np.float32] | Scores) -> Scores:
    clipped: Scores = np.clip(values, 0.0, 1.0).astype(np.float64)
    return clipped


def _nearness_to_start(sentences: Sequence[Sentence], scale: float) -> Scores:
    """1 for the first body sentence of a document, falling by a factor e every `scale` sentences."""
    seen: Counter[int] = Counter()
    values = []
    for sentence in sentences:
        values.append(float(np.exp(-seen[sentence.doc] / scale)))
        seen[sentence.doc] += sentence.kind is BlockKind.BODY
    return np.array(values)


def _share(sentences: Sequence[Sentence], may_tell: Mask) -> Scores:
    """Share of all words that may be told that are in the sentence's document."""
    words: Counter[int] = Counter()
    for sentence, tell in zip(sentences, may_tell, strict=True):
        words[sentence.doc] += count_words(sentence.display) if tell else 0
    total = max(1, words.total())
    return np.array([words[sentence.doc] / total for sentence in sentences])


def _title(sentences: Sequence[Sentence], similarity: NDArray[np.float32], may_tell: Mask) -> Scores:
    """Mean similarity to the titles of the documents on the main event."""
    main = {s.doc for s, tell in zip(sentences, may_tell, strict=True) if tell}
    titles = [i for i, s in enumerate(sentences) if s.kind is BlockKind.TITLE and s.doc in main]
    return _clipped(similarity[:, titles].mean(axis=1)) if titles else np.zeros(len(sentences))


def _corroboration(similarity: NDArray[np.float32], sources: NDArray[np.int64], may_tell: Mask) -> Scores:
    """Share, on a log scale, of the other independent sources that say much the same."""
    distinct = sorted(set(sources[may_tell].tolist()))
    if len(distinct) < 2:
        return np.zeros(len(similarity))
    close = (similarity > SAYS_THE_SAME) & may_tell[None, :]
    counts = np.zeros(len(similarity))
    for source in distinct:
        counts += close[:, sources == source].any(axis=1) & (sources != source)
    share: Scores = np.log1p(counts) / np.log(len(distinct))
    return share


def _words(sentences: Sequence[Sentence], may_tell: Mask, source_of: Mapping[int, int]) -> dict[str, Scores]:
    """What the sentences' words are worth on average."""
    stems = [content_stems(s.display) for s in sentences]
    told = np.flatnonzero(may_tell).tolist()
    values = importance([sentences[i] for i in told], [stems[i] for i in told], source_of)
    kinds = {"spread": values.spread, "frequency": values.frequency, "lead": values.lead, "once": values.once}
    return {name: np.array([mean_value(own, kind) for own in stems]) for name, kind in kinds.items()}


def _wording(texts: Sequence[str]) -> dict[str, Scores]:
    """What can be told of each sentence alone."""
    density = np.array([style.density(text) for text in texts]).reshape(-1, 3)
    ways: dict[str, Callable[[str], float]] = {
        "quoted": style.quoted,
        "leaning": style.leans,
        "awkward": style.awkward,
        "length": style.length,
        "short": style.shortness,
        "long": style.longness,
    }
    alone = {name: np.array([float(way(text)) for text in texts]) for name, way in ways.items()}
    return {"content": density[:, 0], "names": density[:, 1], "figures": density[:, 2], **alone}


def _query(sentences: Sequence[Sentence], embeddings: Embeddings, query: Query | None) -> Scores:
    """Nearness to the query in meaning and in words, the nearest sentence at 1."""
    if query is None:
        return np.zeros(len(embeddings))
    meaning = _clipped(embeddings @ query.embedding.reshape(-1))
    wanted = content_stems(query.text)
    shared = np.array([containment(wanted, content_stems(s.display)) for s in sentences])
    return _scaled(0.5 * meaning + 0.5 * shared)

"""rank: how much each sentence of each article matters to the event.

Salience is a weighted sum of a few readable features. Centrality is LexRank (Erkan & Radev 2004,
https://arxiv.org/abs/1109.2128) in its continuous form with damping, on embeddings instead of TF-IDF;
similarity inside one source counts less, so that an article that repeats itself gains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from models.protocols import Embeddings
from service.text.eligible import eligible
from service.text.words import containment, content_stems, content_words, count_words, names, words
from service.types import BlockKind, DocumentRole, Sentence

Scores = NDArray[np.float64]

DAMPING = 0.85
MAX_ITERATIONS = 60
TOLERANCE = 1e-6
EDGE = 0.25  # similarity below this is no link
SAME_SOURCE = 0.4  # what a link inside one source is worth
SAYS_THE_SAME = 0.62
IDEAL_WORDS = (9, 34)

# Sentences that lean on the one before them read badly on their own.
LEANING = re.compile(
    r"^[“\"'‘(]?(?:he|she|it|they|his|her|their|its|this|that|these|those|such|but|and|or|so|however|moreover|"
    r"additionally|furthermore|meanwhile|instead|also|then|there|still|yet|nor|both|another|others|"
    r"in addition|as a result|for example|for instance|on the other hand|at the same time|we|i|you|here)\b",
    re.IGNORECASE,
)
PINNED_TO_A_DAY = re.compile(
    r"\b(?:today|tomorrow|yesterday|tonight|this (?:morning|afternoon|evening|week))\b", re.IGNORECASE
)
FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|us|you|your)\b")
QUESTION = re.compile(r"\?[\"”’]?$")


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader asks for, and its embedding, one unit row."""

    text: str
    embedding: Embeddings


@dataclass(frozen=True, slots=True)
class RankWeights:
    """What each feature is worth. Features lie in [0, 1]."""

    centrality: float = 2.2
    position: float = 0.4
    title: float = 0.5
    corroboration: float = 1.2
    specificity: float = 0.4
    query: float = 7.0
    leaning: float = -0.5
    awkward: float = -0.45
    length: float = -0.4


@dataclass(frozen=True, slots=True)
class Features:
    """One array of shape (sentences,) per feature, values in [0, 1]."""

    centrality: Scores
    position: Scores
    title: Scores
    corroboration: Scores
    specificity: Scores
    query: Scores
    leaning: Scores
    awkward: Scores
    length: Scores


def rank(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    roles: Sequence[DocumentRole],
    query: Query | None = None,
    weights: RankWeights | None = None,
) -> Scores:
    """Salience of each sentence, shape (sentences,); -inf for what may not be told.

    `embeddings` has one unit row per sentence. Headings, digests, syndicated copies and documents on other
    events may not be told.
    """
    may_tell = tellable(sentences, roles)
    features = measure(sentences, embeddings, roles, may_tell, query)
    chosen = weights or RankWeights()
    total = np.zeros(len(sentences))
    for field in fields(RankWeights):
        total += getattr(chosen, field.name) * getattr(features, field.name)
    salience: Scores = np.where(may_tell, total, -np.inf)
    return salience


def tellable(sentences: Sequence[Sentence], roles: Sequence[DocumentRole]) -> NDArray[np.bool_]:
    """Whether each sentence may be told: body text on the main event, no copy, no order to a machine."""
    return eligible(sentences, roles, {BlockKind.BODY})


def measure(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    roles: Sequence[DocumentRole],
    may_tell: NDArray[np.bool_],
    query: Query | None,
) -> Features:
    """All features of all sentences. `may_tell` has one truth value per sentence."""
    source_of = {role.doc: role.source for role in roles}
    sources = np.array([source_of[s.doc] for s in sentences], dtype=np.int64)
    similarity = embeddings @ embeddings.T
    return Features(
        centrality=_scaled(centrality(similarity, sources, may_tell)),
        position=_position(sentences),
        title=_title(sentences, similarity, may_tell),
        corroboration=_corroboration(similarity, sources, may_tell),
        specificity=np.array([_specificity(s.display) for s in sentences]),
        query=_query(sentences, embeddings, query),
        leaning=np.array([float(bool(LEANING.search(s.display))) for s in sentences]),
        awkward=np.array([_awkward(s.display) for s in sentences]),
        length=np.array([_length(s.display) for s in sentences]),
    )


def centrality(
    similarity: NDArray[np.float32], sources: NDArray[np.int64], may_tell: NDArray[np.bool_]
) -> Scores:
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


def _position(sentences: Sequence[Sentence]) -> Scores:
    """1 for the first body sentence of a document, falling by a factor e every five sentences."""
    seen: dict[int, int] = {}
    values = []
    for sentence in sentences:
        ordinal = seen.get(sentence.doc, 0)
        values.append(float(np.exp(-ordinal / 5)))
        if sentence.kind is BlockKind.BODY:
            seen[sentence.doc] = ordinal + 1
    return np.array(values)


def _title(
    sentences: Sequence[Sentence], similarity: NDArray[np.float32], may_tell: NDArray[np.bool_]
) -> Scores:
    """Mean similarity to the titles of the documents on the main event."""
    main = {s.doc for s, tell in zip(sentences, may_tell, strict=True) if tell}
    titles = [i for i, s in enumerate(sentences) if s.kind is BlockKind.TITLE and s.doc in main]
    if not titles:
        return np.zeros(len(sentences))
    mean: Scores = np.clip(similarity[:, titles].mean(axis=1), 0.0, 1.0).astype(np.float64)
    return mean


def _corroboration(
    similarity: NDArray[np.float32], sources: NDArray[np.int64], may_tell: NDArray[np.bool_]
) -> Scores:
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


def _specificity(text: str) -> float:
    """Density of names and figures."""
    total = max(1, len(content_words(text)))
    figures = sum(1 for word in words(text) if any(c.isdigit() for c in word.surface))
    return min(1.0, (0.5 * len(names(text)) + figures) / total * 1.6)


def _query(sentences: Sequence[Sentence], embeddings: Embeddings, query: Query | None) -> Scores:
    """Nearness to the query in meaning and in words, the nearest sentence at 1."""
    if query is None:
        return np.zeros(len(embeddings))
    meaning: Scores = np.clip(embeddings @ query.embedding.reshape(-1), 0.0, 1.0).astype(np.float64)
    wanted = content_stems(query.text)
    shared = np.array([containment(wanted, content_stems(s.display)) for s in sentences])
    return _scaled(0.5 * meaning + 0.5 * shared)


def _awkward(text: str) -> float:
    """Questions, speech in the first person, half-open quotations, days that pass with the day of reading."""
    pinned = bool(PINNED_TO_A_DAY.search(text))
    opened = text.count("“") != text.count("”") or text.count('"') % 2 == 1
    outside = re.sub(r"[“\"][^“”\"]*[”\"]", "", text)
    speaks = bool(FIRST_PERSON.search(outside)) or bool(QUESTION.search(text))
    return min(1.0, opened + 0.6 * pinned + 0.7 * speaks)


def _length(text: str) -> float:
    """0 inside the ideal span of words, rising to 1 far outside it."""
    low, high = IDEAL_WORDS
    count = count_words(text)
    return min(1.0, max(0.0, (low - count) / 5, (count - high) / 25))

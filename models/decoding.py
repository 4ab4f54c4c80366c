"""Greedy decoding of many prompts as one batch, each row held to its own words.

Knows nothing of any one model: what it asks of one is the protocol `CausalModel`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import torch
from torch import Tensor

from models.grounding import Grounding, Position

_ONCE = 4  # tokens; a run of so many is not written twice
_COMPACT_AT = 0.75  # drop finished rows once this share or less is left; copying the cache costs about a step


class DecodingSession(Protocol):
    """A batch in the course of being decoded."""

    def step(self, tokens: Tensor) -> Tensor:
        """Take one token a row, int64 of shape (batch,); return logits, float32 (batch, len(vocabulary))."""

    def select(self, rows: Tensor) -> None:
        """Go on with these rows, int64; some may be dropped, some repeated."""


class CausalModel(Protocol):
    """A language model that reads token ids and scores the tokens of a vocabulary."""

    def begin(
        self, prompts: Sequence[Sequence[int]], vocabulary: Tensor, extra: int
    ) -> tuple[DecodingSession, Tensor]:
        """Read the prompts, leaving room for `extra` tokens each; return the session and the first logits.

        Logits are those of the tokens in `vocabulary`, int64, and of no others.
        """


@dataclass(frozen=True, slots=True)
class Task:
    """A prompt, what may be written after it, and how many tokens of it at most."""

    prompt: tuple[int, ...]
    grounding: Grounding
    limit: int


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Tokens without the last end-of-sequence, and the mean log-probability of all that were chosen.

    `finished` is false if the limit cut the row short.
    """

    tokens: tuple[int, ...]
    score: float
    finished: bool


@dataclass(slots=True)
class _Row:
    """One row's way so far. `order` says which task it belongs to, and which of its branches it is."""

    task: Task
    order: tuple[int, int]
    position: Position
    tokens: list[int] = field(default_factory=list)
    total: float = 0.0
    done: bool = False

    def take(self, token: int, logprob: float) -> None:
        """Go on by one token."""
        self.total += logprob
        if token == self.task.grounding.eos:
            self.done = True
            return
        self.tokens.append(token)
        self.position = self.task.grounding.advance(self.position, token)
        self.done = len(self.tokens) >= self.task.limit

    def repeats(self) -> list[int]:
        """The words' first tokens that would make the end of the row a run that it has already.

        Never a token within a word, which would turn one name into another.
        """
        tail = self.tokens[1 - _ONCE :]
        if len(tail) < _ONCE - 1:
            return []
        starts = range(len(self.tokens) - _ONCE + 1)
        again = [self.tokens[i + _ONCE - 1] for i in starts if self.tokens[i : i + _ONCE - 1] == tail]
        return [token for token in again if self.task.grounding.begins_word(token)]

    def hypothesis(self) -> Hypothesis:
        """What was written."""
        finished = len(self.tokens) < self.task.limit
        return Hypothesis(tuple(self.tokens), self.total / (len(self.tokens) + finished), finished)


def decode(model: CausalModel, tasks: Sequence[Task], branches: int = 1) -> list[list[Hypothesis]]:
    """Return each task's hypotheses: the greedy one first, then by score.

    Each of the `branches` best first tokens is followed greedily, which differs more between branches than a
    beam does, for one reading of the prompt: Wang and Zhou 2024, https://arxiv.org/abs/2402.10200.
    The same tasks give the same answer; another batch may change the last bits of a logit.
    """
    if not tasks:
        return []
    words = _Vocabulary(tasks)
    with torch.inference_mode():
        session, logits = model.begin([t.prompt for t in tasks], words.ids, max(t.limit for t in tasks))
        rows = [_Row(task, (i, 0), task.grounding.start) for i, task in enumerate(tasks)]
        rows = _branch(session, words, rows, logits, branches)
        every = rows
        while rows := _compact(session, rows):
            last = [row.tokens[-1] if row.tokens else row.task.prompt[-1] for row in rows]
            _advance(words, rows, session.step(torch.tensor(last)))
    return _collect(every, len(tasks))


def _branch(
    session: DecodingSession, words: _Vocabulary, rows: list[_Row], logits: Tensor, branches: int
) -> list[_Row]:
    """Split each row over its best first tokens."""
    ranked = words.logprobs(rows, logits).sort(dim=-1, descending=True, stable=True)
    split = []
    for i, row in enumerate(rows):
        for branch in range(branches):
            value = float(ranked.values[i, branch])
            if value == -torch.inf:
                break
            child = _Row(row.task, (row.order[0], branch), row.position)
            child.take(int(words.ids[ranked.indices[i, branch]]), value)
            split.append(child)
    session.select(torch.tensor([row.order[0] for row in split]))
    return split


def _advance(words: _Vocabulary, rows: list[_Row], logits: Tensor) -> None:
    """Take each live row's best allowed token."""
    values, indices = words.logprobs(rows, logits).max(dim=-1)
    for row, value, token in zip(rows, values.tolist(), words.ids[indices].tolist(), strict=True):
        if not row.done:
            row.take(token, value)


def _compact(session: DecodingSession, rows: list[_Row]) -> list[_Row]:
    """Drop the finished rows once that pays."""
    live = [i for i, row in enumerate(rows) if not row.done]
    if not live or len(live) > _COMPACT_AT * len(rows):
        return rows if live else []
    session.select(torch.tensor(live))
    return [rows[i] for i in live]


def _collect(rows: Sequence[_Row], count: int) -> list[list[Hypothesis]]:
    found: list[list[tuple[int, Hypothesis]]] = [[] for _ in range(count)]
    for row in rows:
        task, branch = row.order
        found[task].append((branch, row.hypothesis()))
    for pairs in found:
        pairs.sort(key=lambda pair: (pair[0] > 0, -pair[1].score, pair[0]))
    return [[hypothesis for _, hypothesis in pairs] for pairs in found]


class _Vocabulary:
    """The tokens that any row may write, and the mask of each row's position over them."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        tokens = sorted(set().union(*(task.grounding.vocabulary for task in tasks)))
        self.ids = torch.tensor(tokens)
        self._column = {token: i for i, token in enumerate(tokens)}
        self._masks: dict[tuple[int, Position], Tensor] = {}

    def logprobs(self, rows: Sequence[_Row], logits: Tensor) -> Tensor:
        """Log-probabilities among each row's allowed tokens; the others have -inf.

        What would say a run twice is not allowed, unless nothing else is.
        """
        hidden = torch.stack([self._mask(row) for row in rows])
        for i, row in enumerate(rows):
            if again := [self._column[token] for token in row.repeats()]:
                without = hidden[i].index_fill(0, torch.tensor(again), True)
                hidden[i] = hidden[i] if bool(without.all()) else without
        return logits.masked_fill(hidden, -torch.inf).log_softmax(dim=-1)

    def _mask(self, row: _Row) -> Tensor:
        key = (row.order[0], row.position)
        if key not in self._masks:
            mask = torch.ones(len(self.ids), dtype=torch.bool)
            mask[[self._column[token] for token in row.task.grounding.allowed(row.position)]] = False
            self._masks[key] = mask
        return self._masks[key]

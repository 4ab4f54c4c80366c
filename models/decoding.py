"""Greedy decoding of many prompts as one batch, each row held to its own words.

Knows nothing of any one model: what it asks of one is the protocol `CausalModel`. Of a model whose session is
`Drafting`, it has several guessed tokens checked at once (`models.drafts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import torch
from torch import Tensor

from models.drafts import Copying, room_for
from models.grounding import Grounding, Position
from models.patience import still_wanted

_ONCE = 4  # tokens; a run of so many is not written twice
_COMPACT_AT = 0.5  # drop finished rows once this share or less is left; copying the cache costs about a step


class DecodingSession(Protocol):
    """A batch in the course of being decoded."""

    def step(self, tokens: Tensor) -> Tensor:
        """Take one token a row, int64 of shape (batch,); return logits, float32 (batch, len(vocabulary))."""

    def select(self, rows: Tensor) -> None:
        """Go on with these rows, int64; the others are done."""


@runtime_checkable
class Drafting(DecodingSession, Protocol):
    """A session that can try out tokens and take them back."""

    def attempt(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """Try tokens, any number for each row; return the logits after each: (tokens, len(vocabulary))."""

    def keep(self, counts: Tensor) -> None:
        """Settle the first `counts[row]` tokens of each row, int64, and forget the others."""


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
    """Tokens without the last end-of-sequence. `finished` is false if the limit cut the row short."""

    tokens: tuple[int, ...]
    finished: bool


@dataclass(slots=True)
class _Row:
    """One row's way so far, for the task of the same number."""

    task: Task
    number: int
    position: Position
    copying: Copying
    tokens: list[int] = field(default_factory=list)
    done: bool = False

    @property
    def last(self) -> int:
        """The token that the model has not read yet."""
        return self.tokens[-1] if self.tokens else self.task.prompt[-1]

    def take(self, token: int) -> None:
        """Go on by one token."""
        if token == self.task.grounding.eos:
            self.done = True
            return
        self.tokens.append(token)
        self.position = self.task.grounding.advance(self.position, token)
        self.done = len(self.tokens) >= self.task.limit

    def guess(self, most: int) -> Iterator[tuple[int, Position]]:
        """Tokens that may come next, one after the other, each with where it leads."""
        position = self.position
        for token in self.copying.guess(self.tokens, min(most, self.task.limit - len(self.tokens) - 1)):
            if not self.task.grounding.allows(position, token):
                return
            position = self.task.grounding.advance(position, token)
            yield token, position

    def repeats(self, ahead: Sequence[int]) -> list[int]:
        """The words' first tokens that would make the end of the row a run that it has already.

        The row with `ahead` behind it. Never a token within a word, which would turn one name into another.
        """
        tokens = [*self.tokens, *ahead]
        tail = tokens[1 - _ONCE :]
        if len(tail) < _ONCE - 1:
            return []
        again = [tokens[i + _ONCE - 1] for i in _places(tokens, tail)]
        return [token for token in again if self.task.grounding.begins_word(token)]

    def hypothesis(self) -> Hypothesis:
        """What was written."""
        return Hypothesis(tuple(self.tokens), len(self.tokens) < self.task.limit)


def _places(tokens: Sequence[int], run: Sequence[int]) -> Iterator[int]:
    """Where the run stands among the tokens with another one behind it."""
    size = len(run)
    return (i for i in range(len(tokens) - size) if tokens[i] == run[0] and tokens[i : i + size] == run)


def decode(model: CausalModel, tasks: Sequence[Task]) -> list[Hypothesis]:
    """Return what the model writes for each task, the likeliest allowed token at every place.

    The same tasks give the same answer, in any batch if the model's logits are the same in any batch.
    """
    if not tasks:
        return []
    words = _Vocabulary(tasks)
    with torch.inference_mode():
        session, logits = model.begin([t.prompt for t in tasks], words.ids, max(t.limit for t in tasks))
        every = [_Row(t, i, t.grounding.start, Copying(t.prompt)) for i, t in enumerate(tasks)]
        _follow(every, [[] for _ in every], words, logits)
        rows = every
        while rows := _compact(session, rows):
            still_wanted()
            _advance(session, words, rows)
    return [row.hypothesis() for row in every]


def _advance(session: DecodingSession, words: _Vocabulary, rows: list[_Row]) -> None:
    """Take each live row's best allowed tokens: one, and those after it that were guessed."""
    if not isinstance(session, Drafting):
        logits = session.step(torch.tensor([row.last for row in rows]))
        live = [i for i, row in enumerate(rows) if not row.done]
        _follow([rows[i] for i in live], [[] for _ in live], words, logits[live])
        return
    most = room_for(sum(not row.done for row in rows))
    guesses = [[] if row.done else list(row.guess(most)) for row in rows]
    tried = [
        [] if row.done else [row.last, *(t for t, _ in guess)]
        for row, guess in zip(rows, guesses, strict=True)
    ]
    logits = session.attempt(tried)
    session.keep(torch.tensor(_follow(rows, guesses, words, logits)))


def _follow(
    rows: Sequence[_Row],
    guesses: Sequence[Sequence[tuple[int, Position]]],
    words: _Vocabulary,
    logits: Tensor,
) -> list[int]:
    """Take what the logits say as long as the guesses were right; return how many tokens each row took.

    `logits` are those after each live row's last token and after each token guessed for it.
    """
    states = [
        (row, position, [token for token, _ in guess[:ahead]])
        for row, guess in zip(rows, guesses, strict=True)
        if not row.done
        for ahead, position in enumerate([row.position, *(position for _, position in guess)])
    ]
    best = iter(words.ids[words.shown(states, logits).argmax(dim=-1)].tolist())
    counts = []
    for row, guess in zip(rows, guesses, strict=True):
        found = [] if row.done else [next(best) for _ in range(len(guess) + 1)]
        count = 0
        for token, guessed in zip(found, [*(token for token, _ in guess), None], strict=False):
            row.take(token)
            count += 1
            if row.done or token != guessed:
                break
        counts.append(count)
    return counts


def _compact(session: DecodingSession, rows: list[_Row]) -> list[_Row]:
    """Drop the finished rows once that pays."""
    live = [i for i, row in enumerate(rows) if not row.done]
    if not live or len(live) > _COMPACT_AT * len(rows):
        return rows if live else []
    session.select(torch.tensor(live))
    return [rows[i] for i in live]


class _Vocabulary:
    """The tokens that any row may write, and the mask of each row's position over them."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        tokens = sorted(set[int]().union(*(task.grounding.vocabulary for task in tasks)))
        self.ids = torch.tensor(tokens)
        self._column = {token: i for i, token in enumerate(tokens)}
        self._places: dict[tuple[int, Position], int] = {}
        self._hidden = torch.ones(64, len(tokens), dtype=torch.bool)  # a row for each known position

    def shown(self, states: Sequence[tuple[_Row, Position, Sequence[int]]], logits: Tensor) -> Tensor:
        """The logits of what may come next, the others -inf.

        A state is a row, where it stands, and the tokens that bring it there. What would say a run twice is
        not allowed, unless nothing else is.
        """
        places = [self._place(row, position) for row, position, _ in states]
        hidden = self._hidden[places]
        again = [
            (i, self._column[token])
            for i, (row, _, ahead) in enumerate(states)
            for token in row.repeats(ahead)
        ]
        if again:
            without = hidden.clone()
            without[tuple(torch.tensor(again).T)] = True
            hidden = torch.where(without.all(dim=1, keepdim=True), hidden, without)
        return logits.masked_fill(hidden, -torch.inf)

    def _place(self, row: _Row, position: Position) -> int:
        """The position's row of the masks."""
        key = (row.number, position)
        if key not in self._places:
            self._places[key] = place = len(self._places)
            if place == len(self._hidden):
                self._hidden = torch.cat([self._hidden, torch.ones_like(self._hidden)])
            allowed = [self._column[token] for token in row.task.grounding.allowed(position)]
            self._hidden[place, allowed] = False
        return self._places[key]

"""Lets requests that come at the same time share batches: one thread computes, for all of them.

A product uses all cores, so two at once would only be in each other's way; and it waits for the weights more
than for the numbers, so that several requests' sentences take hardly longer than one's. Who asks a model
hands its items in and waits. The thread takes of each waiting call one item in turn, the calls in their
order of arrival, until a batch has tokens enough: so a large call holds up no small one for longer than a
batch.

An item that cannot be computed fails its own call and no other. A caller that gives up
(`models.patience`) takes its waiting items along; a batch that nobody waits for any more is broken off.
That answers do not depend on a batch's other items is the models' business (`models.cpu.Linear`).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np

from models.patience import asked, still_wanted
from models.protocols import ClaimVerifier, Corroborator, Embeddings, SentenceEncoder, SentenceFuser

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Case = tuple[Sequence[str], Sequence[str]]

ENCODER_TOKENS = 16_384
VERIFIER_TOKENS = 8_192
CORROBORATOR_TOKENS = 8_192
FUSER_TOKENS = 4_096  # of prompts and answers: about twenty clusters
_ANSWER = 96  # tokens, at most, of a fused sentence
_ASK = 0.1  # seconds between two questions whether a waiting call is still wanted


class _Unwanted(Exception):
    """Nobody waits for the batch any more."""


@dataclass(eq=False)
class _Call(Generic[Item, Answer]):
    """What one caller waits for. `waiting` are the numbers of the items that no batch has taken yet."""

    items: Sequence[Item]
    waiting: deque[int]
    answers: dict[int, Answer] = field(default_factory=dict)
    error: Exception | None = None
    gone: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    def settle(self) -> None:
        """Wake the caller, if there is an answer to every item, or an error."""
        if self.error or len(self.answers) == len(self.items):
            self.done.set()


_Taken = list[tuple[_Call[Any, Any], int]]


class Line(Generic[Item, Answer]):
    """The calls that wait for one model.

    `compute` answers items in their order, whatever is among them; `size` is about how many tokens an item
    has. Where items are not `mixed`, a batch holds those of one call.
    """

    def __init__(
        self,
        compute: Callable[[list[Item]], Sequence[Answer]],
        size: Callable[[Item], int],
        budget: int,
        *,
        mixed: bool = True,
    ) -> None:
        self.compute = compute
        self._size = size
        self._budget = budget
        self._mixed = mixed
        self.calls: deque[_Call[Item, Answer]] = deque()

    def take(self) -> _Taken:
        """The next batch's items, off their calls' waiting ones."""
        taken: _Taken = []
        turn = deque(list(self.calls) if self._mixed else [self.calls[0]])
        tokens = 0
        while turn and (not taken or tokens < self._budget):
            call = turn.popleft()
            number = call.waiting.popleft()
            taken.append((call, number))
            tokens += self._size(call.items[number])
            if call.waiting:
                turn.append(call)
            else:
                self.calls.remove(call)
        return taken


class Bench:
    """The one thread that computes, and the lines before it, the first served first while anyone waits there.

    So let quick models have the first lines: then more calls meet in the slow one's. Nobody is starved, since
    a request waits in one line at a time, and only so many are let in at all. The thread starts when it is
    first needed, in the process that needs it, and ends with it.
    """

    def __init__(self) -> None:
        self._lines: list[Line[Any, Any]] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, line: Line[Item, Answer]) -> Callable[[Sequence[Item]], list[Answer]]:
        """Return what a caller asks: it answers items in their order, and raises what the model raises."""
        self._lines.append(line)

        def ask(items: Sequence[Item]) -> list[Answer]:
            return self._ask(line, items)

        return ask

    def _ask(self, line: Line[Item, Answer], items: Sequence[Item]) -> list[Answer]:
        if not items:
            return []
        call = _Call[Item, Answer](items, deque(range(len(items))))
        with self._changed:
            line.calls.append(call)
            self._start()
            self._changed.notify()
        try:
            while not call.done.wait(_ASK):
                still_wanted()
        finally:
            self._leave(line, call)
        if call.error:
            raise call.error
        return [call.answers[number] for number in range(len(items))]

    def _leave(self, line: Line[Any, Any], call: _Call[Any, Any]) -> None:
        with self._changed:
            call.gone = True
            if call in line.calls:
                line.calls.remove(call)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="models", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (open_lines := [line for line in self._lines if line.calls]):
                    self._changed.wait()
                line = open_lines[0]
                taken = line.take()
            _compute(line, taken)


def _compute(line: Line[Any, Any], taken: _Taken) -> None:
    """Answer the items; if that fails, each one alone, so that only what is at fault fails."""
    try:
        with asked(lambda: _check(taken)):
            answers = line.compute([call.items[number] for call, number in taken])
    except _Unwanted:
        return
    except Exception as error:
        if len(taken) > 1:
            for one in taken:
                _compute(line, [one])
            return
        taken[0][0].error = error
    else:
        for (call, number), answer in zip(taken, answers, strict=True):
            call.answers[number] = answer
    for call, _ in taken:
        call.settle()


def _check(taken: _Taken) -> None:
    if all(call.gone for call, _ in taken):
        raise _Unwanted


class SharedEncoder:
    """A SentenceEncoder whose batches are shared by all who call it."""

    def __init__(self, encoder: SentenceEncoder, bench: Bench, *, mixed: bool = True) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._ask = bench.add(
            Line[str, Embeddings](
                lambda texts: list(encoder.encode(texts)), _tokens, ENCODER_TOKENS, mixed=mixed
            )
        )

    def load(self) -> None:
        """Read the weights; see the protocol."""
        self._encoder.load()

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """One row a text; see the protocol."""
        return np.stack(self._ask(texts)) if texts else self._encoder.encode(texts)


class SharedFuser:
    """A SentenceFuser whose batches are shared by all who call it."""

    def __init__(self, fuser: SentenceFuser, bench: Bench, *, mixed: bool = True) -> None:
        self.name = fuser.name
        self._fuser = fuser
        self._ask = bench.add(
            Line[Sequence[str], list[str]](
                fuser.fuse, lambda cluster: sum(map(_tokens, cluster)) + _ANSWER, FUSER_TOKENS, mixed=mixed
            )
        )

    def load(self) -> None:
        """Read the weights; see the protocol."""
        self._fuser.load()

    def fuse(self, clusters: Sequence[Sequence[str]]) -> list[list[str]]:
        """The candidates for each cluster; see the protocol."""
        return self._ask(clusters)


class SharedVerifier:
    """A ClaimVerifier whose batches are shared by all who call it."""

    def __init__(self, verifier: ClaimVerifier, bench: Bench) -> None:
        self.name = verifier.name
        self._verifier = verifier
        self._ask = bench.add(
            Line[Case, list[float]](
                verifier.verify,
                lambda case: sum(_tokens(text) for part in case for text in part),
                VERIFIER_TOKENS,
            )
        )

    @property
    def threshold(self) -> float:
        """See the protocol."""
        return self._verifier.threshold

    @property
    def certain(self) -> float:
        """See the protocol."""
        return self._verifier.certain

    def load(self) -> None:
        """Read the weights; see the protocol."""
        self._verifier.load()

    def verify(self, cases: Sequence[Case]) -> list[list[float]]:
        """One probability a claim; see the protocol."""
        return self._ask(cases)


class SharedCorroborator:
    """A Corroborator whose batches are shared by all who call it."""

    def __init__(self, corroborator: Corroborator, bench: Bench) -> None:
        self.name = corroborator.name
        self._corroborator = corroborator
        self._ask = bench.add(
            Line[tuple[str, str], float](
                corroborator.corroborate, lambda pair: sum(map(_tokens, pair)), CORROBORATOR_TOKENS
            )
        )

    @property
    def threshold(self) -> float:
        """See the protocol."""
        return self._corroborator.threshold

    def load(self) -> None:
        """Read the weights; see the protocol."""
        self._corroborator.load()

    def corroborate(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One probability a pair; see the protocol."""
        return self._ask(pairs)


def _tokens(text: str) -> int:
    """About how many; models count for themselves what must be exact."""
    return len(text) // 4 + 2

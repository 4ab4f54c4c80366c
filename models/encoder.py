"""Sentence embeddings by all-MiniLM-L6-v2, or by any mean-pooling encoder that a user names.

Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from tokenizers import Tokenizer

from models.bert import Bert
from models.cpu import matrix_dtype, return_memory
from models.patience import still_wanted
from models.protocols import Embeddings
from models.text import one_line
from models.weights import locate

MAX_TOKENS = 256  # a sentence's; what the model was trained to read
BATCH_TOKENS = 2048  # few enough that what is between two layers stays in the cache


class Pooler(Protocol):
    """Maps token ids to one vector a text."""

    width: int

    def pooled(self, ids: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return float32 of shape (len(ids), width); texts of one length are neighbours."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's token ids, and a row of states for each, shape (tokens, layers * width)."""

    ids: tuple[int, ...]
    states: torch.Tensor


class MiniLmEncoder:
    """A SentenceEncoder. Threads may share one: they take turns, since one call uses all cores.

    `directory` holds the fetched weights; `override` is a directory or a hub id of the user's own.
    """

    def __init__(self, directory: Path, override: str | None = None) -> None:
        self.name = override.rstrip("/").rsplit("/", 1)[-1] if override else "all-MiniLM-L6-v2"
        self._directory = directory
        self._override = override
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, Pooler] | None = None

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""
        with self._lock:
            self._ready()

    def encode(self, texts: Sequence[str]) -> Embeddings:
        """Return one unit-length row per text, shape (len(texts), width), float32.

        A text's row does not depend on where it stands among the texts. Only the first 256 tokens count.
        """
        with self._lock, torch.inference_mode():
            tokenizer, pooler = self._ready()
            tidy = [one_line(text) for text in texts]
            unique, ids = _tokenized(tidy, tokenizer)
            rows = np.empty((len(unique), pooler.width), dtype=np.float32)
            for batch in _batches(ids):
                pooled = pooler.pooled([ids[i] for i in batch])
                rows[batch] = torch.nn.functional.normalize(pooled, dim=1).numpy()
            places = {text: i for i, text in enumerate(unique)}
            return rows[[places[text] for text in tidy]]

    def tokens(self, texts: Sequence[str], layers: Sequence[int]) -> list[Tokens]:
        """Return the tokens of each text, with their states after some of the layers, counted from 1.

        Raises TypeError of a model of the user's own.
        """
        with self._lock, torch.inference_mode():
            tokenizer, bert = self._ready()
            if not isinstance(bert, Bert):
                raise TypeError(f"{self.name} is not of the kind whose layers can be read")
            tidy = [one_line(text) for text in texts]
            unique, ids = _tokenized(tidy, tokenizer)
            found: dict[str, Tokens] = {}
            for batch in _batches(ids):
                states = bert.states([ids[i] for i in batch], layers)
                for i, rows in zip(batch, torch.split(states, [len(ids[i]) for i in batch]), strict=True):
                    found[unique[i]] = Tokens(tuple(ids[i]), rows)
            return [found[text] for text in tidy]

    def _ready(self) -> tuple[Tokenizer, Pooler]:
        if self._loaded is None:
            self._loaded = self._read()
            return_memory()
        return self._loaded

    def _read(self) -> tuple[Tokenizer, Pooler]:
        location = locate("encoder", self._directory, self._override)
        pooler: Pooler
        if location.pinned:
            tokenizer = Tokenizer.from_file(str(Path(location.source) / "tokenizer.json"))
            pooler = Bert(Path(location.source), matrix_dtype())
        else:
            from models.hub import HubPooler, hub_tokenizer  # noqa: PLC0415 - imports transformers, slow and seldom needed

            tokenizer, pooler = hub_tokenizer(location), HubPooler(location)
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.encode_special_tokens = True  # "[SEP]" in a document is plain characters
        return tokenizer, pooler


def _tokenized(texts: Sequence[str], tokenizer: Tokenizer) -> tuple[list[str], list[list[int]]]:
    """The different texts, the shortest first, and their token ids."""
    unique = sorted(set(texts))
    found = [
        (encoding.ids, text) for encoding, text in zip(tokenizer.encode_batch(unique), unique, strict=True)
    ]
    found.sort(key=lambda pair: (len(pair[0]), pair[1]))
    return [text for _, text in found], [ids for ids, _ in found]


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Cut the texts' numbers into batches of at most BATCH_TOKENS tokens."""
    batch: list[int] = []
    tokens = 0
    for i, text in enumerate(ids):
        if batch and tokens + len(text) > BATCH_TOKENS:
            still_wanted()
            yield batch
            batch, tokens = [], 0
        batch.append(i)
        tokens += len(text)
    if batch:
        yield batch

"""Fuses sentences that tell one thing into one sentence, with a small language model tied to their words."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from models.cpu import matrix_dtype, return_memory
from models.decoding import CausalModel, Hypothesis, Task, decode
from models.grounding import Grounder, Root
from models.llama import Llama
from models.prompts import fusion_prompt
from models.text import ends_well, loops, one_line
from models.weights import Location, find_adapter, locate, locate_adapter

MAX_NEW_TOKENS = 96
MAX_SENTENCE_TOKENS = 160  # a longer one is a list or a mishap, and is not fused
Key = tuple[int, int]  # a cluster, and which of its sentences comes first

BATCH_TOKENS = 12_288  # of prompts and answers, of all candidates; their keys and values take 280 MB

# For a model without an adapter: it continues the pattern. The names and events are invented.
EXAMPLES = (
    (
        (
            "The bridge at Ostrel was closed on Monday.",
            "Engineers found cracks in two pillars of the Ostrel bridge.",
        ),
        "The bridge at Ostrel was closed on Monday after engineers found cracks in two pillars.",
    ),
    (
        (
            "Mayor Ilse Vanter said the pool would reopen in June.",
            "The pool has been shut since a fire in March.",
        ),
        "Mayor Ilse Vanter said the pool, which has been shut since a fire in March, would reopen in June.",
    ),
)


class CausalFuser:
    """A SentenceFuser. Threads may share one: they take turns, since one call uses all cores.

    `directory` holds the fetched weights; `override` is a directory or a hub id of the user's own: a causal
    model, which is asked by example, or an encoder-decoder (see `models.seq2seq`); `adapter` is a LoRA
    adapter's directory, by default the one that ships. Up to `candidates` are returned for a cluster: what
    comes of starting from each of its sentences in turn, as the adapter was trained to start from the first.
    Where it would have more than `longest` words with even the shortest other one, that start is left out: of
    what is written then, next to nothing is short enough to be told.
    """

    def __init__(
        self,
        directory: Path,
        override: str | None = None,
        adapter: Path | None = None,
        *,
        candidates: int = 1,
        longest: int | None = None,
    ) -> None:
        base = override.rstrip("/").rsplit("/", 1)[-1] if override else "SmolLM2-135M-Instruct"
        tuned = adapter if override else find_adapter("fuser", adapter)
        self.name = f"{base} + {tuned.name}" if tuned else base
        self._directory = directory
        self._override = override
        self._adapter = adapter
        self._candidates = candidates
        self._longest = longest or sys.maxsize
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""
        with self._lock:
            self._ready()

    def fuse(self, clusters: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the candidates for each cluster, decoded as one batch; perhaps none.

        Only words of the cluster's own sentences, and words that join, are written. What is cut short, is
        no single sentence, or goes in circles is dropped.
        """
        with self._lock:
            loaded = self._ready()
            tasks = {
                (i, start): task
                for i, cluster in enumerate(clusters)
                for start, turned in enumerate(_turns(cluster, self._candidates, self._longest))
                if (task := loaded.task(turned))
            }
            written: dict[Key, str | None] = {}
            for batch in _batches(tasks):
                decoded = decode(loaded.model, [tasks[key] for key in batch])
                written |= {key: loaded.text(found) for key, found in zip(batch, decoded, strict=True)}
                return_memory()  # keys and values of a large batch
            texts: list[list[str]] = [[] for _ in clusters]
            for (i, _), text in sorted(written.items()):
                texts[i] += [text] if text and text not in texts[i] else []
            return texts

    def _ready(self) -> _Loaded:
        if self._loaded is None:
            location = locate("fuser", self._directory, self._override)
            adapter = locate_adapter("fuser", self._adapter) if location.pinned or self._adapter else None
            self._loaded = _Loaded(location, adapter)
            return_memory()
        return self._loaded


class _Loaded:
    """A model with its tokenizer, and how it is asked. Raises ModelsError if it cannot be loaded."""

    def __init__(self, location: Location, adapter: Path | None) -> None:
        self.model: CausalModel
        self.first: Root | None = None
        self.prefix: str | None = None  # what an encoder reads before the sentences; None asks by example
        self.reads = self.writes = sys.maxsize  # tokens
        if location.pinned:
            folder = Path(location.source)
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.model = Llama(folder, matrix_dtype(), adapter)
            self.eos: int = json.loads((folder / "config.json").read_text(encoding="utf-8"))["eos_token_id"]
        else:
            self._load_own(location, adapter)
        self.opening = [] if location.pinned else self.tokenizer.encode("").ids
        self.tokenizer.encode_special_tokens = True  # "<|im_end|>" in a document is plain characters
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.grounder = Grounder(self.tokenizer, self.eos, self.first)
        self.examples = "" if adapter else "".join(f"{fusion_prompt(s)} {t}\n\n" for s, t in EXAMPLES)

    def _load_own(self, location: Location, adapter: Path | None) -> None:
        from models import hub  # noqa: PLC0415 - imports transformers, slow and seldom needed
        from models.seq2seq import Seq2SeqModel  # noqa: PLC0415 - the same

        with hub.loading(location):
            self.tokenizer = hub.hub_tokenizer(location)
            if hub.is_encoder_decoder(location):
                self.model = own = Seq2SeqModel(location, self.tokenizer, adapter)
                self.eos, self.first, self.prefix = own.eos, own.first, own.prefix
                self.reads, self.writes = own.room, own.writes
            else:
                self.model = causal = hub.HubCausalModel(location, adapter)
                self.eos, self.reads = causal.eos, causal.room - MAX_NEW_TOKENS

    def task(self, cluster: Sequence[str]) -> Task | None:
        """What to decode for a cluster, or None if nothing in it can be fused.

        Where a model cannot read all of the sentences, the last ones are left out.
        """
        lines = [line for sentence in cluster if (line := one_line(sentence))]
        lengths = [len(ids) for ids in map(self._ids, lines)]
        kept = [line for line, length in zip(lines, lengths, strict=True) if length <= MAX_SENTENCE_TOKENS]
        while kept and len(prompt := self._prompt(kept)) > self.reads:
            kept.pop()
        if not kept:
            return None
        limit = min(MAX_NEW_TOKENS, self.writes, sum(lengths) + 8)
        return Task(tuple(prompt), self.grounder.ground(kept), limit)

    def _prompt(self, lines: Sequence[str]) -> list[int]:
        if self.prefix is None:
            return self.opening + self._ids(self.examples + fusion_prompt(lines))
        framed: list[int] = self.tokenizer.encode(self.prefix + " ".join(lines)).ids
        return framed

    def text(self, hypothesis: Hypothesis) -> str | None:
        """The sentence that was written, or None if it is not fit to be shown."""
        written = one_line(self.tokenizer.decode(list(hypothesis.tokens), skip_special_tokens=True))
        whole = one_line(self.tokenizer.decode(list(hypothesis.tokens), skip_special_tokens=False))
        fit = hypothesis.finished and written == whole and ends_well(written) and not loops(written)
        return written if fit else None

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return ids


def _turns(cluster: Sequence[str], most: int, longest: int) -> Iterator[tuple[str, ...]]:
    """The cluster's sentences, each of the first `most` in turn set before the others."""
    for start, first in enumerate(cluster[:most]):
        others = (*cluster[:start], *cluster[start + 1 :])
        words = len(first.split()) + min((len(other.split()) for other in others), default=0)
        if words <= longest:
            yield (first, *others)


def _batches(tasks: Mapping[Key, Task]) -> Iterator[list[Key]]:
    """Cut the tasks into batches of at most BATCH_TOKENS tokens, like lengths together."""
    batch: list[Key] = []
    for key in sorted(tasks, key=lambda key: (len(tasks[key].prompt), tasks[key].prompt)):
        widest = len(tasks[key].prompt) + MAX_NEW_TOKENS
        if batch and widest * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(key)
    if batch:
        yield batch

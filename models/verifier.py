"""Judges whether source sentences support a claim: an MPNet encoder with an adapter trained for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from models.cpu import matrix_dtype, return_memory
from models.errors import ModelsMissing
from models.heads import read_calibration, read_head
from models.mpnet import Mpnet
from models.packing import Packed, Piece, lay_out, padded, prompt_ids
from models.patience import still_wanted
from models.support_head import SupportHead
from models.text import one_line
from models.weights import find_adapter, locate, locate_adapter

BATCH_TOKENS = 4096
STEP = 32  # tokens; attention's sums then run alike in any batch
MAX_CLAIM_TOKENS = 160  # a longer text is no sentence, and is not supported

Case = tuple[Sequence[str], Sequence[str]]


class TrainedVerifier:
    """A ClaimVerifier. Threads may share one: they take turns, since one call uses all cores.

    The adapter's card says what share of the claims let through at its thresholds is wrong.
    """

    def __init__(self, directory: Path, adapter: Path | None = None) -> None:
        tuned = find_adapter("verifier", adapter)
        self.name = f"all-mpnet-base-v2 + {tuned.name}" if tuned else "all-mpnet-base-v2"
        self._directory = directory
        self._adapter = adapter
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""
        with self._lock:
            self._ready()

    @property
    def threshold(self) -> float:
        """The probability from which a claim counts as supported."""
        with self._lock:
            return self._ready().threshold

    @property
    def certain(self) -> float:
        """The probability from which a claim counts as supported in spite of a doubt."""
        with self._lock:
            return self._ready().certain

    def verify(self, cases: Sequence[Case]) -> list[list[float]]:
        """Return one probability of support a claim, for each case of (evidence sentences, claims).

        Evidence sentences that the encoder has no more room for are left out, so what only they tell counts
        as unsupported. A claim that is empty or too long, or without evidence, gets 0.
        """
        with self._lock, torch.inference_mode():
            loaded = self._ready()
            answers = [[0.0] * len(claims) for _, claims in cases]
            rows = [row for number, case in enumerate(cases) for row in loaded.rows(number, *case)]
            for batch in _batches(rows):
                still_wanted()
                chances = iter(loaded.chances([row.packed for row in batch]))
                for row in batch:
                    for claim in row.claims:
                        answers[row.case][claim] = next(chances)
            return answers

    def _ready(self) -> _Loaded:
        if self._loaded is None:
            location = locate("verifier", self._directory)
            adapter = locate_adapter("verifier", self._adapter)
            if adapter is None:
                raise ModelsMissing("the verifier's adapter is not in this package; reinstall citeweave")
            self._loaded = _Loaded(Path(location.source), adapter)
            return_memory()
        return self._loaded


class _Row:
    """A packed row, and which case and claims it answers."""

    def __init__(self, case: int, claims: Sequence[int], packed: Packed[Piece]) -> None:
        self.case = case
        self.claims = claims
        self.packed = packed


class _Loaded:
    """The encoder with its adapter merged in, the head, and the calibration."""

    def __init__(self, base: Path, adapter: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self.tokenizer.encode_special_tokens = True  # "</s>" in a document is plain characters
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.encoder = Mpnet(base, matrix_dtype(), adapter)
        self.encoder.pack()
        self.head = read_head(adapter, SupportHead(self.encoder.width))
        self.slope, self.offset, self.threshold, self.certain = read_calibration(
            adapter, "slope", "offset", "threshold", "certain"
        )

    def rows(self, case: int, evidence: Sequence[str], claims: Sequence[str]) -> Iterator[_Row]:
        """Lay a case out, in several rows if its claims do not fit into one."""
        prompt = self._prompt(evidence)
        if len(prompt) == 1:
            return
        pieces: list[Piece] = []
        numbers: list[int] = []
        for number, claim in enumerate(claims):
            piece = Piece.of(self.tokenizer.encode(one_line(claim), add_special_tokens=False).ids)
            if not 2 < len(piece.ids) <= MAX_CLAIM_TOKENS + 2:
                continue
            if pieces and len(prompt) + sum(len(p.ids) for p in [*pieces, piece]) > BATCH_TOKENS // 4:
                yield _Row(case, numbers, Packed(prompt, tuple(pieces)))
                pieces, numbers = [], []
            pieces.append(piece)
            numbers.append(number)
        if pieces:
            yield _Row(case, numbers, Packed(prompt, tuple(pieces)))

    def _prompt(self, evidence: Sequence[str]) -> tuple[int, ...]:
        """The evidence's tokens: its sentences in their order, without those that do not fit as a whole.

        Half a sentence could say what the whole does not: "it was safe, the owner claimed".
        """
        kept = prompt_ids([], self.tokenizer)
        for sentence in evidence:
            _, *ids = prompt_ids([one_line(sentence)], self.tokenizer)
            if 1 < len(ids) <= self.encoder.most - MAX_CLAIM_TOKENS - 2 - len(kept):
                kept += tuple(ids)
        return kept

    def chances(self, batch: Sequence[Packed[Piece]]) -> list[float]:
        """The calibrated probability of support of every claim in the batch."""
        states = self.encoder.states(*lay_out(batch, STEP))
        _, whole = self.head(*padded(states, batch))
        chances: list[float] = torch.sigmoid(self.offset - self.slope * whole).tolist()
        return chances


def _batches(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows of like lengths together, at most BATCH_TOKENS with their padding."""
    batch: list[_Row] = []
    for row in sorted(rows, key=lambda row: row.packed.length):
        if batch and row.packed.length * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch

"""Judges whether a sentence of another source says what a claim says."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import torch

from models.alignment_head import AlignmentHead
from models.encoder import MiniLmEncoder, Tokens
from models.errors import ModelsMissing
from models.heads import read_calibration, read_head
from models.patience import still_wanted
from models.weights import locate_adapter

LAYERS = (4, 3)  # of six: those above have turned to the sentence as a whole
WIDTH = 384

Pair = tuple[str, str]


class TrainedCorroborator:
    """A Corroborator on the states of an encoder that it shares: a head is all that it adds.

    The adapter's card says what share of the sentences that pass at its threshold says something else.
    """

    def __init__(self, encoder: MiniLmEncoder, adapter: Path | None = None) -> None:
        self.name = "corroborator"
        self._encoder = encoder
        self._adapter = adapter
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def load(self) -> None:
        """Read the weights; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""
        self._encoder.load()
        with self._lock:
            self._ready()

    @property
    def threshold(self) -> float:
        """The probability from which a sentence counts as saying the same."""
        with self._lock:
            return self._ready().threshold

    def corroborate(self, pairs: Sequence[Pair]) -> list[float]:
        """Return, for each pair of a claim and a sentence, the probability that the sentence says the same.

        Each pair is judged alone, so that its answer depends on no other.
        """
        with self._lock, torch.inference_mode():
            loaded = self._ready()
            read = self._encoder.tokens([text for pair in pairs for text in pair], LAYERS)
            chances = []
            for claim, other in zip(read[::2], read[1::2], strict=True):
                still_wanted()
                chances.append(loaded.chance(claim, other))
            return chances

    def _ready(self) -> _Loaded:
        if self._loaded is None:
            adapter = locate_adapter("corroborator", self._adapter)
            if adapter is None:
                raise ModelsMissing("the corroborator's head is not in this package; reinstall citeweave")
            self._loaded = _Loaded(adapter)
        return self._loaded


class _Loaded:
    """The head and its calibration."""

    def __init__(self, adapter: Path) -> None:
        self.head = read_head(adapter, AlignmentHead(WIDTH, len(LAYERS)))
        self.slope, self.offset, self.threshold = read_calibration(adapter, "slope", "offset", "threshold")

    def chance(self, claim: Tokens, other: Tokens) -> float:
        """The calibrated probability for one pair."""
        ids = torch.tensor([claim.ids]), torch.tensor([other.ids])
        logit = self.head(claim.states[None], other.states[None], ids)
        return float(torch.sigmoid(self.slope * logit + self.offset)[0])

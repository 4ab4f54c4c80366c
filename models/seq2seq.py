"""Encoder-decoder language models of the user's own (T5, BART, PEGASUS and their like), through transformers.

They are decoded as the causal ones are: the encoder reads the sentences, and the decoder is held to their
words. Several candidates come of starting from another sentence, not of beams: see `fuser`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoModelForSeq2SeqLM, DynamicCache, EncoderDecoderCache
from transformers.modeling_outputs import BaseModelOutput

from models.errors import ModelsError
from models.grounding import Root
from models.hub import end_of_sequence, language_model, positions
from models.weights import Location

_ANY = "The"


class Seq2SeqModel:
    """An encoder-decoder as a `decoding.CausalModel`: a prompt is what the encoder reads.

    It gets the sentences as running text, after the words by which its configuration asks for a summary, as
    T5's does, and is given no examples: a model that has learned to join or to summarize is meant. It reads
    `room` tokens at most and writes `writes`.
    """

    def __init__(self, location: Location, tokenizer: Tokenizer, adapter: Path | None = None) -> None:
        self._model = language_model(AutoModelForSeq2SeqLM, location, adapter)
        config = self._model.config
        self.eos = end_of_sequence(self._model)
        self.room = positions(
            config, "max_encoder_position_embeddings", "max_position_embeddings", "n_positions"
        )
        asked = (getattr(config, "task_specific_params", None) or {}).get("summarization") or {}
        self.prefix: str = asked.get("prefix") or ""
        self.first = _first_root(tokenizer)
        self._padding: int = (
            padding if (padding := getattr(config, "pad_token_id", None)) is not None else self.eos
        )
        self._opening = _opening(self._model, tokenizer)
        limit = positions(config, "max_decoder_position_embeddings", "max_position_embeddings")
        self.writes = limit - len(self._opening)

    def begin(
        self, prompts: Sequence[Sequence[int]], vocabulary: Tensor, extra: int
    ) -> tuple[Seq2SeqSession, Tensor]:
        """Encode the prompts; see `decoding.CausalModel`. The cache grows by itself: `extra` is not used."""
        longest = max(map(len, prompts))
        ids = torch.tensor([[*prompt] + [self._padding] * (longest - len(prompt)) for prompt in prompts])
        mask = torch.tensor([[1] * len(prompt) + [0] * (longest - len(prompt)) for prompt in prompts])
        encoded: Tensor = self._model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
        session = Seq2SeqSession(self._model, encoded, mask, vocabulary)
        return session, session.read(torch.tensor([self._opening] * len(prompts)))


class Seq2SeqSession:
    """A batch in the course of being decoded; all rows are equally long."""

    def __init__(self, model: Any, encoded: Tensor, mask: Tensor, vocabulary: Tensor) -> None:  # noqa: ANN401 - transformers picks the class
        self._model = model
        self._encoded = encoded
        self._mask = mask
        self._vocabulary = vocabulary
        self._cache = EncoderDecoderCache(DynamicCache(), DynamicCache())

    def step(self, tokens: Tensor) -> Tensor:
        """Take one token a row; return the logits for the next."""
        return self.read(tokens[:, None])

    def select(self, rows: Tensor) -> None:
        """Go on with these rows."""
        self._encoded, self._mask = self._encoded[rows], self._mask[rows]
        self._cache.batch_select_indices(rows)

    def read(self, ids: Tensor) -> Tensor:
        """Return the logits after the last column, float32."""
        outcome = self._model(
            encoder_outputs=BaseModelOutput(last_hidden_state=self._encoded),
            attention_mask=self._mask,
            decoder_input_ids=ids,
            past_key_values=self._cache,
            use_cache=True,
        )
        logits: Tensor = outcome.logits[:, -1].float()
        return logits[:, self._vocabulary]


def _opening(model: Any, tokenizer: Tokenizer) -> list[int]:  # noqa: ANN401 - transformers picks the class
    """What the decoder has read before the first word: its start, and the mark that begins every text."""
    settings, config = model.generation_config, model.config
    start = settings.decoder_start_token_id
    for name in ("decoder_start_token_id", "bos_token_id", "pad_token_id"):
        start = getattr(config, name, None) if start is None else start
    if start is None:
        raise ModelsError(
            "the model does not say how it begins: set decoder_start_token_id in its config.json"
        )
    if settings.forced_bos_token_id is not None:
        return [start, settings.forced_bos_token_id]
    bare = tokenizer.encode(_ANY, add_special_tokens=False).ids
    framed = tokenizer.encode(_ANY).ids
    return [start, *framed[: framed.index(bare[0])]]


def _first_root(tokenizer: Tokenizer) -> Root:
    """Whether a text's first word is written like one after a space (T5) or after a bracket (BART)."""
    context = tokenizer.encode("=>", add_special_tokens=False).ids
    spaced = tokenizer.encode(f"=> {_ANY}", add_special_tokens=False).ids
    bare = tokenizer.encode(_ANY, add_special_tokens=False).ids
    return Root.SPACED if spaced[len(context) :] == bare else Root.BARE

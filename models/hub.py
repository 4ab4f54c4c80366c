"""Models of the user's own, through transformers: a local directory, or a hub id that the user set."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, AutoTokenizer, DynamicCache

from models.cpu import matrix_dtype
from models.errors import ModelsError
from models.lora import merge_adapter
from models.weights import Location


def _pretrained(loader: Any, location: Location, **more: Any) -> Any:  # noqa: ANN401 - transformers picks the class
    return loader.from_pretrained(location.source, **location.from_pretrained, **more).eval()


@contextmanager
def loading(location: Location) -> Iterator[None]:
    """Turn what transformers says of a model that it cannot load into a ModelsError of one line."""
    try:
        yield
    except (OSError, ValueError, ImportError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise ModelsError(f"the model {location.label} cannot be loaded: {reason}") from error


def language_model(loader: Any, location: Location, adapter: Path | None) -> Any:  # noqa: ANN401 - transformers picks the class
    """A model that writes, with the adapter merged in. Raises ModelsError if its files lack a part of it."""
    model, report = loader.from_pretrained(
        location.source, **location.from_pretrained, dtype=matrix_dtype(), output_loading_info=True
    )
    if missing := sorted(report["missing_keys"]):
        raise ModelsError(f"the model {location.label} is not whole: its files hold no {missing[0]}")
    if adapter is not None:
        model.load_state_dict(merge_adapter(model.state_dict(), adapter))
    return model.eval()


def is_encoder_decoder(location: Location) -> bool:
    """Whether a model's configuration says that an encoder reads and a decoder writes."""
    config = AutoConfig.from_pretrained(location.source, **_without_weights(location))
    return bool(config.is_encoder_decoder)


def end_of_sequence(model: Any) -> int:  # noqa: ANN401 - transformers picks the class
    """The token that ends what a model writes. Raises ModelsError if it names none."""
    ends = model.generation_config.eos_token_id
    ends = getattr(model.config, "eos_token_id", None) if ends is None else ends
    if ends is None:
        raise ModelsError(
            "the model does not say which token ends a text: set eos_token_id in its config.json"
        )
    end: int = ends[0] if isinstance(ends, list) else ends
    return end


def positions(config: Any, *names: str) -> int:  # noqa: ANN401 - transformers picks the class
    """The first of these numbers that a configuration gives; a large one if it gives none."""
    told = (getattr(config, name, None) for name in names)
    return next((number for number in told if isinstance(number, int) and number > 0), sys.maxsize)


def hub_tokenizer(location: Location) -> Tokenizer:
    """The fast tokenizer of a model."""
    found = AutoTokenizer.from_pretrained(location.source, **_without_weights(location))
    tokenizer: Tokenizer = found.backend_tokenizer
    return tokenizer


def _without_weights(location: Location) -> dict[str, Any]:
    return {k: v for k, v in location.from_pretrained.items() if k != "use_safetensors"}


class HubPooler:
    """Mean pooling over the last hidden state of any encoder."""

    def __init__(self, location: Location) -> None:
        self._model = _pretrained(AutoModel, location)
        self.width: int = self._model.config.hidden_size

    def pooled(self, ids: Sequence[Sequence[int]]) -> Tensor:
        """Return float32 of shape (len(ids), width)."""
        longest = max(map(len, ids))
        padded = torch.tensor([[*text] + [0] * (longest - len(text)) for text in ids])
        mask = torch.tensor([[1] * len(text) + [0] * (longest - len(text)) for text in ids])
        hidden: Tensor = self._model(input_ids=padded, attention_mask=mask).last_hidden_state
        return (hidden * mask[..., None]).sum(1).float() / mask.sum(1, keepdim=True)


class HubCausalModel:
    """Any causal language model, as `decoding.CausalModel`.

    It takes `room` tokens at most, those that it writes included.
    """

    def __init__(self, location: Location, adapter: Path | None = None) -> None:
        self._model = language_model(AutoModelForCausalLM, location, adapter)
        self.eos = end_of_sequence(self._model)
        self.room = positions(self._model.config, "max_position_embeddings", "n_positions")

    def begin(
        self, prompts: Sequence[Sequence[int]], vocabulary: Tensor, extra: int
    ) -> tuple[HubSession, Tensor]:
        """Read the prompts; see `decoding.CausalModel`. The cache grows by itself, so `extra` is not used."""
        longest = max(map(len, prompts))
        ids = torch.tensor([[self.eos] * (longest - len(prompt)) + [*prompt] for prompt in prompts])
        mask = torch.tensor([[0] * (longest - len(prompt)) + [1] * len(prompt) for prompt in prompts])
        session = HubSession(self._model, mask, vocabulary)
        return session, session.read(ids, (mask.cumsum(1) - 1).clamp(min=0))


class HubSession:
    """A batch in the course of being decoded, with transformers' own cache."""

    def __init__(self, model: Any, mask: Tensor, vocabulary: Tensor) -> None:  # noqa: ANN401 - transformers picks the class
        self._model = model
        self._mask = mask
        self._vocabulary = vocabulary
        self._cache = DynamicCache(config=model.config)

    def step(self, tokens: Tensor) -> Tensor:
        """Take one token a row; return the logits for the next."""
        positions = self._mask.sum(1, keepdim=True)
        self._mask = torch.cat([self._mask, torch.ones_like(positions)], dim=1)
        return self.read(tokens[:, None], positions)

    def select(self, rows: Tensor) -> None:
        """Go on with these rows."""
        self._mask = self._mask[rows]
        self._cache.batch_select_indices(rows)

    def read(self, ids: Tensor, positions: Tensor) -> Tensor:
        """Return the logits after the last column, float32."""
        outcome = self._model(
            input_ids=ids,
            attention_mask=self._mask,
            position_ids=positions,
            past_key_values=self._cache,
            logits_to_keep=1,
        )
        logits: Tensor = outcome.logits[:, -1].float()
        return logits[:, self._vocabulary]

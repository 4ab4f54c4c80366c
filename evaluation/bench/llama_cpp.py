"""llama.cpp, through xllamacpp, continues many prompts at once: a peer for the fuser's decoder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Continuation:
    """What was written after a prompt. `ended` is false if the limit cut it short."""

    text: str
    ended: bool


def build() -> str | None:
    """Which of the processor's instructions and what else xllamacpp was built with; None without it."""
    try:
        library: Any = import_module("xllamacpp")
    except ImportError:
        return None
    pairs = re.findall(r"(\w+) = 1\b", library.get_system_info())
    return ", ".join(pairs) or "nothing in particular"


class LlamaCpp:
    """A GGUF file in memory, with a slot for each of `slots` prompts of at most `room` tokens with answer.

    Nothing of a prompt is kept for the next call, so that each call costs the same. Raises ImportError
    without xllamacpp, which `make bench` installs.
    """

    def __init__(self, model: Path, slots: int, room: int, threads: int) -> None:
        library: Any = import_module("xllamacpp")
        params = library.CommonParams()
        params.model.path = str(model)
        params.n_parallel, params.n_ctx = slots, slots * room
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        params.cache_prompt, params.cache_ram_mib = False, 0
        params.port, params.verbosity = 0, 0  # a port that is free, on the loopback; asked of by nobody
        self._server = library.Server(params)

    def __call__(self, prompts: Sequence[Sequence[int]], most: int) -> list[Continuation]:
        """Continue the prompts, given as token ids, side by side and greedily, by at most `most` tokens each.

        Raises RuntimeError with what llama.cpp said if it refuses.
        """
        order = {"prompt": [list(ids) for ids in prompts], "max_tokens": most, "temperature": 0.0}
        answer = self._server.handle_completions(order)
        if "choices" not in answer:
            raise RuntimeError(f"llama.cpp: {answer}")
        choices = sorted(answer["choices"], key=lambda choice: int(choice["index"]))
        return [Continuation(c["text"], c["finish_reason"] == "stop") for c in choices]

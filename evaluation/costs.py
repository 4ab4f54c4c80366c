"""What fusing and verifying cost: one batch against one by one, and against transformers' own `generate`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from evaluation.answers import check, write
from evaluation.tables import layout, note
from models.protocols import ClaimVerifier, SentenceFuser

CLUSTERS = 8
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """A way of working and its median time, in seconds."""

    way: str
    seconds: float


def time_ways(ways: Sequence[tuple[str, Callable[[], object]]], repeats: int = REPEATS) -> list[Cost]:
    """Run each way once to warm up and `repeats` times by the clock, in turns; return the medians."""
    taken: list[list[float]] = [[] for _ in ways]
    for turn in range(repeats + 1):
        for row, (_, run) in zip(taken, ways, strict=True):
            began = perf_counter()
            run()
            if turn:
                row.append(perf_counter() - began)
        note(f"costs: turn {turn} of {repeats}")
    return [Cost(way, median(row)) for row, (way, _) in zip(taken, ways, strict=True)]


def measure(
    groups: Sequence[Sequence[str]],
    fuser: SentenceFuser,
    one: SentenceFuser,
    generate: Callable[[str], object],
    verifier: ClaimVerifier,
) -> list[Cost]:
    """Time the ways on the same groups. `fuser` writes the product's candidates, `one` writes one a group.

    `generate` answers one group's prompt, made by `models.prompts`. What `fuser` wrote is verified as the
    service does, rules and all.
    """
    from models.prompts import fusion_prompt  # noqa: PLC0415 - beside the models that it is for

    cases = write(groups, fuser)
    prompts = [
        fusion_prompt(case.evidence) for case in cases if len(case.evidence) > 1
    ]  # others are not fused
    return time_ways(
        [
            ("fuse as one batch", lambda: write(groups, fuser)),
            ("fuse one by one", lambda: [write([group], fuser) for group in groups]),
            ("fuse as one batch, one candidate each", lambda: write(groups, one)),
            ("generate one by one, one candidate each", lambda: [generate(prompt) for prompt in prompts]),
            ("verify the same candidates", lambda: check(cases, verifier)),
        ]
    )


def generator(base: Path, adapter: Path | None) -> Callable[[str], object]:
    """Return transformers' greedy `generate` on the fuser's base with its adapter merged in."""
    import torch  # noqa: PLC0415 - heavy
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415

    from models.cpu import matrix_dtype  # noqa: PLC0415
    from models.fuser import MAX_NEW_TOKENS  # noqa: PLC0415
    from models.lora import merge_adapter  # noqa: PLC0415

    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    model: Any = AutoModelForCausalLM.from_pretrained(base, local_files_only=True, dtype=matrix_dtype())
    model.eval()
    if adapter is not None:
        model.load_state_dict(merge_adapter(model.state_dict(), adapter))

    def generate(prompt: str) -> object:
        ids = tokenizer(prompt, return_tensors="pt")
        with torch.inference_mode():
            return model.generate(
                **ids, do_sample=False, max_new_tokens=MAX_NEW_TOKENS, pad_token_id=tokenizer.eos_token_id
            )

    return generate


def table(costs: Sequence[Cost], clusters: int) -> str:
    """Return the times as a table, beside the first way's."""
    rows = [[f"costs of {clusters} groups", "seconds", "times the first"]]
    rows += [[cost.way, f"{cost.seconds:.3f}", f"{cost.seconds / costs[0].seconds:.2f}"] for cost in costs]
    return layout(rows)

"""Tokens a second of the fuser for a batch of eight clusters, against transformers one after another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evaluation.bench.page import Report
from evaluation.costs import time_ways
from evaluation.files import read_rows, spread

CLUSTERS = 8
ROUNDS = 2


def decoding(data: Path) -> Report:
    """Time the same clusters both ways, greedy, in turns; `generate` runs in float32 on the same weights."""
    import torch  # noqa: PLC0415 - heavy

    from models.fuser import CausalFuser  # noqa: PLC0415
    from models.prompts import fusion_prompt  # noqa: PLC0415
    from models.weights import default_directory, locate_adapter  # noqa: PLC0415

    rows = [row for row in read_rows(data, "fusion/dev.jsonl") if len(row["sentences"]) > 1]
    clusters = [row["sentences"] for row in spread(rows, CLUSTERS)]
    fuser = CausalFuser(default_directory())
    fuser.load()
    theirs = Generate(default_directory() / "fuser", locate_adapter("fuser"))
    prompts = [fusion_prompt(cluster) for cluster in clusters]
    texts = fuser.fuse(clusters)
    ours = sum(len(theirs.tokenizer(text).input_ids) + 1 for (text, *_) in filter(None, texts))
    written = sum(theirs(prompt) for prompt in prompts)
    fast, slow = time_ways(
        [
            ("batch of 8, as the service does it", lambda: fuser.fuse(clusters)),
            ("transformers' generate, one by one", lambda: [theirs(prompt) for prompt in prompts]),
        ],
        ROUNDS,
    )
    speeds = ours / fast.seconds, written / slow.seconds
    table = [["way", "tokens", "seconds", "tokens a second", "times"]]
    table += [
        [cost.way, str(tokens), f"{cost.seconds:.2f}", f"{speed:.1f}", f"{speed / speeds[1]:.1f}"]
        for cost, tokens, speed in zip((fast, slow), (ours, written), speeds, strict=True)
    ]
    return Report(
        table,
        f"{len(clusters)} held-out clusters, greedy, {torch.get_num_threads()} threads; `generate` in float32"
        " on the same merged weights, free to write any word; medians of alternating rounds.",
    )


class Generate:
    """transformers' greedy `generate` with the adapter merged in; returns how many tokens it wrote."""

    def __init__(self, base: Path, adapter: Path | None) -> None:
        import torch  # noqa: PLC0415 - heavy
        from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415

        from models.lora import merge_adapter  # noqa: PLC0415

        self.tokenizer: Any = AutoTokenizer.from_pretrained(base, local_files_only=True)
        loader: Any = AutoModelForCausalLM
        self._model = loader.from_pretrained(base, local_files_only=True, dtype=torch.float32).eval()
        if adapter is not None:
            self._model.load_state_dict(merge_adapter(self._model.state_dict(), adapter))

    def __call__(self, prompt: str) -> int:
        """Continue a prompt by at most as many tokens as the service would."""
        import torch  # noqa: PLC0415 - heavy

        from models.fuser import MAX_NEW_TOKENS  # noqa: PLC0415

        ids = self.tokenizer(prompt, return_tensors="pt")
        with torch.inference_mode():
            out = self._model.generate(
                **ids,
                do_sample=False,
                max_new_tokens=MAX_NEW_TOKENS,
                pad_token_id=self.tokenizer.eos_token_id,
            )
        return int(out.shape[1] - ids.input_ids.shape[1])

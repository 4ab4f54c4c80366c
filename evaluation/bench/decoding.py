"""Tokens a second of the fuser for a batch of eight clusters, against transformers and llama.cpp."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evaluation.bench.page import Report
from evaluation.costs import Cost, time_ways
from evaluation.files import read_rows, spread
from evaluation.tables import note

CLUSTERS = 8
ROUNDS = 2
WORDS = """\
{} held-out clusters, greedy, {} threads; medians of alternating rounds. The fuser is held to the sources' \
words and has copied tokens guessed; the others write any word, on the same merged weights, `generate` in \
float32. Tokens are those of the texts written."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to write, how many tokens it writes in a run, and what it writes, in the clusters' order."""

    name: str
    run: Callable[[], object]
    tokens: int
    texts: Sequence[str] = ()


def decoding(data: Path) -> Report:
    """Time the same clusters in all ways, greedy, in turns; `generate` runs in float32 on the same weights.

    llama.cpp is left out, with a note, where xllamacpp is not installed.
    """
    import torch  # noqa: PLC0415 - heavy

    from evaluation.bench.llama_cpp import build  # noqa: PLC0415
    from models.prompts import fusion_prompt  # noqa: PLC0415
    from models.weights import default_directory, locate_adapter  # noqa: PLC0415

    rows = [row for row in read_rows(data, "fusion/dev.jsonl") if len(row["sentences"]) > 1]
    clusters = [row["sentences"] for row in spread(rows, CLUSTERS)]
    prompts = [fusion_prompt(cluster) for cluster in clusters]
    base, adapter = default_directory() / "fuser", locate_adapter("fuser")
    theirs = Generate(base, adapter)
    last = _generate(theirs, prompts)
    words = WORDS.format(len(clusters), torch.get_num_threads())
    peers: list[Way] = []
    if built := build():
        peers = _llama_cpp(base, adapter, theirs.tokenizer, prompts)
        words += f" llama.cpp was built with {built}; Q8_0 are other weights, rounded to 8 bits."
        words += _agreement(peers, last)
    else:
        note("bench: llama.cpp is left out, since xllamacpp is not installed")
    ways = [_fuser(clusters, theirs.tokenizer), *peers, last]
    return Report(_table(ways, time_ways([(way.name, way.run) for way in ways], ROUNDS)), words)


def _fuser(clusters: Sequence[Sequence[str]], tokenizer: Any) -> Way:  # noqa: ANN401 - transformers'
    from models.fuser import CausalFuser  # noqa: PLC0415
    from models.weights import default_directory  # noqa: PLC0415

    fuser = CausalFuser(default_directory())
    texts = [text for (text, *_) in filter(None, fuser.fuse(clusters))]
    tokens = sum(len(tokenizer(text).input_ids) + 1 for text in texts)
    return Way(f"batch of {CLUSTERS}, as the service does it", lambda: fuser.fuse(clusters), tokens)


def _generate(theirs: Generate, prompts: Sequence[str]) -> Way:
    written = [theirs(prompt) for prompt in prompts]
    texts = [theirs.tokenizer.decode(ids, skip_special_tokens=True) for ids in written]
    name = "transformers' generate, one by one"
    return Way(name, lambda: [theirs(prompt) for prompt in prompts], sum(map(len, written)), texts)


def _llama_cpp(base: Path, adapter: Path | None, tokenizer: Any, prompts: Sequence[str]) -> list[Way]:  # noqa: ANN401
    """Each kind of weights that llama.cpp is measured on; none if it is not installed."""
    import torch  # noqa: PLC0415 - heavy

    from evaluation.bench import gguf  # noqa: PLC0415
    from evaluation.bench.llama_cpp import LlamaCpp  # noqa: PLC0415
    from models.fuser import MAX_NEW_TOKENS  # noqa: PLC0415

    ids = [tokenizer(prompt).input_ids for prompt in prompts]
    room = max(map(len, ids)) + MAX_NEW_TOKENS

    def way(kind: gguf.Kind, file: Path) -> Way:
        gguf.export(base, adapter, file, kind)
        model = LlamaCpp(file, len(ids), room, torch.get_num_threads())
        found = model(ids, MAX_NEW_TOKENS)
        tokens = sum(len(tokenizer(one.text).input_ids) + one.ended for one in found)
        name = f"llama.cpp, {len(ids)} slots, {kind.name}"
        return Way(name, lambda: model(ids, MAX_NEW_TOKENS), tokens, [one.text for one in found])

    with TemporaryDirectory() as folder:  # a file that is loaded may go
        return [way(kind, Path(folder) / f"{kind.name}.gguf") for kind in (gguf.F16, gguf.BF16, gguf.Q8_0)]


def _table(ways: Sequence[Way], costs: Sequence[Cost]) -> list[list[str]]:
    """The ways with their speeds, and how many times the last one's they are."""
    speeds = [way.tokens / cost.seconds for way, cost in zip(ways, costs, strict=True)]
    body = [
        [way.name, str(way.tokens), f"{cost.seconds:.2f}", f"{speed:.1f}", f"{speed / speeds[-1]:.1f}"]
        for way, cost, speed in zip(ways, costs, speeds, strict=True)
    ]
    return [["way", "tokens", "seconds", "tokens a second", "times"], *body]


def _agreement(peers: Sequence[Way], last: Way) -> str:
    """How many texts of each peer are word for word those of the last way."""
    same = [
        f"{sum(a.strip() == b.strip() for a, b in zip(peer.texts, last.texts, strict=True))} ({peer.name})"
        for peer in peers
    ]
    return f" Of {len(last.texts)} texts, the same as `generate`'s: {', '.join(same)}."


class Generate:
    """transformers' greedy `generate` with the adapter merged in; returns the tokens that it wrote."""

    def __init__(self, base: Path, adapter: Path | None) -> None:
        import torch  # noqa: PLC0415 - heavy
        from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415

        from models.lora import merge_adapter  # noqa: PLC0415

        self.tokenizer: Any = AutoTokenizer.from_pretrained(base, local_files_only=True)
        loader: Any = AutoModelForCausalLM
        self._model = loader.from_pretrained(base, local_files_only=True, dtype=torch.float32).eval()
        if adapter is not None:
            self._model.load_state_dict(merge_adapter(self._model.state_dict(), adapter))

    def __call__(self, prompt: str) -> list[int]:
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
        written: list[int] = out[0, ids.input_ids.shape[1] :].tolist()
        return written

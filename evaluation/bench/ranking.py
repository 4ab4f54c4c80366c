"""Extractive summaries of 10, 100 and 1,000 articles, against LexRank and bert-extractive-summarizer.

Every run is a process of its own, warmed up on two articles, so that its peak of memory can be told; the
systems take turns. What is not done within the limit is given up, and said to be.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter

from evaluation.bench.page import Report
from evaluation.files import read_rows
from evaluation.tables import note

SIZES = (10, 100, 1000)
LIMIT = 420  # seconds
SOURCES = ("multinews_val_250.jsonl.gz", "neus_val.jsonl.gz", "allsides_sourced.jsonl.gz")
WORDS = 230
SHORTEST = 300  # characters of an article


def ranking(data: Path) -> Report:
    """One run of every system at every size, in turns."""
    found = {size: {name: _run(data, name, size) for name in SYSTEMS} for size in SIZES}
    rows = [["articles", *SYSTEMS, "LexRank / citeweave", "bert-extractive / citeweave", "citeweave's peak"]]
    for size, times in found.items():
        ours = times["citeweave"]
        ratios = [_ratio(times[name], ours) for name in ("LexRank", "bert-extractive")]
        peak = f"{ours['peak']:.0f} MB" if ours else "-"
        rows.append([f"{size:,}", *(_seconds(times[name]) for name in SYSTEMS), *ratios, peak])
    curves = {
        name: [(size, run["seconds"]) for size in SIZES if (run := found[size][name])] for name in SYSTEMS
    }
    return Report(
        rows,
        f"Articles of several news data sets, {WORDS} words of summary, one run each; > is where a run was"
        f" given up after {LIMIT} s. Loading of models is not counted.",
        {name: points for name, points in curves.items() if points},
        ("articles", "seconds for one summary"),
    )


def articles(data: Path, count: int) -> list[str]:
    """The first articles of the data sets that are long enough."""
    texts = [
        document["text"]
        for name in SOURCES
        for row in read_rows(data, name)
        for document in row.get("documents", ())
        if len(document.get("text", "")) >= SHORTEST
    ]
    return texts[:count]


def citeweave(texts: Sequence[str]) -> Callable[[Sequence[str]], object]:
    """The service's own pipeline in extractive mode."""
    from service.settings import load_settings  # noqa: PLC0415 - each system imports its own
    from service.types import Length, MediaType, Mode, SourceDocument, SummaryRequest  # noqa: PLC0415
    from service.wiring import build_summarizer  # noqa: PLC0415

    settings = load_settings(max_documents=len(texts), max_sentences=10**6)
    summarizer = build_summarizer(settings)
    summarizer.load()

    def run(texts: Sequence[str]) -> object:
        documents = [SourceDocument(i, f"{i}.txt", text, MediaType.TEXT) for i, text in enumerate(texts)]
        request = SummaryRequest(tuple(documents), Length(words=WORDS), mode=Mode.EXTRACTIVE)
        return summarizer.summarize(request)

    return run


def lexrank(_texts: Sequence[str]) -> Callable[[Sequence[str]], object]:
    """sumy's, on the same articles cut into sentences by simple means."""
    from evaluation import baselines  # noqa: PLC0415

    def run(texts: Sequence[str]) -> object:
        return baselines.lexrank([list(baselines.sentences(i, t)) for i, t in enumerate(texts)], WORDS)

    return run


def bert_extractive(_texts: Sequence[str]) -> Callable[[Sequence[str]], object]:
    """bert-extractive-summarizer with the encoder that Citeweave uses."""
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415

    from models.weights import default_directory  # noqa: PLC0415

    folder = default_directory() / "encoder"
    model = AutoModel.from_pretrained(folder, output_hidden_states=True, local_files_only=True)
    own = import_module("summarizer").Summarizer(
        custom_model=model, custom_tokenizer=AutoTokenizer.from_pretrained(folder, local_files_only=True)
    )
    return lambda texts: own("\n".join(texts), num_sentences=8)


SYSTEMS: Mapping[str, Callable[[Sequence[str]], Callable[[Sequence[str]], object]]] = {
    "citeweave": citeweave,
    "LexRank": lexrank,
    "bert-extractive": bert_extractive,
}


def _run(data: Path, name: str, size: int) -> dict[str, float]:
    """Seconds and the peak in MB; nothing if the run was given up or failed."""
    command = [sys.executable, "-m", "evaluation.bench.ranking", name, str(size), str(data)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=True)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        note(f"ranking: {name}, {size}: given up")
        return {}
    except subprocess.CalledProcessError as error:
        note(f"ranking: {name}, {size}: {error.stderr.strip().splitlines()[-1:]}")
        return {}
    note(f"ranking: {name}, {size}: {done.stdout.strip()}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _seconds(run: Mapping[str, float]) -> str:
    return f"{run['seconds']:.2f} s" if run else f"> {LIMIT} s"


def _ratio(run: Mapping[str, float], ours: Mapping[str, float]) -> str:
    if not ours:
        return "-"
    return f"{run['seconds'] / ours['seconds']:.1f}" if run else f"> {LIMIT / ours['seconds']:.0f}"


def _alone(name: str, size: int, data: Path) -> None:
    texts = articles(data, size)
    if len(texts) < size:
        raise SystemExit(f"{data} holds {len(texts)} articles only")
    run = SYSTEMS[name](texts)
    run(texts[:2])
    began = perf_counter()
    run(texts)
    seconds = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    _alone(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

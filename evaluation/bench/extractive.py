"""One run of one extractive system: `python -m evaluation.bench.extractive NAME COUNT DATA LIMIT`.

It is a process of its own, warmed up on two articles, so that its peak of memory can be told. It ends by
SIGALRM when the summary of the first COUNT articles of DATA alone, without loading, has taken LIMIT seconds.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter

from evaluation.bench.page import versions
from evaluation.files import read_rows

SOURCES = ("multinews_val_250.jsonl.gz", "neus_val.jsonl.gz", "allsides_sourced.jsonl.gz")
WORDS = 230
SENTENCES = 5  # about as many words as a system that counts sentences chooses, long ones
SHORTEST = 300  # characters of an article
Texts = Sequence[str]
System = Callable[[Texts], str]


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


def citeweave(texts: Texts) -> System:
    """The service's own pipeline in extractive mode."""
    from service.settings import load_settings  # noqa: PLC0415 - each system imports its own
    from service.types import Length, MediaType, Mode, SourceDocument, SummaryRequest  # noqa: PLC0415
    from service.wiring import build_summarizer  # noqa: PLC0415

    settings = load_settings(max_documents=len(texts), max_sentences=10**6)
    summarizer = build_summarizer(settings)
    summarizer.load()

    def run(texts: Texts) -> str:
        documents = [SourceDocument(i, f"{i}.txt", text, MediaType.TEXT) for i, text in enumerate(texts)]
        request = SummaryRequest(tuple(documents), Length(words=WORDS), mode=Mode.EXTRACTIVE)
        return summarizer.summarize(request).text

    return run


def lexrank(_texts: Texts) -> System:
    """sumy's, on the same articles cut into sentences by simple means."""
    from evaluation import baselines  # noqa: PLC0415

    def run(texts: Texts) -> str:
        cut = [list(baselines.sentences(i, text)) for i, text in enumerate(texts)]
        return " ".join(sentence.text for sentence in baselines.lexrank(cut, WORDS))

    return run


def bert_extractive(_texts: Texts) -> System:
    """bert-extractive-summarizer with the encoder that Citeweave uses, in batches, its quicker way."""
    from models.weights import default_directory  # noqa: PLC0415

    handler = import_module("summarizer.text_processors.sentence_handler").SentenceHandler()
    handler.nlp.max_length = 10**9  # spaCy refuses a million characters, which only its larger models need
    folder = str(default_directory() / "encoder")
    own = import_module("summarizer.sbert").SBertSummarizer(folder, sentence_handler=handler)
    return lambda texts: str(own("\n".join(texts), num_sentences=SENTENCES))


SYSTEMS: Mapping[str, Callable[[Texts], System]] = {
    "citeweave": citeweave,
    "LexRank": lexrank,
    "bert-extractive": bert_extractive,
}


def measure(name: str, texts: Texts, limit: int) -> Mapping[str, object]:
    """Seconds for one summary, the peak in MB, the words of the summary, and what it was made with."""
    run = SYSTEMS[name](texts)
    run(texts[:2])
    signal.alarm(limit)
    began = perf_counter()
    summary = run(texts)
    seconds = perf_counter() - began
    signal.alarm(0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak": peak, "words": len(summary.split()), "packages": versions()}


def main(name: str, count: int, data: Path, limit: int) -> None:
    """Print what was measured, as JSON. Exits with a message if the data holds too few articles."""
    texts = articles(data, count)
    if len(texts) < count:
        raise SystemExit(f"{data} holds {len(texts)} articles only")
    print(json.dumps(measure(name, texts, limit)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))

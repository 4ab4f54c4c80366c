"""The fuser's examples: groups of sentences, and sentences to write from them that pass the check.

    python -m evaluation.targets --data DIR --out FILE

A merge that is right is refused all the same where its form is not one of the few that are safe, so a model
that learns from every right merge writes much that is never told. Three kinds are written, as JSON lines:

- `written`: the reference merges of the two trainable files of groups;
- `composed`: what `fusing.compose` makes of those groups, each sentence in turn as the one to add to;
- `retold`: true sentences taken apart (`models.training.retellings`): of ECB+ articles, of the groups, and of
  Wikisplit.

Each has passed the rules, and the first two the trained verifier as well. The sentence to start from comes
first, as in use. Rejection sampling, as in Zelikman et al. 2022, https://arxiv.org/abs/2203.14465.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path

from models.training.claims import plain, read_rows, split
from models.training.retellings import is_tellable, retell
from service.stages.verify import verify
from service.text.fusing.casing import Casing
from service.text.fusing.compose import compose
from service.text.fusing.faults import find_faults
from service.text.words import content_stems

SEED = 20311
TRIES = 8  # at taking a sentence apart
STRAYS = 200  # sentences, of which one may stand beside the tellings of another
COPIES = 0.15  # of the written merges that are a source's own sentence, how many are kept


@dataclass(frozen=True, slots=True)
class Target:
    """Sentences, the one to start from first; what to write from them; and where it is from."""

    sentences: tuple[str, ...]
    target: str
    kind: str


def written(rows: Sequence[dict[str, object]], rng: random.Random) -> Iterator[Target]:
    """The reference merges."""
    for row in rows:
        sentences, text = _sentences(row), str(row["close"])
        if text not in sentences or rng.random() < COPIES:
            yield Target(_started(sentences, text), text, "written")


def composed(rows: Sequence[dict[str, object]]) -> Iterator[Target]:
    """What can be put together without a model, from each sentence in turn."""
    casing = Casing(text for row in rows for text in _sentences(row))
    for row in rows:
        sentences = _sentences(row)
        for centre in sentences:
            others = tuple(text for text in sentences if text != centre)
            for text in compose(centre, others, casing)[:1]:
                yield Target((centre, *others), text, "composed")


def retold(texts: Iterable[str], rng: random.Random) -> Iterator[Target]:
    """Sentences taken apart, at most once each."""
    whole = list(dict.fromkeys(text for text in texts if is_tellable(text)))
    rng.shuffle(whole)
    for text in whole:
        made = next(filter(None, (retell(text, whole[:STRAYS], rng) for _ in range(TRIES))), None)
        if made and not find_faults(made.target, made.sentences).grave:
            yield Target(made.sentences, made.target, "retold")


def news(data: Path) -> Iterator[str]:
    """The sentences of the ECB+ articles on the topics of the judged training merges, and on no others."""
    topics = {row["id"].split("-")[1] for row in read_rows(data / "fusion" / "judged_train.jsonl")}
    for row in read_rows(data / "ecbplus_subtopics.jsonl.gz"):
        for document in row["documents"] if row["id"] in topics else ():
            yield from split(document["text"])


def invented(data: Path) -> Iterator[str]:
    """The sentences of the groups written for this project, and their merges."""
    for row in read_rows(data / "fusion" / "train.jsonl"):
        yield from (*row["sentences"], row["fused"], row["close"])


def encyclopedic(data: Path) -> Iterator[str]:
    """Sentences of Wikipedia that an editor split in two."""
    for row in read_rows(data / "wikisplit_5000.jsonl.gz"):
        yield plain(row["fused"][0])


def _sentences(row: dict[str, object]) -> tuple[str, ...]:
    found = row["sentences"]
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _started(sentences: Sequence[str], text: str) -> tuple[str, ...]:
    """The sentences, first the one that `text` begins like, or else has most words of."""
    first = max(sentences, key=lambda s: (_same_start(s, text), len(content_stems(s) & content_stems(text))))
    return (first, *(other for other in sentences if other != first))


def _same_start(one: str, other: str) -> int:
    pairs = zip(one.lower().split(), other.lower().split(), strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), len(one.split()))


def passing(targets: Sequence[Target], base: Path) -> list[Target]:
    """Those that the service would let through."""
    from models.verifier import TrainedVerifier  # noqa: PLC0415 - torch is slow to import

    verifier = TrainedVerifier(base, Path("models/adapters/verifier"))
    verdicts = verify([[t.target] for t in targets], [t.sentences for t in targets], verifier)
    return [target for target, (verdict,) in zip(targets, verdicts, strict=True) if verdict.supported]


def made(part: str, data: Path, models: Path) -> list[Target]:
    """One part of the examples; its chance is its own, so that parts can be made side by side."""
    rng = random.Random(f"{SEED} {part}")  # noqa: S311 - augmentation, not security
    if part in SOURCES:
        return list(retold(SOURCES[part](data), rng))
    names = ("train.jsonl", "judged_train.jsonl")
    rows = [row for name in names for row in read_rows(data / "fusion" / name) if row.get("coherent", True)]
    return passing(list(dict.fromkeys([*written(rows, rng), *composed(rows)])), models)


SOURCES = {"news": news, "invented": invented, "encyclopedic": encyclopedic}


def main() -> None:
    """Read the command line and write the examples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds fusion/")
    parser.add_argument("--models", type=Path, required=True, help="the folder of the fetched weights")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    arguments = parser.parse_args()
    parts = ["groups", *SOURCES]
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(made, parts, repeat(arguments.data), repeat(arguments.models)))
    lines = [json.dumps(asdict(target), ensure_ascii=False) for targets in found for target in targets]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for part, targets in zip(parts, found, strict=True):
        print(part, Counter(target.kind for target in targets))


if __name__ == "__main__":
    main()

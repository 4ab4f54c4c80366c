"""The claims that a verifier is measured on: what each data set holds, in one form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.evidence import split
from evaluation.files import Row, read_rows, spread
from models.training.splits import is_training_source


@dataclass(frozen=True, slots=True)
class Claim:
    """Sentences of a source, what is claimed of them sentence by sentence, and whether all is supported.

    `kind` and `pair` are those of `evaluation.detection.Outcome`; `gold` are the sets of source sentences
    that are each enough to support the claim, where they are known.
    """

    source: tuple[str, ...]
    parts: tuple[str, ...]
    supported: bool
    kind: str = ""
    pair: str = ""
    gold: tuple[frozenset[int], ...] = ()
    partly: bool = False


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """A named set. The sources of a `long` one are not evidence as they are: a few sentences are chosen."""

    name: str
    claims: tuple[Claim, ...]
    long: bool = False


def read_set(data: Path, name: str, limit: int | None = None) -> ClaimSet:
    """Read one of SETS, at most `limit` rows of it. Raises InvalidRequest if its file is not there."""
    kind = SETS[name]
    rows = [row for row in read_rows(data, kind.file) if kind.wanted(row)]
    return ClaimSet(name, tuple(c for row in spread(rows, limit) for c in kind.claims(row)), kind.long)


def _merges(row: Row) -> Iterator[Claim]:
    source = tuple(row["sentences"])
    yield Claim(source, (row["fused"],), True, pair=row["id"])
    yield Claim(source, (row["close"],), True)
    for wrong in row["negatives"]:
        yield Claim(source, (wrong["text"],), False, wrong["error"], row["id"])


def _judged(row: Row) -> Iterator[Claim]:
    for text in row["judged"]:
        kind = "" if text["supported"] else text["error"] or "other"
        yield Claim(tuple(row["sentences"]), (text["text"],), text["supported"], kind)


def _close(row: Row) -> Iterator[Claim]:
    yield Claim(tuple(row["sentences"]), (row["close"],), True)


def _summaries(row: Row) -> Iterator[Claim]:
    kinds = row.get("edit_types", ())
    kind = "" if row["label"] else (kinds[0] if kinds else "edited")
    pair = row["id"].rsplit("-", 1)[0] if "edit_types" not in row else ""
    yield Claim(tuple(split(row["source"])), tuple(split(row["claim"])), bool(row["label"]), kind, pair)


def _wikipedia(row: Row) -> Iterator[Claim]:
    supported = row["label"] == "supported"
    gold = tuple(frozenset(lines) for lines in row["supporting_sentences"] if lines) if supported else ()
    parts, partly = tuple(split(row["claim"])), row["label"] == "partially_supported"
    kind = "" if supported else row["label"]
    yield Claim(tuple(row["source"]), parts, supported, kind, gold=gold, partly=partly)


def _any(_row: Row) -> bool:
    return True


def _trainable(row: Row) -> bool:
    return is_training_source(row["source"])


def _held_out(row: Row) -> bool:
    return not _trainable(row)


@dataclass(frozen=True, slots=True)
class _Kind:
    file: str
    claims: Callable[[Row], Iterator[Claim]]
    long: bool = False
    wanted: Callable[[Row], bool] = _any


SETS: Mapping[str, _Kind] = {
    "corpus": _Kind("fusion/dev.jsonl", _merges),
    "judged_dev": _Kind("fusion/judged_dev.jsonl", _judged),
    "close": _Kind("fusion/judged_dev.jsonl", _close),
    "bump_held": _Kind("bump_dev.jsonl.gz", _summaries, long=True, wanted=_held_out),
    "summedits_news": _Kind("summedits_news.jsonl.gz", _summaries, long=True),
    "wice": _Kind("wice_claim_dev.jsonl.gz", _wikipedia, long=True),
    "bump_train": _Kind("bump_dev.jsonl.gz", _summaries, long=True, wanted=_trainable),
    "corpus_train": _Kind("fusion/train.jsonl", _merges),
    "judged_train": _Kind("fusion/judged_train.jsonl", _judged),
}
"""Each set by name: its file, how a row becomes claims, and which rows are taken."""

MEASURED = ("corpus", "judged_dev", "close", "bump_held", "summedits_news", "wice")
"""The sets that no model of ours learned from."""

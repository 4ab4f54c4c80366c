"""The verifier's examples: evidence sentences, and claims that they support or do not.

From the fusion corpus and the judged merges, the training half of BUMP, and true sentences of Wikisplit,
points-of-correspondence and ECB+ with made errors. All are marked trainable.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from models.training.corruptions import Corruption, corruptions, paraphrases, shortened
from models.training.splits import is_held_out, is_training_source

ALIKE = 0.6  # of the words; below it a wrong text is a rewriting, and its difference says little
EVIDENCE_SENTENCES = 6
EVIDENCE_WORDS = 170
UNIONS = 260  # of each source of human merges; more would drown the texts that are like the fuser's
# How readily a kind of made error is taken: a foreign name, a "not" or another day is easily learnt.
READILY = {"invention": 0.4, "negation": 0.5, "date": 0.5, "number": 0.7}
_WORD = re.compile(r"\S+")
_TERM = re.compile(r"\w{4,}|\d+")
_SENTENCE = re.compile(r"(?<=[.!?][\"”’)])\s+(?=[A-Z\"“(])|(?<=[a-z0-9)][.!?])\s+(?=[A-Z\"“(])")

Row = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """A text, whether the evidence supports all of it, and, if known, the spans that it does not."""

    text: str
    supported: bool
    wrong: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Group:
    """Evidence sentences and claims about them; `key` names the item that they come from."""

    key: str
    origin: str
    evidence: tuple[str, ...]
    claims: tuple[Claim, ...]


def changed_spans(true: str, false: str) -> tuple[tuple[int, int], ...]:
    """Where `false` departs from `true`, in characters; after an omission, the next word."""
    ours, theirs = true.split(), [(m.start(), m.end()) for m in _WORD.finditer(false)]
    words = [false[start:end] for start, end in theirs]
    matcher = SequenceMatcher(None, ours, words, autojunk=False)
    if not words or matcher.ratio() < ALIKE:
        return ()
    spans = []
    for kind, _, _, low, high in matcher.get_opcodes():
        if kind != "equal":
            end = max(high, min(low + 1, len(words)))
            spans += [(theirs[low][0], theirs[end - 1][1])] if low < end else []
    return tuple(spans)


def read_groups(data: Path, seed: int) -> list[Group]:
    """All groups, with freshly made errors; the order of the evidence and of the claims is shuffled."""
    rng = random.Random(seed)  # noqa: S311 - augmentation, not security
    elsewhere = [s for row in read_rows(data / "fusion" / "train.jsonl") for s in row["sentences"]]
    groups = [
        *_corpus(data, rng, elsewhere),
        *_judged(data, rng, elsewhere),
        *_bump(data, rng),
        *_unions(data, rng),
        *_same_story(data, rng),
    ]
    return [_shuffled(group, rng) for group in groups]


def held_out(group: Group) -> bool:
    """Whether a group is kept for calibration."""
    return is_held_out(group.key)


def read_rows(path: Path) -> list[Row]:
    """The objects of a file of JSON lines, perhaps gzipped."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def _shuffled(group: Group, rng: random.Random) -> Group:
    evidence, claims = list(group.evidence), list(dict.fromkeys(group.claims))
    rng.shuffle(evidence)
    rng.shuffle(claims)
    return replace(group, evidence=tuple(evidence), claims=tuple(claims))


def _corpus(data: Path, rng: random.Random, elsewhere: Sequence[str]) -> Iterator[Group]:
    for row in read_rows(data / "fusion" / "train.jsonl"):
        sentences, true = row["sentences"], [row["fused"], row["close"]]
        claims = [Claim(text, True) for text in true]
        claims += [Claim(n["text"], False, changed_spans(row["fused"], n["text"])) for n in row["negatives"]]
        claims += _light(row["close"], rng) + _light(rng.choice(sentences), rng)
        claims.append(Claim(rng.choice(sentences), True))
        made = corruptions(row["fused"], sentences, rng, elsewhere=rng.sample(elsewhere, 12))
        made += corruptions(row["close"], sentences, rng, elsewhere=rng.sample(elsewhere, 12))
        claims += _wrong(made, 4, rng)
        yield Group(row["id"], "corpus", tuple(sentences), tuple(claims))
        yield from _with_a_gap(row, rng)


def _with_a_gap(row: Row, rng: random.Random) -> Iterator[Group]:
    """A sentence that the merge rests on is taken away, so what only it told is unsupported."""
    sentences, support = row["sentences"], row["support"]
    if len(support) < 2 or rng.random() < 0.5:
        return
    gone = rng.choice(support)
    rest = [s for i, s in enumerate(sentences) if i != gone]
    known = set(_TERM.findall(" ".join(rest).lower()))
    claims = [Claim(rng.choice(rest), True), Claim(sentences[gone], False, _unknown(sentences[gone], known))]
    for text in (row["close"], row["fused"]):
        if len(spans := _unknown(text, known)) > 2:
            claims.append(Claim(text, False, spans))
    claims += _light(rng.choice(rest), rng)
    yield Group(row["id"], "gap", tuple(rest), tuple(claims))


def _unknown(text: str, known: set[str]) -> tuple[tuple[int, int], ...]:
    return tuple((m.start(), m.end()) for m in _TERM.finditer(text) if m[0].lower() not in known)


def _wrong(made: Sequence[Corruption], most: int, rng: random.Random) -> list[Claim]:
    """At most so many of the made errors, the telling kinds first (Efraimidis and Spirakis 2006)."""
    keys = [rng.random() ** (1 / READILY.get(m.error, 1.0)) for m in made]
    order = sorted(range(len(made)), key=lambda i: -keys[i])[:most]
    return [Claim(made[i].text, False, made[i].wrong) for i in order]


def _light(text: str, rng: random.Random) -> list[Claim]:
    """At most one true rewording."""
    made = paraphrases(text, rng) + shortened(text, rng)
    return [Claim(rng.choice(made), True)] if made else []


def _judged(data: Path, rng: random.Random, elsewhere: Sequence[str]) -> Iterator[Group]:
    for row in read_rows(data / "fusion" / "judged_train.jsonl"):
        sentences = row["sentences"]
        claims = [Claim(row["close"], True), Claim(rng.choice(sentences), True)]
        for text in row["judged"]:
            at = text["text"].find(text["span"]) if text["span"] else -1
            wrong = ((at, at + len(text["span"])),) if at >= 0 else ()
            claims.append(Claim(text["text"], text["supported"], () if text["supported"] else wrong))
        made = corruptions(row["close"], sentences, rng, elsewhere=rng.sample(elsewhere, 12))
        claims += _wrong(made, 2, rng) + _light(row["close"], rng)
        yield Group(row["id"], "judged", tuple(sentences), tuple(claims))


def _bump(data: Path, rng: random.Random) -> Iterator[Group]:
    rows = {row["id"]: row for row in read_rows(data / "bump_dev.jsonl.gz")}
    pairs = [(row, rows[key.replace("-ref", "-edit")]) for key, row in rows.items() if key.endswith("-ref")]
    for true, false in pairs:
        if not is_training_source(true["source"]):
            continue
        right, wrong = split(true["claim"]), split(false["claim"])
        if len(right) != len(wrong):
            continue
        for one, other in zip(right, wrong, strict=True):
            if one == other:
                continue
            evidence = nearest(split(true["source"]), [one, other])
            claims = [Claim(one, True), Claim(other, False, changed_spans(one, other))]
            claims += _wrong(corruptions(one, evidence, rng), 2, rng)
            yield Group(true["source"][:40], "bump", tuple(evidence), tuple(claims))


def nearest(sentences: Sequence[str], claims: Sequence[str]) -> list[str]:
    """The sentences that share most with the claims, in their order: a stand-in for retrieval."""
    wanted = set(_TERM.findall(" ".join(claims).lower()))
    scored = sorted(
        range(len(sentences)), key=lambda i: -len(wanted & set(_TERM.findall(sentences[i].lower())))
    )
    kept: list[int] = []
    for i in scored[:EVIDENCE_SENTENCES]:
        if sum(len(sentences[j].split()) for j in [*kept, i]) <= EVIDENCE_WORDS or not kept:
            kept.append(i)
    return [" ".join(sentences[i].split()[:80]) for i in sorted(kept)]


def split(text: str) -> list[str]:
    """The sentences of a text, roughly: enough to make examples of."""
    return [part.strip() for part in _SENTENCE.split(plain(text)) if part.strip()]


def plain(text: str) -> str:
    """Undo a treebank tokenizer's spaces and marks."""
    text = re.sub(r"``\s*|\s*''", '"', text.replace("-LRB-", "(").replace("-RRB-", ")"))
    text = re.sub(r"\s+([.,;:!?%)]|'(?:s|re|ve|ll|d|m|t)\b|n't\b)", r"\1", text)
    return re.sub(r"([(])\s+|([$£€])\s+(?=\d)", r"\1\2", " ".join(text.split()))


def _unions(data: Path, rng: random.Random) -> Iterator[Group]:
    """Two sentences and their human merge, where the merge's words are nearly all theirs."""
    files = ("wikisplit_5000.jsonl.gz", "poc_fusion.jsonl.gz")
    rows = [row for name in files for row in _told(read_rows(data / name), rng)]
    sentences = [plain(s) for row in rows for s in row["sentences"]]
    for row in rows:
        evidence, fused = [plain(s) for s in row["sentences"]], plain(row["fused"][0])
        made = corruptions(fused, evidence, rng, elsewhere=rng.sample(sentences, 12))
        claims = [Claim(fused, True), *_light(rng.choice(evidence), rng)]
        claims += _wrong(made, 3, rng)
        yield Group(
            row["id"], "union", (*evidence, *rng.sample(sentences, rng.choice((0, 0, 1)))), tuple(claims)
        )


def _told(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    """Some of the rows whose merge uses nearly no word that the two sentences lack."""
    kept = []
    for row in rng.sample(rows, len(rows)):
        known = set(_TERM.findall(plain(" ".join(row["sentences"])).lower()))
        terms = _TERM.findall(plain(row["fused"][0]).lower())
        if terms and sum(t in known for t in terms) >= 0.95 * len(terms):
            kept.append(row)
    return kept[:UNIONS]


def _same_story(data: Path, rng: random.Random) -> Iterator[Group]:
    """Sentences of several articles on one event: each is told by itself, and another's may not be.

    Only of the topics that the judged training merges are from, so that the judged held-out ones stay new.
    """
    topics = {row["id"].split("-")[1] for row in read_rows(data / "fusion" / "judged_train.jsonl")}
    for row in read_rows(data / "ecbplus_subtopics.jsonl.gz"):
        if row["id"] not in topics:
            continue
        pools = [[s for s in split(d["text"]) if 6 <= len(s.split()) <= 45] for d in row["documents"]]
        pools = [pool for pool in pools if len(pool) > 1]
        for _ in range(min(3, len(pools) // 3)):
            parts = [rng.sample(pool, 2) for pool in rng.sample(pools, 3)]
            yield _story(f"{row['id']}", parts, [s for pool in pools for s in pool], rng)


def _story(key: str, parts: Sequence[Sequence[str]], others: Sequence[str], rng: random.Random) -> Group:
    evidence = [first for first, _ in parts]
    known = set(_TERM.findall(" ".join(evidence).lower()))
    told = rng.choice(evidence)
    claims = [Claim(told, True), *_light(rng.choice(evidence), rng)]
    made = corruptions(told, evidence, rng, elsewhere=rng.sample(others, min(12, len(others))))
    claims += _wrong(made, 2, rng)
    for _, second in parts[:1]:
        if len(spans := _unknown(second, known)) > 2:
            claims.append(Claim(second, False, spans))
    return Group(key, "story", tuple(evidence), tuple(claims))

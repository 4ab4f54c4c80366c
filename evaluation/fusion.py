"""Scores the fuser and the support check on annotated groups of sentences.

    python -m evaluation.fusion --data DIR            # what the rules let through of texts that are judged
    python -m evaluation.fusion --data DIR --write    # and what the real fuser writes; needs rouge-score

DIR holds `fusion/*.jsonl`: groups with `sentences`, and reference merges (`close`, `fused`), subtly wrong
`negatives`, or texts `judged` by a reader.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from models.fuser import CausalFuser
from models.weights import default_directory
from service.stages.verify import verify

Group = dict[str, Any]


def read(data: Path, name: str) -> list[Group]:
    """The groups of one file."""
    lines = (data / "fusion" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def passes(text: str, group: Group) -> bool:
    """Whether the support check lets a text through."""
    return verify(text, group["sentences"]).supported


def judged_line(groups: Sequence[Group]) -> str:
    """How many judged texts pass, how many of these are right, and how many of the right ones pass."""
    seen = [(text["supported"], passes(text["text"], group)) for group in groups for text in group["judged"]]
    through = [right for right, passed in seen if passed]
    found = [passed for right, passed in seen if right]
    shares = f"through {mean(p for _, p in seen):.2f}, right {mean(through):.3f}, recall {mean(found):.2f}"
    return f"{len(seen)} texts, {shares}"


def merges_line(groups: Sequence[Group]) -> str:
    """How many of the reference merges pass, and how many of the wrong texts beside them."""
    wrong = [passes(text["text"], group) for group in groups for text in group["negatives"]]
    close = mean(passes(group["close"], group) for group in groups)
    return f"close {close:.2f}, {len(wrong)} wrong texts {mean(wrong):.3f}"


def passed_line(written: Sequence[Sequence[str]], groups: Sequence[Group]) -> str:
    """The share of groups with a candidate that passes, and with one that rests on several sources."""
    verdicts = [
        [verify(text, group["sentences"]) for text in texts]
        for texts, group in zip(written, groups, strict=True)
    ]
    some = mean(any(v.supported for v in row) for row in verdicts)
    several = mean(any(v.supported and len(v.support) > 1 for v in row) for row in verdicts)
    return f"passes {some:.2f}, resting on several sources {several:.2f}"


def rouge_line(texts: Sequence[str], groups: Sequence[Group]) -> str:
    """Stemmed ROUGE F1 x 100 against the better of two references, by ROUGE-1, and the mean words."""
    from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415 - only --write needs it

    names = ["rouge1", "rouge2", "rougeL"]
    scorer = RougeScorer(names, use_stemmer=True)
    best = [
        max([scorer.score(group[kind], text)[name].fmeasure for name in names] for kind in ("close", "fused"))
        for text, group in zip(texts, groups, strict=True)
    ]
    figures = " ".join(f"{100 * mean(column):.1f}" for column in zip(*best, strict=True))
    return f"ROUGE-1/2/L {figures}, words {mean(len(text.split()) for text in texts):.1f}"


def score_checks(data: Path) -> None:
    """Print what the support check does with texts that are judged."""
    for name in ("judged_train", "judged_dev"):
        print(f"{name}: {judged_line(read(data, name))}")
    print(f"train and dev: {merges_line(read(data, 'train') + read(data, 'dev'))}")


def score_fuser(data: Path) -> None:
    """Print what the fuser as it ships writes for held-out groups."""
    dev, noisy = read(data, "dev"), read(data, "judged_dev")
    first = [group["sentences"][0] for group in dev]
    print(f"first sentence: {rouge_line(first, dev)}")
    print(f"longest sentence: {rouge_line([max(group['sentences'], key=len) for group in dev], dev)}")
    for candidates in (1, 3):
        fuser = CausalFuser(default_directory(), candidates=candidates)
        written = fuser.fuse([group["sentences"] for group in dev])
        if candidates == 1:
            greedy = [texts[0] if texts else start for texts, start in zip(written, first, strict=True)]
            print(f"{fuser.name}: {rouge_line(greedy, dev)}")
        print(f"{candidates} candidates, dev: {passed_line(written, dev)}")
        written = fuser.fuse([group["sentences"] for group in noisy])
        print(f"{candidates} candidates, judged_dev: {passed_line(written, noisy)}", flush=True)


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds fusion/")
    parser.add_argument("--write", action="store_true", help="score what the real fuser writes, too")
    arguments = parser.parse_args()
    score_checks(arguments.data)
    if arguments.write:
        score_fuser(arguments.data)


if __name__ == "__main__":
    main()

"""What the fuser learns from: whole sentences that pass the check, the one to start from first."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from evaluation.targets import composed, encyclopedic, invented, made, news, retold, written
from service.text.fusing.faults import find_faults

FIRST = "Mayor Ilse Vanter said the covered market in Ostrel would reopen in June."
SECOND = "The roof of the covered market was rebuilt after a fire in March."
MERGE = "Mayor Ilse Vanter said the covered market in Ostrel would reopen in June after a fire in March."
LONG = (
    "Mayor Ilse Vanter, who was elected in May, said on Tuesday that the covered market in Ostrel"
    " would reopen after a new roof had been built."
)


def row(close: str, *sentences: str) -> dict[str, object]:
    return {"id": "a", "sentences": list(sentences), "close": close, "fused": close}


def chance() -> random.Random:
    return random.Random(3)


def test_a_written_merge_has_the_sentence_that_it_begins_like_first() -> None:
    (target,) = written([row(MERGE, SECOND, FIRST)], chance())
    assert target.sentences == (FIRST, SECOND)
    assert target.target == MERGE


def test_few_merges_that_are_a_source_sentence_are_kept() -> None:
    kept = list(written([row(FIRST, FIRST, SECOND)] * 200, chance()))
    assert 0 < len(kept) < 70


def test_every_sentence_is_the_one_to_add_to_in_turn() -> None:
    one, other = "Paper firm Oldmark closed the mill near Vell.", "Oldmark fired 80 workers in the winter."
    targets = {target.sentences: target.target for target in composed([row(one, one, other)])}
    assert (
        targets[one, other]
        == "Paper firm Oldmark closed the mill near Vell and fired 80 workers in the winter."
    )
    assert all(start == (other, one) for start in targets.keys() - {(one, other)})


def test_what_is_retold_passes_the_rules_and_is_told_once() -> None:
    targets = [target for seed in range(30) for target in retold([LONG, LONG], random.Random(seed))]
    assert targets
    assert all(target.target == LONG for target in targets)
    assert not any(find_faults(target.target, target.sentences).grave for target in targets)
    assert all(len(list(retold([LONG, LONG], random.Random(seed)))) < 2 for seed in range(10))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "fusion").mkdir()
    merges = [row(MERGE, FIRST, SECOND)]
    judged = [{**row(MERGE, FIRST, SECOND), "id": "ecb-7ecb-0"}]
    for name, rows in (("train.jsonl", merges), ("judged_train.jsonl", judged)):
        (tmp_path / "fusion" / name).write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    topics = [
        {"id": name, "documents": [{"id": "x", "text": f"{text} The council met."}]}
        for name, text in (("7ecb", FIRST), ("8ecb", SECOND))
    ]
    wiki = [{"id": "w", "sentences": ["A .", "B ."], "fused": ["The ferry , which is old , was late ."]}]
    for name, rows in (("ecbplus_subtopics", topics), ("wikisplit_5000", wiki)):
        text = "".join(json.dumps(r) + "\n" for r in rows)
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    return tmp_path


def test_news_is_of_the_topics_of_the_training_merges_alone(data: Path) -> None:
    assert list(news(data)) == [FIRST, "The council met."]


def test_the_other_sentences_are_invented_or_encyclopedic_without_a_tokenizers_spaces(data: Path) -> None:
    assert list(invented(data)) == [FIRST, SECOND, MERGE, MERGE]
    assert list(encyclopedic(data)) == ["The ferry, which is old, was late."]


def test_a_part_is_made_the_same_way_each_time(data: Path) -> None:
    assert made("invented", data, data) == made("invented", data, data)

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
from click.testing import CliRunner

from evaluation.corroboration import LABELS, judgement, main, words_shared
from models.training.corroboration import Pair, read_pairs

PAIRS = [
    Pair("a", "The ferry sank.", "A ferry sank off Orre.", "S"),
    Pair("a", "The ferry sank.", "It sank, and its crew were saved.", "P", 3.0),
    Pair("a", "The ferry sank.", "The ferry was built in 1990.", "B", 2.0),
    Pair("a", "The ferry sank.", "The orchestra played.", "O", 2.0),
]


def test_a_perfect_judge_and_one_that_errs():
    perfect = judgement(np.array([0.9, 0.8, 0.2, 0.1]), PAIRS, 0.5)
    assert (perfect.area, perfect.precision, perfect.passed, perfect.found) == (1.0, (1.0, 1.0), 1.0, 1.0)
    errs = judgement(np.array([0.9, 0.3, 0.8, 0.1]), PAIRS, 0.5)
    assert errs.passed == pytest.approx(1 / 3)  # one right, and a wrong one that stands for two
    assert errs.found == pytest.approx(1 / 4)
    assert errs.area == pytest.approx((1 * 4 + 3 * 2) / 16)
    assert errs.precision == pytest.approx((4 / 6, 4 / 6))


def test_ties_count_half():
    assert judgement(np.zeros(4), PAIRS).area == 0.5


def test_without_a_threshold_nothing_passes():
    assert judgement(np.arange(4.0), PAIRS).passed is None


def test_pairs_of_one_kind_cannot_be_scored():
    with pytest.raises(ValueError, match="some of the pairs must say the same"):
        judgement(np.zeros(2), PAIRS[:2])


def test_words_are_shared_with_the_shorter_sentence():
    assert words_shared(PAIRS).tolist() == [1.0, 0.5, 0.5, 0.0]


def test_texts_are_taken_from_the_articles(tmp_path):
    articles = tmp_path / "articles.jsonl.gz"
    documents = [{"text": "Rain. The ferry\n sank."}, {"text": "It sank."}]
    with gzip.open(articles, "wt") as lines:
        lines.write(json.dumps({"id": "g", "documents": documents}) + "\n")
    labels = tmp_path / "labels.tsv"
    labels.write_text("g\t0\t6\t22\t1\t0\t8\tS\ng\t0\t6\t22\t1\t0\t8\tO\t2.5\n")
    same, other = read_pairs(labels, articles)
    assert (same.claim, same.other, same.same, same.weight) == ("The ferry sank.", "It sank.", True, 1.0)
    assert (other.same, other.weight) == (False, 2.5)


def test_the_labels_are_places_letters_and_weights():
    rows = [line.split("\t") for line in LABELS.read_text().splitlines()]
    assert len(rows) > 300
    assert {len(row) for row in rows} == {10}
    assert {row[7] for row in rows} == set("SPBCO")
    assert all(int(row[2]) < int(row[3]) and int(row[5]) < int(row[6]) for row in rows)
    assert all(row[1] != row[4] for row in rows)


def test_data_that_is_not_there_is_told(tmp_path):
    told = CliRunner().invoke(main, ["--data", str(tmp_path)])
    assert told.exit_code != 0
    assert "holds no multinews_val_250.jsonl.gz" in str(told.exception)

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.bench import extractive, ranking
from evaluation.bench.page import versions
from evaluation.bench.ranking import LIMIT, Took, report, take_turns

OVER = Took(LIMIT, given_up=True)
SLOW = """
import time
from evaluation.bench import extractive
extractive.SYSTEMS = {"slow": lambda texts: lambda texts: time.sleep(30 * (len(texts) > 2))}
extractive.measure("slow", ["a", "b", "c"], 1)
"""


class Runs:
    """Answers from a table of (system, articles); counts what was asked for."""

    def __init__(self, **others):
        self.asked = []
        self.others = others

    def __call__(self, name, size):
        self.asked.append((name, size))
        return self.others.get(f"{name}{size}", Took(size / 10, 900.0, 230, versions()))


def test_systems_take_turns_and_the_median_counts():
    runs, seconds = Runs(), iter([3.0, 9.0, 2.0])
    found = take_turns(
        lambda name, size: Took(next(seconds)) if (name, size) == ("LexRank", 10) else runs(name, size)
    )
    assert found[10]["LexRank"].seconds == 3.0
    assert runs.asked[:4] == [("citeweave", 10), ("bert-extractive", 10)] * 2
    assert [size for name, size in runs.asked if name == "citeweave"] == [10, 10, 10, 100, 1000]


def test_what_was_given_up_is_not_run_on_more_articles():
    runs = Runs(LexRank100=OVER)
    found = take_turns(runs)
    assert [found[size]["LexRank"] for size in (100, 1000)] == [OVER, OVER]
    assert ("LexRank", 1000) not in runs.asked
    assert ("bert-extractive", 1000) in runs.asked


def test_what_failed_is_told_as_such_and_not_as_slow():
    runs = Runs(LexRank10=None)
    told = report(take_turns(runs))
    assert runs.asked.count(("LexRank", 10)) == 1
    assert [row[2] for row in told.rows] == ["LexRank", "failed", "failed", "failed"]
    assert told.rows[1][4] == "-"
    assert "LexRank" not in told.curves
    assert told.bounds == {}


def test_a_run_that_was_given_up_is_a_lower_bound():
    runs = Runs(LexRank1000=OVER, citeweave1000=Took(28.1, 1200.0, 230))
    told = report(take_turns(runs))
    assert told.rows[3] == ["1,000", "28.10 s", "> 600 s", "100.00 s", "> 21.3", "3.6", "1,200 MB"]
    assert told.curves["LexRank"] == [(10, 1.0), (100, 10.0)]
    assert told.bounds == {"LexRank": (1000, LIMIT)}


def test_no_ratio_is_told_where_ours_was_given_up():
    told = report(take_turns(Runs(citeweave1000=OVER)))
    assert told.rows[3] == ["1,000", "> 600 s", "100.00 s", "100.00 s", "-", "-", "-"]


def test_other_packages_than_ours_are_named():
    other = Took(4.0, 700.0, 251, "torch 9, transformers 4")
    words = report(take_turns(Runs(**{"bert-extractive10": other}))).words
    assert "bert-extractive ran with torch 9, transformers 4." in words
    assert "LexRank ran with" not in words
    assert "230 to 251 were written" in words


@pytest.mark.parametrize(
    ("code", "out", "took"),
    [
        (
            0,
            'loading\n{"seconds": 2.5, "peak": 800, "words": 231, "packages": "x 1"}\n',
            Took(2.5, 800, 231, "x 1"),
        ),
        (-signal.SIGALRM, "", OVER),
        (1, "", None),
        (-signal.SIGKILL, "", None),
    ],
)
def test_a_run_is_a_process_that_looks_nothing_up(monkeypatch, tmp_path, code, out, took):
    def run(command, *, env, **_):
        assert env["HF_HUB_OFFLINE"] == "1"
        assert command[1:] == [
            "-m",
            "evaluation.bench.extractive",
            "LexRank",
            "10",
            str(tmp_path),
            str(LIMIT),
        ]
        return subprocess.CompletedProcess(command, code, out, "Traceback\nKilled")

    monkeypatch.setattr(subprocess, "run", run)
    assert ranking._run(tmp_path, "LexRank", 10) == took


def test_a_system_may_have_an_interpreter_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    own = tmp_path / "bert-extractive" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.touch()
    assert ranking._python("bert-extractive") == str(own)
    assert ranking._python("LexRank") == sys.executable
    makefile = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")
    assert "PEER := $(BENCH_VENV)/bert-extractive\n" in makefile, "and make puts it there"


def test_a_summary_that_takes_too_long_ends_its_process():
    ended = subprocess.run([sys.executable, "-c", SLOW], check=False, timeout=60)
    assert ended.returncode == -signal.SIGALRM


def test_what_is_measured_is_told(monkeypatch):
    monkeypatch.setattr(extractive, "SYSTEMS", {"first": lambda _: lambda texts: texts[-1]})
    told = extractive.measure("first", ["a", "b", "three short words"], 60)
    assert signal.alarm(0) == 0, "no alarm is left"
    assert told["words"] == 3
    assert told["packages"] == versions()
    assert 0 <= told["seconds"] < 1
    assert told["peak"] > 1
    Took(**told)


def test_articles_are_the_first_that_are_long_enough(tmp_path):
    for index, name in enumerate(extractive.SOURCES):
        texts = ["too short", f"{index} {'word ' * 100}"]
        with gzip.open(tmp_path / name, "wt") as file:
            file.write(json.dumps({"documents": [{"text": text} for text in texts]}) + "\n")
    assert [text[0] for text in extractive.articles(tmp_path, 2)] == ["0", "1"]
    with pytest.raises(SystemExit, match="holds 3 articles only"):
        extractive.main("LexRank", 4, tmp_path, 1)

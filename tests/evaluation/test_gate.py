from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from evaluation import gate
from evaluation.floors import FILE, read
from evaluation.gate import SETS, Measures, event_figures
from evaluation.scoring import score_event


@pytest.fixture
def measured(monkeypatch):
    """What the gate measures, in the place of an hour's work."""
    figures = {"pages": {"f1": 90.0}, "grouping": {"recall": 50.0}}
    monkeypatch.setattr(Measures, "take", lambda self, name: figures[name])
    monkeypatch.setattr(Measures, "hash", lambda self, name: f"hash of {name}")
    return figures


def run(tmp_path, *options):
    floors = tmp_path / "floors.toml"
    sets = ["--set", "pages", "--set", "grouping"]
    return CliRunner().invoke(gate.main, ["--data", str(tmp_path), "--floors", str(floors), *sets, *options])


def test_the_gate_is_open_until_a_figure_falls(tmp_path, measured):
    assert run(tmp_path, "--accept").exit_code == 0
    assert run(tmp_path).exit_code == 0
    measured["pages"] = {"f1": 80.0}
    outcome = run(tmp_path)
    assert outcome.exit_code == 1
    assert "1 of 2 figures fell: pages.f1" in outcome.stdout
    assert "FELL" in outcome.stdout


def test_accepting_raises_and_does_not_hide_a_fall(tmp_path, measured):
    run(tmp_path, "--accept")
    measured["pages"], measured["grouping"] = {"f1": 80.0}, {"recall": 60.0}
    assert run(tmp_path, "--accept").exit_code == 1
    assert read(tmp_path / "floors.toml").sets == {"pages": {"f1": 90.0}, "grouping": {"recall": 60.0}}


def test_noise_is_read_from_the_file(tmp_path, measured):
    run(tmp_path, "--accept")
    floors = tmp_path / "floors.toml"
    floors.write_text(floors.read_text().replace("[noise]\n", "[noise]\nf1 = 10.0\n"))
    measured["pages"] = {"f1": 80.0}
    assert run(tmp_path).exit_code == 0


def test_other_data_shuts_the_gate(tmp_path, measured, monkeypatch):
    run(tmp_path, "--accept")
    monkeypatch.setattr(Measures, "hash", lambda self, name: "another")
    outcome = run(tmp_path, "--accept")
    assert "by hand" in str(outcome.exception)
    assert run(tmp_path).exit_code == 1


def test_the_figures_are_written_as_json(tmp_path, measured):
    target = tmp_path / "gate.json"
    run(tmp_path, "--json", str(target))
    rows = json.loads(target.read_text())["figures"]
    assert [(row["set"], row["name"], row["measured"], row["fell"]) for row in rows] == [
        ("pages", "f1", 90.0, False),
        ("grouping", "recall", 50.0, False),
    ]


def test_the_events_figures_are_percent_and_counts(key, response, texts):
    score = score_event(key, response, texts)
    figures = event_figures([score, replace(score, forbidden=("x",))])
    assert figures["salient_facts_told"] == figures["roles_right"] == 100.0
    assert (figures["forbidden_claims"], figures["clutter_told"]) == (1.0, 0.0)


def answering(request):
    """A summarizer that tells the first sentence of every document."""
    sentences = [
        {"text": d.content.split(". ")[0] + ".", "citations": [{"document_index": d.index}]}
        for d in request.documents
    ]
    return {"summary": " ".join(s["text"] for s in sentences), "sentences": sentences, "documents": []}


def test_news_is_measured_on_a_part_that_nothing_was_learned_on(data):
    pytest.importorskip("rouge_score")
    asked = []

    def system(request):
        asked.append(request)
        return answering(request)

    figures = Measures(data, lambda: system).take("news")
    assert set(figures) == {"rouge_1", "rouge_2", "rouge_l"}
    assert 0 < figures["rouge_2"] < figures["rouge_1"] < 100
    assert asked


def test_the_floors_that_ship_are_for_these_sets():
    floors = read(FILE)
    assert set(floors.sets) == set(floors.data) <= set(SETS)
    assert {"events_extractive", "events_abstractive"} <= set(floors.sets)
    figures = {figure for table in floors.sets.values() for figure in table}
    assert set(floors.noise) <= figures | {"rouge_1", "rouge_2", "rouge_l"}
    assert all(0 <= value <= 100 for table in floors.sets.values() for value in table.values())

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from evaluation import rouge
from evaluation.news import read_clusters
from evaluation.ratio import Ratio
from evaluation.rouge import Row, ahead, figures, measure, parts, table, unmarked
from service.errors import InvalidRequest
from service.types import Length, SummaryRequest

REQUEST = SummaryRequest(documents=(), length=Length(words=20))


def shared_words(reference, text):
    words = reference.lower().split()
    share = sum(word in text.lower().split() for word in words) / len(words)
    return share, share / 2, share / 4


def first_lines(request):
    """A summarizer that tells the first sentence of every document, and cites it."""
    sentences = [
        {"text": d.content.split(". ")[0] + ".", "citations": [{"document_index": d.index}]}
        for d in request.documents
    ]
    documents = [{"id": d.id, "boilerplate": [{"start": 0, "end": 0}]} for d in request.documents]
    return {"summary": " ".join(s["text"] for s in sentences), "sentences": sentences, "documents": documents}


@pytest.fixture
def cluster(data):
    return read_clusters(data)[0]


def test_all_systems_tell_the_same_cluster(cluster):
    found = measure(first_lines, cluster, REQUEST, shared_words, str.split)
    assert {"citeweave", "lead", "random", "oracle"} <= set(found.rows)
    assert all(row.words <= 20 for name, row in found.rows.items() if name != "citeweave")
    assert found.rows["oracle"].rouge1 >= found.rows["random"].rouge1
    assert found.part == cluster.part


def test_documents_that_are_no_part_of_a_cluster(cluster):
    row = measure(first_lines, cluster, REQUEST, shared_words, str.split).rows["citeweave"]
    assert (row.junk_cited, row.others_cited) == (Ratio(1, 1), Ratio(2, 2))
    assert row.on_junk_alone == Ratio(1, 3)


def test_what_is_refused_tells_nothing_and_counts(cluster, capsys):
    def refuse(request):
        raise InvalidRequest("too short")

    row = measure(refuse, cluster, REQUEST, shared_words, str.split).rows["citeweave"]
    assert (row.rouge1, row.words, row.junk_cited) == (0, 0, Ratio(0, 1))
    assert "too short" in capsys.readouterr().err


def test_the_baselines_do_not_see_what_is_marked(cluster):
    def marking(request):
        response = first_lines(request)
        spans = [[{"start": 0, "end": len(d.content)}] for d in request.documents]
        documents = [d | {"boilerplate": s} for d, s in zip(response["documents"], spans, strict=True)]
        return response | {"documents": documents}

    rows = measure(marking, cluster, REQUEST, shared_words, str.split).rows
    assert rows["citeweave"].words > 0
    assert {row.words for name, row in rows.items() if name != "citeweave"} == {0}


def test_clutter_becomes_line_breaks_of_the_same_length():
    assert unmarked("ad One two.", {"boilerplate": [{"start": 0, "end": 3}]}) == "\n\n\nOne two."
    assert unmarked("One two.", {}) == "One two."


ROW = Row(0.4, 0.2, 0.1, 200, Ratio(0, 1), Ratio(2, 3), Ratio(0, 9))


def test_figures_are_means_and_shares():
    found = figures([ROW, replace(ROW, rouge1=0.6, words=220, junk_cited=Ratio(1, 1))])
    assert (found.count, found.words) == (2, 210)
    assert found.rouge1 == pytest.approx(0.5)
    assert found.junk_cited == 0.5
    assert found.others_cited == pytest.approx(2 / 3)


def test_margins_are_taken_cluster_by_cluster():
    better = [replace(ROW, rouge1=0.5), replace(ROW, rouge1=0.7)]
    gap, error = ahead(better, [ROW, ROW], "rouge1")
    assert gap == pytest.approx(0.2)
    assert error == pytest.approx(0.1)  # gaps of 0.1 and 0.3: deviation 0.1414, over the root of 2
    assert ahead([ROW], [ROW], "rouge1") == (0, 0)


def test_the_part_not_learned_from_comes_first(data):
    found = [measure(first_lines, c, REQUEST, shared_words, str.split) for c in read_clusters(data)]
    by_part = parts(found)
    assert list(by_part) == ["held out", "fitted", "all"]
    sizes = [len(systems["lead"]) for systems in by_part.values()]
    assert sizes[0] + sizes[1] == sizes[2] == len(found)
    assert list(parts([m for m in found if m.part == "fitted"])) == ["fitted", "all"]
    shown = table("all", by_part["all"])
    assert shown.startswith(f"all: {len(found)} clusters\n")
    assert "junk cited" in shown


def test_the_command_prints_a_table_and_writes_the_figures(data, tmp_path, monkeypatch):
    pytest.importorskip("rouge_score")
    monkeypatch.setattr(rouge, "local", lambda: first_lines)
    target = tmp_path / "rouge.json"
    options = ["--data", str(data), "--limit", "2", "--words", "20", "--json", str(target)]
    outcome = CliRunner().invoke(rouge.main, options)
    assert outcome.exit_code == 0, outcome.output
    assert "all: 2 clusters" in outcome.stdout
    written = json.loads(target.read_text())
    assert written["mode"] == "extractive"
    assert written["parts"]["all"]["citeweave"]["count"] == 2
    assert 0 < written["parts"]["all"]["lead"]["rouge2"] <= 1

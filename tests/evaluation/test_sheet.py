import gzip
import json

import pytest
from click.testing import CliRunner

from evaluation import sheet
from evaluation.origins import Origin
from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service.errors import InvalidRequest
from service.limits import DEFAULT_LIMITS
from service.pipeline import Pipeline
from service.render.json import to_wire
from service.types import Length, MediaType, SourceDocument

CITATION = {
    "type": "char_location",
    "document_index": 0,
    "document_id": "a_b.txt",
    "document_title": None,
    "start_char_index": 0,
    "end_char_index": 11,
    "cited_text": "A goat ate.",
}


def sentence(text, method="abstractive", sources=2):
    return {
        "text": text,
        "method": method,
        "support": {"verdict": "supported", "score": 0.75},
        "corroboration": sources,
        "citations": [CITATION],
    }


def origin(name):
    document = SourceDocument(0, "a_b.txt", name, MediaType.TEXT)
    return Origin(name, (document,))


class Asked:
    """Tells two abstractive sentences and a quoted one; keeps what it was asked."""

    def __init__(self):
        self.lengths = []
        self.names = []

    def __call__(self, request):
        name = request.documents[0].content
        if name == "events/bad":
            raise InvalidRequest("nothing to tell")
        self.lengths.append(request.length)
        self.names.append(name)
        told = [sentence(f"{name} one."), sentence("Quoted.", "extractive", 1), sentence(f"{name} two.")]
        return {"sentences": told}


LONG = Length(words=250)


def test_abstractive_sentences_are_kept_with_what_they_cite():
    reader = sheet.Reader(Asked(), LONG, None)
    first, second = reader.read([origin("events/goat")])
    assert (first.id, second.id, first.origin) == ("events/goat/1", "events/goat/2", "events/goat")
    assert (first.text, first.score) == ("events/goat one.", 0.75)
    assert first.citations == ({name: CITATION[name] for name in sheet.CITED},)
    assert (first.verdict, first.fault, first.note) == (None, None, "")
    assert reader.yields == {"events": sheet.Yield(1, 3, 2, 2)}


def test_no_more_requests_are_made_than_needed():
    system = Asked()
    entries = sheet.Reader(system, LONG, None).read(map(origin, ["x/1", "x/2", "x/3"]), 3)
    assert [entry.id for entry in entries] == ["x/1/1", "x/1/2", "x/2/1"]
    assert system.names == ["x/1", "x/2"]
    assert sheet.Reader(system, LONG, None).read(map(origin, ["x/1"]), 0) == []


def test_few_of_each_request():
    entries = sheet.Reader(Asked(), LONG, 1).read(map(origin, ["x/1", "x/2"]))
    assert [entry.id for entry in entries] == ["x/1/1", "x/2/1"]


def test_what_cannot_be_summarized_is_left_out(capsys):
    reader = sheet.Reader(Asked(), LONG, None)
    assert len(reader.read(map(origin, ["events/bad", "events/goat"]))) == 2
    assert reader.yields["events"].requests == 1
    assert "events/bad is left out: nothing to tell" in capsys.readouterr().err


def test_the_page_shows_hostile_text_as_it_stands():
    (entry, _) = sheet.Reader(Asked(), LONG, None).read([origin("# *x*/1")])
    page = sheet.to_page([entry], {})
    assert "**\\# \\*x\\*/1 one.** (0.75)" in page
    assert "- a_b.txt: A goat ate." in page


@pytest.fixture
def folder(data, key, texts, monkeypatch, settings):
    (data / "events").mkdir()
    for document, text in zip(key["documents"], texts, strict=True):
        (data / "events" / document["file"]).write_text(text, "utf-8")
    (data / "events" / "key.json").write_text(json.dumps(key), "utf-8")
    (data / "more" / "fair").mkdir(parents=True)
    (data / "more" / "fair" / "a.txt").write_text("extra")
    rows = [
        {"id": f"multinews_val_250-000{number}", "documents": [{"id": "d1", "text": f"cluster {number}"}]}
        for number in range(9)
    ]
    content = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    (data / "multinews_val_250.jsonl.gz").write_bytes(gzip.compress(content))
    system = Asked()
    monkeypatch.setattr(sheet, "local", lambda: system)
    return data, system


def run(*arguments):
    return CliRunner().invoke(sheet.main, list(map(str, arguments)), catch_exceptions=False)


def rows_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_command_takes_events_then_folders_then_clusters(folder, tmp_path):
    data, system = folder
    out = tmp_path / "out" / "deep"
    result = run("--data", data, "--out", out, "--n", 6, "--extra", data / "more", "--json", "-")
    assert result.exit_code == 0
    rows = rows_of(out / "sheet.jsonl")
    assert [row["id"] for row in rows] == [
        *("events/goat/1", "events/goat/2", "extra/fair/1", "extra/fair/2"),
        *("multinews_val_250/0000/1", "multinews_val_250/0000/2"),
    ]
    assert list(rows[0]) == ["id", "origin", "text", "citations", "score", "verdict", "fault", "note"]
    assert "## multinews_val_250/0000/2" in (out / "sheet.md").read_text("utf-8")
    figures = json.loads(result.stdout)
    assert figures["sentences"] == 6
    assert figures["origins"]["events"] == {"requests": 1, "told": 3, "several": 2, "abstractive": 2}
    assert set(system.lengths) == {LONG}


def test_few_from_events_and_no_ceiling(folder, tmp_path):
    data, system = folder
    out = tmp_path / "out"
    run("--data", data, "--out", out, "--n", 3, "--from-events", 1, "--sentences-from", "clusters")
    assert [row["origin"].split("/")[0] for row in rows_of(out / "sheet.jsonl")] == [
        *("events", "multinews_val_250", "multinews_val_250")
    ]
    assert set(system.lengths) == {sheet.NO_CEILING}


def test_clusters_of_news_that_were_read_before_are_left_out(folder, tmp_path):
    data, _ = folder
    out = tmp_path / "out"
    run("--data", data, "--out", out, "--n", 2, "--from-events", 0, "--skip", 1)
    assert [row["id"] for row in rows_of(out / "sheet.jsonl")][:1] == ["multinews_val_250/0001/1"]


def test_verdicts_are_not_written_over(folder, tmp_path):
    data, _ = folder
    (tmp_path / "sheet.jsonl").write_text("judged")
    result = run("--data", data, "--out", tmp_path)
    assert result.exit_code == 2
    assert "holds a sheet already" in result.stderr
    assert (tmp_path / "sheet.jsonl").read_text() == "judged"


def test_what_is_missing_is_named(folder):
    data, _ = folder
    assert "--data names" in run().stderr
    assert "--out names" in run("--data", data).stderr
    assert "-o goes with" in run("--data", data, "-o", data / "page.md").stderr
    assert "needs -o" in run("--publish", data / "multinews_val_250.jsonl.gz").stderr


def test_a_judged_sheet_is_published(folder, tmp_path):
    data, _ = folder
    run("--data", data, "--out", tmp_path, "--n", 4)
    rows = [row | {"verdict": "supported"} for row in rows_of(tmp_path / "sheet.jsonl")]
    (tmp_path / "judged.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    result = run("--publish", tmp_path / "judged.jsonl", "-o", tmp_path / "page.md")
    assert result.exit_code == 0
    page = (tmp_path / "page.md").read_text("utf-8")
    assert "HILL WIRE A goat" in page
    assert "multinews_val_250/0000/2" in page
    assert "cluster 0" not in page


FACTS = [
    "A goat ate fourteen hats in Brill on Monday.",
    "The mayor of Hest opened a bridge on Friday.",
    "Three mills burned near Ormby last winter.",
    "Nobody at the harbour had seen the lighthouse keeper.",
]


@pytest.mark.parametrize(("length", "count"), [(sheet.NO_CEILING, 4), (Length(words=18), 2)])
def test_without_a_ceiling_every_fact_is_told(length, count):
    documents = tuple(SourceDocument(i, f"{i}.txt", " ".join(FACTS), MediaType.TEXT) for i in range(2))
    pipeline = Pipeline(HashingEncoder(), JoiningFuser(), WordVerifier(), WordCorroborator(), DEFAULT_LIMITS)
    reader = sheet.Reader(lambda request: to_wire(pipeline.summarize(request)), length, None)
    reader.read([Origin("x/1", documents)])
    assert reader.yields["x"].told == count

import json
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evaluation import events
from evaluation.report import findings, plain, table
from evaluation.scoring import score_event
from service.types import MediaType, SummaryRequest


@pytest.fixture
def folder(tmp_path: Path, key, texts):
    (tmp_path / "goat").mkdir()
    for note, text in zip(key["documents"], texts, strict=True):
        note |= {"outlet": "Hill", "published": "2031-05-04"}
        (tmp_path / "goat" / note["file"]).write_text(text, "utf-8")
    (tmp_path / "goat" / "key.json").write_text(json.dumps(key), "utf-8")
    return tmp_path


@pytest.mark.parametrize(("metadata", "date"), [(False, None), (True, "2031-05-04")])
def test_events_are_read_in_the_keys_order(folder, texts, metadata, date):
    (event,) = events.read_events(folder, metadata)
    assert event.texts == texts
    assert [d.index for d in event.documents] == [0, 1, 2, 3]
    assert {d.published_at for d in event.documents} == {date}
    assert {d.media_type for d in event.documents} == {MediaType.TEXT}


def test_shuffles_notice_a_system_that_minds_the_order(folder, response):
    (event,) = events.read_events(folder)
    request = SummaryRequest(documents=())

    def fickle(request):
        return response | {"summary": request.documents[0].id}

    steady = events.shuffles_agree(lambda _: response, event, response, request, 3)
    assert steady == [True] * 3
    in_order = replace(request, documents=event.documents)
    assert False in events.shuffles_agree(fickle, event, fickle(in_order), request, 5)


def test_the_command_prints_a_table_and_json(folder, response, monkeypatch):
    monkeypatch.setattr(events, "local", lambda: lambda _: response)
    arguments = [
        "--data",
        str(folder),
        "--shuffles",
        "1",
        "--details",
        "--save",
        str(folder / "out"),
        "--json",
        "-",
    ]
    result = CliRunner().invoke(events.main, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert printed["systems"]["citeweave"][0]["salient"] == {"hits": 1, "count": 1, "value": 1.0}
    assert printed["shuffles_agree"] == {"goat": [True]}
    assert "ALL" in result.stderr
    assert json.loads((folder / "out" / "goat.json").read_text("utf-8")) == response


def test_a_folder_without_events_is_refused(tmp_path):
    result = CliRunner().invoke(events.main, ["--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "no event" in result.stderr


@pytest.mark.parametrize(("length", "words"), [("short", 60), ("long", 250), ("75", 75)])
def test_ceilings(length, words):
    assert events.ceiling(length).words == words


def test_an_unknown_ceiling():
    with pytest.raises(click.BadParameter):
        events.ceiling("endless")


def test_the_table_sums_events_up(key, response, texts):
    score = score_event(key, response, texts)
    lines = table({"citeweave": [score, score]}).splitlines()
    assert len(lines) == 4
    assert lines[-1].split()[:3] == ["ALL", "citeweave", "2/2"]
    assert findings([score]) == ""
    assert plain({"salient": {"hits": 0, "count": 0}})["salient"]["value"] is None

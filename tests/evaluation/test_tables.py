import json
from pathlib import Path

import pytest

from evaluation.tables import layout, percent, publish


def test_names_stand_left_and_figures_right():
    rows = [["", "AUC"], ["rules", "7"], ["a b", "100.0"]]
    assert layout(rows).splitlines() == ["         AUC", "rules      7", "a b    100.0"]
    assert layout([["a", "b", "1"], ["aa", "bb", "22"]], names=2).splitlines() == ["a   b    1", "aa  bb  22"]


@pytest.mark.parametrize(("share", "shown"), [(0.5, "50.0"), (1, "100.0"), (0.12345, "12.3"), (None, "-")])
def test_shares_are_percent(share, shown):
    assert percent(share) == shown


def test_json_goes_to_a_file_beside_the_printed_table(tmp_path, capsys):
    publish("the table", {"a": {"b": (1 / 3, None, 2)}}, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text()) == {"a": {"b": [0.3333, None, 2]}}
    assert capsys.readouterr().out == "the table\n"


def test_json_on_standard_output_is_alone_there(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    publish("the table", {"a": 1}, Path("-"))
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"a": 1}
    assert printed.err == "the table\n"
    assert list(tmp_path.iterdir()) == []

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from evaluation.bench.page import Report, draw, table, write
from service.errors import InvalidRequest

CURVES = {"ours": [(10, 0.5), (1000, 12.0)], "theirs": [(10, 2.0), (100, 300.0)]}
REPORT = Report([["articles", "seconds"], ["10", "0.5"]], "One run.", CURVES, ("articles", "seconds"))
PAGE = "# Before\n<!-- bench:ranking -->\nold\n<!-- /bench:ranking -->\nafter\n"


def test_a_part_is_written_between_its_markers_and_nowhere_else(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE, "utf-8")
    write(page, "ranking", REPORT)
    once = page.read_text("utf-8")
    assert once.startswith("# Before\n<!-- bench:ranking -->\n")
    assert once.endswith("<!-- /bench:ranking -->\nafter\n")
    assert "old" not in once
    assert "| articles | seconds |\n| --- | --- |\n| 10 | 0.5 |" in once
    assert "One run." in once
    assert "![seconds over articles](bench-ranking.svg)" in once
    write(page, "ranking", REPORT)
    assert page.read_text("utf-8").count("bench-ranking.svg") == 1


@pytest.mark.parametrize("text", ["nothing", PAGE + PAGE, "<!-- bench:ranking -->"])
def test_a_page_without_a_place_for_it_is_refused(tmp_path, text):
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    with pytest.raises(InvalidRequest, match="once each"):
        write(page, "ranking", REPORT)
    assert page.read_text("utf-8") == text


def test_curves_are_lines_between_powers_of_ten():
    drawn = ElementTree.fromstring(draw(CURVES, ("articles", "seconds")))
    lines = [e for e in drawn.iter() if e.tag.endswith("polyline")]
    places = [[tuple(map(float, p.split(","))) for p in line.get("points").split()] for line in lines]
    assert [len(line) for line in places] == [2, 2]
    assert places[0][0][0] == places[1][0][0] == 60, "10 articles are at the left end"
    assert places[0][1][0] == 500, "1,000 at the right one"
    assert places[1][1][1] < places[0][1][1] < places[0][0][1], "more seconds are higher up"
    words = {e.text for e in drawn.iter() if e.tag.endswith("text")}
    assert {"articles", "seconds", "ours", "theirs", "1,000", "0.1"} <= words


def test_a_curve_goes_on_to_its_bound_and_the_axes_reach_it():
    drawn = ElementTree.fromstring(draw(CURVES, ("articles", "seconds"), {"theirs": (1000, 6000.0)}))
    dashed = [e for e in drawn.iter() if e.get("stroke-dasharray")]
    assert len(dashed) == 1
    end = dashed[0].get("d").partition("L")[2].split()
    assert float(end[0]) == 500
    assert 60 < float(end[1]) < 80, "just under 10,000 seconds"
    assert "10000" in {e.text for e in drawn.iter()}


def test_a_table_has_a_head():
    assert table([["a", "b"], ["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"

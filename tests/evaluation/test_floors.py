from __future__ import annotations

import pytest

from evaluation.floors import Floors, compare, data_hash, raised, read, write
from service.errors import InvalidRequest

FLOORS = Floors({"news": "aa"}, {"rouge_1": 0.5}, {"news": {"rouge_1": 40.0, "forbidden_claims": 1.0}})
SAME = {"news": "aa"}


def found(measured, hashes=SAME, floors=FLOORS):
    return {f.name: (f.fell, f.remark) for f in compare(floors, {"news": measured}, hashes, ["news"])}


@pytest.mark.parametrize(
    ("rouge", "claims", "expected"),
    [
        (40.0, 1.0, [(False, ""), (False, "")]),
        (39.5, 1.0, [(False, ""), (False, "")]),  # within the noise
        (39.4, 1.0, [(True, "FELL"), (False, "")]),
        (40.2, 0.0, [(False, "above"), (False, "above")]),
        (40.0, 2.0, [(False, ""), (True, "FELL")]),  # counted against us: fewer are better
    ],
)
def test_a_figure_falls_that_misses_its_floor_by_more_than_the_noise(rouge, claims, expected):
    assert list(found({"rouge_1": rouge, "forbidden_claims": claims}).values()) == expected


def test_what_is_not_measured_any_more_falls_and_what_is_new_does_not():
    assert found({"forbidden_claims": 0.0, "rouge_2": 10.0}) == {
        "rouge_1": (True, "not measured"),
        "forbidden_claims": (False, "above"),
        "rouge_2": (False, "no floor yet"),
    }


def test_on_other_data_nothing_can_be_compared():
    outcome = found({"rouge_1": 50.0, "forbidden_claims": 0.0}, hashes={"news": "bb"})
    assert set(outcome.values()) == {(True, "other data than the floor's")}


def test_only_the_sets_that_were_asked_for_are_compared():
    assert compare(FLOORS, {}, {}, []) == []


def test_floors_are_raised_and_never_lowered():
    up = raised(FLOORS, {"news": {"rouge_1": 41.29, "forbidden_claims": 0.0, "rouge_2": 9.99}}, SAME)
    assert up.sets == {"news": {"rouge_1": 41.2, "forbidden_claims": 0.0, "rouge_2": 9.9}}
    down = raised(FLOORS, {"news": {"rouge_1": 39.0, "forbidden_claims": 3.0}}, SAME)
    assert down.sets == FLOORS.sets


def test_a_raised_floor_is_kept_by_what_raised_it():
    for value in (92.307692, 100.0, 0.05, 33.35):
        up = raised(Floors({}, {}, {}), {"news": {"rouge_1": value, "clutter_told": value}}, SAME)
        assert not any(
            f.fell for f in compare(up, {"news": {"rouge_1": value, "clutter_told": value}}, SAME, ["news"])
        )


def test_floors_for_other_data_are_not_raised():
    with pytest.raises(InvalidRequest, match="by hand"):
        raised(FLOORS, {"news": {"rouge_1": 99.0}}, {"news": "bb"})


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "floors.toml"
    path.write_text(write(FLOORS))
    assert read(path) == FLOORS
    assert path.read_text().startswith("# ")
    assert "rouge_1 = 40\n" in path.read_text()


def test_without_a_file_there_are_no_floors(tmp_path):
    assert read(tmp_path / "none.toml") == Floors({}, {}, {})


@pytest.mark.parametrize(
    "text", ["x = 1", "[news]\nrouge_1 = 'high'", "[news]\na = nan", "[news]\na = true", "[", "\xff"]
)
def test_a_file_that_is_not_right_is_refused(tmp_path, text):
    path = tmp_path / "floors.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InvalidRequest, match=r"floors\.toml"):
        read(path)


def test_the_data_is_known_by_names_and_bytes(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x")
    two.write_text("y")
    both = data_hash([one, two], tmp_path)
    assert both == data_hash([two, one], tmp_path) != data_hash([one], tmp_path)
    two.write_text("z")
    assert data_hash([one, two], tmp_path) != both
    with pytest.raises(InvalidRequest, match="holds no three"):
        data_hash([tmp_path / "three"], tmp_path)

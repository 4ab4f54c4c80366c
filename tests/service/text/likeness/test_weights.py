import pytest

from service.text.likeness.weights import matching, read, shipped


def test_tables_of_numbers():
    tables = read("[rank]\ncentrality = 1\ntitle = -0.5\n[select]\nnew = 2.5\n")
    assert {name: dict(table) for name, table in tables.items()} == {
        "rank": {"centrality": 1.0, "title": -0.5},
        "select": {"new": 2.5},
    }


@pytest.mark.parametrize(
    "text", ["[rank]\na = 'x'", "[rank]\na = true", "[rank]\na = nan", "[rank]\na = inf", "a = 1", "[rank"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"weights: |Expected"):
        read(text)


def test_weights_must_be_for_the_features():
    assert matching({"a": 1.0}, ["a"]) == {"a": 1.0}
    with pytest.raises(ValueError, match="b, c"):
        matching({"a": 1.0, "b": 1.0}, ["a", "c"])


def test_what_ships_cannot_be_changed():
    with pytest.raises(TypeError):
        shipped()["rank"]["query"] = 0.0


def test_the_readers_weights_are_as_they_must_be():
    rank = shipped()["rank"]
    assert rank["query"] > 0 > rank["leaning"]
    assert rank["awkward"] < 0

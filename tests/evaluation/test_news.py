import gzip
import json

import pytest

from evaluation.news import FITTED, HELD_OUT, part_of, read_clusters
from service.errors import InvalidRequest


def test_clusters_with_their_junk(data):
    goat, barn = read_clusters(data)[:2]
    assert goat.name == "multinews_val_250-0000"
    assert [document.id for document in goat.documents] == ["d1", "d2", "d3"]
    assert goat.junk == {2}
    assert barn.junk == frozenset()
    assert goat.reference.startswith("– A goat")


def test_the_parts_follow_from_the_texts_alone(data):
    clusters = read_clusters(data)
    assert {cluster.part for cluster in clusters} == {FITTED, HELD_OUT}
    assert all(cluster.part == part_of([d.content for d in cluster.documents]) for cluster in clusters)


@pytest.mark.parametrize("row", [{"id": "x"}, {"id": "x", "documents": [], "references": []}, [1]])
def test_rows_that_are_no_clusters_are_named(tmp_path, row):
    path = tmp_path / "multinews_val_250.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(row).encode()))
    with pytest.raises(InvalidRequest, match="a row lacks"):
        read_clusters(tmp_path)

import gzip
import json

import pytest

from evaluation import origins
from service.errors import InvalidRequest
from service.limits import DEFAULT_LIMITS


def test_events_are_named_by_their_keys(tmp_path, key, texts):
    for document, text in zip(key["documents"], texts, strict=True):
        (tmp_path / document["file"]).write_text(text, "utf-8")
    (tmp_path / "key.json").write_text(json.dumps(key), "utf-8")
    (origin,) = origins.events(tmp_path)
    assert (origin.name, origin.kind, len(origin.documents)) == ("events/goat", "events", 4)


def test_every_folder_is_a_request(tmp_path):
    for name in ("b", "a", ".hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text(f"The fair of {name}.")
        (tmp_path / name / "two.md").write_text("It rained.")
    (tmp_path / "b" / "picture.png").write_bytes(b"x")
    one, two = origins.folders(tmp_path, DEFAULT_LIMITS)
    assert (one.name, two.name) == ("extra/a", "extra/b")
    assert [document.id for document in two.documents] == ["one.txt", "two.md"]
    (itself,) = origins.folders(tmp_path / "a", DEFAULT_LIMITS)
    assert itself == one


def test_clusters_keep_their_order_and_their_documents_names(tmp_path):
    rows = [
        {"id": f"multinews_val_250-{number:04}", "documents": [{"id": "d1", "text": f"Goat {number}."}]}
        for number in (0, 1)
    ]
    content = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    (tmp_path / "multinews_val_250.jsonl.gz").write_bytes(gzip.compress(content))
    found = origins.multinews(tmp_path)
    assert [origin.name for origin in found] == ["multinews_val_250/0000", "multinews_val_250/0001"]
    assert [(document.id, document.content) for document in found[1].documents] == [("d1", "Goat 1.")]


def test_without_clusters(tmp_path):
    with pytest.raises(InvalidRequest, match=r"multinews_val_250\.jsonl\.gz"):
        origins.multinews(tmp_path)

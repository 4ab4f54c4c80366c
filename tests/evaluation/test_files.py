import gzip
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.files import read_rows, spread
from service.errors import InvalidRequest


@pytest.mark.parametrize(("name", "packed"), [("a.jsonl", False), ("a.jsonl.gz", True)])
def test_rows_are_read_packed_or_not(tmp_path, name, packed):
    text = '{"a": "one\u2028line"}\n\n{"a": 2}\n'.encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if packed else text)
    assert read_rows(tmp_path, name) == [{"a": "one\u2028line"}, {"a": 2}]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidRequest, match=r"holds no fusion/dev\.jsonl"):
        read_rows(tmp_path, "fusion/dev.jsonl")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b"{"),
        ("a.jsonl", b"\xff\xfe"),
        ("a.jsonl.gz", b"not packed"),
        ("a.jsonl.gz", gzip.compress(json.dumps({"a": 1}).encode(), mtime=0)[:-9]),
    ],
)
def test_a_damaged_file_is_named(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidRequest, match="cannot be read"):
        read_rows(tmp_path, name)


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_limit_spreads_over_all_rows(count, limit):
    taken = spread(range(count), limit)
    assert len(taken) == min(count, limit)
    assert taken == sorted(set(taken))
    assert all(gap <= -(-count // limit) for gap in (b - a for a, b in pairwise(taken)))


def test_no_limit_takes_all():
    assert spread([3, 1, 2], None) == [3, 1, 2]

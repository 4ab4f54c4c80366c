"""The form field that tells what is known of the files."""

from __future__ import annotations

import json

import pytest

FILES = (("a.txt", b"One fell."), ("b.txt", b"Two fell."))


def pointers(body):
    return [fault["pointer"] for fault in body["errors"]]


def test_each_file_gets_what_is_said_of_it(upload, summarizer):
    metadata = [
        {
            "title": " Fall ",
            "outlet": "Port News",
            "published_at": "2024-05-16",
            "url": "https://e.example/1",
        },
        None,
    ]
    assert upload(*FILES, metadata=json.dumps(metadata)).status_code == 200
    first, second = summarizer.requests[0].documents
    assert (first.title, first.outlet, first.published_at) == ("Fall", "Port News", "2024-05-16")
    assert first.url == "https://e.example/1"
    assert (second.title, second.outlet, second.published_at, second.url) == (None, None, None, None)


def test_files_without_an_entry_come_last(upload, summarizer):
    assert upload(*FILES, metadata='[{"outlet": "Port News"}]').status_code == 200
    assert [document.outlet for document in summarizer.requests[0].documents] == ["Port News", None]


@pytest.mark.parametrize(
    ("metadata", "pointer"),
    [
        ("{", "/metadata"),
        ('"a"', "/metadata"),
        ("[{}, {}, {}]", "/metadata"),
        ('[{}, {"published_at": "yesterday"}]', "/metadata/1/published_at"),
        ('[{"author": "x"}]', "/metadata/0/author"),
        ('[{"title": 3}]', "/metadata/0/title"),
        ("[3]", "/metadata/0"),
    ],
)
def test_what_is_wrong_with_it_is_named(upload, check_problem, metadata, pointer):
    assert pointers(check_problem(upload(*FILES, metadata=metadata), 422)) == [pointer]

from __future__ import annotations

import json
import os

import pytest

from models.errors import ModelsMissing
from service.cli import main
from service.errors import Fault, InvalidRequest, StageError
from service.types import Format, Length, MediaType, Mode


@pytest.fixture
def run(runner, wired):
    """Run `citeweave summarize` over the stub."""

    def invoke(*arguments, **options):
        return runner.invoke(main, ["summarize", *map(str, arguments)], **options)

    return invoke


@pytest.fixture
def folder(tmp_path):
    """Return a folder with files that are read, hidden, unknown and nested."""
    (tmp_path / "b.txt").write_text("B fell.")
    (tmp_path / "a.md").write_text("A fell.")
    (tmp_path / "photo.png").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_text("H fell.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_text("G fell.")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("S fell.")
    return tmp_path


def one_line_of(result, status):
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    (line,) = result.stderr.splitlines()
    assert line.startswith("citeweave: ")
    return line


def test_folder_is_walked_in_order(run, wired, folder):
    result = run(folder)
    assert result.exit_code == 0, result.output
    documents = wired.requests[0].documents
    assert [document.id for document in documents] == ["a.md", "b.txt", "sub/b.txt"]
    assert [document.index for document in documents] == [0, 1, 2]
    assert documents[0].media_type is MediaType.MARKDOWN
    assert documents[2].content == b"S fell."
    assert result.stderr == "citeweave: skipped photo.png: its type is not read\n"
    assert wired.loads == 1


def test_files_of_one_name_are_told_apart(run, wired, folder):
    assert run(folder / "b.txt", folder / "sub" / "b.txt").exit_code == 0
    assert [document.id for document in wired.requests[0].documents] == ["b.txt", "b.txt (2)"]


def test_standard_input_is_a_text(run, wired):
    result = run("-", input="It fell. Twice.")
    assert result.exit_code == 0
    (document,) = wired.requests[0].documents
    assert (document.id, document.content, document.media_type) == (
        "stdin",
        b"It fell. Twice.",
        MediaType.TEXT,
    )
    assert result.stdout.startswith("# stdin\n\nIt fell. [1]\n")


def test_forms(run, folder):
    assert run(folder / "b.txt").stdout.startswith("# b.txt")
    wire = json.loads(run(folder / "b.txt", "--output", "json").stdout)
    assert wire["sentences"][0]["citations"][0]["document_id"] == "b.txt"
    assert run(folder / "b.txt", "--output", "html").stdout.startswith("<!doctype html>")


def test_options_reach_the_request(run, wired, folder):
    run(folder, "--length", "short", "--format", "bullets", "--mode", "extractive", "--query", " who ")
    request = wired.requests[0]
    assert (request.length, request.format, request.mode) == (
        Length(words=60),
        Format.BULLETS,
        Mode.EXTRACTIVE,
    )
    assert request.query == "who"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("long", Length(words=250)),
        ("120w", Length(words=120)),
        ("words=120", Length(words=120)),
        ("5s", Length(sentences=5)),
        ("SENTENCES=5", Length(sentences=5)),
    ],
)
def test_lengths(run, wired, folder, text, length):
    assert run(folder, "--length", text).exit_code == 0
    assert wired.requests[0].length == length


@pytest.mark.parametrize("text", ["5", "tiny", "0w", "words=5s", "-5s", "99999w", "words=", "\u0665s"])
def test_bad_lengths(run, wired, folder, text):
    result = run(folder, f"--length={text}")
    assert result.exit_code == 2
    assert "Invalid value for '--length'" in result.stderr
    assert wired.requests == []


def test_wrong_input_is_one_line(run, folder):
    assert "nope.txt is not there" in one_line_of(run(folder / "nope.txt"), 2)
    assert "photo.png" in one_line_of(run(folder / "photo.png"), 2)
    (folder / "empty.txt").write_text(" \n")
    assert "empty.txt is empty" in one_line_of(run(folder / "empty.txt"), 2)
    assert "only once" in one_line_of(run("-", "-", input="x"), 2)


def test_folder_with_nothing_to_read(run, tmp_path):
    assert "no file here" in one_line_of(run(tmp_path), 2)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_pipe_in_a_folder_is_passed_over(run, wired, folder):
    os.mkfifo(folder / "pipe.txt")
    assert run(folder).exit_code == 0
    assert len(wired.requests[0].documents) == 3
    assert "neither a file nor a folder" in one_line_of(run(folder / "pipe.txt"), 2)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("MAX_DOCUMENTS", "2", "at most 2"),
        ("MAX_DOCUMENT_BYTES", "3", "more than 3 bytes"),
        ("PORT", "x", "CITEWEAVE_PORT"),
    ],
)
def test_limits_and_settings_hold_here_too(run, folder, monkeypatch, name, value, told):
    (folder / "photo.png").unlink()
    monkeypatch.setenv(f"CITEWEAVE_{name}", value)
    assert told in one_line_of(run(folder), 2)


def test_errors_name_the_file_and_have_their_statuses(run, wired, folder):
    wired.error = InvalidRequest("bad", [Fault("/documents/0", "no text in it")])
    assert one_line_of(run(folder / "b.txt"), 2) == "citeweave: b.txt: no text in it"
    wired.error = ModelsMissing("no fuser: run `citeweave models fetch`")
    assert "citeweave models fetch" in one_line_of(run(folder / "b.txt"), 3)
    wired.error = StageError("clean")
    assert "clean" in one_line_of(run(folder / "b.txt"), 1)
    wired.error = KeyError("odd")
    assert "KeyError" in one_line_of(run(folder / "b.txt"), 1)


def test_debug_shows_where_it_failed(run, wired, folder, monkeypatch):
    monkeypatch.setenv("CITEWEAVE_LOG_LEVEL", "debug")
    wired.error = KeyError("odd")
    result = run(folder / "b.txt")
    assert (result.exit_code, "in summarize" in result.stderr) == (1, True)


def test_name_of_a_file_cannot_command_the_terminal(run, tmp_path):
    (tmp_path / "a\x1b[31m.png").write_bytes(b"x")
    (tmp_path / "b.txt").write_text("B fell.")
    assert "\x1b" not in run(tmp_path).stderr


def test_text_that_is_not_unicode_is_written(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"A \xff fell.")
    for form in ("md", "json", "html"):
        assert run(tmp_path, "--output", form).exit_code == 0

"""Many clusters in one run: what is answered, what is kept when it is cut off, and what is refused."""

from __future__ import annotations

import fcntl
import hashlib
import json

import pytest

from models.errors import ModelsMissing
from service.cli import main
from service.errors import InvalidRequest, StageError


@pytest.fixture
def clusters(tmp_path):
    """Write lines of input; return their file."""

    def write(*lines):
        path = tmp_path / "clusters.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8", errors="surrogatepass")
        return path

    return write


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out.jsonl"


@pytest.fixture
def run(runner, wired, output):
    """Run `citeweave batch` over the stub."""
    return lambda path, *options: runner.invoke(main, ["batch", str(path), "-o", str(output), *options])


def request(text, **options):
    return {"documents": [{"text": text}], **options}


def entries(output):
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def sha256(line):
    return hashlib.sha256(json.dumps(line).encode()).hexdigest()


def test_every_line_gets_its_summary(run, wired, clusters, output, client):
    lines = [request("A fell."), request("B fell.", id="b", length="short"), request("C fell.", id=[3])]
    result = run(clusters(*lines))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    found = entries(output)
    assert [entry["line"] for entry in found] == [1, 2, 3]
    assert [entry["id"] for entry in found] == [None, "b", [3]]
    assert [entry["request_sha256"] for entry in found] == [sha256(line) for line in lines]
    assert [entry["summary"]["summary"] for entry in found] == ["A fell.", "B fell.", "C fell."]
    assert found[0]["summary"] == client.post("/v1/summaries", json=lines[0]).get_json()
    assert wired.requests[1].length.words == 60
    assert wired.loads == 1


def test_blank_lines_are_none_and_numbers_are_those_of_the_file(run, clusters, output):
    assert run(clusters("", request("A fell."), "  ", request("B fell."))).exit_code == 0
    assert [entry["line"] for entry in entries(output)] == [2, 4]


def test_errors_are_answers_too(run, wired, clusters, output, client):
    wrong = {"documents": [{"text": ""}], "lenght": "short"}
    result = run(clusters(request("A fell."), "{", wrong, "[]", request("B fell.")))
    assert result.exit_code == 1
    assert "3 of 5 lines could not be summarized" in result.stderr
    found = entries(output)
    assert ["summary" in entry for entry in found] == [True, False, False, False, True]
    assert [entry["error"]["status"] for entry in found if "error" in entry] == [400, 422, 422]
    problem = client.post("/v1/summaries", json=wrong).get_json()
    assert found[2]["error"] == {
        name: value for name, value in problem.items() if name not in ("instance", "request_id")
    }


@pytest.mark.parametrize(
    ("error", "status"), [(InvalidRequest("No."), 422), (StageError("rank"), 500), (KeyError("SECRET"), 500)]
)
def test_a_line_that_fails_does_not_end_the_run(run, wired, clusters, output, error, status):
    plain = wired.summarize

    def summarize(asked, progress=None, listener=None):
        if asked.documents[0].content == "B fell.":
            raise error
        return plain(asked, progress, listener)

    wired.summarize = summarize
    assert run(clusters(*map(request, ("A fell.", "B fell.", "C fell.")))).exit_code == 1
    assert [entry.get("error", {}).get("status") for entry in entries(output)] == [None, status, None]
    assert "SECRET" not in output.read_text()


def test_missing_weights_end_the_run(run, wired, clusters, output):
    wired.error = ModelsMissing("run `citeweave models fetch`")
    result = run(clusters(request("A fell.")))
    assert result.exit_code == 3
    assert result.stderr == "citeweave: run `citeweave models fetch`\n"
    assert entries(output) == []


# Going on


def test_what_is_answered_is_not_done_again(run, wired, clusters, output):
    path = clusters(request("A fell."), "{", request("C fell."))
    run(path)
    before = output.read_bytes()
    result = run(path)
    assert result.exit_code == 1  # the errors are still there
    assert output.read_bytes() == before
    assert len(wired.requests) == 2
    assert wired.loads == 1


@pytest.mark.parametrize("cut", [1, 10, -1, None])
def test_a_torn_last_line_is_mended(run, wired, clusters, output, cut):
    path = clusters(request("A fell."), request("B fell."))
    run(path)
    whole = output.read_bytes()
    first, second, _ = whole.split(b"\n")
    output.write_bytes(first + b"\n" + second[:cut])
    assert run(path).exit_code == 0
    assert output.read_bytes() == whole
    # A whole line that lacks only its end is not done again.
    assert len(wired.requests) == (2 if cut is None else 3)


def test_what_another_order_has_answered_counts(run, wired, clusters, output):
    path = clusters(*map(request, ("A fell.", "B fell.", "C fell.")))
    run(path)
    first, second, third = output.read_bytes().splitlines(keepends=True)
    output.write_bytes(third + first)
    assert run(path).exit_code == 0
    assert output.read_bytes() == third + first + second


# What is refused


def refused(result):
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    return result.stderr


def test_answers_to_other_lines_are_not_mixed_in(run, clusters, output):
    run(clusters(request("A fell.")))
    before = output.read_bytes()
    message = refused(run(clusters(request("B fell."))))
    assert "line 1 of" in message
    assert "choose another output file" in message
    assert output.read_bytes() == before


@pytest.mark.parametrize("content", ["notes\nof mine\n", '{"line": 1}\n', "[]\n", '{"line": "1"}\n{}\n'])
def test_a_file_that_is_no_output_is_left_alone(run, clusters, output, content):
    output.write_text(content)
    assert "is not of a batch" in refused(run(clusters(request("A fell."))))
    assert output.read_text() == content


def test_the_input_is_never_the_output(runner, wired, clusters):
    path = clusters(request("A fell."))
    before = path.read_bytes()
    refused(runner.invoke(main, ["batch", str(path), "-o", str(path)]))
    assert path.read_bytes() == before


def test_two_runs_do_not_write_one_file(run, clusters, output):
    with output.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "is being written by another run" in refused(run(clusters(request("A fell."))))


def test_a_line_over_the_limit_is_an_error_of_its_own(run, clusters, output, monkeypatch):
    monkeypatch.setenv("CITEWEAVE_MAX_REQUEST_BYTES", "1024")
    run(clusters(request("A fell. " * 200), request("B fell.")))
    assert [entry.get("error", {}).get("status") for entry in entries(output)] == [413, None]


def test_an_empty_file_is_done_at_once(run, wired, clusters, output):
    assert run(clusters("")).exit_code == 0
    assert output.read_bytes() == b""
    assert wired.loads == 0

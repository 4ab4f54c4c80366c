"""`citeweave batch` where a queue is configured: the workers do the lines."""

from __future__ import annotations

import json

import pytest

from service.cli import main
from tests.service.jobs.helpers import Paced, body, told

pytestmark = pytest.mark.parametrize("broker_url", ["redis"], indirect=True)


@pytest.fixture
def queued(runner, job_settings, monkeypatch, tmp_path):
    """Run `citeweave batch` with the queue in the environment; return its result and the output's entries."""
    monkeypatch.setenv("CITEWEAVE_BROKER_URL", job_settings.broker_url.get_secret_value())
    monkeypatch.setenv("CITEWEAVE_DATABASE_URL", job_settings.jobs_database)
    output = tmp_path / "out.jsonl"

    def run(lines, *options):
        path = tmp_path / "clusters.jsonl"
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        result = runner.invoke(main, ["batch", str(path), "-o", str(output), *options])
        return result, [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]

    return run


def test_the_workers_answer_every_line(serve, queued):
    summarizer = Paced()
    serve(summarizer)
    lines = [body(number) for number in range(7)]
    result, entries = queued([*lines, lines[2], {"documents": []}], "--at-once", "3")
    assert result.exit_code == 1, result.output
    found = {entry["line"]: entry for entry in entries}
    assert sorted(found) == list(range(1, 10))
    assert [found[n + 1]["summary"]["summary"] for n in range(7)] == [told(n) for n in range(7)]
    assert found[8]["summary"]["summary"] == told(2)
    assert found[9]["error"]["status"] == 422
    assert set(summarizer.begun) == {f"doc-{number}" for number in range(7)}


def test_a_full_queue_is_waited_for(serve, queued, monkeypatch):
    monkeypatch.setenv("CITEWEAVE_MAX_JOBS", "1")
    serve(Paced(0.01))
    result, entries = queued([body(number) for number in range(5)])
    assert result.exit_code == 0, result.output
    assert sorted(entry["summary"]["summary"] for entry in entries) == sorted(map(told, range(5)))


def test_a_job_that_fails_is_an_error_of_its_line(serve, queued):
    class Picky(Paced):
        def summarize(self, request, progress=None, listener=None):
            if "number 1" in request.documents[0].content:
                raise KeyError("SECRET")
            return super().summarize(request, progress, listener)

    serve(Picky())
    result, entries = queued([body(0), body(1)])
    assert result.exit_code == 1
    found = {entry["line"]: entry for entry in entries}
    assert found[1]["summary"]["summary"] == told(0)
    assert found[2]["error"]["status"] == 500
    assert "SECRET" not in json.dumps(entries)

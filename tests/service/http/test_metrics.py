from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service.deadline import Cancelled, OverTimeError, Released
from service.errors import InvalidRequest, ModelsMissing, StageError
from service.http.app import create_app
from service.http.tracing import METHODS
from service.keys import known_as, new_key
from service.metered import end_of
from service.metrics import Metrics
from service.observer import Judged, Told
from service.pipeline import Pipeline

ROOT = Path(__file__).parents[3]
BODY = {"documents": [{"text": "A crane fell. SECRET."}]}
EVENT = {
    "documents": [
        {"text": "A crane fell on a house in Port Lune on Monday. Two workers were hurt.", "id": "a"},
        {
            "text": "A crane fell on a house in Port Lune on Monday, police said. Two men were hurt.",
            "id": "b",
        },
        {"text": "On Monday a crane fell on a house in Port Lune. The harbour was closed.", "id": "c"},
    ]
}


def figures(client, **options):
    """Scrape; return every figure by its name and labels."""
    response = client.get("/metrics", **options)
    assert response.status_code == 200
    assert response.mimetype == "text/plain"
    return {
        (sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_status(client, summarizer):
    client.post("/v1/summaries", json=BODY)
    client.post("/v1/summaries", json={})
    with client.post("/v1/summaries", json=BODY, headers={"Accept": "text/event-stream"}) as stream:
        stream.get_data()
    for job in range(3):
        client.get(f"/v1/jobs/SECRET-{job}")
    client.get("/SECRET")
    client.open("/healthz", method="SECRET")
    found = figures(client)
    counted = {name[1:]: value for name, value in found.items() if name[0] == "citeweave_requests_total"}
    assert counted == {
        ("method=POST", "route=/v1/summaries", "status=200"): 2,
        ("method=POST", "route=/v1/summaries", "status=422"): 1,
        ("method=GET", "route=/v1/jobs/<name>", "status=404"): 3,
        ("method=GET", "route=none", "status=404"): 1,
        ("method=other", "route=none", "status=405"): 1,
    }
    assert found["citeweave_request_seconds_count", "route=/v1/summaries"] == 3
    assert "SECRET" not in str(found)


def test_ends_and_stages_are_counted(client, summarizer):
    client.post("/v1/summaries", json=BODY)
    summarizer.error = InvalidRequest("no")
    client.post("/v1/summaries", json=BODY)
    found = figures(client)
    assert found["citeweave_summaries_total", "end=whole"] == 1
    assert found["citeweave_summaries_total", "end=refused"] == 1
    assert found["citeweave_stage_seconds_count", "stage=stub"] == 1
    assert found["citeweave_stage_seconds_sum", "stage=stub"] == pytest.approx(0.001)
    assert found["citeweave_summaries_running",] == 0


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (InvalidRequest("no"), "refused"),
        (OverTimeError("late"), "over_time"),
        (Cancelled(), "cancelled"),
        (Released(), "given_back"),
        (ModelsMissing("none"), "models"),
        (StageError("rank"), "failed"),
        (KeyError("odd"), "failed"),
    ],
)
def test_how_a_summary_ended(error, end):
    assert end_of(error) == end
    under = StageError("rank")
    under.__cause__ = error
    assert end_of(under) == end


def test_jobs_are_counted_in_the_database(client, app, monkeypatch):
    found = figures(client)
    assert found["citeweave_jobs", "status=queued"] == found["citeweave_jobs", "status=running"] == 0
    assert found["citeweave_database_up",] == 1


def test_a_database_that_is_gone_does_not_hide_the_rest(settings, summarizer):
    from pydantic import SecretStr  # noqa: PLC0415

    gone = settings.model_copy(update={"database_url": SecretStr("sqlite:////dev/null/jobs.sqlite3")})
    found = figures(create_app(gone, summarizer).test_client())
    assert found["citeweave_database_up",] == 0
    assert found["citeweave_facts_total", "told=fused"] == 0


def test_the_pipeline_s_batches_candidates_and_facts_are_counted(settings):
    metrics = Metrics()
    pipeline = Pipeline(
        HashingEncoder(), JoiningFuser(), WordVerifier(), WordCorroborator(), settings.limits, metrics
    )
    client = create_app(settings, pipeline, metrics).test_client()
    summary = client.post("/v1/summaries", json=EVENT).get_json()
    found = figures(client)
    told = {
        name[1].partition("=")[2]: value
        for name, value in found.items()
        if name[0] == "citeweave_facts_total"
    }
    assert told.keys() == {one.value for one in Told}
    assert sum(told.values()) >= len(summary["sentences"])
    judged = {name[1] for name in found if name[0] == "citeweave_candidates_total"}
    assert judged == {f"verdict={one.value}" for one in Judged}
    assert found["citeweave_batch_size_sum", "part=encode"] == 6
    assert found["citeweave_stage_seconds_count", "stage=rank"] == 1


def test_labels_have_few_values_however_many_clients_and_jobs_there_are(settings, summarizer):
    keys = [new_key() for _ in range(5)]
    known = ",".join(str(known_as(f"SECRET-{number}", key)) for number, key in enumerate(keys))
    app = create_app(settings.model_copy(update={"api_keys": known}), summarizer)
    client = app.test_client()
    for number, key in enumerate(keys):
        headers = {"Authorization": f"Bearer {key}", "X-Request-Id": f"SECRET-{number}"}
        client.post("/v1/summaries", json=BODY, headers=headers)
        client.open(f"/SECRET{number}", method=f"SECRET{number}", headers=headers)
    found = figures(client, headers={"Authorization": f"Bearer {keys[0]}"})
    assert "SECRET" not in str(found)
    routes = {rule.rule for rule in app.url_map.iter_rules()} | {"none"}
    labels = {label.partition("=")[2] for name in found for label in name[1:] if label.startswith("route=")}
    assert {"none", "/v1/summaries"} <= labels <= routes
    methods = {label.partition("=")[2] for name in found for label in name[1:] if label.startswith("method=")}
    assert methods <= METHODS | {"other"}


def test_with_keys_a_scrape_needs_one(settings, summarizer, check_problem):
    key = new_key()
    app = create_app(settings.model_copy(update={"api_keys": str(known_as("prometheus", key))}), summarizer)
    check_problem(app.test_client().get("/metrics"), 401)
    assert figures(app.test_client(), headers={"Authorization": f"Bearer {key}"})


def test_every_figure_says_what_it_is(client):
    text = client.get("/metrics").text
    described = dict(re.findall(r"^# HELP (citeweave_\w+) (.+)$", text, flags=re.MULTILINE))
    assert len(described) >= 10
    assert all(words.endswith(".") or words.endswith("version.") for words in described.values())


SEVERAL = """
import os, sys
from service.shared_metrics import FOLDER, shared_metrics

with shared_metrics(2):
    folder = os.environ[FOLDER]
    if (child := os.fork()) == 0:
        from service.metrics import Metrics
        mine = Metrics()
        mine.request("/x", "GET", 200, 0.1)
        with mine.summary():
            os._exit(0)
    os.waitpid(child, 0)
    from service.metrics import Metrics
    mine = Metrics()
    mine.request("/x", "GET", 200, 0.1)
    mine.jobs({"queued": 3, "running": 1})
    with mine.summary():
        print(mine.text().decode())
assert not os.path.exists(folder) and FOLDER not in os.environ
"""


def test_several_processes_count_together_and_the_dead_are_not_at_work():
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", SEVERAL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert 'citeweave_requests_total{method="GET",route="/x",status="200"} 2.0' in run.stdout
    assert "citeweave_summaries_running 1.0" in run.stdout
    assert 'citeweave_jobs{status="queued"} 3.0' in run.stdout

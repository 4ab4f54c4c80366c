from __future__ import annotations

import logging
import time

import pytest

from models.errors import ModelsCorrupt, ModelsMissing
from service.deadline import Deadline, OverTimeError
from service.errors import CiteweaveError, RequestError, StageError
from service.http import problems
from service.http.tracing import SECURITY_HEADERS

BODY = {"documents": [{"text": "A crane fell. SECRET."}]}


def subclasses(kind):
    return {kind}.union(*(subclasses(child) for child in kind.__subclasses__()))


def test_every_error_has_a_row_of_its_own_and_bases_come_last():
    rows = list(problems.STATUS)
    known = {kind for kind in subclasses(CiteweaveError) if kind.__module__.startswith("service.")}
    assert known <= set(rows)
    for place, kind in enumerate(rows):
        assert not any(issubclass(later, kind) for later in rows[place + 1 :])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RequestError("odd"), 400),
        (ModelsMissing("run `citeweave models fetch`"), 503),
        (ModelsCorrupt("run `citeweave models fetch`"), 503),
        (OverTimeError("too long"), 503),
        (StageError("clean"), 500),
        (ValueError("SECRET"), 500),
        (RecursionError("SECRET"), 500),
    ],
)
def test_errors_of_the_pipeline_become_problems(post, check_problem, summarizer, error, status):
    summarizer.error = error
    response = post(BODY)
    check_problem(response, status)
    assert ("Retry-After" in response.headers) == (status == 503)
    assert "SECRET" not in response.text
    assert "Traceback" not in response.text


def test_models_missing_says_what_to_run_and_a_stage_is_named(post, summarizer):
    summarizer.error = ModelsMissing("the fuser is missing: run `citeweave models fetch`")
    assert "citeweave models fetch" in post(BODY).get_json()["detail"]
    summarizer.error = StageError("clean")
    assert "clean" in post(BODY).get_json()["detail"]


def test_failure_is_logged_with_its_place_and_without_its_words(post, summarizer, caplog):
    summarizer.error = StageError("clean")
    summarizer.error.__cause__ = ValueError("SECRET words of a document")
    with caplog.at_level(logging.INFO, logger="citeweave"):
        response = post(BODY, X_Request_Id="req-7")
    assert response.status_code == 500
    assert "req-7" in caplog.text
    assert "ValueError" in caplog.text
    assert "in summarize" in caplog.text
    assert "SECRET" not in caplog.text


def test_deadline_ends_a_summary_also_from_under_a_stage(post, check_problem, summarizer):
    late = Deadline(0.001)
    time.sleep(0.01)
    with pytest.raises(OverTimeError, match=r"0\.001 seconds"):
        late("rank", 0.5)
    Deadline(60)("rank", 0.5)
    summarizer.error = StageError("rank")
    summarizer.error.__cause__ = OverTimeError("too long")
    check_problem(post(BODY), 503)


def test_requests_get_the_timeout_of_the_settings(settings, summarizer, check_problem):
    app = problems_app(settings.model_copy(update={"request_timeout": 1e-9}), summarizer)
    check_problem(app.test_client().post("/v1/summaries", json=BODY), 503)


def problems_app(settings, summarizer):
    from service.http.app import create_app  # noqa: PLC0415

    return create_app(settings, summarizer)


def test_unknown_address_and_method(client, check_problem):
    assert check_problem(client.get("/nope/é?x=1"), 404)["instance"] == "/nope/%C3%A9"
    response = client.get("/v1/summaries")
    check_problem(response, 405)
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("text/*", "text/markdown; charset=utf-8"),
        ("application/json;q=0.5, text/markdown", "text/markdown; charset=utf-8"),
        ("text/html, application/json;q=0.2", "application/json"),
        ("text/markdown;q=0, */*", "application/json"),
    ],
)
def test_client_chooses_the_form(post, accept, kind):
    response = post(BODY, **({"Accept": accept} if accept else {}))
    assert response.status_code == 200
    assert response.content_type == kind
    assert response.vary.to_header() == "Accept"


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*"])
def test_forms_that_cannot_be_had(post, check_problem, summarizer, accept):
    check_problem(post(BODY, Accept=accept), 406)
    assert summarizer.requests == []


def test_health_and_readiness(client, check_problem, summarizer):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    response = client.get("/readyz")
    assert "models" in check_problem(response, 503)["detail"]
    assert int(response.headers["Retry-After"]) > 0
    summarizer.load()
    assert client.get("/readyz").status_code == 200
    assert client.get("/").get_json()["endpoints"]["summaries"] == "POST /v1/summaries"


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/nope", "/v1/summaries"])
def test_every_response_is_guarded(client, path):
    headers = client.get(path, headers={"Origin": "https://evil.example"}).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name] == value
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not [name for name, _ in headers.to_wsgi_list() if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    ("sent", "kept"), [("abc-1.2_3", True), ("x" * 64, True), ("x" * 65, False), ("a b", False), ("", False)]
)
def test_sane_request_ids_are_kept(client, sent, kept):
    received = client.get("/healthz", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
    assert (received == sent) == kept
    assert kept or len(received) == 32


def test_access_log_has_the_template_of_an_address_and_nothing_that_the_client_made_up(post, client, caplog):
    with caplog.at_level(logging.INFO, logger="citeweave.access"):
        post(BODY, X_Request_Id="req-8")
        client.get("/v1/jobs/SECRET?SECRET")
        client.get("/x%0d%0aSECRET")
        client.open("/v1/summaries", method="SECRET")
        with client.post("/v1/summaries", json=BODY, headers={"Accept": "text/event-stream"}) as stream:
            stream.get_data()
    told = [record.fields for record in caplog.records]
    assert [(one["method"], one["route"], one["status"]) for one in told] == [
        ("POST", "/v1/summaries", 200),
        ("GET", "/v1/jobs/<name>", 404),
        ("GET", "", 404),
        ("other", "", 405),
        ("POST", "/v1/summaries", 200),
    ]
    assert told[0]["request_id"] == "req-8"
    assert all(one["seconds"] >= 0 and one["client"] == "" for one in told)
    assert "SECRET" not in str(told)

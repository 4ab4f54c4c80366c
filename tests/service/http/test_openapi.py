"""The contract: whole, valid, like the application, and what is answered is like it."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from models.errors import ModelsMissing
from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service.http.app import create_app
from service.http.context import context
from service.http.keys import OPEN
from service.http.openapi import document
from service.http.openapi_schemas import dumps
from service.http.problems import STATUS
from service.keys import known_as
from service.limits import DEFAULT_LIMITS, Limits
from service.pipeline import Pipeline
from tests.service.http.contract import Contract, events

ROOT = Path(__file__).parents[3]
DOCUMENT = document(DEFAULT_LIMITS)
METHODS = {"get", "post", "delete", "put", "patch"}
WIRE = "Wire"


def operations():
    return [
        (path, method, item[method])
        for path, item in DOCUMENT["paths"].items()
        for method in METHODS & item.keys()
    ]


@pytest.fixture(scope="module")
def contract():
    return Contract(DOCUMENT)


# The document


def test_it_is_valid_openapi_3_1():
    assert DOCUMENT["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []
    broken = {**DOCUMENT, "paths": {"/x": {"get": {"responses": {"200": {}}}}}}
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_it_is_the_one_that_is_kept():
    kept = (ROOT / "docs" / "openapi.json").read_bytes()
    assert dumps(DOCUMENT) == kept, (
        "the contract has changed: if that is meant, `make contract` writes it anew"
    )


def test_it_is_served_with_the_service_s_own_limits(client, settings, summarizer):
    response = client.get("/openapi.json")
    assert response.content_type == "application/json"
    assert response.get_json() == DOCUMENT
    small = create_app(settings.model_copy(update={"max_documents": 7}), summarizer).test_client()
    told = small.get("/openapi.json").get_json()["components"]["schemas"]
    assert told["SummaryRequest"]["properties"]["documents"]["maxItems"] == 7
    assert told["SummaryForm"]["properties"]["documents"]["maxItems"] == 7


def test_limits_are_told_where_they_bind():
    told = document(Limits(max_document_characters=12, max_request_bytes=3 * 1024 * 1024))
    assert told["components"]["schemas"]["SummaryRequestDocument"]["properties"]["text"]["maxLength"] == 12
    assert "3 MiB" in told["info"]["description"]


def test_every_route_is_told_and_no_other(app):
    def shape(path):
        return re.sub(r"[<{][^>}]*[>}]", "{}", path)

    routes = {
        (shape(rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(shape(path), method) for path, method, _ in operations()} == routes


def test_operations_have_names_of_their_own_and_say_what_they_do():
    names = [told["operationId"] for _, _, told in operations()]
    assert sorted(names) == sorted(set(names))
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    for _, _, told in operations():
        assert told["summary"]
        assert told["description"]
        assert set(told["tags"]) <= tags


def test_every_answer_tells_its_headers_and_every_error_is_a_problem(contract):
    for path, _, told in operations():
        for status, given in told["responses"].items():
            answer = contract.resolve(given)
            assert "X-Request-Id" in answer["headers"], (path, status)
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]
                assert answer["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


def test_keys_and_rates_are_told_just_where_they_are_asked_for(app):
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(\w+)>", r"{\1}", rule.rule).replace("/v1/jobs/{name}", "/v1/jobs/{id}")
        for method in METHODS & {name.lower() for name in rule.methods or ()}:
            told = DOCUMENT["paths"][path][method]
            shut = rule.endpoint not in OPEN
            assert ("401" in told["responses"]) == ("429" in told["responses"]) == shut, path
            assert ("security" in told) != shut, "an empty list says that no key is ever asked for"
    assert DOCUMENT["security"] == [{}, {"ApiKey": []}]


def test_every_status_of_an_error_is_told():
    told = {int(status) for _, _, one in operations() for status in one["responses"]}
    assert {int(status) for status in STATUS.values()} <= told


def test_no_name_of_ours_leaks_and_no_schema_is_left_over():
    text = json.dumps(DOCUMENT)
    schemas = DOCUMENT["components"]["schemas"]
    assert [name for name in schemas if name.endswith((WIRE, "In"))] == []
    assert [name for name in schemas if f'#/components/schemas/{name}"' not in text] == []


def test_every_field_is_described_or_speaks_for_itself():
    plain = {"title", "outlet", "text", "value", "citations", "sides", "sentences", "support", "created_at"}
    plain |= {"started_at", "finished_at", "progress"}
    silent = {
        f"{name}.{field}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, one in schema.get("properties", {}).items()
        if "description" not in one and field not in plain
    }
    assert silent == set()


def test_every_example_is_what_its_schema_says(contract):
    seen = 0
    for path, _, told in operations():
        bodies = [told["requestBody"]] if "requestBody" in told else []
        for given in (*bodies, *told["responses"].values()):
            for kind, content in contract.resolve(given)["content"].items():
                if "example" in content:
                    assert contract.faults(content["example"], content["schema"]) == [], (path, kind)
                    seen += 1
    assert seen > 20


def test_the_example_s_citations_are_exact():
    posted = DOCUMENT["paths"]["/v1/summaries"]["post"]
    texts = [
        one["text"] for one in posted["requestBody"]["content"]["application/json"]["example"]["documents"]
    ]
    answer = posted["responses"]["200"]["content"]["application/json"]["example"]
    for sentence in answer["sentences"]:
        assert answer["summary"][sentence["start"] : sentence["end"]] == sentence["text"]
        for c in sentence["citations"]:
            text = texts[c["document_index"]]
            assert text[c["start_char_index"] : c["end_char_index"]] == c["cited_text"]


# Requests: the document and the validation agree


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ({"length": "short"}, True),
        ({"length": {"words": 2000}}, True),
        ({"length": {"sentences": 200, "words": None}}, True),
        ({"length": {"words": 2001}}, False),
        ({"length": {"sentences": 201}}, False),
        ({"length": {"words": 9, "sentences": 9}}, False),
        ({"length": {}}, False),
        ({"length": "huge"}, False),
        ({"length": None}, False),
        ({"query": None, "mode": "extractive", "format": "bullets", "include_text": True}, True),
        ({"query": "q" * 1001}, False),
        ({"mode": "other"}, False),
        ({"include_text": "true"}, False),
        ({"surprise": 1}, False),
        ({"documents": []}, False),
        ({"documents": None}, False),
        ({"documents": [{"text": " \n"}]}, False),
        ({"documents": [{"text": ""}]}, False),
        ({"documents": [{"text": "A.", "id": " "}]}, False),
        ({"documents": [{"text": "A.", "id": None, "title": None, "url": None, "outlet": None}]}, True),
        ({"documents": [{"text": "A.", "published_at": None, "media_type": None}]}, True),
        ({"documents": [{"text": "A.", "media_type": "text/html", "published_at": "2031-10-14"}]}, True),
        ({"documents": [{"text": "A.", "id": "i" * 513}]}, False),
        ({"documents": [{"text": "A.", "title": "t" * 1001}]}, False),
        ({"documents": [{"text": "A.", "url": "u" * 2049}]}, False),
        ({"documents": [{"text": "A.", "outlet": "o" * 501}]}, False),
        ({"documents": [{"text": "A.", "published_at": "2" * 65}]}, False),
        ({"documents": [{"text": 7}]}, False),
        ({"documents": [{"text": "A.", "surprise": 1}]}, False),
    ],
)
def test_what_the_schema_allows_is_taken_and_nothing_else(contract, client, body, right):
    value = {"documents": [{"text": "A crane fell."}], **body}
    assert (contract.faults(value, {"$ref": "#/components/schemas/SummaryRequest"}) == []) == right
    assert (client.post("/v1/summaries", json=value).status_code == 200) == right


# Answers


BODY = {
    "documents": [
        {
            "id": "wire",
            "text": "A crane fell at the quay on Monday. Twelve ships were waiting outside the port.",
        },
        {"id": "paper", "text": "On Monday a crane fell at the quay. The port was shut until the evening."},
    ]
}


@pytest.fixture(scope="module")
def pipeline():
    made = Pipeline(HashingEncoder(), JoiningFuser(), WordVerifier(), WordCorroborator(), DEFAULT_LIMITS)
    made.load()
    return made


@pytest.fixture
def real(settings, pipeline):
    """Return a client of the real pipeline over stand-ins."""
    return create_app(settings, pipeline).test_client()


def test_summaries_are_as_told(contract, real):
    def ask(**headers):
        return real.post("/v1/summaries", json=BODY, headers=headers)

    summary = contract.check("/v1/summaries", "post", ask())
    assert len(summary["sentences"]) > 1
    assert contract.check("/v1/summaries", "post", ask(Accept="text/markdown")).startswith("# ")
    stream = contract.check("/v1/summaries", "post", ask(Accept="text/event-stream"))
    told = DOCUMENT["paths"]["/v1/summaries"]["post"]["responses"]["200"]["content"]["text/event-stream"]
    kinds = {
        one["properties"]["event"]["const"]: one["properties"]["data"]["contentSchema"]
        for one in told["x-itemSchema"]["oneOf"]
    }
    heard = events(stream)
    assert {name for name, _ in heard} == {"progress", "sentence", "summary"}
    for name, value in heard:
        assert contract.faults(value, kinds[name]) == []


def test_forms_and_their_texts_are_as_told(contract, real):
    files = [(io.BytesIO(b"<p>A crane fell at the quay on Monday.</p>"), "a.html")]
    form = {
        "documents": files,
        "include_text": "true",
        "length": '{"words": 40}',
        "metadata": '[{"title": "T"}]',
    }
    summary = contract.check("/v1/summaries", "post", real.post("/v1/summaries", data=form))
    assert "crane" in summary["documents"][0]["text"]


def test_jobs_are_as_told_from_beginning_to_end(contract, real):
    response = real.post("/v1/summaries", json=BODY, headers={"Prefer": "respond-async"})
    job = contract.check("/v1/summaries", "post", response)
    assert response.status_code == 202
    address = response.headers["Location"]
    end = time.monotonic() + 30
    while job["status"] in ("queued", "running"):
        assert time.monotonic() < end
        time.sleep(0.05)
        job = contract.check("/v1/jobs/{id}", "get", real.get(address))
    assert job["status"] == "succeeded"
    assert contract.check("/v1/jobs/{id}", "delete", real.delete(address))["status"] == "succeeded"
    context(real.application).jobs.stop(5)


def test_jobs_that_fail_or_are_cancelled_are_as_told(contract, client, summarizer, app):
    summarizer.error = ModelsMissing("run `citeweave models fetch`")
    response = client.post("/v1/summaries", json=BODY, headers={"Prefer": "respond-async"})
    end = time.monotonic() + 30
    while (job := client.get(response.headers["Location"]).get_json())["status"] in ("queued", "running"):
        assert time.monotonic() < end
        time.sleep(0.02)
    job = contract.check("/v1/jobs/{id}", "get", client.get(response.headers["Location"]))
    assert job["error"]["status"] == 503
    context(app).jobs.stop(5)


def test_the_rest_is_as_told(contract, client, summarizer):
    summarizer.load()
    for path in ("/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/page/about"):
        contract.check(path, "get", client.get(path))
    contract.check("/", "get", client.get("/", headers={"Accept": "text/html"}))
    contract.check("/page/{name}", "get", client.get("/page/app.js"))
    event = client.get("/page/about").get_json()["examples"][0]
    address = f"/page/examples/{event['name']}/{event['articles'][0]['file']}"
    contract.check("/page/examples/{event}/{name}", "get", client.get(address))
    posted = DOCUMENT["paths"]["/page/report"]["post"]["requestBody"]["content"]["application/json"][
        "example"
    ]
    for kind in ("text/html", "text/markdown"):
        response = client.post("/page/report", json=posted, headers={"Accept": kind})
        assert response.status_code == 200, response.text
        contract.check("/page/report", "post", response)


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (400, {"data": b"{", "content_type": "application/json"}),
        (406, {"json": BODY, "headers": {"Accept": "image/png"}}),
        (413, {"json": {"documents": [{"text": "A."}] * 1001}}),
        (415, {"data": b"a,b", "content_type": "text/csv"}),
        (422, {"json": {"documents": []}}),
    ],
)
def test_errors_are_as_told(contract, client, status, asked):
    response = client.post("/v1/summaries", **asked)
    assert response.status_code == status
    assert contract.check("/v1/summaries", "post", response)["status"] == status


def test_errors_of_the_service_are_as_told(contract, client, summarizer):
    assert client.get("/readyz").status_code == 503
    contract.check("/readyz", "get", client.get("/readyz"))
    for error, status in ((ModelsMissing("x"), 503), (ValueError("x"), 500)):
        summarizer.error = error
        response = client.post("/v1/summaries", json=BODY)
        assert response.status_code == status
        contract.check("/v1/summaries", "post", response)
    contract.check("/v1/jobs/{id}", "get", client.get("/v1/jobs/none"))


def test_a_key_that_is_reused_or_in_progress_is_as_told(contract, client):
    headers = {"Idempotency-Key": "k"}
    assert client.post("/v1/summaries", json=BODY, headers=headers).status_code == 200
    other = {"documents": BODY["documents"][:1]}
    response = client.post("/v1/summaries", json=other, headers=headers)
    assert response.status_code == 422
    contract.check("/v1/summaries", "post", response)


def test_refusals_by_key_and_by_rate_are_as_told(contract, settings, summarizer):
    asking = settings.model_copy(update={"api_keys": str(known_as("desk", "cw_secret"))})
    response = create_app(asking, summarizer).test_client().post("/v1/summaries", json=BODY)
    assert response.status_code == 401
    contract.check("/v1/summaries", "post", response)
    counting = create_app(settings.model_copy(update={"rate_limit": "1/minute"}), summarizer).test_client()
    answers = [counting.post("/v1/summaries", json=BODY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    contract.check("/v1/summaries", "post", answers[1])

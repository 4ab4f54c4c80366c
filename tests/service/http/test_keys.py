"""With keys configured: who is let in, and to what."""

from __future__ import annotations

import pytest

from service.http.app import create_app
from service.http.keys import OPEN
from service.keys import known_as, new_key

BODY = {"documents": [{"text": "A crane fell."}]}
DESK, LAB = new_key(), new_key()
WITHOUT_DATA = {"/healthz", "/readyz", "/", "/docs", "/openapi.json", "/page/<name>"}


@pytest.fixture
def settings(settings):
    known = f"{known_as('desk', DESK)},{known_as('lab', LAB)}"
    return settings.model_copy(update={"api_keys": known})


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def routes(app):
    """Every method and address of the application, with something in the place of its variables."""
    for rule in app.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, "x")
        path = rule.build(values, append_unknown=False)[1]
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            yield rule.rule, method, path


def test_nothing_but_what_has_no_data_is_served_without_a_key(app, client, summarizer, check_problem):
    shut = [(rule, method, path) for rule, method, path in routes(app) if rule not in WITHOUT_DATA]
    assert len(shut) >= 8
    for _, method, path in shut:
        response = client.open(path, method=method, json=BODY if method == "POST" else None)
        check_problem(response, 401)
        assert response.headers["WWW-Authenticate"] == "Bearer realm=citeweave"
    assert summarizer.requests == []


def test_what_is_open_is_listed_and_holds_no_data(app):
    assert {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in OPEN} == WITHOUT_DATA


def test_health_and_the_page_s_shell_are_open(client, summarizer):
    summarizer.load()
    for path in ("/healthz", "/readyz", "/", "/page/app.js", "/page/key.js"):
        assert client.get(path).status_code == 200


def test_an_address_that_is_not_there_tells_nothing_either(client, check_problem):
    check_problem(client.get("/nope"), 401)
    check_problem(client.get("/v1/summaries"), 401)
    check_problem(client.get("/nope", headers=bearer(DESK)), 404)


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "Bearer cw_wrong",
        f"Bearer {DESK}x",
        f"Bearer {DESK[:-1]}",
        f"Bearer {str(known_as('desk', DESK)).partition(':')[2]}",
        f"Basic {DESK}",
        "Basic ZGVzazpkZXNr",
        DESK,
        "Bearer \xff",
        f"Digest username={DESK}",
    ],
    # The keys are new each time; the processes of the tests must know each by the same name.
    ids="none blank wrong longer shorter hash basic password bare odd digest".split(),
)
def test_what_is_no_key_is_refused_and_never_repeated(client, check_problem, sent):
    response = client.post("/v1/summaries", json=BODY, headers={"Authorization": sent})
    check_problem(response, 401)
    assert DESK not in response.text


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_key_lets_in(client, scheme):
    headers = {"Authorization": f"{scheme} {DESK}"}
    assert client.post("/v1/summaries", json=BODY, headers=headers).status_code == 200
    assert client.get("/page/about", headers=headers).status_code == 200


def test_a_key_in_the_address_is_none(client, check_problem):
    check_problem(client.post(f"/v1/summaries?key={DESK}&access_token={DESK}", json=BODY), 401)


def test_a_refused_body_is_not_read(client, check_problem):
    check_problem(client.post("/v1/summaries", data=b"{", content_type="application/json"), 401)


def test_without_keys_nobody_is_asked(settings, summarizer):
    app = create_app(settings.model_copy(update={"api_keys": None}), summarizer)
    assert app.test_client().post("/v1/summaries", json=BODY).status_code == 200

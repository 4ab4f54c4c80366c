from __future__ import annotations

import pytest

from service.http.app import create_app
from service.http.limits import network
from service.keys import known_as, new_key
from service.settings import SettingsError, load_settings

BODY = {"documents": [{"text": "A crane fell."}]}


@pytest.fixture
def make(settings, summarizer):
    return lambda **changed: create_app(settings.model_copy(update=changed), summarizer)


def ask(app, address="192.0.2.1", method="GET", path="/v1/jobs/x", **options):
    return app.test_client().open(path, method=method, environ_base={"REMOTE_ADDR": address}, **options)


def statuses(app, times, **options):
    return [ask(app, **options).status_code for _ in range(times)]


def test_one_more_than_the_rate_is_refused_with_the_time_to_wait(make, check_problem):
    app = make(rate_limit="3 per hour")
    assert statuses(app, 3) == [404] * 3
    refused = ask(app)
    body = check_problem(refused, 429)
    assert "3 per 1 hour" in body["detail"]
    assert 3590 <= int(refused.headers["Retry-After"]) <= 3601
    assert refused.headers["Retry-After"] in body["detail"]


def test_after_the_time_that_it_names_it_is_answered(make):
    import time  # noqa: PLC0415

    app = make(rate_limit="1 per second")
    assert statuses(app, 1) == [404]
    refused = ask(app)
    assert refused.status_code == 429
    time.sleep(int(refused.headers["Retry-After"]))
    assert statuses(app, 1) == [404]


def test_each_address_is_counted_for_itself(make):
    app = make(rate_limit="1 per hour")
    assert statuses(app, 2) == [404, 429]
    assert statuses(app, 2, address="192.0.2.2") == [404, 429]
    assert statuses(app, 1, address="2001:db8::1") == [404]
    assert statuses(app, 1, address="2001:db8::2:1") == [429]
    assert statuses(app, 1, address="2001:db8:0:1::1") == [404]


def test_every_address_of_the_service_counts_to_one_rate(make):
    app = make(rate_limit="2 per hour")
    assert ask(app, path="/v1/jobs/x").status_code == 404
    assert ask(app, path="/page/about").status_code == 200
    assert ask(app, method="POST", path="/v1/summaries", json=BODY).status_code == 429


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/", "/page/app.js"])
def test_health_and_files_never_count(make, summarizer, path):
    summarizer.load()
    app = make(rate_limit="1 per hour")
    assert statuses(app, 3, path=path) == [200] * 3
    assert statuses(app, 2) == [404, 429]
    assert statuses(app, 1, path=path) == [200]


def test_summaries_have_a_rate_of_their_own(make, summarizer):
    app = make(summary_rate_limit="2 per hour", rate_limit="5 per hour")
    posted = {"method": "POST", "path": "/v1/summaries", "json": BODY}
    assert statuses(app, 2, **posted) == [200, 200]
    assert ask(app, headers={"Prefer": "respond-async"}, **posted).status_code == 429
    assert len(summarizer.requests) == 2
    assert statuses(app, 3) == [404, 404, 429]


def test_a_client_is_counted_by_its_name_wherever_it_is(make, check_problem):
    desk, spare, lab = new_key(), new_key(), new_key()
    known = ",".join(map(str, [known_as("desk", desk), known_as("desk", spare), known_as("lab", lab)]))
    app = make(rate_limit="2 per hour", api_keys=known)

    def status(key, address):
        return ask(app, address, headers={"Authorization": f"Bearer {key}"}).status_code

    assert status(desk, "192.0.2.1") == 404
    assert status(spare, "192.0.2.2") == 404
    assert status(desk, "192.0.2.3") == 429
    assert status(lab, "192.0.2.1") == 404
    check_problem(ask(app), 401)


def test_an_address_is_believed_only_from_as_many_proxies_as_there_are(make):
    def sent(app, forwarded):
        return ask(app, headers={"X-Forwarded-For": forwarded}).status_code

    none = make(rate_limit="1 per hour")
    assert [sent(none, f"192.0.2.{number}") for number in range(10, 12)] == [404, 429]
    one = make(rate_limit="1 per hour", proxies=1)
    assert [sent(one, f"192.0.2.{number}") for number in range(10, 12)] == [404, 404]
    # What the client itself wrote stands before what the proxy added.
    assert [sent(one, f"198.51.100.{number}, 192.0.2.10") for number in range(2)] == [429, 429]


def test_without_a_setting_nobody_is_counted(app):
    assert statuses(app, 50) == [404] * 50


@pytest.mark.parametrize("name", ["RATE_LIMIT", "SUMMARY_RATE_LIMIT"])
def test_what_is_no_rate_stops_the_service(settings, monkeypatch, name):
    monkeypatch.setenv(f"CITEWEAVE_{name}", "often")
    with pytest.raises(SettingsError, match=f"^CITEWEAVE_{name}: it is no rate: write it as `30 per minute`"):
        load_settings()


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_what_counts_as_one_address(address, counted):
    assert network(address) == counted

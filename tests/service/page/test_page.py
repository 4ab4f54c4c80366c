"""The page's doors, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.page.examples import listed
from service.page.page import POLICY, STATIC

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ROOT = Path(__file__).parents[3]
FILES = sorted(path.name for path in STATIC.iterdir())


def test_a_browser_gets_the_page_and_a_program_gets_json(client):
    page = client.get("/", headers=BROWSER)
    assert page.mimetype == "text/html"
    assert "<title>Citeweave</title>" in page.text
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        assert client.get("/", headers=headers).get_json()["name"] == "citeweave"
    assert "Accept" in page.headers["Vary"]


@pytest.mark.parametrize("path", ["/", *(f"/page/{name}" for name in FILES)])
def test_every_file_comes_with_the_strict_policy(client, path):
    response = client.get(path, headers=BROWSER)
    assert response.status_code == 200
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-cache"


def test_the_policy_leaves_nothing_open():
    assert POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(POLICY.split("; "))
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


def test_files_have_the_types_that_browsers_insist_on(client):
    assert client.get("/page/app.js").mimetype == "text/javascript"
    assert client.get("/page/base.css").mimetype == "text/css"
    assert client.get("/page/icon.svg").mimetype == "image/svg+xml"


def test_the_page_has_nothing_inline_and_nothing_from_elsewhere():
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    for name in FILES:
        text = (STATIC / name).read_text(encoding="utf-8")
        addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[\w/.-]*", text))
        assert {address for address in addresses if "www.w3.org" not in address} == set(), name


def test_scripts_never_parse_markup():
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
        r"|\beval\(|new Function"
    )
    found = [name for name in FILES if re.search(sinks, (STATIC / name).read_text(encoding="utf-8"))]
    assert found == [], "texts of documents become text nodes, and nothing else"


@pytest.mark.parametrize(
    "path", ["../page.py", "..%2fpage.py", "nothing.js", "%2e%2e/page.py", "examples/../page.py", ""]
)
def test_nothing_else_can_be_had(client, check_status, path):
    check_status(client.get(f"/page/{path}"), 404)


@pytest.fixture
def check_status():
    def check(response, status):
        assert response.status_code == status, response.text
        assert response.content_type == "application/problem+json"

    return check


def test_a_file_is_sent_again_only_if_it_changed(client):
    first = client.get("/page/app.js")
    again = client.get("/page/app.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_is_told_what_is_taken(client, settings):
    about = client.get("/page/about").get_json()
    assert {".txt", ".html", ".pdf", ".docx"} <= set(about["suffixes"])
    assert about["limits"]["documents"] == settings.limits.max_documents
    assert about["lengths"] == {"short": 60, "medium": 130, "long": 250}


def test_all_examples_are_offered_and_can_be_read(client):
    events = {path.name: path for path in (ROOT / "examples").iterdir() if path.is_dir()}
    offered = client.get("/page/about").get_json()["examples"]
    assert sorted(event["name"] for event in offered) == sorted(events)
    for event in offered:
        assert [article["file"] for article in event["articles"]] == sorted(
            path.name for path in events[event["name"]].iterdir()
        )
        for article in event["articles"]:
            response = client.get(f"/page/examples/{event['name']}/{article['file']}")
            assert response.data == (events[event["name"]] / article["file"]).read_bytes()
            assert response.mimetype == "application/octet-stream", "an article is never shown as our page"


def test_every_known_example_exists():
    from service.page.examples import _KNOWN, _TITLES  # noqa: PLC0415 - only this test looks behind the door

    there = {article["file"] for event in listed() for article in event["articles"]}
    assert set(_KNOWN) <= there
    assert set(_TITLES) <= {event["name"] for event in listed()}


@pytest.mark.parametrize(
    "path", ["x/01_biscay-newswire.txt", "tanker-fire-vilar-da-barra/nothing.txt", "../examples.py/x"]
)
def test_only_listed_examples_are_read(client, path):
    assert client.get(f"/page/examples/{path}").status_code == 404

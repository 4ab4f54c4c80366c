"""The contract's page, without a browser."""

from __future__ import annotations

import re
from copy import deepcopy

from service.http.app import create_app
from service.http.docs import line, prose, render
from service.http.openapi import document
from service.limits import DEFAULT_LIMITS
from service.page.page import POLICY

ATTACK = "<script>window.hit = 1</script><img src=x onerror=hit()> `<b>` \" '"


def everywhere(node, place=""):
    """Put an attack behind every string that is text, and leave those that are names."""
    if isinstance(node, dict):
        return {key: everywhere(value, key) for key, value in node.items()}
    if isinstance(node, list):
        return [everywhere(value, place) for value in node]
    texts = ("description", "summary", "example", "title", "version", "text", "default")
    return f"{node}{ATTACK}" if isinstance(node, str) and place in texts else node


def test_the_page_has_the_strict_policy_and_nothing_inline(client):
    response = client.get("/docs")
    assert response.mimetype == "text/html"
    assert response.headers["Content-Security-Policy"] == POLICY
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", response.text)
    assert re.findall(r"<script(?![^>]*\ssrc=)", response.text) == []
    assert set(re.findall(r'(?:src|href)="([^"#]+)', response.text)) <= {
        "./",
        "openapi.json",
        *(f"page/{name}" for name in ("base.css", "docs.css", "theme.js", "docs.js", "icon.svg")),
    }


def test_every_operation_and_schema_is_there(client):
    told = document(DEFAULT_LIMITS)
    text = client.get("/docs").text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids)), "an id stands for one thing"
    for item in told["paths"].values():
        for method in item.keys() & {"get", "post", "delete"}:
            assert item[method]["operationId"] in ids
    assert {f"schema-{name}" for name in told["components"]["schemas"]} <= set(ids)
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert links <= set(ids), "every link leads somewhere"


def test_limits_are_the_service_s_own(settings, summarizer):
    small = create_app(settings.model_copy(update={"max_documents": 7}), summarizer)
    assert "at most 7<" in small.test_client().get("/docs").text


def test_markup_in_the_document_s_strings_stays_text():
    clean = render(document(DEFAULT_LIMITS))
    hostile = render(everywhere(deepcopy(document(DEFAULT_LIMITS))))
    assert hostile.count("&lt;script&gt;") > 100
    tags = re.compile(r"<\s*([a-zA-Z]+)")
    assert set(tags.findall(hostile)) == set(tags.findall(clean))
    assert hostile.count("<script") == clean.count("<script")
    assert "<img" not in hostile


def test_descriptions_have_paragraphs_and_code():
    assert prose("One `a < b`.\n\nTwo & three.") == "<p>One <code>a &lt; b</code>.</p><p>Two &amp; three.</p>"
    assert line("`a` and `b`, not ` alone") == "<code>a</code> and <code>b</code>, not ` alone"

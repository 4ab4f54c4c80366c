"""In Chromium: the contract's page, read and tried."""

from __future__ import annotations

import json

import pytest

from service.http.docs import render
from service.http.openapi import document
from service.limits import DEFAULT_LIMITS
from service.page.page import POLICY
from tests.service.http.test_docs import everywhere
from tests.service.page.steps import until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
READY = "html:has(#createSummary form:not([hidden]))"
ANSWER = "#createSummary .answer"
POST = "#createSummary .try"


@pytest.fixture
def open_docs(open_page):
    """Return a function that opens the contract's page, and the form that posts."""

    def open_(**options):
        page = open_page("/docs", ready=READY, **{"reduced_motion": "reduce", **options})
        page.locator(f"{POST} > summary").click()
        return page

    return open_


def send(page, form=POST):
    page.locator(f"{form} button[type=submit]").click()
    until(page, f"document.querySelector({form!r} + ' .outcome').textContent.endsWith(' s')")
    return page.inner_text(f"{form} .outcome"), page.inner_text(f"{form} .answer")


def body_of(answer):
    return json.loads(answer[answer.index("\n\n") :])


def test_a_request_is_tried_and_its_job_looked_up(open_docs):
    page = open_docs()
    outcome, answer = send(page)
    assert outcome.startswith("200 OK")
    assert "content-type: application/json" in answer.lower()
    assert body_of(answer)["sentences"]
    page.fill("[name=Prefer]", "respond-async")
    outcome, answer = send(page)
    assert outcome.startswith("202")
    page.locator("#getJob .try > summary").click()
    page.locator("#getJob input").first.fill(body_of(answer)["id"])
    outcome, answer = send(page, "#getJob .try")
    assert body_of(answer)["status"] in ("queued", "running", "succeeded")


def test_files_are_posted_and_events_are_shown(open_docs):
    page = open_docs()
    page.locator(f"{POST} .body-type").select_option("multipart/form-data")
    assert not page.is_visible(f"{POST} textarea")
    crane = b"A crane fell at the quay of Ostrava Ford on Monday, the port authority said."
    page.set_input_files(
        f"{POST} input[type=file]",
        [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": crane} for name in "ab"],
    )
    page.locator(f"{POST} .accept").select_option("text/event-stream")
    outcome, answer = send(page)
    assert outcome.startswith("200 OK")
    assert answer.count("event: sentence") >= 1
    assert "event: summary" in answer


def test_an_error_is_shown_whole(open_docs):
    page = open_docs()
    page.fill(f"{POST} textarea", "{")
    outcome, answer = send(page)
    assert outcome.startswith("400")
    assert body_of(answer)["type"] == "urn:citeweave:problem:malformed-request"


def test_the_line_for_a_shell_is_right(open_docs):
    page = open_docs()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.fill(f"{POST} textarea", '{"query": "who\'s there?"}')
    page.fill("[name=Idempotency-Key]", "fire 1")
    page.locator(f"{POST} .accept").select_option("text/markdown")
    page.click(f"{POST} .copy")
    shown = page.wait_for_selector(ANSWER).inner_text()
    assert shown.startswith("curl 'http://127.0.0.1:")
    assert "/v1/summaries' -H 'Accept: text/markdown' -H 'Idempotency-Key: fire 1'" in shown
    assert shown.endswith("""-d '{"query": "who'\\''s there?"}'""")


def test_an_answer_is_shown_as_text_whatever_it_is(open_docs):
    page = open_docs()
    script = "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
    page.fill(
        f"{POST} textarea", json.dumps({"documents": [{"text": f"A crane fell. {script}", "id": script}]})
    )
    for kind in ("application/json", "text/markdown"):
        page.locator(f"{POST} .accept").select_option(kind)
        outcome, _ = send(page)
        assert outcome.startswith("200")
        assert page.locator(f"{ANSWER} script, {ANSWER} img").count() == 0
    assert page.evaluate("window.hit") is None


def test_markup_in_the_document_stays_text(open_page):
    hostile = render(everywhere(document(DEFAULT_LIMITS)))

    def answer(route):
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        route.fulfill(body=hostile, headers=headers)

    page = open_page()
    page.route("**/docs", answer)
    page.goto(page.url + "docs")
    page.wait_for_selector(READY)
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main script").count() == 0
    assert "<script>" in page.inner_text("h1")


def test_a_key_is_asked_for_and_sent(open_docs):
    page = open_docs()
    sent = []

    def answer(route):
        sent.append(route.request.headers.get("authorization"))
        known = sent[-1] == "Bearer cw_desk"
        route.fulfill(status=200 if known else 401, json={"known": known})

    page.route("**/v1/summaries", answer)
    page.locator(f"{POST} button[type=submit]").click()
    page.wait_for_selector("#key[open]")
    page.fill("#key-field", "cw_desk")
    page.keyboard.press("Enter")
    until(page, f"document.querySelector({ANSWER!r}).textContent.includes('true')")
    assert sent == [None, "Bearer cw_desk"]


def test_the_keyboard_is_enough(open_page):
    page = open_page("/docs", ready=READY, reduced_motion="reduce")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator(f"{POST} > summary").focus()
    page.keyboard.press("Enter")
    page.locator(f"{POST} button[type=submit]").focus()
    page.keyboard.press("Enter")
    until(page, f"document.querySelector({POST!r} + ' .outcome').textContent.endsWith(' s')")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "answer", "what scrolls can be reached"


@pytest.mark.parametrize(
    ("device", "scheme"), [({}, "light"), (PHONE, "dark")], ids=["wide", "phone in the dark"]
)
def test_axe_finds_no_serious_fault_and_nothing_is_cut_off(open_docs, axe, scheme, device):
    page = open_docs(color_scheme=scheme, **device)
    send(page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    faults = [
        (fault["id"], node["html"])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_page_leads_to_it(open_page):
    page = open_page()
    page.click("footer a[href='docs']")
    page.wait_for_selector(READY)
    assert page.url.endswith("/docs")

"""The page in a browser, where the service asks for a key."""

from __future__ import annotations

import threading

import pytest
from werkzeug.serving import make_server

from service.http.app import create_app
from service.keys import known_as, new_key
from service.settings import Settings
from tests.service.page.conftest import Served, Silent
from tests.service.page.steps import READY, until

KEY = new_key()


@pytest.fixture
def served(pipeline, fuser, tmp_path):
    """Return a service that knows one key."""
    database = f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    app = create_app(Settings(database_url=database, api_keys=str(known_as("desk", KEY))), pipeline)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(f"http://127.0.0.1:{server.server_port}", fuser)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(open_page):
    return open_page(ready="#key[open]")


def enter(page, key):
    page.keyboard.type(key)  # the field has the focus
    page.keyboard.press("Enter")


def test_a_key_is_asked_for_once_and_then_sent(page):
    enter(page, "wrong")
    until(page, "document.getElementById('key-wrong').textContent.includes('does not know')")
    enter(page, "two words")
    assert "no key" in page.inner_text("#key-wrong")
    page.fill("#key-field", "")
    enter(page, KEY)
    page.click("#examples button")
    page.locator("#list > li").nth(5).wait_for()
    page.click("#go")
    page.wait_for_selector(READY)
    page.reload()
    page.wait_for_selector("#examples:not([hidden])")
    assert page.evaluate("document.cookie + JSON.stringify(localStorage)").find(KEY) < 0
    assert KEY not in page.url
    page.click("#key-forget")
    page.wait_for_selector("#key[open]")


def test_who_has_none_is_told_what_to_do(page):
    page.keyboard.press("Escape")
    page.wait_for_selector("#problem:not([hidden])")
    assert "key" in page.inner_text("#problem")
    page.get_by_role("button", name="Try again").wait_for()


def test_the_dialog_is_for_everyone(page, axe):
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})")
    assert [fault["id"] for fault in found["violations"]] == []

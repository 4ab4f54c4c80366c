"""What a user does on the page, step by step. Used by the tests and by nothing else."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

READY = "#share:not([hidden])"


def until(page, expression, seconds=15):
    """Wait for an expression to be true. The driver's own way would need `eval`, which the policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(20)


def take_example(page):
    page.click("#examples button")
    page.locator("#list > li").nth(5).wait_for()


def summarize(page):
    page.click("#go")
    page.wait_for_selector(READY)


def paste(page, text, outlet="", title=""):
    """Add a text and what is known of it; its row stays open."""
    before = page.locator("#list > li").count()
    page.click("#paste")
    row = page.locator("#list > li").nth(before)
    row.locator("textarea").fill(text)
    row.locator(".doc-outlet input").fill(outlet)
    row.locator(".doc-title input").fill(title)
    return row


def download(page, label):
    """Press a button that saves a file; return where it lies, with the name that it would have."""
    with page.expect_download() as saved:
        page.get_by_role("button", name=label).click()
    return saved.value.suggested_filename, Path(saved.value.path())


def summary_of(page):
    """Return the JSON that the page offers."""
    name, path = download(page, "Download JSON")
    assert re.fullmatch(r"summary-[a-z0-9-]+\.json", name)
    return json.loads(path.read_text(encoding="utf-8"))


def highlighted(page):
    """Return the passages that are highlighted in the open source, each whole, in the text's order."""
    return page.evaluate(
        """() => {
            const texts = new Map();
            for (const mark of document.querySelectorAll("#reader-text mark.here"))
                for (const passage of mark.dataset.passages.split(" "))
                    texts.set(passage, (texts.get(passage) ?? "") + mark.textContent);
            return [...texts.values()];
        }"""
    )


def in_view(page, selector):
    """Whether an element lies within the box that scrolls it."""
    return page.evaluate(
        """(selector) => {
            const boxOf = (selector) => document.querySelector(selector).getBoundingClientRect();
            const [part, box] = [boxOf(selector), boxOf("#reader-text")];
            return part.top >= box.top - 1 && part.top < box.bottom;
        }""",
        selector,
    )

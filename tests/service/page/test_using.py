"""In Chromium: waiting, cancelling, failing, the keyboard, small screens, the dark, and hostile texts."""

from __future__ import annotations

import re

import pytest

from tests.service.page.steps import READY, download, paste, summarize, summary_of, take_example, until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
STILL = {"reduced_motion": "reduce"}
ATTACK = "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
CRANE = "A crane fell at the quay of Ostrava Ford on Monday, the port authority said."


# Waiting


def test_sentences_arrive_before_the_summary_is_whole(page, held):
    take_example(page)
    held.calls.release(1)
    page.click("#go")
    page.wait_for_selector(".under-way #text .told .chip")
    assert page.is_visible("#work progress")
    assert 0 < page.evaluate("document.querySelector('#bar').value") < 1
    assert page.inner_text("#stage")
    early = set(page.locator("#text .told-text").all_inner_texts())
    page.locator("#text .chip").first.hover()
    page.locator("#peek blockquote").first.wait_for(state="visible")
    held.calls.release(100)
    page.wait_for_selector(READY)
    assert early <= set(page.locator("#text .told-text").all_inner_texts()), "what is told is told for good"
    assert not page.is_visible("#work")
    assert "ready" in page.inner_text("#live")


def test_cancelling_keeps_what_was_entered(page, held):
    take_example(page)
    row = paste(page, CRANE, outlet="Port News")
    entered = page.locator("#list > li").count()
    page.fill("#query", "What fell?")
    page.click("#go")
    page.wait_for_selector("#work:not([hidden])")
    assert page.evaluate("document.activeElement.id") == "cancel"
    page.keyboard.press("Enter")
    page.wait_for_selector("#compose:not([hidden])")
    assert page.locator("#list > li").count() == entered
    assert row.locator("textarea").input_value() == CRANE
    assert row.locator(".doc-outlet input").input_value() == "Port News"
    assert page.input_value("#query") == "What fell?"
    assert page.evaluate("document.activeElement.id") == "go"
    assert "still here" in page.inner_text("#go-note")
    assert not page.is_visible("#outcome")


def test_a_service_that_does_not_stream_does_as_well(page):
    def plainly(route):
        route.continue_(headers={**route.request.headers, "accept": "application/json"})

    page.route("**/v1/summaries", plainly)
    paste(page, CRANE)
    summarize(page)
    assert "crane" in page.inner_text("#text")


def test_options_reach_the_service(page):
    take_example(page)
    page.check("input[name=length][value=custom]", force=True)
    page.fill("#amount", "2")
    page.select_option("#unit", "sentences")
    page.check("input[value=bullets]", force=True)
    page.check("input[value=extractive]", force=True)
    page.fill("#query", "How many ships were waiting?")
    summarize(page)
    summary = summary_of(page)
    assert len(summary["sentences"]) == 2
    assert {sentence["method"] for sentence in summary["sentences"]} == {"extractive"}
    assert page.locator("#text ul > li.told").count() == 2
    assert "How many ships" in page.inner_text("#brief")


# Failing


def test_what_cannot_be_read_is_said_at_the_file(page):
    page.set_input_files("#files", [{"name": "a.exe", "mimeType": "", "buffer": b"MZ"}])
    assert "not read" in page.inner_text("#list .doc-fault")
    page.click("#go")
    assert page.is_visible("#compose"), "it is not even sent"
    page.click("#list .doc-remove")
    assert page.locator("#list > li").count() == 0


def test_a_problem_is_shown_where_it_is_and_nothing_is_lost(page):
    paste(page, CRANE)
    page.set_input_files(
        "#files", [{"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"no PDF"}]
    )
    page.click("#go")
    page.wait_for_selector("#problem:not([hidden])")
    assert page.evaluate("document.activeElement.id") == "problem"
    assert page.get_attribute("#problem", "role") == "alert"
    assert "broken.pdf" in page.inner_text("#problem")
    assert "Request " in page.inner_text("#problem")
    faults = page.locator("#list > li .doc-fault:visible")
    assert faults.count() == 1
    assert "broken.pdf" in faults.inner_text()
    assert page.locator("#list textarea").input_value() == CRANE
    page.locator("#list > li", has_text="broken.pdf").locator(".doc-remove").click()
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector(READY)
    assert not page.is_visible("#problem")


def test_a_length_that_nothing_fits_is_said(page):
    paste(page, CRANE)
    page.check("input[name=length][value=custom]", force=True)
    page.fill("#amount", "2")
    page.click("#go")
    page.wait_for_selector("#problem:not([hidden])")
    assert "too short" in page.inner_text("#problem")


def test_a_busy_service_is_told_with_the_time_to_wait(page):
    body = '{"title": "Service Unavailable", "status": 503, "detail": "Busy.", "errors": []}'
    headers = {"Retry-After": "7", "Content-Type": "application/problem+json"}
    page.route("**/v1/summaries", lambda route: route.fulfill(status=503, headers=headers, body=body))
    paste(page, CRANE)
    page.click("#go")
    page.wait_for_selector("#problem:not([hidden])")
    assert "Try again in 7 seconds" in page.inner_text("#problem")


@pytest.mark.parametrize("broken", ["gone", "cut off", "error event"])
def test_a_connection_that_fails_is_told(page, broken):
    event = 'event: progress\ndata: {"stage": "rank", "fraction": 0.5}\n\n'
    if broken == "error event":
        event += 'event: error\ndata: {"title": "T", "status": 500, "detail": "It broke.", "errors": []}\n\n'

    def answer(route):
        if broken == "gone":
            route.abort()
        else:
            route.fulfill(status=200, content_type="text/event-stream", body=event)

    page.route("**/v1/summaries", answer)
    paste(page, CRANE)
    page.click("#go")
    page.wait_for_selector("#problem:not([hidden])")
    told = {"gone": "cannot be reached", "cut off": "broke off", "error event": "It broke."}
    assert told[broken] in page.inner_text("#problem")
    assert page.locator("#list textarea").input_value() == CRANE


def test_an_empty_text_is_not_sent(page):
    page.click("#paste")
    page.click("#go")
    assert "no text yet" in page.inner_text("#list .doc-fault")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


# The keyboard and the screen reader


def focus_by_tab(page, selector, most=80):
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def test_everything_can_be_done_from_the_keyboard(open_page):
    page = open_page(**STILL)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    focus_by_tab(page, "#examples button")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.id === 'go'")
    page.keyboard.press("Enter")
    page.wait_for_selector(READY)
    assert page.evaluate("document.activeElement.id") == "title"
    focus_by_tab(page, "#text .chip")
    assert page.is_visible("#peek")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "peek"
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert re.match(r"1, \S", label)
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader[open]")
    assert page.evaluate("document.activeElement.matches('mark.here')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#text .chip')"), "back where one came from"
    assert not page.is_visible("#reader")
    focus_by_tab(page, "#sources-list button")
    page.keyboard.press("Enter")
    focus_by_tab(page, "#reader-close")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('#sources-list button')")


def test_an_article_is_edited_and_removed_from_the_keyboard(open_page):
    page = open_page(**STILL)
    focus_by_tab(page, "#paste")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.insert_text(CRANE)
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Port News")
    assert "Port News · 15 words" in page.inner_text("#list summary")
    focus_by_tab(page, ".doc-remove")
    page.keyboard.press("Enter")
    assert page.locator("#list > li").count() == 0
    assert page.evaluate("document.activeElement.id") == "files"
    assert "removed" in page.inner_text("#live")


def test_there_are_landmarks_and_a_live_region(page):
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    assert page.get_attribute("#live", "aria-live") == "polite"
    assert page.get_by_role("heading", level=1).count() == 1
    take_example(page)
    summarize(page)
    assert page.get_by_role("complementary", name="Sources").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("heading", level=2, name="Timeline").count() == 1


def serious(page, axe):
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (fault["id"], node["html"], node["failureSummary"])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["wide", "phone"])
def test_axe_finds_no_serious_fault(open_page, axe, scheme, device):
    page = open_page(color_scheme=scheme, **STILL, **device)
    assert serious(page, axe) == []
    take_example(page)
    page.locator("#list summary").first.click()
    assert serious(page, axe) == []
    summarize(page)
    assert serious(page, axe) == []
    page.locator("#text .chip").first.click()
    page.wait_for_selector("#reader[open]")
    assert serious(page, axe) == []


def test_axe_finds_no_serious_fault_in_a_problem(page, axe):
    paste(page, CRANE)
    page.set_input_files(
        "#files", [{"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"no PDF"}]
    )
    page.click("#go")
    page.wait_for_selector("#problem:not([hidden])")
    assert serious(page, axe) == []


# Screens


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_phone_shows_everything_without_scrolling_sideways(open_page):
    page = open_page(**PHONE, **STILL)
    assert fits(page)
    take_example(page)
    page.locator("#list summary").first.tap()
    assert fits(page)
    page.locator("#go").tap()
    page.wait_for_selector(READY)
    assert fits(page)
    page.locator("#text .chip").first.tap()
    page.wait_for_selector("#reader[open] mark.here")
    box = page.locator("#reader").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844), "it covers the page"
    assert page.evaluate("document.querySelector('#reader').matches(':modal')")
    assert fits(page)
    page.locator("#reader-close").tap()
    assert not page.is_visible("#reader")
    assert page.is_visible("#text")


def test_a_long_word_does_not_widen_a_phone(open_page):
    page = open_page(**PHONE)
    word = "Donaudampfschifffahrt" * 12
    paste(page, f"The port said that {word} fell on Monday. {CRANE}", outlet=word, title=word)
    summarize(page)
    page.locator("#sources-list button").first.tap()
    assert fits(page)


def brightness(page):
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 3


def test_dark_follows_the_system_and_the_button(open_page):
    page = open_page(color_scheme="dark")
    assert brightness(page) < 60
    assert page.get_attribute("#theme", "aria-pressed") == "true"
    page.click("#theme")
    assert brightness(page) > 200
    page.reload()
    assert brightness(page) > 200, "the choice is kept"
    assert page.get_attribute("#theme", "aria-pressed") == "false"


def test_nothing_moves_for_those_who_asked_for_that(open_page):
    page = open_page(**STILL)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((node) => {
            const style = getComputedStyle(node);
            return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
        }).length"""
    )
    assert moving == 0


# Hostile texts


def test_whatever_a_document_holds_stays_text(page, browser, tmp_path):
    paste(page, f"{CRANE} {ATTACK} Two workers were hurt, {ATTACK} said.", outlet=ATTACK, title=ATTACK)
    name = "<img src=x onerror=window.hit=3>.txt"
    page.set_input_files(
        "#files", [{"name": name, "mimeType": "text/plain", "buffer": f"{CRANE} {ATTACK}".encode()}]
    )
    page.fill("#query", ATTACK)
    assert name in page.inner_text("#list")
    summarize(page)
    page.locator("#sources-list button").first.click()
    assert ATTACK in page.inner_text("#reader")
    page.locator("#text .chip").first.hover()
    page.locator("#peek").wait_for(state="visible")
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main script").count() == 0
    _, path = download(page, "Download report")
    named = tmp_path / "report.html"
    named.write_bytes(path.read_bytes())
    report = browser.new_page()
    report.goto(named.as_uri())
    assert report.evaluate("window.hit") is None
    assert report.locator("script, img").count() == 0
    assert ATTACK in report.inner_text("body")
    report.close()


def test_a_script_that_got_in_would_not_run(browser, served):
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(served.url)
    page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.hit = 4";
        document.body.append(script); document.body.setAttribute("onclick", "window.hit = 5"); }"""
    )
    page.click("body")
    assert page.evaluate("window.hit") is None
    assert "Content Security Policy" in " ".join(said)
    page.close()

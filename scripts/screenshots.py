"""Take the pictures in docs/screenshots/ of the page at work on the example articles.

    citeweave serve & python scripts/screenshots.py [--url http://127.0.0.1:8080] [--into docs/screenshots]

Needs the dev extra (Playwright) and a Chromium of the system's.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
WIDE = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
MOST_BYTES = 200_000


def main() -> None:
    """Take all pictures, or say what is missing."""
    options = _options()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - `--help` works without it

    options.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        camera = Camera(browser, options.url, options.into, options.timeout * 1000)
        camera.compose("compose", WIDE, "light")
        camera.result("summary", WIDE, "light")
        camera.result("summary-dark", WIDE, "dark")
        camera.phone("phone", PHONE)
        browser.close()
    large = [path.name for path in options.into.glob("*.png") if path.stat().st_size > MOST_BYTES]
    if large:
        raise SystemExit(f"larger than {MOST_BYTES:,} bytes: {', '.join(large)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take the pictures in docs/screenshots/.")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="where the service listens")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots", help="a folder")
    parser.add_argument("--timeout", type=int, default=180, help="seconds to wait for a summary")
    return parser.parse_args()


def _chromium() -> str:
    found = os.environ.get("CITEWEAVE_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit("There is no Chromium: apt-get install chromium, or set CITEWEAVE_CHROMIUM.")
    return found


class Camera:
    """Opens the page as a device would, works it, and takes its picture."""

    def __init__(self, browser: Any, url: str, into: Path, timeout_ms: int) -> None:  # noqa: ANN401
        self._browser = browser
        self._url = url
        self._into = into
        self._timeout = timeout_ms

    def compose(self, name: str, device: dict[str, Any], scheme: str) -> None:
        """What is put in: the examples, one of them open."""
        page = self._open(device, scheme)
        page.locator("#list summary").first.click()
        page.mouse.move(0, 0)
        self._take(page, name)

    def result(self, name: str, device: dict[str, Any], scheme: str) -> None:
        """The summary with a source beside it."""
        page = self._open(device, scheme)
        self._summarize(page)
        page.locator("#text .told").nth(1).locator(".chip").first.click()
        page.wait_for_timeout(500)
        page.mouse.move(0, 0)
        self._take(page, name)

    def phone(self, name: str, device: dict[str, Any]) -> None:
        """The summary on a phone, and a source over it, next to each other."""
        page = self._open(device, "light")
        self._summarize(page)
        self._take(page, name)
        page.locator("#text .chip").first.tap()
        page.wait_for_timeout(500)
        self._take(page, f"{name}-source")

    def _open(self, device: dict[str, Any], scheme: str) -> Any:  # noqa: ANN401
        context = self._browser.new_context(**device, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(self._timeout)
        page.goto(self._url)
        page.click("#examples button")
        page.locator("#list > li").nth(1).wait_for()
        return page

    def _summarize(self, page: Any) -> None:  # noqa: ANN401
        page.click("#go")
        page.wait_for_selector("#share:not([hidden])")
        page.evaluate("document.activeElement.blur()")

    def _take(self, page: Any, name: str) -> None:  # noqa: ANN401
        path = self._into / f"{name}.png"
        page.screenshot(path=path)
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

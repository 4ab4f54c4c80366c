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
WIDE = {"width": 1120, "height": 720}
PHONE = {"width": 390, "height": 780}
MOST_BYTES = 200_000


def main() -> None:
    """Take all pictures, or say what is missing."""
    options = _options()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - `--help` works without it

    options.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
        page.set_default_timeout(options.timeout * 1000)
        _take_all(page, options.url, options.into)
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


def _take_all(page: Any, url: str, into: Path) -> None:  # noqa: ANN401 - the driver is imported late
    """Summarize the examples once, and look at it in every way."""
    page.goto(url)
    page.click("#examples button")
    page.locator("#list > li").nth(1).wait_for()
    page.locator("#list summary").first.click()
    _take(page, into / "compose.png")
    page.click("#go")
    page.wait_for_selector("#share:not([hidden])")
    page.locator("#text .told").first.locator(".chip").first.click()
    _take(page, into / "summary.png")
    page.emulate_media(color_scheme="dark")
    _take(page, into / "summary-dark.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    _take(page, into / "phone-source.png")
    page.click("#reader-close")
    _take(page, into / "phone.png")


def _take(page: Any, path: Path) -> None:  # noqa: ANN401
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

"""A real service over stand-ins for the models, and a real browser in front of it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service.http.app import create_app
from service.pipeline import Pipeline
from service.settings import Settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TIMEOUT_MS = int(os.environ.get("CITEWEAVE_TEST_TIMEOUT_MS", "15000"))

# axe-core is under the MPL-2.0: it is fetched to test with, and never shipped.
AXE_VERSION = "4.14.1"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "citeweave-tests"


class HeldFuser(JoiningFuser):
    """Writes like its base, and waits before a call until it is let go on."""

    def __init__(self):
        super().__init__()
        self.calls = threading.Semaphore(0)
        self.held = False

    def fuse(self, clusters):
        if self.held:
            self.calls.acquire(timeout=60)
        return super().fuse(clusters)


class Silent(WSGIRequestHandler):
    def log(self, *args):
        pass


class Served:
    """The address of a service, and the fuser that can be held back."""

    def __init__(self, url, fuser):
        self.url = url
        self.fuser = fuser


@pytest.fixture(scope="session")
def fuser():
    return HeldFuser()


@pytest.fixture(scope="session")
def pipeline(fuser):
    """Return the real pipeline over stand-ins."""
    made = Pipeline(HashingEncoder(), fuser, WordVerifier(), WordCorroborator(), Settings().limits)
    made.load()
    return made


@pytest.fixture(scope="session")
def real_app(pipeline, tmp_path_factory):
    """Return the application over that pipeline."""
    database = tmp_path_factory.mktemp("page") / "jobs.sqlite3"
    return create_app(Settings(database_url=f"sqlite:///{database}"), pipeline)


@pytest.fixture(scope="session")
def served(real_app, fuser):
    """Return the service, listening on a free port of this machine."""
    server = make_server("127.0.0.1", 0, real_app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(f"http://127.0.0.1:{server.server_port}", fuser)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    """Return Chromium as the system has it; a module's own, for the driver keeps an event loop running."""
    executable = os.environ.get("CITEWEAVE_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.skip(
            "there is no Chromium on this machine: apt-get install chromium, or set CITEWEAVE_CHROMIUM"
        )
    driver = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    with driver.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser, served):
    """Return a function that opens the page. In the end nothing may have failed or been asked elsewhere."""
    contexts, faults = [], []

    def note(message):
        refused = message.text.startswith("Failed to load resource")  # an error that a test provoked
        if message.type == "error" and not refused:
            faults.append(message.text)

    def open_(path="/", ready="#examples:not([hidden])", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: elsewhere(request.url) and faults.append(request.url))
        page.goto(served.url + path)
        page.wait_for_selector(ready)
        return page

    def elsewhere(url):
        return not url.startswith((served.url, "blob:", "data:", "file:"))

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page):
    """Return the page on a wide screen."""
    return open_page()


@pytest.fixture
def held(served):
    """Return the fuser, held back until it is let go; it is free again at the end."""
    served.fuser.held = True
    yield served.fuser
    served.fuser.held = False
    served.fuser.calls.release(100)


@pytest.fixture(scope="session")
def axe():
    """Return axe-core's source: from the cache, or from npm once."""
    path = CACHE / f"axe-core-{AXE_VERSION}.min.js"
    if not path.exists():
        _fetch_axe(path)
    source = path.read_bytes()
    if hashlib.sha256(source).hexdigest() != AXE_SHA256:
        pytest.skip(f"{path} is not axe-core {AXE_VERSION} as it was published: remove it")
    return source.decode("utf-8")


def _fetch_axe(path):
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("axe-core is not in the cache, and there is no npm to fetch it with")
    path.parent.mkdir(parents=True, exist_ok=True)
    # In a folder of its own, and moved when it is whole: another process of the tests may fetch it, too.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [npm, "pack", "--silent", f"axe-core@{AXE_VERSION}"]
        try:
            run = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("npm took too long to fetch axe-core")
        archive = Path(folder, f"axe-core-{AXE_VERSION}.tgz")
        if run.returncode != 0 or not archive.exists():
            pytest.skip("npm could not fetch axe-core")
        with tarfile.open(archive) as packed:
            member = packed.extractfile("package/axe.min.js")
            assert member is not None
            unpacked = Path(folder, path.name)
            unpacked.write_bytes(member.read())
        unpacked.replace(path)

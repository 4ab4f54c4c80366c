from __future__ import annotations

import io
import json
import logging
import threading

import pytest

from service import logs


@pytest.fixture
def printed():
    """Set logging up, and return a function that gives what was printed since."""
    root, pdf = logging.root, logging.getLogger("pypdf")
    before = (list(root.handlers), root.level, threading.excepthook, pdf.level)
    pdf.setLevel(logging.NOTSET)  # who reads a PDF silences it
    sink = io.StringIO()

    def start(form, level="info"):
        logs.configure(level, form)
        root.handlers[0].setStream(sink)

    def read():
        text = sink.getvalue()
        sink.seek(0)
        sink.truncate()
        return text

    yield start, read
    logging.captureWarnings(False)
    root.handlers[:], threading.excepthook = before[0], before[2]
    root.setLevel(before[1])
    pdf.setLevel(before[3])


def failing():
    raise ValueError("SECRET words")


def test_ours_are_told_with_their_fields(printed):
    start, read = printed
    start("json")
    logging.getLogger("citeweave.x").info("job %s", "done", extra=logs.fields(seconds=1.5, odd="a\nb\u2028é"))
    line = read()
    assert line.count("\n") == 1
    assert line.isascii()
    told = json.loads(line)
    assert (told["message"], told["seconds"], told["odd"]) == ("job done", 1.5, "a\nb\u2028é")
    start("text")
    logging.getLogger("citeweave.x").info("job done", extra=logs.fields(seconds=1.5, client=""))
    assert read().endswith("INFO citeweave.x job done seconds=1.5\n")


@pytest.mark.parametrize("form", ["json", "text"])
def test_libraries_that_read_documents_lose_their_words(printed, form):
    start, read = printed
    start(form, "debug")
    logging.getLogger("pypdf._reader").warning("invalid header: %r", "SECRET")
    logging.getLogger("trafilatura").error("SECRET")
    logging.getLogger("gunicorn.error").warning("Invalid request from ip=127.0.0.1: SECRET")
    logging.getLogger("celery.app.trace").error("Task %s raised: %s", "x", "SECRET")
    text = read()
    assert "SECRET" not in text
    assert text.count("its words are left out") == 4
    assert "pypdf" in text


def test_servers_keep_what_they_say_of_themselves(printed):
    start, read = printed
    start("text")
    logging.getLogger("gunicorn.error").error("Worker (pid:%s) was sent SIGKILL! Perhaps out of memory?", 7)
    assert "Worker (pid:7) was sent SIGKILL" in read()


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("name", ["citeweave.x", "gunicorn.error", "odd"])
def test_an_exception_is_told_without_its_words(printed, form, name):
    start, read = printed
    start(form, "debug")
    try:
        failing()
    except ValueError:
        logging.getLogger(name).exception("it failed")
    text = read()
    assert "SECRET" not in text.replace('raise ValueError(\\"SECRET words\\")', "").replace(
        'raise ValueError("SECRET words")', ""
    )
    assert "ValueError" in text
    assert "in failing" in text


def test_a_thread_that_fails_is_told_without_its_words(printed, capsys):
    start, read = printed
    start("text")
    thread = threading.Thread(target=failing, name="odd-thread")
    thread.start()
    thread.join()
    assert "odd-thread failed: ValueError" in read()
    assert capsys.readouterr().err == ""


def test_a_job_can_be_found_by_what_a_log_says_and_not_be_read():
    job = "job_" + "a" * 8 + "b" * 24
    assert logs.job_name(job) == "job_aaaaaaaa…"

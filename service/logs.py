"""What is written to the log: a line a record, as text or as JSON, and never a document's words.

Our own records are built from figures, names of ours and ids. What a library says may quote what it was
given, so of most of them only the place is kept; of an exception the places and the kinds, not the words.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

from service.failures import log_failure, trail

Form = Literal["text", "json"]
Excepted = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_SPEAKING = ("citeweave", "gunicorn", "celery", "kombu", "flask-limiter")
"""Whose words are kept. Everybody else works on documents, or might."""

_REPEATING = re.compile(r"request|header|HTTP|socket|Task|message", re.IGNORECASE)
"""What those servers say of what they were sent, rather than of themselves."""


def configure(level: str, form: Form) -> None:
    """Send log lines to standard error: ours from a level upwards, libraries' from warnings upwards."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    handler.addFilter(without_words)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("citeweave").setLevel(level.upper())
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed


def fields(**values: object) -> dict[str, dict[str, object]]:
    """Return what to log besides the words, as the `extra` of a call: `log.info("…", extra=fields(…))`."""
    return {"fields": values}


def job_name(job: str) -> str:
    """Return what a log may say of a job: enough to find it by, too little to read it with."""
    return f"{job[:12]}…"


def without_words(record: logging.LogRecord) -> bool:
    """Take from a library's record the words that may repeat a document or an address."""
    source = record.name.partition(".")[0]
    if source == "citeweave" or (source in _SPEAKING and not _REPEATING.search(str(record.msg))):
        return True
    record.msg = f"{record.module}:{record.lineno} (its words are left out: they may quote a document)"
    record.args = None
    return True


class _Lines(logging.Formatter):
    """A record as one line; of an exception the places, without its words."""

    def formatException(self, ei: Excepted) -> str:  # noqa: N802 - the base's name
        return trail(ei[1]) if ei[1] is not None else ""

    def message(self, record: logging.LogRecord) -> str:
        """Return the words, and under them where an exception came from."""
        where = self.formatException(record.exc_info) if record.exc_info else ""
        return f"{record.getMessage()}\n{where}" if where else record.getMessage()


class TextLines(_Lines):
    """For people: the time, the level, the logger, the words, and the fields behind them."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        known = "".join(f" {name}={value}" for name, value in _fields(record).items() if value != "")
        return f"{_time(record)} {record.levelname} {record.name} {self.message(record)}{known}"


class JsonLines(_Lines):
    """For programs: an object a line, in ASCII, so that nothing in it can break the line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.message(record),
        }
        return json.dumps(told | _fields(record), default=str)


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fields(record: logging.LogRecord) -> dict[str, object]:
    found = getattr(record, "fields", None)
    return found if isinstance(found, dict) else {}


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and failed.exc_type is not SystemExit:
        name = failed.thread.name if failed.thread else "a thread"
        log_failure(logging.getLogger("citeweave"), name, failed.exc_value)

"""What a log says of a failure: where it happened. A message may quote a document, so it is left out."""

from __future__ import annotations

import logging
import traceback


def log_failure(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that something failed: the kinds of its errors and their places in the code."""
    log.error("%s failed: %s", what, trail(error))


def trail(error: BaseException) -> str:
    """Return the kinds and places of an error and of its causes, without a word of theirs."""
    told: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        frames = "".join(traceback.format_tb(cause.__traceback__))
        told.append(f"{type(cause).__name__}\n{frames}")
        cause = cause.__cause__ or cause.__context__
    return "caused by ".join(told)

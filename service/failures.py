"""What a log says of a failure: where it happened. A message may quote a document, so it is left out."""

from __future__ import annotations

import logging
import traceback


def log_failure(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log that something failed: its places in the code, and at the debug level the messages too."""
    if log.isEnabledFor(logging.DEBUG):
        log.error("%s failed", what, exc_info=error)
        return
    trail: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        frames = "".join(traceback.format_tb(cause.__traceback__))
        trail.append(f"{type(cause).__name__}\n{frames}")
        cause = cause.__cause__ or cause.__context__
    log.error("%s failed: %s", what, "caused by ".join(trail))

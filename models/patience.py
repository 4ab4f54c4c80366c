"""Whether what is being computed is still wanted: asked between steps of what takes long.

Who computes for someone else says so once, `with asked(check)`, and every loop below that may run for seconds
calls `still_wanted()`. It is a matter of the thread (or task) alone, so that models need not pass it on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Check = Callable[[], None]
"""Raises what is to end the work."""

_check: ContextVar[Check | None] = ContextVar("citeweave_check", default=None)


@contextmanager
def asked(check: Check | None) -> Iterator[None]:
    """Let `still_wanted` ask this, in this thread and inside only."""
    before = _check.set(check)
    try:
        yield
    finally:
        _check.reset(before)


def still_wanted() -> None:
    """Raise what ends the work, if nobody wants it any more; costs next to nothing else."""
    check = _check.get()
    if check is not None:
        check()

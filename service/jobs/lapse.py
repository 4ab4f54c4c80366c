"""When a job that somebody began counts as left behind, and is done again; and when it is given up.

A job whose process died may be what it died of, and must not end one process after another for ever. Or it
was only being done whenever something else did, and must not be lost for that. So it is tried many times: at
first as soon as its lease has passed, then after longer and longer waits, in which the rest is done.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case

from service.jobs.schema import jobs
from service.jobs.types import Status

MOST_ATTEMPTS = 8
"""Breaks after which a job is given up."""
AT_ONCE = 3
"""Breaks up to which there is no wait but the lease."""
LONGEST_WAIT = 600.0
"""Seconds."""


def lapsed(now: float, lease: float) -> ColumnElement[bool]:
    """Jobs that nobody does. A lease that nobody could be given now is from before the clock was set back."""
    waits = {broken: wait(broken, lease) for broken in range(MOST_ATTEMPTS)}
    since = now - case(waits, value=jobs.c.attempts, else_=0.0)
    return and_(jobs.c.status == Status.RUNNING, ~jobs.c.lease_until.between(since, now + 2 * lease))


def wait(broken: int, lease: float) -> float:
    """Seconds for which a job that broke off so often is left alone once its lease has passed."""
    return min(LONGEST_WAIT, lease * 2 ** (broken - AT_ONCE)) if broken > AT_ONCE else 0.0

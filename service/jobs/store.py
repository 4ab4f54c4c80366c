"""What is to be done and what came of it, in SQL. Every change of state is one conditional UPDATE.

A job that runs has an owner with a lease. Only the owner may finish it, and only while it runs: whoever lost
the lease, or whose job was cancelled, learns so at its next report, and what it made is dropped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from service.jobs.errors import Busy, KeyReused, StoreUnavailable
from service.jobs.failure import Failure
from service.jobs.lapse import MOST_ATTEMPTS, lapsed
from service.jobs.schema import READING, jobs, open_database
from service.jobs.types import DONE, Claimed, Job, Key, Status

MOST_TOLD = 100  # jobs that are told of again at a time, so that a long queue does not fill with messages
_SEEN = (
    jobs.c.id,
    jobs.c.status,
    jobs.c.created_at,
    jobs.c.started_at,
    jobs.c.finished_at,
    jobs.c.expires_at,
    jobs.c.stage,
    jobs.c.fraction,
    jobs.c.result,
    jobs.c.failure,
)
_UNFINISHED = jobs.c.status.in_((Status.QUEUED, Status.RUNNING))


class Store:
    """The jobs of one database. Safe to share between threads; never between a process and its fork."""

    def __init__(self, url: str, lease: float, ttl: float, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lease = lease
        self._ttl = ttl
        try:
            self._engine = open_database(url)
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
            raise StoreUnavailable(
                f"The jobs' database cannot be opened ({reason}); see CITEWEAVE_DATABASE_URL."
            ) from None

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def check(self) -> None:
        """Raise StoreUnavailable if the database does not answer."""
        with self._reading() as connection:
            connection.execute(select(func.count()).select_from(jobs).where(jobs.c.id == ""))

    def unfinished(self) -> dict[str, int]:
        """Return how many jobs wait, and how many run."""
        found = {Status.QUEUED.value: 0, Status.RUNNING.value: 0}
        with self._reading() as connection:
            counted = select(jobs.c.status, func.count()).where(_UNFINISHED).group_by(jobs.c.status)
            return found | {row.status: row[1] for row in connection.execute(counted)}

    def add(self, job: str, request: bytes, most: int, key: Key | None = None, client: str = "") -> Job:
        """Put a job into the queue, or return the one that the key stands for.

        Raises Busy if `most` are waiting already, KeyReused if the key stands for another request.
        """
        known = self.match(key)
        if known is not None:
            return known
        self.purge()
        try:
            with self._writing() as connection:
                waiting = select(func.count()).where(jobs.c.status == Status.QUEUED)
                if connection.execute(waiting).scalar_one() >= most:
                    raise Busy(f"{most} jobs are waiting already; send this one again later")
                now = self._clock()
                values = {"status": Status.QUEUED, "request": request, "client": client}
                connection.execute(_new(job, now, key, **values))
                return Job(job, Status.QUEUED, now)
        except IntegrityError:  # the same key came twice at the same time
            known = self.match(key)
            if known is None:
                raise
            return known

    def begin(self, job: str, owner: str, request: bytes, key: Key, client: str = "") -> Job | None:
        """Enter a job that its owner does at once; None. Or return the job that the key stands for.

        Raises KeyReused.
        """
        known = self.match(key)
        if known is not None:
            return known
        self.purge()
        now = self._clock()
        try:
            with self._writing() as connection:
                connection.execute(
                    _new(job, now, key, status=Status.RUNNING, request=request, client=client).values(
                        started_at=now, owner=owner, lease_until=now + self._lease, attempts=1
                    )
                )
        except IntegrityError:
            return self.match(key)
        return None

    def match(self, key: Key | None) -> Job | None:
        """Return the job that a key stands for, if any. Raises KeyReused if it was asked something else."""
        if key is None:
            return None
        with self._reading() as connection:
            rows = connection.execute(
                select(jobs.c.digest, *_SEEN).where(jobs.c.key_hash == key.hashed, _alive(self._clock()))
            )
            found = rows.mappings().first()
        if found is not None and found["digest"] != key.digest:
            raise KeyReused("This Idempotency-Key was used with another request; take a new one.")
        return _to_job(found) if found is not None else None

    def get(self, job: str, client: str = "") -> Job | None:
        """Return a client's job, unless it is unknown or has expired."""
        with self._reading() as connection:
            rows = connection.execute(select(*_SEEN).where(_of(job, client), _alive(self._clock())))
            found = rows.mappings().first()
        return _to_job(found) if found is not None else None

    def cancel(self, job: str, client: str = "") -> Job | None:
        """End a client's job that is not finished; return it as it then is."""
        self._finish(and_(_of(job, client), _UNFINISHED), status=Status.CANCELLED)
        return self.get(job, client)

    def claim(self, job: str, owner: str) -> Claimed | None:
        """Take a job, if it waits or its owner has let the lease pass."""
        return self._claim(owner, select(jobs.c.id, jobs.c.attempts).where(jobs.c.id == job))

    def claim_next(self, owner: str) -> Claimed | None:
        """Take the job that has waited longest, or one whose owner has let the lease pass."""
        oldest = select(jobs.c.id, jobs.c.attempts).order_by(jobs.c.created_at, jobs.c.id).limit(1)
        return self._claim(owner, oldest)

    def _claim(self, owner: str, wanted: Select[Any]) -> Claimed | None:
        with self._writing() as connection:
            now = self._clock()  # once writing: no job starts before it came
            claimable = or_(jobs.c.status == Status.QUEUED, lapsed(now, self._lease))
            row = connection.execute(wanted.where(claimable)).first()
            if row is None:
                return None
            if row.attempts >= MOST_ATTEMPTS:
                failure = Failure(
                    "CiteweaveError", f"The job was given up: it broke off {row.attempts} times."
                )
                connection.execute(
                    _ended(jobs.c.id == row.id, now, self._ttl, Status.FAILED, failure=failure)
                )
                return None
            taken = connection.execute(
                update(jobs)
                .where(jobs.c.id == row.id, claimable)
                .values(
                    status=Status.RUNNING,
                    owner=owner,
                    lease_until=now + self._lease,
                    attempts=row.attempts + 1,
                    started_at=func.coalesce(jobs.c.started_at, now),
                )
            )
            if taken.rowcount != 1:
                return None
            request = connection.execute(select(jobs.c.request).where(jobs.c.id == row.id)).scalar_one()
        return Claimed(row.id, owner, request)

    def report(self, job: Claimed, stage: str | None = None, fraction: float = 0.0) -> bool:
        """Renew the lease, and say how far the job is. False if it is no longer one's own."""
        progress = {"stage": stage, "fraction": fraction} if stage is not None else {}
        with self._writing() as connection:
            told = connection.execute(
                update(jobs).where(_own(job)).values(lease_until=self._clock() + self._lease, **progress)
            )
        return bool(told.rowcount)

    def holds(self, job: Claimed) -> bool:
        """Whether a job is still its owner's."""
        with self._reading() as connection:
            return connection.execute(select(jobs.c.id).where(_own(job))).first() is not None

    def succeed(self, job: Claimed, result: bytes) -> bool:
        """Finish with a result. False if the job is no longer one's own: then nothing is kept."""
        return self._finish(_own(job), Status.SUCCEEDED, result=result)

    def fail(self, job: Claimed, failure: Failure) -> bool:
        """Finish with a failure. False if the job is no longer one's own."""
        return self._finish(_own(job), Status.FAILED, failure=failure)

    def release(self, job: Claimed) -> None:
        """Give a job back, to be done from its start by another; the try does not count."""
        with self._writing() as connection:
            connection.execute(
                update(jobs)
                .where(_own(job))
                .values(
                    status=Status.QUEUED,
                    owner=None,
                    lease_until=None,
                    announced_at=None,
                    attempts=jobs.c.attempts - 1,
                    stage=None,
                    fraction=0.0,
                )
            )

    def unheard(self, patience: float) -> list[str]:
        """Return jobs that someone should be told of again, and note that they are being told of now.

        Those are jobs whose lease has passed, and jobs that have waited for `patience` seconds since
        they were last told of: the message may be lost.
        """
        now = self._clock()
        told = func.coalesce(jobs.c.announced_at, jobs.c.created_at)
        silent = or_(
            and_(
                jobs.c.status == Status.QUEUED,
                or_(jobs.c.announced_at.is_(None), ~told.between(now - patience, now + 1)),
            ),
            and_(lapsed(now, self._lease), ~told.between(now - self._lease, now + 1)),
        )
        with self._writing() as connection:
            oldest = select(jobs.c.id).where(silent).order_by(jobs.c.created_at).limit(MOST_TOLD)
            ids = list(connection.execute(oldest).scalars())
            connection.execute(update(jobs).where(jobs.c.id.in_(ids)).values(announced_at=now))
        return ids

    def announced(self, job: str) -> None:
        """Note that a job was told of."""
        with self._writing() as connection:
            connection.execute(update(jobs).where(jobs.c.id == job).values(announced_at=self._clock()))

    def remove(self, job: str) -> None:
        """Forget a job."""
        with self._writing() as connection:
            connection.execute(delete(jobs).where(jobs.c.id == job))

    def purge(self) -> int:
        """Forget what has expired; return how many jobs that were."""
        with self._writing() as connection:
            return connection.execute(delete(jobs).where(jobs.c.expires_at <= self._clock())).rowcount

    def _finish(
        self,
        which: ColumnElement[bool],
        status: Status,
        result: bytes | None = None,
        failure: Failure | None = None,
    ) -> bool:
        with self._writing() as connection:
            done = connection.execute(_ended(which, self._clock(), self._ttl, status, result, failure))
        return bool(done.rowcount)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _reachable(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _reachable(), self._engine.connect() as connection:
            yield connection.execution_options(**{READING: True})


@contextmanager
def _reachable() -> Iterator[None]:
    """Turn a database's errors into ours, without its words: they hold values, and those may be documents."""
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        raise StoreUnavailable(f"The jobs' database failed ({type(error).__name__}).") from None


def _new(job: str, now: float, key: Key | None, **values: object) -> Any:  # noqa: ANN401 - SQLAlchemy's Insert
    return insert(jobs).values(
        id=job,
        created_at=now,
        key_hash=key.hashed if key else None,
        digest=key.digest if key else None,
        **values,
    )


def _ended(
    which: ColumnElement[bool],
    now: float,
    ttl: float,
    status: Status,
    result: bytes | None = None,
    failure: Failure | None = None,
) -> Any:  # noqa: ANN401 - SQLAlchemy's Update
    """Finish jobs. The documents go: nobody will read them again."""
    done = {"stage": DONE, "fraction": 1.0} if status is Status.SUCCEEDED else {}
    return (
        update(jobs)
        .where(which)
        .values(
            status=status,
            finished_at=now,
            expires_at=now + ttl,
            request=None,
            owner=None,
            lease_until=None,
            result=result,
            failure=failure.to_bytes() if failure else None,
            **done,
        )
    )


def _of(job: str, client: str) -> ColumnElement[bool]:
    return and_(jobs.c.id == job, jobs.c.client == client)


def _own(job: Claimed) -> ColumnElement[bool]:
    return and_(jobs.c.id == job.id, jobs.c.owner == job.owner, jobs.c.status == Status.RUNNING)


def _alive(now: float) -> ColumnElement[bool]:
    return or_(jobs.c.expires_at.is_(None), jobs.c.expires_at > now)


def _to_job(row: RowMapping) -> Job:
    kept: dict[str, Any] = {column.name: row[column.name] for column in _SEEN}
    failure = kept.pop("failure")
    return Job(
        **kept
        | {"status": Status(kept["status"]), "failure": Failure.from_bytes(failure) if failure else None}
    )

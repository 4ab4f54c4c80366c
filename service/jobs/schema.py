"""The jobs' table, and how its database is opened: SQLite, or any other that SQLAlchemy knows."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from service.settings import SettingsError

_BUSY_SECONDS = 30  # SQLite waits so long for another process's write
_ONE_GIB = 2**30

READING = "citeweave_reading"
"""The execution option of a connection that only reads, and so waits for nobody."""

metadata = MetaData()

# MySQL would cut a plain BLOB at 64 KiB.
_Bytes = LargeBinary(_ONE_GIB)

jobs = Table(
    "citeweave_jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("created_at", Float(53), nullable=False),
    Column("started_at", Float(53)),
    Column("finished_at", Float(53)),
    Column("expires_at", Float(53)),
    Column("stage", String(64)),
    Column("fraction", Float(53), nullable=False, default=0.0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("owner", String(128)),
    Column("lease_until", Float(53)),
    Column("announced_at", Float(53)),
    Column("key_hash", String(64), unique=True),
    Column("digest", String(64)),
    Column("client", String(64), nullable=False, server_default=""),
    Column("request", _Bytes),
    Column("result", _Bytes),
    Column("failure", _Bytes),
    Index("citeweave_jobs_waiting", "status", "created_at"),
    Index("citeweave_jobs_expiring", "expires_at"),
)


def open_database(url: str) -> Engine:
    """Connect, and make the table if it is not there. Raises SettingsError if the URL is none.

    Raises sqlalchemy.exc.SQLAlchemyError if the database cannot be reached.
    """
    try:
        parsed = make_url(url)
        engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            _private_file(Path(parsed.database or ""))
    except (ArgumentError, ImportError) as error:
        raise SettingsError(f"CITEWEAVE_DATABASE_URL: {_without_secrets(error)}") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    # Where two processes start at once, one finds the table made between its look and its own try.
    with suppress(DatabaseError):
        metadata.create_all(engine)
    metadata.create_all(engine)
    _bring_up_to_date(engine)
    return engine


def _bring_up_to_date(engine: Engine) -> None:
    """Add what a table lacks that an earlier version made. Jobs from before there were keys are nobody's."""

    def lacks() -> bool:
        return "client" not in {column["name"] for column in inspect(engine).get_columns(jobs.name)}

    if lacks():
        added = f"ALTER TABLE {jobs.name} ADD COLUMN client VARCHAR(64) DEFAULT '' NOT NULL"
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(added)
        except DatabaseError:
            if lacks():  # else another process was quicker
                raise


def _private_file(path: Path) -> None:
    """Make the file before SQLite does: it will hold what people asked for, which is for its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # Transactions are begun by us, as writing ones, so that two claims cannot read the same row first.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(READING):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _without_secrets(error: Exception) -> str:
    if isinstance(error, ImportError):
        return f"its driver is not installed ({error.name})"
    return "it is no database URL: write it as sqlite:////path/to/jobs.sqlite3 or postgresql+pg8000://…"

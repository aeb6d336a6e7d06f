"""Upkeep of the store: is it whole, and a copy of it while it is used."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, bindparam, select

from core.errors import StoreError
from core.store import chains, schema
from core.store.session_tables import sessions
from core.store.transaction import Transaction

PAGE = 500
KEYS = (
    select(sessions.c.id, sessions.c.tenant)
    .where(sessions.c.id > bindparam("after"))
    .order_by(sessions.c.id)
    .limit(PAGE)
)


def broken_interviews(tx: Transaction, after: str) -> tuple[str, tuple[str, ...]]:
    """Check a page of interviews against their hash chains.

    Returns the id after which to go on ("" at the end) and what is not as it was written.
    """
    rows = tx.run(KEYS, {"after": after}).all()
    found = [
        f"interview {row.id}: {what}"
        for row in rows
        for what in chains.broken(tx.bound(row.tenant), row.id)
    ]
    return (rows[-1].id if len(rows) == PAGE else ""), tuple(found)


def faults_of_file(engine: Engine) -> Iterator[str]:
    """What SQLite finds wrong with its file; nothing for PostgreSQL, which watches its own."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
            if line != "ok":
                yield f"file: {line}"
        for table, *_rest in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            yield f"file: a row of {table} refers to nothing"


def faults_of_schema(engine: Engine) -> Iterator[str]:
    """Whether the schema is the one that this program needs."""
    with engine.connect() as connection:
        current = schema.revision(connection)
    if current != schema.newest():
        yield f"schema: it is at {current or 'nothing'}, this program needs {schema.newest()}"


def copy_to(engine: Engine, target: Path) -> int:
    """Copy a SQLite file while it is used, and return the copy's size in bytes.

    StoreError for another engine, for a target that exists, and for a copy that is not whole.
    """
    if engine.dialect.name != "sqlite":
        message = "PostgreSQL has its own tool: pg_dump --format=custom, and pg_restore to go back"
        raise StoreError(message)
    if target.exists():
        message = f"{target} exists; nothing is ever overwritten, choose another name"
        raise StoreError(message)
    source = engine.url.database or ""
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new, pages=4_096)
            (answer,) = new.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise StoreError(f"the copy could not be written: {error}") from error
    if answer != "ok":
        raise StoreError(f"the copy is damaged ({answer}), and so is the file that it came from")
    return target.stat().st_size

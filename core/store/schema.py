"""The schema's version: a fresh database is made whole, an older one is migrated."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, cast

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from core.errors import StoreError
from core.store import (  # noqa: F401 - they fill the metadata
    access_tables,
    assignment_tables,
    class_tables,
    consent_tables,
    grade_tables,
    memory_tables,
    money_tables,
    privacy_tables,
    record_tables,
    safety_tables,
    session_tables,
    supervision_tables,
)
from core.store.faults import explain
from core.store.tables import metadata

METADATA = metadata
LOCK = 7_202_611_20
REVISIONS = Path(__file__).parent / "migrations" / "versions"
VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), primary_key=True, nullable=False),
)


class Migrations(Protocol):
    """What is used of `core.store.migrate`, which brings Alembic along."""

    def move(self, connection: Connection, target: str, *, down: bool) -> None: ...


def known() -> tuple[str, ...]:
    """The revisions that this program has, oldest first; their files are numbered."""
    return tuple(sorted(path.name.partition("_")[0] for path in REVISIONS.glob("[0-9]*.py")))


def newest() -> str:
    """The revision that this program needs."""
    return known()[-1]


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database up to `target`; StoreError for a database from a newer program."""
    wanted = newest() if target == "head" else target
    with moving(engine) as connection:
        current = revision(connection)
        if current is None and wanted == newest():
            make_whole(connection)
        elif current != wanted:
            migrations().move(connection, wanted, down=False)


def downgrade(engine: Engine, target: str) -> None:
    """Bring the database down to `target`."""
    with moving(engine) as connection:
        migrations().move(connection, target, down=True)


def migrations() -> Migrations:
    """Loaded only when there is something to migrate: Alembic is large."""
    return cast("Migrations", importlib.import_module("core.store.migrate"))


@contextmanager
def moving(engine: Engine) -> Iterator[Connection]:
    """One transaction, one process at a time, all or nothing."""
    try:
        with engine.connect() as connection:
            begin(connection)
            refuse_newer(connection)
            yield connection
            end(connection)
    except DBAPIError as error:
        raise explain(error) from error


def begin(connection: Connection) -> None:
    """Keep other migrating processes out."""
    if connection.dialect.name == "sqlite":
        # A table that is copied and dropped must not take its children's rows with it.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def end(connection: Connection) -> None:
    """Commit."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    else:
        connection.commit()


def make_whole(connection: Connection) -> None:
    """Make all tables at once, as the revisions would have left them."""
    METADATA.create_all(connection)
    VERSION.create(connection, checkfirst=True)
    connection.execute(insert(VERSION), {"version_num": newest()})


def revision(connection: Connection) -> str | None:
    """The revision that the database has, or None when it has none."""
    if not inspect(connection).has_table(VERSION.name):
        return None
    value = connection.execute(VERSION.select()).scalar()
    return None if value is None else str(value)


def refuse_newer(connection: Connection) -> None:
    """StoreError when the database was made by a newer program, or is not ours."""
    current = revision(connection)
    foreign = set(inspect(connection).get_table_names()) - {VERSION.name}
    if current is None and foreign:
        message = (
            f"the database holds tables that this program did not make ({min(foreign)}…); "
            f"give it a database of its own in DATABASE_URL"
        )
        raise StoreError(message)
    if current is not None and current not in known():
        message = (
            f"the database has schema {current!r}, which this program does not know: it was "
            f"made by a newer version; install that version, or restore an older backup"
        )
        raise StoreError(message)

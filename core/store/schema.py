"""The schema's version: upgrade, downgrade, and a clear word when it does not fit."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from core.errors import StoreError
from core.store import class_tables, session_tables  # noqa: F401 - they fill the metadata
from core.store.faults import explain
from core.store.tables import metadata

METADATA = metadata
LOCK = 7_202_611_20


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


def newest() -> str:
    """The revision that this program needs."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    if head is None:  # pragma: no cover
        message = "the program carries no schema; reinstall it"
        raise StoreError(message)
    return head


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database up to `target`; StoreError for a database from a newer program."""
    migrate(engine, target, down=False)


def downgrade(engine: Engine, target: str) -> None:
    """Bring the database down to `target`."""
    migrate(engine, target, down=True)


def migrate(engine: Engine, target: str, *, down: bool) -> None:
    """Move the schema in one transaction; several processes take turns."""
    try:
        with engine.connect() as connection:
            begin(connection)
            refuse_newer(connection)
            move = command.downgrade if down else command.upgrade
            move(config(connection), target)
            end(connection)
    except DBAPIError as error:
        raise explain(error) from error


def begin(connection: Connection) -> None:
    """One migrating process at a time, and all or nothing."""
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


def revision(connection: Connection) -> str | None:
    """The revision that the database has, or None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(connection: Connection) -> None:
    """StoreError when the database was made by a newer program."""
    current = revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if current is not None and current not in known:
        message = (
            f"the database has schema {current!r}, which this program does not know: it was "
            f"made by a newer version; install that version, or restore an older backup"
        )
        raise StoreError(message)

"""PostgreSQL's pipeline: statements are sent without waiting for the answer to each.

An answer is waited for when it is looked at. A fault shows at the next look or at the commit, and
fails the whole transaction; the work is then run again without a pipeline.
"""

import contextlib
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol, cast

from sqlalchemy import ColumnElement, Connection, Engine, Executable, Insert, Update, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

KEPT = "pipeline"
# Data, constraint, transaction, privilege and syntax: faults of a statement, not of the server.
FAULTS = frozenset({"22", "23", "25", "40", "42", "55"})
ABORTED = "PipelineAborted"


def telling(change: Insert | Update, column: ColumnElement[object]) -> dict[str, Executable]:
    """A change by engine whose `rowcount` says whether it found its row.

    A pipeline does not wait for a count, but for rows it does; elsewhere rows only cost time.
    """
    return {"sqlite": change, "postgresql": change.returning(column)}


class Piped(Protocol):
    """What is used of psycopg's connection."""

    def pipeline(self) -> AbstractContextManager[object]: ...


def prepare(engine: Engine) -> None:
    """Let pipelines end before their connections do."""

    @event.listens_for(engine, "close")
    def on_close(_driver: object, record: ConnectionPoolEntry) -> None:
        stack = record.info.pop(KEPT, None)
        if stack is not None:
            with contextlib.suppress(engine.dialect.loaded_dbapi.Error):
                stack.close()


def enter(connection: Connection) -> None:
    """Begin to send without waiting; it lasts until a statement needs it otherwise."""
    if KEPT not in connection.info:
        driver = cast("Piped", connection.connection.driver_connection)
        stack = ExitStack()
        stack.enter_context(driver.pipeline())
        connection.info[KEPT] = stack


def leave(connection: Connection) -> None:
    """Wait for what is under way, and from now on for each answer."""
    stack = connection.info.pop(KEPT, None)
    if stack is None:
        return
    try:
        stack.close()
    except connection.dialect.loaded_dbapi.Error as error:
        # It tells a lost connection from other faults, and lets go of it.
        connection._handle_dbapi_exception(error, "a pipeline", None, None, None)  # noqa: SLF001


def abandon(connection: Connection) -> None:
    """Leave after a fault; what else comes of it is not news any more."""
    if not connection.invalidated:
        with contextlib.suppress(DBAPIError):
            leave(connection)


def certainly_not(error: DBAPIError) -> bool:
    """Whether the server says that a statement failed, so that nothing was committed."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return state[:2] in FAULTS or type(error.orig).__name__ == ABORTED

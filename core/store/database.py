"""The store's two engines behind one face."""

from typing import Protocol, TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from core.errors import StoreError
from core.ports import Clock
from core.store.postgres_database import PostgresDatabase
from core.store.sqlite_database import SqliteDatabase
from core.store.transaction import Work

T = TypeVar("T")


class Database(Protocol):
    """Either engine; functions handed to it run in a thread, inside one transaction."""

    kind: str
    engine: Engine

    async def write(self, work: Work[T], tenant: str = "", *, soft: bool = False) -> T:
        """Run in a read-write transaction; returns after the commit.

        The function may run more than once, so it changes nothing but the database. What is
        `soft` survives the end of any process but perhaps not a power cut: it is for what would be
        found out again. Whatever is committed after it and is not soft keeps it too.
        """
        ...

    async def read(self, work: Work[T], tenant: str = "") -> T:
        """Run in a read-only transaction."""
        ...

    def write_now(self, work: Work[T], tenant: str = "") -> T:
        """As `write`, for code without an event loop."""
        ...

    async def scrub(self) -> bool:
        """Let nothing that was deleted stay in the database's files; False: try again later."""
        ...

    def check_backlog(self) -> None:
        """Raise StoreBusyError when too much waits to be written."""
        ...

    @property
    def alive(self) -> bool: ...

    @property
    def commits(self) -> int: ...

    async def close(self) -> None: ...


def open_database(url: str, clock: Clock) -> Database:
    """Open SQLite or PostgreSQL by its URL; StoreError when that cannot be."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = "DATABASE_URL is no URL; use sqlite:///folder/file.sqlite3 or postgresql://"
        raise StoreError(message) from error
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed, clock)
    if parsed.get_backend_name() == "postgresql":
        return PostgresDatabase(parsed.set(drivername="postgresql+psycopg"))
    message = f"DATABASE_URL names {parsed.get_backend_name()!r}; use sqlite:/// or postgresql://"
    raise StoreError(message)

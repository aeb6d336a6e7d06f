"""The store's engines: SQLite behind one writer thread, PostgreSQL behind a pool."""

import asyncio
import contextlib
import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from core.errors import StoreBusyError, StoreError
from core.ports import Clock
from core.store.sqlite_writer import SqliteWriter, explain
from core.store.transaction import Transaction, Work

T = TypeVar("T")
READERS = 4
POOL = 12
BACKLOG_LIMIT = 1_000
RETRIES = 8


class Database(Protocol):
    """Either engine; functions handed to it run in a thread, inside one transaction."""

    kind: str
    engine: Engine

    async def write(self, work: Work[T], tenant: str = "") -> T:
        """Run in a read-write transaction; returns after the commit."""
        ...

    async def read(self, work: Work[T], tenant: str = "") -> T:
        """Run in a read-only transaction."""
        ...

    def write_now(self, work: Work[T], tenant: str = "") -> T:
        """As `write`, for code without an event loop."""
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
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed, clock)
    if parsed.get_backend_name() == "postgresql":
        return PostgresDatabase(parsed.set(drivername="postgresql+psycopg"))
    message = f"DATABASE_URL names {parsed.get_backend_name()!r}; use sqlite:/// or postgresql://"
    raise StoreError(message)


class SqliteDatabase:
    """One writing connection in its own thread, a few reading ones."""

    kind = "sqlite"

    def __init__(self, url: URL, clock: Clock) -> None:
        if not url.database or url.database == ":memory:":
            message = "DATABASE_URL names no file; use sqlite:///folder/file.sqlite3"
            raise StoreError(message)
        Path(url.database).resolve().parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self.engine = sqlite_engine(url, read_only=False)
        self._readers = sqlite_engine(url, read_only=True)
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        prepare_file(self.engine)
        self._writer = SqliteWriter(self.engine, self._now_ms)

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)

    async def write(self, work: Work[T], tenant: str = "") -> T:
        return cast("T", await self._writer.submit(work, tenant))

    async def read(self, work: Work[T], tenant: str = "") -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._read, work, tenant)

    def _read(self, work: Work[T], tenant: str) -> T:
        try:
            with self._readers.connect() as connection:
                raw = cast("sqlite3.Connection", connection.connection.driver_connection)
                raw.execute("BEGIN")
                try:
                    return work(Transaction(connection, tenant, self._now_ms()))
                finally:
                    with contextlib.suppress(sqlite3.Error):
                        raw.execute("ROLLBACK")
        except DBAPIError as error:
            raise explain(error) from error

    def write_now(self, work: Work[T], tenant: str = "") -> T:
        return cast("T", self._writer.submit_and_wait(work, tenant))

    def check_backlog(self) -> None:
        if self._writer.backlog > BACKLOG_LIMIT:
            message = "too much waits to be written"
            raise StoreBusyError(message)

    @property
    def alive(self) -> bool:
        return self._writer.alive

    @property
    def commits(self) -> int:
        return self._writer.commits

    async def close(self) -> None:
        await asyncio.to_thread(self._writer.stop)
        self._threads.shutdown()
        self._readers.dispose()
        self.engine.dispose()


def sqlite_engine(url: URL, *, read_only: bool) -> Engine:
    """Build an engine whose transactions are ours to begin and end."""
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        poolclass=QueuePool,
        pool_size=READERS,
        isolation_level="AUTOCOMMIT",
        connect_args={"check_same_thread": False, "timeout": 10},
    )

    @event.listens_for(engine, "connect")
    def on_connect(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None
        for pragma in pragmas(read_only=read_only):
            raw.execute(f"PRAGMA {pragma}")

    return engine


def pragmas(*, read_only: bool) -> tuple[str, ...]:
    """What every connection is set to."""
    common = ("busy_timeout=10000", "foreign_keys=ON", "cache_size=-16384", "temp_store=MEMORY")
    if read_only:
        return (*common, "query_only=ON")
    return (*common, "synchronous=FULL", "secure_delete=ON")


def prepare_file(engine: Engine) -> None:
    """Switch the file to write-ahead logging; StoreError when it cannot be used."""
    try:
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode=WAL").scalar_one()
    except DBAPIError as error:
        raise explain(error) from error
    if mode != "wal":
        message = f"SQLite answered journal mode {mode!r}; put the file on a local disk"
        raise StoreError(message)


class PostgresDatabase:
    """A pool of connections, each used by a thread for one short transaction."""

    kind = "postgresql"

    def __init__(self, url: URL) -> None:
        self.engine = create_engine(
            url,
            pool_size=POOL,
            max_overflow=0,
            pool_timeout=30,
            connect_args={
                "connect_timeout": 5,
                "options": "-c statement_timeout=30000 -c lock_timeout=10000"
                " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
            },
        )
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="postgres")
        self._waiting = 0
        self.commits = 0
        self._server_ms = ServerTime()

    async def write(self, work: Work[T], tenant: str = "") -> T:
        loop = asyncio.get_running_loop()
        self._waiting += 1
        try:
            return await asyncio.shield(
                loop.run_in_executor(self._threads, self.write_now, work, tenant)
            )
        finally:
            self._waiting -= 1

    async def read(self, work: Work[T], tenant: str = "") -> T:
        return await self.write(work, tenant)

    def write_now(self, work: Work[T], tenant: str = "") -> T:
        """A connection that was already dead is replaced; a failed commit is never repeated."""
        for attempt in range(RETRIES):
            try:
                return self._once(work, tenant)
            except StaleConnectionError as error:
                if attempt == RETRIES - 1:
                    raise StoreError(f"PostgreSQL cannot be reached: {error}") from error
                time.sleep(min(2.0, 0.05 * 2**attempt) * random.uniform(0.5, 1))  # noqa: S311
        raise StoreError("PostgreSQL cannot be reached")  # pragma: no cover

    def _once(self, work: Work[T], tenant: str) -> T:
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            raise StaleConnectionError(str(error.orig)) from error
        with connection:
            try:
                now_ms = self._server_ms.read(connection)
                result = work(Transaction(connection, tenant, now_ms))
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise StaleConnectionError(str(error.orig)) from error
                raise
            try:
                connection.commit()
            except DBAPIError as error:
                raise StoreError(f"the commit's fate is unknown: {error.orig}") from error
            self.commits += 1
            return result

    def check_backlog(self) -> None:
        if self._waiting > BACKLOG_LIMIT:
            message = "too much waits to be written"
            raise StoreBusyError(message)

    @property
    def alive(self) -> bool:
        return True

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        self.engine.dispose()


class StaleConnectionError(StoreError):
    """The connection was lost before the commit: nothing happened, trying again is safe."""


class ServerTime:
    """The database's clock, read once a minute and carried on by the monotonic one."""

    REFRESH = 60.0

    def __init__(self) -> None:
        self._server_ms = 0
        self._read_at = -self.REFRESH

    def read(self, connection: Connection) -> int:
        """Milliseconds UTC by the server's clock."""
        now = time.monotonic()
        if now - self._read_at >= self.REFRESH:
            query = text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
            self._server_ms = int(connection.execute(query).scalar_one())
            self._read_at = time.monotonic()
            return self._server_ms
        return self._server_ms + int((now - self._read_at) * 1000)

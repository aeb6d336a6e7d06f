"""SQLite behind one writer thread and a few readers."""

import asyncio
import contextlib
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from core.errors import StoreBusyError, StoreError
from core.ports import Clock
from core.store.faults import explain
from core.store.prepared import Line
from core.store.sqlite_writer import SqliteWriter
from core.store.times import SteadyTime
from core.store.transaction import Transaction, Work, carried

T = TypeVar("T")
READERS = 4
BACKLOG_LIMIT = 1_000
SCRUBS = 20
SCRUB_PAUSE = 0.1


class Own(threading.local):
    """What one reading thread keeps."""

    line: Line | None = None


class SqliteDatabase:
    """One writing connection in its own thread, a few reading ones."""

    kind = "sqlite"

    def __init__(self, url: URL, clock: Clock) -> None:
        if not url.database or url.database == ":memory:":
            message = "DATABASE_URL names no file; use sqlite:///folder/file.sqlite3"
            raise StoreError(message)
        Path(url.database).resolve().parent.mkdir(parents=True, exist_ok=True)
        self._now_ms = SteadyTime(lambda: int(clock.now().timestamp() * 1000), clock.monotonic).read
        self.engine = sqlite_engine(url, read_only=False)
        self._readers = sqlite_engine(url, read_only=True)
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._own = Own()
        self._kept: list[Connection] = []
        prepare_file(self.engine)
        self._writer = SqliteWriter(self.engine, self._now_ms)
        self._closed = False

    async def write(self, work: Work[T], tenant: str = "", *, soft: bool = False) -> T:
        return cast("T", await self._writer.submit(carried(work), tenant, soft=soft))

    async def read(self, work: Work[T], tenant: str = "") -> T:
        if self._closed:
            message = "the database is closed; restart the program"
            raise StoreError(message)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._read, carried(work), tenant)

    def _read(self, work: Work[T], tenant: str) -> T:
        try:
            line = self._reader()
            raw = cast("sqlite3.Connection", line.driver)
            raw.execute("BEGIN")
            try:
                return work(Transaction(line, tenant, self._now_ms()))
            finally:
                with contextlib.suppress(sqlite3.Error):
                    raw.execute("ROLLBACK")
        except DBAPIError as error:
            raise explain(error) from error

    def _reader(self) -> Line:
        """This thread's own: to take one out of the pool costs as much as a small read."""
        found = self._own.line
        if found is None or found.connection.closed or found.connection.invalidated:
            connection = self._readers.connect()
            self._kept.append(connection)
            found = self._own.line = Line(connection)
        return found

    def write_now(self, work: Work[T], tenant: str = "") -> T:
        return cast("T", self._writer.submit_and_wait(work, tenant))

    async def scrub(self) -> bool:
        for _attempt in range(SCRUBS):
            if await asyncio.to_thread(self._checkpoint):
                return True
            await asyncio.sleep(SCRUB_PAUSE)
        return False

    def _checkpoint(self) -> bool:
        """Empty the write-ahead log; a reader with a snapshot is in the way."""
        with self.engine.connect() as connection:
            answer = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").first()
        return answer is not None and answer[0] == 0

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
        self._closed = True
        await asyncio.to_thread(self._writer.stop)
        self._threads.shutdown()
        for connection in self._kept:
            connection.close()
        self._readers.dispose()
        self.engine.dispose()


def sqlite_engine(url: URL, *, read_only: bool) -> Engine:
    """Build an engine whose transactions are ours to begin and end."""
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        hide_parameters=True,
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

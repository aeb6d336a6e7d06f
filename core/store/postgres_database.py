"""PostgreSQL behind a pool of connections and threads."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, func, select, text, true
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.errors import StoreBusyError, StoreError
from core.store import pipeline
from core.store.faults import explain
from core.store.grouping import CommitUnknownError, Grouping
from core.store.prepared import Line
from core.store.times import ServerClock
from core.store.transaction import Transaction, Work, carried

T = TypeVar("T")
POOL = 12
PIPES = 2
BACKLOG_LIMIT = 1_000
RETRIES = 8
# Deadlock and serialisation failure: the server has rolled everything back.
AGAIN = frozenset({"40P01", "40001"})
SESSION = (
    "-c statement_timeout=30000 -c lock_timeout=10000"
    " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
)
SOFT = select(func.set_config("synchronous_commit", "off", true()))
TIME = text("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")


class PostgresDatabase:
    """A pool of connections, each used by a thread for one short transaction."""

    kind = "postgresql"

    def __init__(self, url: URL) -> None:
        self.engine = postgres_engine(url, POOL)
        self._piped = postgres_engine(url, PIPES)
        pipeline.prepare(self._piped)
        # A reading needs no transaction: each statement has its own snapshot either way.
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="postgres")
        self._clock = ServerClock(self._ask_time)
        self._grouping = Grouping(self._threads, self.write_now, self._write_group)
        self._waiting = 0
        self._closed = False
        self.commits = 0

    async def write(self, work: Work[T], tenant: str = "", *, soft: bool = False) -> T:
        self._check_open()
        self._waiting += 1
        try:
            return cast("T", await self._grouping.submit(carried(work), tenant, soft=soft))
        finally:
            self._waiting -= 1

    async def read(self, work: Work[T], tenant: str = "") -> T:
        self._check_open()
        loop = asyncio.get_running_loop()
        reading = loop.run_in_executor(self._threads, self._read_now, carried(work), tenant)
        return await asyncio.shield(reading)

    def _check_open(self) -> None:
        if self._closed:
            message = "the database is closed; restart the program"
            raise StoreError(message)

    def write_now(self, work: Work[T], tenant: str = "") -> T:
        """Whatever certainly did not happen is tried again; a failed commit never is."""
        return patiently(lambda: self._write_once(work, tenant))

    def _read_now(self, work: Work[T], tenant: str) -> T:
        return patiently(lambda: self._read_once(work, tenant))

    def _read_once(self, work: Work[T], tenant: str) -> T:
        # The clock may need a connection of its own: never ask it while holding one.
        now_ms = self._clock.read()
        with connect(self._reading.connect) as connection:
            return guarded(work, Transaction(Line(connection), tenant, now_ms))

    def _write_once(self, work: Work[T], tenant: str) -> T:
        now_ms = self._clock.read()
        with connect(self.engine.connect) as connection:
            result = guarded(work, Transaction(Line(connection), tenant, now_ms))
            self._commit(connection)
            return result

    def _write_group(
        self,
        group: Sequence[tuple[Work[object], str]],
        soft: bool,  # noqa: FBT001 - an executor takes no keywords
    ) -> list[object]:
        """All or nothing, without waiting for each answer; who fails is repeated singly."""
        now_ms = self._clock.read()
        with connect(self._piped.connect) as connection:
            pipeline.enter(connection)
            try:
                line = Line(connection)
                checks: list[Callable[[], None]] = []
                if soft:
                    guarded(soften, Transaction(line, "", now_ms))
                results = [
                    guarded(work, Transaction(line, tenant, now_ms, checks))
                    for work, tenant in group
                ]
                guarded(lambda _tx: judge(checks), Transaction(line, "", now_ms))
                self._commit(connection)
            except BaseException:
                pipeline.abandon(connection)
                raise
            return results

    def _commit(self, connection: Connection) -> None:
        try:
            connection.commit()
        except DBAPIError as error:
            if pipeline.certainly_not(error):
                raise sort_out(error) from error
            raise CommitUnknownError(f"the commit's fate is unknown: {error.orig}") from error
        self.commits += 1

    def _ask_time(self) -> int:
        with connect(self._reading.connect) as connection:
            try:
                return int(connection.execute(TIME).scalar_one())
            except DBAPIError as error:
                raise sort_out(error) from error

    async def scrub(self) -> bool:
        await asyncio.to_thread(self._vacuum)
        return True

    def _vacuum(self) -> None:
        """Give dead rows back; what still sees them keeps them a little longer."""
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))

    def check_backlog(self) -> None:
        if self._waiting > BACKLOG_LIMIT:
            message = "too much waits to be written"
            raise StoreBusyError(message)

    @property
    def alive(self) -> bool:
        return not self._closed

    async def close(self) -> None:
        self._closed = True
        await asyncio.to_thread(self._threads.shutdown)
        self._piped.dispose()
        self.engine.dispose()


def postgres_engine(url: URL, size: int) -> Engine:
    """Build an engine with a pool of so many connections."""
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=size,
        max_overflow=0,
        pool_timeout=30,
        # Every transaction of ours ends by commit or rollback before its connection returns.
        pool_reset_on_return=None,
        connect_args={"connect_timeout": 5, "options": SESSION},
    )
    # Several rows go as one statement, not as a pipeline of many.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    return engine


class NotDoneError(StoreError):
    """Nothing was committed and trying again is safe."""


def patiently(run: Callable[[], T]) -> T:
    """Try again while nothing has happened; StoreError in the end."""
    for attempt in range(RETRIES):
        try:
            return run()
        except NotDoneError:
            if attempt == RETRIES - 1:
                raise
            time.sleep(min(2.0, 0.05 * 2**attempt) * random.uniform(0.5, 1))  # noqa: S311
    raise AssertionError  # pragma: no cover


def connect(open_one: Callable[[], Connection]) -> Connection:
    """Take a connection; NotDoneError when the server cannot be reached just now."""
    try:
        return open_one()
    except OperationalError as error:
        raise NotDoneError(f"PostgreSQL cannot be reached: {error.orig}") from error
    except PoolTimeoutError as error:
        message = "all connections to PostgreSQL are busy"
        raise StoreBusyError(message) from error


def soften(tx: Transaction) -> None:
    """Let the server answer this commit before its log is on the disk."""
    tx.run(SOFT)


def judge(checks: Sequence[Callable[[], None]]) -> None:
    """Look at what was put off until all statements were under way."""
    for check in checks:
        check()


def guarded(work: Work[T], tx: Transaction) -> T:
    """Run the work; its storage faults come out as StoreError."""
    try:
        return work(tx)
    except DBAPIError as error:
        raise sort_out(error) from error
    except PendingRollbackError as error:
        message = "the work hid a storage fault; it was rolled back"
        raise StoreError(message) from error


def sort_out(error: DBAPIError) -> StoreError:
    """Tell a lost connection or a deadlock, which may be tried again, from the rest."""
    if error.connection_invalidated or getattr(error.orig, "sqlstate", None) in AGAIN:
        return NotDoneError(f"PostgreSQL did not do it: {error.orig}")
    return explain(error)

"""One thread owns SQLite's only writing connection and commits what waits as one group."""

import asyncio
import contextlib
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from core.errors import StoreError
from core.store.faults import explain
from core.store.prepared import Line
from core.store.transaction import Transaction

log = logging.getLogger(__name__)
GROUP = 64
# A transaction that begins by reading fails at once when another process has written since.
BEGIN = "BEGIN IMMEDIATE"
Outcome = tuple["Job", object, BaseException | None]


@dataclass(slots=True, eq=False)
class Job:
    """One function on its way through the writer; `waiter` belongs to `loop`, or to a thread."""

    work: Callable[[Transaction], object]
    tenant: str
    waiter: "asyncio.Future[object] | Future[object]"
    loop: asyncio.AbstractEventLoop | None
    soft: bool = False

    def settle(self, result: object, error: BaseException | None) -> None:
        if self.waiter.done():
            return
        if error is None:
            self.waiter.set_result(result)
        else:
            self.waiter.set_exception(error)


class SqliteWriter:
    """Runs what waits in one transaction; results leave only after COMMIT returned."""

    def __init__(self, engine: Engine, now_ms: Callable[[], int]) -> None:
        self._engine = engine
        self._now_ms = now_ms
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="sqlite-writer", daemon=True)
        self._gate = threading.Lock()
        self._closed = False
        self._failed: BaseException | None = None
        self._soft = False
        self.commits = 0
        self._thread.start()

    @property
    def backlog(self) -> int:
        """Functions that wait."""
        return self._jobs.qsize()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive() and self._failed is None

    async def submit(
        self, work: Callable[[Transaction], object], tenant: str, *, soft: bool = False
    ) -> object:
        """Run `work` and wait for its commit; a cancelled caller does not cancel the work."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[object] = loop.create_future()
        self._put(Job(work, tenant, waiter, loop, soft))
        return await waiter

    def submit_and_wait(self, work: Callable[[Transaction], object], tenant: str) -> object:
        """Run `work` from a thread that has no event loop."""
        waiter: Future[object] = Future()
        self._put(Job(work, tenant, waiter, None))
        return waiter.result()

    def stop(self) -> None:
        """Finish what waits, then end the thread."""
        with self._gate:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _put(self, job: Job) -> None:
        # Nothing may be queued behind the end: nobody would ever answer it.
        with self._gate:
            if self._closed:
                message = "the database writer has stopped; restart the program"
                raise StoreError(message) from self._failed
            self._jobs.put(job)

    def _work(self) -> None:
        try:
            self._run()
        except BaseException as error:  # whatever it was: those who wait must hear of it
            with self._gate:
                self._closed = True
                self._failed = error
            log.exception("the database writer died")
            self._refuse_waiting(explain(error))

    def _refuse_waiting(self, failure: StoreError) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None:
                    deliver([(job, None, failure)])

    def _run(self) -> None:
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if not isinstance(raw, sqlite3.Connection):  # pragma: no cover
                raise TypeError(raw)
            line = Line(connection)
            while batch := self._next_batch():
                try:
                    outcomes = self._commit(line, raw, batch)
                except BaseException as error:
                    deliver([(job, None, explain(error)) for job in batch])
                    raise
                deliver(outcomes)

    def _next_batch(self) -> list[Job]:
        first = self._jobs.get()
        if first is None:
            return []
        batch = [first]
        with contextlib.suppress(queue.Empty):
            while len(batch) < GROUP:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                batch.append(job)
        return batch

    def _commit(self, line: Line, raw: sqlite3.Connection, batch: list[Job]) -> list[Outcome]:
        try:
            self._sync(raw, soft=all(job.soft for job in batch))
            outcomes = self._outcomes(line, raw, batch)
            raw.execute("COMMIT")
            self.commits += 1
        except (sqlite3.Error, StoreError) as error:
            with contextlib.suppress(sqlite3.Error):
                raw.execute("ROLLBACK")
            failure = explain(error)
            return [(job, None, failure) for job in batch]
        return outcomes

    def _outcomes(self, line: Line, raw: sqlite3.Connection, batch: list[Job]) -> list[Outcome]:
        """One after another; if one fails, all begin again, each in a savepoint of its own."""
        now_ms = self._now_ms()
        raw.execute(BEGIN)
        try:
            return [(job, result_of(job, line, raw, now_ms), None) for job in batch]
        except Exception:  # whoever it was: it happens again to that one alone
            log.debug("a group is run again one by one", exc_info=True)
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raw.execute(BEGIN)
            return [self._step(line, raw, job, now_ms) for job in batch]

    def _sync(self, raw: sqlite3.Connection, *, soft: bool) -> None:
        """Wait for the disk at a commit, or leave that to the next one that must."""
        if soft != self._soft:
            raw.execute(f"PRAGMA synchronous={'NORMAL' if soft else 'FULL'}")
            self._soft = soft

    def _step(self, line: Line, raw: sqlite3.Connection, job: Job, now_ms: int) -> Outcome:
        raw.execute("SAVEPOINT step")
        try:
            return job, result_of(job, line, raw, now_ms), None
        except Exception as error:
            if not raw.in_transaction:
                # SQLite has already rolled the whole group back: nobody's work may count.
                raise explain(error) from error
            raw.execute("ROLLBACK TO step")
            return job, None, explain(error) if isinstance(error, DBAPIError) else error
        finally:
            if raw.in_transaction:
                raw.execute("RELEASE step")


def result_of(job: Job, line: Line, raw: sqlite3.Connection, now_ms: int) -> object:
    """Carry the work out; StoreError when it ended the transaction that it shares."""
    result = job.work(Transaction(line, job.tenant, now_ms))
    if not raw.in_transaction:
        message = "the work hid a storage fault; its group was rolled back"
        raise StoreError(message)
    return result


def deliver(outcomes: list[Outcome]) -> None:
    """Hand results over, one wake-up for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for outcome in outcomes:
        job, result, error = outcome
        if job.loop is None:
            job.settle(result, error)
        else:
            by_loop.setdefault(job.loop, []).append(outcome)
    for loop, group in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
            loop.call_soon_threadsafe(settle_all, group)


def settle_all(outcomes: list[Outcome]) -> None:
    """Settle a group inside its own event loop."""
    for job, result, error in outcomes:
        job.settle(result, error)

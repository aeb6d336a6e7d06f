"""The store in trouble: full, locked, read-only, hidden faults, foreign files, two processes."""

import asyncio
import resource
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import StatementError

from bot.clock import SystemClock
from core.domain.event import Event
from core.errors import FencedError, StoreBusyError, StoreError
from core.store import inbox
from core.store.class_tables import people
from core.store.database import Database, open_database
from core.store.tables import inbox as inbox_rows
from core.store.transaction import Transaction
from tests.core.delivery import TENANT, count, said


def path_of(url: str) -> str:
    return make_url(url).database or ""


async def keep(database: Database, event: Event) -> bool:
    """Whether the event was kept, by the store's own word."""
    try:
        await database.write(lambda tx: inbox.accept(tx, event), TENANT)
    except StoreError:
        return False
    return True


@asynccontextmanager
async def grouped(database: Database) -> AsyncIterator[None]:
    """Keep the writer busy, so that what is asked for meanwhile becomes one group."""
    begun, held = threading.Event(), threading.Event()

    def hold(_tx: Transaction) -> None:
        begun.set()
        held.wait()

    blocked = asyncio.ensure_future(database.write(hold))
    await asyncio.to_thread(begun.wait)
    try:
        yield
    finally:
        held.set()
        await blocked


def limit_pages(tx: Transaction, extra: int) -> None:
    """Make the file full after a few more pages."""
    now = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.connection.exec_driver_sql(f"PRAGMA max_page_count={now + extra}")


async def fill(database: Database, number: int) -> None:
    """Ask for more than there is room for; afterwards the store's word and its rows must agree."""
    events = [said(f"e{n}" + "x" * 150, f"L{n}") for n in range(number)]
    async with grouped(database):
        keeping = asyncio.gather(*(keep(database, event) for event in events))
        await asyncio.sleep(0.1)
    kept = await keeping
    rows = await database.read(lambda tx: set(tx.run(inbox_rows.select()).scalars("event_key")))
    assert rows == {event.key for event, ok in zip(events, kept, strict=True) if ok}
    assert not all(kept)


async def test_a_full_disk_acknowledges_nothing_that_it_lost(sqlite_database: Database) -> None:
    await sqlite_database.write(lambda tx: limit_pages(tx, 4))
    await fill(sqlite_database, 400)


async def test_a_used_up_quota_acknowledges_nothing_that_it_lost(
    sqlite_database: Database,
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
    try:
        await fill(sqlite_database, 400)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert await keep(sqlite_database, said("room again"))


async def test_work_goes_on_without_a_restart_when_the_disk_has_room_again(
    sqlite_database: Database,
) -> None:
    await sqlite_database.write(lambda tx: limit_pages(tx, 0))
    events = [said(f"e{n}", f"L{n}") for n in range(200)]
    await asyncio.gather(*(keep(sqlite_database, event) for event in events))
    await sqlite_database.write(lambda tx: limit_pages(tx, 10_000))
    assert all([await keep(sqlite_database, said(f"late{n}")) for n in range(20)])


async def test_a_full_disk_is_named_with_what_to_do(sqlite_database: Database) -> None:
    await sqlite_database.write(lambda tx: limit_pages(tx, 0))
    big = insert(people).values(
        id="p", tenant=TENANT, user="u" * 500_000, created_at=datetime.now().astimezone()
    )
    with pytest.raises(StoreError, match="the disk is full; free some space"):
        await sqlite_database.write(lambda tx: tx.run(big) and None)


@pytest.mark.parametrize("hidden", [True, False])
async def test_a_rollback_by_the_database_fails_the_whole_group(
    sqlite_database: Database, *, hidden: bool
) -> None:
    def hiding(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("ROLLBACK")
        if not hidden:
            raise StoreError("the disk is gone")

    async with grouped(sqlite_database):
        group = [
            asyncio.ensure_future(keep(sqlite_database, said("a"))),
            asyncio.ensure_future(sqlite_database.write(hiding)),
            asyncio.ensure_future(keep(sqlite_database, said("b"))),
        ]
        await asyncio.sleep(0.05)
    results = await asyncio.gather(*group, return_exceptions=True)
    assert [results[0], results[2]] == [False, False]
    assert await count(sqlite_database, inbox_rows) == 0


async def test_one_failing_function_leaves_its_neighbours_alone(database: Database) -> None:
    def fenced(tx: Transaction) -> None:
        inbox.accept(tx, said("lost"))
        raise FencedError("L")

    results = await asyncio.gather(
        keep(database, said("a")),
        database.write(fenced, TENANT),
        keep(database, said("b")),
        return_exceptions=True,
    )
    assert (results[0], type(results[1]), results[2]) == (True, FencedError, True)
    assert await count(database, inbox_rows) == 2


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.2, 1.0])
async def test_a_lock_of_another_program_is_waited_for(sqlite_url: str, seconds: float) -> None:
    database = open_database(sqlite_url, SystemClock())
    other = sqlite3.connect(path_of(sqlite_url), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(seconds, lambda: other.execute("COMMIT")).start()
    begin = time.monotonic()
    assert await keep(database, said("a"))
    assert seconds * 0.8 < time.monotonic() - begin < seconds + 5
    await database.close()
    other.close()


async def test_a_file_that_may_not_be_written_acknowledges_nothing(sqlite_url: str) -> None:
    database = open_database(sqlite_url, SystemClock())
    await database.write(lambda tx: tx.connection.exec_driver_sql("PRAGMA query_only=ON") and None)
    with pytest.raises(StoreError, match="make it writable"):
        await database.write(lambda tx: inbox.accept(tx, said("a")), TENANT)
    await database.close()


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("dear diary, " * 500)
    with pytest.raises(StoreError, match="not a SQLite database; check DATABASE_URL"):
        open_database(f"sqlite:///{tmp_path}/notes.txt", SystemClock())


@pytest.mark.parametrize("url", ["mysql://h/d", "no url at all", "sqlite://"])
def test_a_strange_database_url_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL"):
        open_database(url, SystemClock())


async def test_a_server_that_is_not_there_is_a_store_error(tmp_path: Path) -> None:
    url = f"postgresql://u@/d?host={tmp_path}"
    database = open_database(url, SystemClock())
    with pytest.raises(StoreError, match="cannot be reached"):
        await database.write(lambda _tx: None)
    await database.close()


async def test_a_closed_store_refuses_instead_of_hanging(database_url: str) -> None:
    database = open_database(database_url, SystemClock())
    await database.close()
    async with asyncio.timeout(60):
        with pytest.raises(StoreError):
            await database.write(lambda _tx: None)
        with pytest.raises(StoreError):
            await database.read(lambda _tx: None)


async def until_full(database: Database) -> None:
    async with asyncio.timeout(60):
        while True:
            database.check_backlog()
            await asyncio.sleep(0.01)


async def test_too_long_a_queue_refuses_the_event(sqlite_database: Database) -> None:
    async with grouped(sqlite_database):
        waiting = [sqlite_database.write(lambda _tx: None) for _ in range(1_100)]
        tasks = [asyncio.ensure_future(one) for one in waiting]
        with pytest.raises(StoreBusyError):
            await until_full(sqlite_database)
    await asyncio.gather(*tasks)
    sqlite_database.check_backlog()


async def test_two_processes_on_one_file_read_and_write_without_locked_errors(
    sqlite_url: str,
) -> None:
    both = [open_database(sqlite_url, SystemClock()) for _ in range(2)]

    def read_then_write(tx: Transaction, key: str) -> None:
        tx.run(inbox_rows.select()).all()
        inbox.accept(tx, said(key))

    writes = [
        database.write(lambda tx, key=f"{n}.{k}": read_then_write(tx, key), TENANT)
        for n, database in enumerate(both)
        for k in range(100)
    ]
    results = await asyncio.gather(*writes, return_exceptions=True)
    for database in both:
        await database.close()
    assert [one for one in results if one] == []


async def test_turns_that_accept_into_each_others_lanes_do_not_fail(database: Database) -> None:
    def crosswise(tx: Transaction, here: str, there: str, key: str) -> None:
        inbox.accept(tx, said(f"{key}1", here))
        time.sleep(0.02)
        inbox.accept(tx, said(f"{key}2", there))

    writes = [
        database.write(lambda tx, n=n: crosswise(tx, f"L{n % 2}", f"L{1 - n % 2}", f"k{n}"), TENANT)
        for n in range(6)
    ]
    assert await asyncio.gather(*writes, return_exceptions=True) == [None] * 6
    assert await count(database, inbox_rows) == 12


async def test_naive_times_are_refused_and_offsets_kept(database: Database) -> None:
    naive = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - that is the point
    row = insert(people).values(id="p", tenant=TENANT, user="u", created_at=naive)
    with pytest.raises((StoreError, StatementError)):
        await database.write(lambda tx: tx.run(row) and None)


async def test_an_instant_comes_back_as_the_same_instant(database: Database) -> None:
    there = datetime.fromisoformat("2026-01-01T12:00:00-05:00")
    row = insert(people).values(id="p", tenant=TENANT, user="u", created_at=there)
    await database.write(lambda tx: tx.run(row) and None)
    back = await database.read(lambda tx: tx.run(people.select()).one().created_at)
    assert (back, str(back.tzinfo)) == (there, "UTC")


async def test_a_reader_cannot_write(sqlite_database: Database) -> None:
    with pytest.raises(StoreError):
        await sqlite_database.read(lambda tx: inbox.accept(tx, said("a")))


async def test_a_failed_write_after_readings_leaves_nothing(database: Database) -> None:
    def fenced(tx: Transaction) -> None:
        inbox.accept(tx, said("lost"))
        raise FencedError("L")

    await asyncio.gather(*(count(database, inbox_rows) for _ in range(20)))
    failing = (database.write(fenced, TENANT) for _ in range(20))
    results = await asyncio.gather(*failing, return_exceptions=True)
    assert {type(one) for one in results} == {FencedError}
    assert await count(database, inbox_rows) == 0


async def test_a_crowd_of_writes_has_each_its_own_result(database: Database) -> None:
    events = [said(f"e{n % 70}", f"L{n % 9}") for n in range(100)]
    kept = await asyncio.gather(*(keep(database, event) for event in events))
    assert sum(kept) == 70
    assert await count(database, inbox_rows) == 70

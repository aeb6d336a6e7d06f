"""Writes that go to the database together: each has its own outcome, whatever befalls another."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from psycopg.pq import PipelineStatus
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.clock import SystemClock
from core.errors import DuplicateError, FencedError, StoreError
from core.store import inbox, pipeline, prepared
from core.store.database import Database, open_database
from core.store.grouping import GROUP
from core.store.rows import LateRows
from core.store.tables import inbox as inbox_rows
from core.store.tables import jobs
from core.store.transaction import Transaction
from tests.core.delivery import TENANT, count, said
from tests.spares import SpareMaker

PUT = insert(jobs)
PUT_AND_TELL = insert(jobs).returning(jobs.c.run_at)
GET = select(jobs.c.run_at).where(jobs.c.dedupe_key == bindparam("of_key"))
MOVE = update(jobs).where(jobs.c.dedupe_key == bindparam("of_key")).values(run_at=bindparam("at"))
KEYS = select(jobs.c.dedupe_key).order_by(jobs.c.dedupe_key)
PLAIN = text("SELECT dedupe_key FROM jobs")
Work = Callable[[Transaction], object]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are prepared when they are met first."""
    monkeypatch.setattr(prepared, "OFTEN", 0)


def job(key: str, at: int | None = 1) -> dict[str, object]:
    return {"kind": "k", "dedupe_key": key, "tenant": TENANT, "run_at": at, "event": "{}"}


def put(key: str, at: int | None = 1) -> Work:
    """Adds a job and does not look at what became of it."""

    def work(tx: Transaction) -> str:
        tx.run(PUT, job(key, at))
        return key

    return work


@asynccontextmanager
async def busy(database: Database) -> AsyncIterator[None]:
    """Keep the writer at work, so that what is asked for meanwhile goes together."""
    begun, held = threading.Event(), threading.Event()

    def hold(_tx: Transaction) -> None:
        begun.set()
        held.wait()

    holding = asyncio.ensure_future(database.write(hold))
    await asyncio.to_thread(begun.wait)
    try:
        yield
    finally:
        held.set()
        await holding


async def together(database: Database, works: Sequence[Work]) -> list[object]:
    """What became of each when all go as one group."""
    async with busy(database):
        asked = [asyncio.ensure_future(database.write(work, TENANT)) for work in works]
        await asyncio.sleep(0)
    return await asyncio.gather(*asked, return_exceptions=True)


async def keys(database: Database) -> list[str]:
    return await database.read(lambda tx: list(tx.run(KEYS).scalars()))


def raising(error: Exception) -> Work:
    """Writes and then fails."""

    def work(tx: Transaction) -> None:
        put("lost")(tx)
        raise error

    return work


def unlooked(tx: Transaction) -> None:
    """A mistake of the database's that nobody looks at."""
    put("empty", None)(tx)


def seen(tx: Transaction) -> int:
    """A mistake that is looked at."""
    return tx.run(PUT, job("empty", None)).rowcount


def seen_among_rows(tx: Transaction) -> object:
    """A mistake of a statement that answers with rows."""
    return tx.run(PUT_AND_TELL, job("empty", None)).first()


def seen_by_another(tx: Transaction) -> object:
    """A mistake that shows when a statement that is not prepared must wait for it."""
    unlooked(tx)
    return tx.run(PLAIN).all()


FAILURES: dict[str, tuple[Work, tuple[type[BaseException], ...]]] = {
    "own": (raising(FencedError("L")), (FencedError,)),
    "bug": (raising(ZeroDivisionError()), (ZeroDivisionError,)),
    "unlooked": (unlooked, (StoreError,)),
    "seen": (seen, (StoreError,)),
    "seen by another": (seen_by_another, (StoreError,)),
    "seen among rows": (seen_among_rows, (StoreError,)),
}


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("name", FAILURES)
async def test_who_fails_in_a_group_fails_alone(database: Database, name: str, place: int) -> None:
    failing, errors = FAILURES[name]
    works: list[Work] = [put("a"), put("b")]
    works.insert(place, failing)
    outcomes = await together(database, works)
    assert isinstance(outcomes.pop(place), errors)
    assert (outcomes, await keys(database)) == (["a", "b"], ["a", "b"])


@pytest.mark.parametrize("name", FAILURES)
async def test_who_is_alone_in_a_group_fails_in_the_same_way(database: Database, name: str) -> None:
    failing, errors = FAILURES[name]
    (outcome,) = await together(database, [failing])
    assert isinstance(outcome, errors)
    assert await keys(database) == []


async def test_two_that_fail_differently_are_not_mixed_up(database: Database) -> None:
    works = [raising(FencedError("L")), put("a"), unlooked, put("b"), raising(KeyError("k"))]
    outcomes = await together(database, works)
    assert [type(one) for one in outcomes] == [FencedError, str, StoreError, str, KeyError]


async def test_everybody_gets_the_own_answer(database: Database) -> None:
    def work(number: int) -> Work:
        def ask(tx: Transaction) -> object:
            put(f"k{number}", number)(tx)
            tx.run(MOVE, {"of_key": f"k{number}", "at": number * 10})
            return tx.run(GET, {"of_key": f"k{number}"}).scalar_one()

        return ask

    many = GROUP * 2 + 5
    outcomes = await together(database, [work(number) for number in range(many)])
    assert outcomes == [number * 10 for number in range(many)]
    assert len(await keys(database)) == many


async def test_what_is_judged_late_is_judged_before_it_counts(database: Database) -> None:
    def accept(tx: Transaction) -> None:
        inbox.accept(tx, said("same"))

    first, a, second, b = await together(database, [accept, put("a"), accept, put("b")])
    # Repeated singly, either may have been the first.
    assert {type(first), type(second)} == {type(None), DuplicateError}
    assert (a, b) == ("a", "b")
    assert await count(database, inbox_rows) == 1


async def test_a_judgement_of_one_that_writes_alone_is_not_put_off(database: Database) -> None:
    def doubting(tx: Transaction) -> None:
        put("a")(tx)

        def check() -> None:
            raise FencedError("L")

        tx.later(check)

    with pytest.raises(FencedError):
        await database.write(doubting)
    with pytest.raises(FencedError):
        await asyncio.to_thread(database.write_now, doubting)
    assert await keys(database) == []


async def test_work_goes_on_though_nobody_waits_for_it_any_more(database: Database) -> None:
    async with busy(database):
        first, second = (
            asyncio.ensure_future(database.write(put(key), TENANT)) for key in ("a", "b")
        )
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
    assert await second == "b"
    assert await keys(database) == ["a", "b"]


async def test_after_a_quiet_moment_writes_go_on(database: Database) -> None:
    for key in "abc":
        await together(database, [put(key)])
        await asyncio.sleep(0.01)
    assert await keys(database) == ["a", "b", "c"]


@pytest.fixture
async def postgres(postgres_maker: SpareMaker) -> AsyncIterator[Database]:
    """Where statements go out without waiting."""
    url = postgres_maker.lend()
    opened = open_database(url, SystemClock())
    yield opened
    await opened.close()
    postgres_maker.give_back(url)


@pytest.mark.parametrize("others", [[], [put("a"), put("b")]])
async def test_a_connection_that_is_cut_costs_nobody_the_work(
    postgres: Database, others: list[Work]
) -> None:
    cuts = [True]

    def cut(tx: Transaction) -> None:
        put("cut")(tx)
        if cuts:
            cuts.clear()
            tx.run(text("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(9)")).all()

    outcomes = await together(postgres, [*others, cut])
    assert outcomes == [*("a", "b")[: len(others)], None]
    assert await keys(postgres) == [*("a", "b")[: len(others)], "cut"]
    assert await together(postgres, [put("c"), put("d")]) == ["c", "d"]


async def test_a_group_goes_out_without_waiting_though_the_one_before_had_to(
    postgres: Database,
) -> None:
    def under_way(tx: Transaction) -> bool:
        driver = tx.connection.connection.driver_connection
        return driver is not None and PipelineStatus(driver.pgconn.pipeline_status).name == "ON"

    def waiting(tx: Transaction) -> bool:
        tx.run(PLAIN).all()
        return under_way(tx)

    assert await together(postgres, [put("a"), waiting]) == ["a", False]
    assert await together(postgres, [under_way]) == [True]


async def test_a_commit_whose_fate_is_unknown_is_told_and_not_repeated(postgres: Database) -> None:
    tries: list[int] = []

    def last(tx: Transaction) -> None:
        # The connection is gone when the commit comes, and nothing has shown it before.
        put("z")(tx)
        tries.append(1)
        own = tx.run(text("SELECT pg_backend_pid()")).scalar_one()
        with postgres.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:own, 5000)"), {"own": own}).all()

    outcomes = await together(postgres, [put("a"), last])
    assert all(isinstance(one, StoreError) for one in outcomes)
    assert (len(tries), await keys(postgres)) == (1, [])


async def test_a_pipeline_does_not_outlast_its_group(postgres: Database) -> None:
    await together(postgres, [put("a"), raising(FencedError("L")), unlooked, put("b")])
    outcomes = await together(postgres, [put("c"), lambda tx: tx.run(KEYS).all()])
    assert outcomes[1] == [("a",), ("b",), ("c",)]


async def test_rows_are_fetched_once_and_only_when_they_are_looked_at(postgres: Database) -> None:
    def work(tx: Transaction) -> tuple[bool, list[str], list[str]]:
        put("a")(tx)
        answer = tx.run(KEYS)
        late = isinstance(answer, LateRows) and pipeline.KEPT in tx.connection.info
        put("b")(tx)
        return late, list(answer.scalars()), list(answer.scalars())

    (outcome,) = await together(postgres, [work])
    assert outcome == (True, ["a"], ["a"])


async def test_plain_statements_find_what_the_pipeline_has_under_way(postgres: Database) -> None:
    def work(tx: Transaction) -> object:
        put("a")(tx)
        return tx.run(PLAIN).scalars().all()

    assert await together(postgres, [put("x"), work]) == ["x", ["x", "a"]]


@pytest.mark.parametrize("look", [seen, seen_among_rows])
async def test_a_mistake_that_is_seen_late_is_the_error_that_it_always_is(
    database: Database, look: Work
) -> None:
    kinds: list[type[BaseException]] = []

    def work(tx: Transaction) -> None:
        try:
            look(tx)
        except IntegrityError as error:
            kinds.append(type(error))
            raise

    await together(database, [work])
    assert set(kinds) == {IntegrityError}

"""Prepared statements answer as SQLAlchemy's own way does, on both engines."""

import contextlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Executable, bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from core.errors import StoreError
from core.store import prepared
from core.store.class_tables import sections
from core.store.database import Database
from core.store.rows import Answer, Rows
from core.store.tables import files, jobs
from core.store.transaction import Transaction
from tests.statements import counted

TENANT = "play:W"
WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
ADD_JOBS = insert(jobs)
SUM = select(func.sum(jobs.c.run_at).label("total"), func.avg(jobs.c.run_at).label("mean"))
ALL = select(jobs).order_by(jobs.c.dedupe_key)
IN = select(jobs.c.kind).where(jobs.c.kind.in_(bindparam("kinds", expanding=True)))
MOVE = update(jobs).where(jobs.c.kind == "a").values(run_at=bindparam("at"))
SECTION = select(sections)
TENS = jobs.c.run_at - jobs.c.run_at % 10
GROUPED = select(TENS.label("ten"), func.count().label("many")).group_by(TENS).order_by(TENS)
FILE = select(files.c.content, files.c.name)


def job(number: int) -> dict[str, object]:
    return {
        "kind": "a" if number else "b",
        "dedupe_key": f"k{number}",
        "tenant": TENANT,
        "run_at": number,
        "event": "{}",
    }


def often(tx: Transaction, statement: Executable, values: object = None) -> Answer:
    """What the statement answers once it is met for the umpteenth time."""
    for _ in range(prepared.OFTEN):
        tx.run(statement, values)  # type: ignore[arg-type]
    return tx.run(statement, values)  # type: ignore[arg-type]


def plainly(tx: Transaction, statement: Executable) -> list[tuple[object, ...]]:
    return [tuple(row) for row in tx.connection.execute(statement)]


def fill(tx: Transaction) -> None:
    """A row of each kind of value, and five jobs in one statement that is met often."""
    for start in range(prepared.OFTEN):
        tx.run(ADD_JOBS, [job(100 + start * 2), job(101 + start * 2)])
    tx.run(ADD_JOBS, [job(number) for number in range(5)])
    row = {"id": "s", "tenant": TENANT, "place": "p", "name": "n", "zone": "UTC"}
    tx.run(insert(sections), row | {"created_at": WHEN})
    file = {"id": "f", "tenant": TENANT, "name": "n", "media_type": "m", "content": b"\x00\xff"}
    tx.run(insert(files), file | {"created_at": 1})


@pytest.mark.parametrize("statement", [SUM, ALL, SECTION, FILE, GROUPED])
async def test_every_kind_of_value_comes_out_as_it_always_does(
    database: Database, statement: Executable
) -> None:
    def work(tx: Transaction) -> tuple[object, object]:
        fill(tx)
        answer = often(tx, statement)
        assert isinstance(answer, Rows)
        return [tuple(row) for row in answer], plainly(tx, statement)

    fast, slow = await database.write(work, TENANT)
    assert fast == slow


async def test_several_rows_go_in_at_once_and_all_arrive(database: Database) -> None:
    def work(tx: Transaction) -> list[str]:
        fill(tx)
        assert isinstance(tx.run(ADD_JOBS, [job(50), job(51), job(52)]), Rows)
        return [row.dedupe_key for row in tx.run(ALL) if row.run_at in {50, 51, 52}]

    assert await database.write(work, TENANT) == ["k50", "k51", "k52"]


async def test_a_value_that_is_named_twice_is_changed_once(database: Database) -> None:
    first, second = (bindparam("at", type_=sections.c.created_at.type) for _ in range(2))
    made = sections.c.created_at
    twice = select(sections.c.id).where(made <= first, made >= second)

    def work(tx: Transaction) -> list[str]:
        fill(tx)
        return list(often(tx, twice, {"at": WHEN}).scalars())

    assert await database.write(work, TENANT) == ["s"]


async def test_a_list_in_a_condition_stays_with_sqlalchemy(database: Database) -> None:
    def work(tx: Transaction) -> tuple[bool, int]:
        fill(tx)
        answer = often(tx, IN, {"kinds": ["b"]})
        return isinstance(answer, Rows), len(answer.all())

    assert await database.write(work, TENANT) == (False, 1)


async def test_plain_text_stays_with_sqlalchemy(database: Database) -> None:
    plain = text("SELECT 1 AS one")
    answer = await database.write(lambda tx: often(tx, plain).scalar_one(), TENANT)
    assert answer == 1


async def test_a_prepared_change_counts_its_rows(database: Database) -> None:
    def work(tx: Transaction) -> int:
        fill(tx)
        return often(tx, MOVE, {"at": 7}).rowcount

    assert await database.write(work, TENANT) == 4 + 2 * prepared.OFTEN


async def test_a_prepared_change_counts_its_rows_in_a_transaction_of_its_own(
    database: Database,
) -> None:
    await database.write(fill, TENANT)
    await database.write(lambda tx: often(tx, MOVE, {"at": 7}).rowcount, TENANT)
    count = await database.write(lambda tx: tx.run(MOVE, {"at": 8}).rowcount, TENANT)
    assert count == 4 + 2 * prepared.OFTEN


async def test_a_prepared_insert_fails_like_any_other(database: Database) -> None:
    def work(tx: Transaction) -> None:
        fill(tx)
        with pytest.raises(IntegrityError):
            tx.run(ADD_JOBS, [job(1), job(60)])

    with contextlib.suppress(StoreError):  # PostgreSQL has given the transaction up
        await database.write(work, TENANT)


async def test_who_listens_to_statements_hears_prepared_ones(database: Database) -> None:
    await database.write(fill, TENANT)
    await database.write(lambda tx: often(tx, SUM).first(), TENANT)
    with counted(database) as heard:
        await database.write(lambda tx: tx.run(SUM).first(), TENANT)
    assert len(heard) == 1


def test_rows_answer_like_a_result() -> None:
    one = Rows([(Decimal(1), "x")], ("number", "name"), 1)
    none = Rows([], ("number", "name"), 0)
    two = Rows([(1, "x"), (2, "y")], ("number", "name"), 2)
    assert (one.scalar_one(), one.one_or_none()) == (1, (1, "x"))
    assert (none.first(), none.scalar(), none.scalar_one_or_none()) == (None, None, None)
    assert two.scalars().all() == [1, 2]
    assert two.mappings().first() == {"number": 1, "name": "x"}


def test_several_are_not_taken_for_one() -> None:
    two = Rows([(1, "x"), (2, "y")], ("number", "name"), 2)
    for ask in (two.one, two.one_or_none, two.scalar_one, two.scalar_one_or_none):
        with pytest.raises(MultipleResultsFound):
            ask()


@pytest.mark.parametrize(("items", "error"), [([], NoResultFound), ([1, 2], MultipleResultsFound)])
def test_exactly_one_is_exactly_one(items: list[int], error: type[Exception]) -> None:
    with pytest.raises(error):
        Rows([(item,) for item in items], ("a",), 0).one()

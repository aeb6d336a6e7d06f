"""A statement means the same whether it is prepared or goes through SQLAlchemy."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Executable,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from core.store import pipeline, prepared
from core.store.database import Database
from core.store.prepared import Line
from core.store.rows import Answer, Rows
from core.store.tables import metadata
from core.store.transaction import Transaction
from core.store.types import UtcDateTime

INDIA = timezone(timedelta(hours=5, minutes=30))
NOON = datetime(2026, 3, 29, 12, 30, 15, 123456, tzinfo=UTC)
SAMPLES: dict[type, tuple[object, ...]] = {
    UtcDateTime: (NOON, NOON.astimezone(INDIA), datetime(1970, 1, 1, tzinfo=UTC)),
    Boolean: (True, False),
    LargeBinary: (b"\x00\xff%s:x", b"", b"plain"),
    Integer: (0, -7, 2**31 - 1),
    String: ('it\'s "%s" :x %(y)s', "", "ä\u200d😀\n\\"),
}
Row = dict[str, object]
Given = Row | list[Row] | None
Ask = Callable[[Executable, Given], object]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are prepared when they are met first."""
    monkeypatch.setattr(prepared, "OFTEN", 0)


def copies() -> MetaData:
    """The columns of every table of the store, without what binds them to each other."""
    bare = MetaData()
    for table in metadata.tables.values():
        columns = [Column(one.name, one.type, nullable=one.nullable) for one in table.c]
        Table(f"copy_{table.name}", bare, *columns)
    return bare


COPIES = copies()


def rows_of(table: Table) -> list[Row]:
    """Every kind of value that the columns take; the last row is as empty as may be."""
    rows = [
        {column.name: sample(column, number + place) for place, column in enumerate(table.c)}
        for number in range(3)
    ]
    rows.append({name: None if table.c[name].nullable else kept for name, kept in rows[0].items()})
    return rows


def sample(column: Column[object], number: int) -> object:
    kinds = [values for kind, values in SAMPLES.items() if isinstance(column.type, kind)]
    value = kinds[0][number % len(kinds[0])]
    length = getattr(column.type, "length", None)
    return value[:length] if isinstance(value, str) and length else value


def quickly(tx: Transaction) -> Ask:
    """The prepared way; fails when a statement does not go it."""

    def ask(statement: Executable, values: Given = None) -> object:
        answer = tx.run(statement, values)
        assert isinstance(answer, Rows)
        return told(statement, answer)

    return ask


def plainly(tx: Transaction) -> Ask:
    """SQLAlchemy's own way."""

    def ask(statement: Executable, values: Given = None) -> object:
        pipeline.leave(tx.connection)
        return told(statement, tx.connection.execute(statement, values))

    return ask


def told(statement: Executable, answer: Answer) -> object:
    """The rows, or how many were changed; nobody asks how many were put in."""
    if isinstance(statement, Insert):
        return None
    return answer.rowcount if statement.is_dml else [tuple(row) for row in answer]


def story(table: Table, ask: Ask) -> list[object]:
    """Put rows in one by one and together, change some, find some, and take them out."""
    put, rows, first = insert(table), rows_of(table), next(iter(table.c))
    answers = [ask(put, row) for row in rows]
    answers.append(ask(put, rows))
    required = {name: value for name, value in rows[0].items() if not table.c[name].nullable}
    answers.append(ask(put, required))
    answers.append(ask(select(table), None))
    changed = update(table).values({name: bindparam(f"new_{name}") for name in rows[1]})
    answers.append(ask(changed, {f"new_{name}": value for name, value in rows[1].items()}))
    found = select(table).where(*(one == bindparam(f"of_{one.name}") for one in table.c))
    answers.append(ask(found, {f"of_{name}": value for name, value in rows[1].items()}))
    answers.append(
        ask(delete(table).where(first == bindparam("one")), {"one": rows[1][first.name]})
    )
    answers.append(ask(select(table), None))
    return answers


def same(tx: Transaction, table: Table) -> bool:
    """Whether both ways tell the same story, each of them from an empty table on."""
    quick = story(table, quickly(tx))
    plainly(tx)(delete(table), None)
    return quick == story(table, plainly(tx))


async def test_every_column_of_the_store_holds_the_same_either_way(database: Database) -> None:
    def work(tx: Transaction) -> list[str]:
        pipeline.leave(tx.connection)
        COPIES.create_all(tx.connection)
        tables = COPIES.tables.values()
        differ = [one.name for one in tables if not same(tx, one)]
        pipeline.leave(tx.connection)
        COPIES.drop_all(tx.connection)
        return differ

    assert await database.write(work) == []


def test_the_samples_cover_every_type_of_the_store() -> None:
    kinds = {type(column.type) for table in metadata.tables.values() for column in table.c}
    assert all(any(issubclass(kind, known) for known in SAMPLES) for kind in kinds)


THINGS = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(5), unique=True),
    Column("at", UtcDateTime),
    Column("needed", Integer, nullable=False),
)
PUT = insert(THINGS)
GET = select(THINGS).where(THINGS.c.id == bindparam("of_id"))
MOVE = update(THINGS).where(THINGS.c.id == bindparam("of_id")).values(at=bindparam("new_at"))
GOOD: Row = {"id": 1, "name": "a", "at": NOON, "needed": 1}
MISTAKES: dict[str, tuple[Executable, Given]] = {
    "unique": (PUT, GOOD),
    "unique of several": (PUT, [GOOD | {"id": 2}, GOOD | {"id": 3}]),
    "not null": (PUT, GOOD | {"id": 2, "name": "b", "needed": None}),
    "left out": (PUT, {"id": 2, "name": "b"}),
    "naive": (PUT, GOOD | {"id": 2, "name": "b", "at": NOON.replace(tzinfo=None)}),
    "naive change": (MOVE, {"of_id": 1, "new_at": NOON.replace(tzinfo=None)}),
    "not an instant": (MOVE, {"of_id": 1, "new_at": "noon"}),
    "nothing given": (GET, None),
    "another given": (GET, {"other": 1}),
    "several shapes": (PUT, [GOOD | {"id": 2, "name": "b"}, {"id": 3, "needed": 1}]),
    "surrogate": (PUT, GOOD | {"id": 2, "name": "\ud800"}),
    "no such column": (PUT, GOOD | {"id": 2, "colour": "red"}),
}


@pytest.fixture
async def things(database: Database) -> Database:
    def make(tx: Transaction) -> None:
        THINGS.create(tx.connection)
        plainly(tx)(PUT, GOOD)

    await database.write(make)
    return database


def error_of(ask: Ask, mistake: tuple[Executable, Given]) -> type[BaseException] | None:
    try:
        ask(*mistake)
    except (SQLAlchemyError, ValueError, TypeError, LookupError, AttributeError) as error:
        return type(error)
    return None


@pytest.mark.parametrize("name", MISTAKES)
async def test_a_mistake_is_the_same_error_either_way(things: Database, name: str) -> None:
    def attempt(way: Callable[[Transaction], Ask]) -> type[BaseException] | None:
        with things.engine.connect() as connection:
            return error_of(way(Transaction(Line(connection), "", 0)), MISTAKES[name])

    wrong = attempt(plainly)
    assert wrong is not None
    assert attempt(quickly) is wrong


async def test_a_table_that_has_changed_is_answered_as_it_is_now(things: Database) -> None:
    ask: Callable[[Transaction], object] = lambda tx: quickly(tx)(GET, {"of_id": 1})  # noqa: E731
    before = await things.write(ask)
    rename = "ALTER TABLE things RENAME TO old"
    await things.write(lambda tx: tx.connection.exec_driver_sql(rename) and None)
    await things.write(lambda tx: THINGS.create(tx.connection))
    await things.write(lambda tx: quickly(tx)(PUT, GOOD | {"needed": 2}))
    assert (before, await things.write(ask)) == ([(1, "a", NOON, 1)], [(1, "a", NOON, 2)])


async def test_two_databases_of_one_process_answer_for_themselves(
    things: Database, sqlite_database: Database
) -> None:
    def other(tx: Transaction) -> object:
        THINGS.create(tx.connection)
        quickly(tx)(PUT, GOOD | {"needed": 5})
        return quickly(tx)(GET, {"of_id": 1})

    theirs = await sqlite_database.write(other)
    ours = await things.write(lambda tx: quickly(tx)(GET, {"of_id": 1}))
    assert (ours, theirs) == ([(1, "a", NOON, 1)], [(1, "a", NOON, 5)])


async def test_columns_of_one_name_do_not_hide_each_other(things: Database) -> None:
    other = THINGS.alias()
    both = select(THINGS.c.id, other.c.id, other.c.needed).where(THINGS.c.id == other.c.id)

    def work(tx: Transaction) -> tuple[object, object]:
        answer = [dict(row) for row in tx.run(both).mappings()]
        pipeline.leave(tx.connection)
        return answer, [dict(row) for row in tx.connection.execute(both).mappings()]

    quick, slow = await things.write(work)
    assert quick == slow


async def test_what_goes_in_comes_out(database: Database) -> None:
    def work(tx: Transaction) -> list[str]:
        pipeline.leave(tx.connection)
        COPIES.create_all(tx.connection)
        differ = []
        for table in COPIES.tables.values():
            quickly(tx)(insert(table), rows_of(table))
            kept = quickly(tx)(select(table), None)
            if kept != [tuple(row.values()) for row in rows_of(table)]:
                differ.append(table.name)
        pipeline.leave(tx.connection)
        COPIES.drop_all(tx.connection)
        return differ

    assert await database.write(work) == []


@pytest.mark.parametrize("rows", [[GOOD | {"id": 2, "name": "b"}, {"id": 3, "needed": 1}]])
async def test_rows_of_several_shapes_are_not_taken_for_each_other(
    things: Database, rows: Sequence[Row]
) -> None:
    def work(tx: Transaction) -> object:
        for row in rows:
            tx.run(PUT, [row])
        return [tuple(row) for row in tx.run(select(THINGS).order_by(THINGS.c.id))]

    answer = await things.write(work)
    assert answer == [(1, "a", NOON, 1), (2, "b", NOON, 1), (3, None, None, 1)]


async def test_a_list_in_a_condition_may_be_of_any_length(things: Database) -> None:
    some = select(THINGS.c.id).where(THINGS.c.id.in_(bindparam("ids", expanding=True)))

    def work(tx: Transaction) -> list[list[int]]:
        return [list(tx.run(some, {"ids": ids}).scalars()) for ids in ([], [1], [1, 2], [2])]

    assert await things.write(work) == [[], [1], [1], []]

"""A database made whole is the database that the revisions leave; others are refused."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Inspector, inspect, select, text

from core.errors import StoreError
from core.store import inbox, schema
from core.store.database import Database
from core.store.migrate import config
from core.store.tables import inbox as inbox_rows
from core.store.transaction import Transaction
from tests.core.delivery import TENANT, said


def shape(inspector: Inspector) -> dict[str, object]:
    """Everything about the tables that a program can trip over."""
    return {name: table_shape(inspector, name) for name in sorted(inspector.get_table_names())}


def table_shape(inspector: Inspector, name: str) -> dict[str, object]:
    columns = {
        column["name"]: (str(column["type"]), column["nullable"], str(column["default"]))
        for column in inspector.get_columns(name)
    }
    indexes = {
        (index["name"], tuple(index["column_names"]), index["unique"])
        for index in inspector.get_indexes(name)
    }
    uniques = {tuple(one["column_names"]) for one in inspector.get_unique_constraints(name)}
    checks = {one["name"] for one in inspector.get_check_constraints(name)}
    foreign = {
        (tuple(one["constrained_columns"]), one["referred_table"], str(one["options"]))
        for one in inspector.get_foreign_keys(name)
    }
    primary = tuple(inspector.get_pk_constraint(name)["constrained_columns"])
    return {
        "columns": columns,
        "indexes": indexes,
        "uniques": uniques,
        "checks": checks,
        "foreign": foreign,
        "primary": primary,
    }


def by_key(engine: Engine) -> set[str]:
    """The tables that SQLite keeps in the order of their keys; PostgreSQL has no such thing."""
    if engine.dialect.name != "sqlite":
        return set()
    with engine.connect() as connection:
        query = "SELECT name FROM pragma_table_list WHERE wr"
        return set(connection.exec_driver_sql(query).scalars())


def emptied(engine: Engine) -> None:
    schema.downgrade(engine, "base")


def test_files_and_alembic_agree_on_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == schema.newest()


async def test_made_whole_equals_migrated(database: Database) -> None:
    whole = shape(inspect(database.engine)), by_key(database.engine)
    emptied(database.engine)
    with schema.moving(database.engine) as connection:
        schema.migrations().move(connection, schema.newest(), down=False)
    assert (shape(inspect(database.engine)), by_key(database.engine)) == whole


async def test_rows_outlast_another_order_of_their_table(database: Database) -> None:
    def rows(tx: Transaction) -> list[tuple[object, ...]]:
        return [tuple(row) for row in tx.run(select(inbox_rows).order_by(inbox_rows.c.event_key))]

    for key in ("b", "a", "c"):
        await database.write(lambda tx, key=key: inbox.accept(tx, said(key)), TENANT)
    before = await database.read(rows)
    schema.downgrade(database.engine, "0023")
    kept = by_key(database.engine)
    schema.upgrade(database.engine)
    assert ("inbox" in kept) == (database.kind == "sqlite")
    assert await database.read(rows) == before


async def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.engine.connect() as connection:
        set_version(connection, "9999")
    with pytest.raises(StoreError, match="newer version"):
        schema.upgrade(database.engine)


def set_version(connection: Connection, number: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": number})
    if connection.dialect.name == "postgresql":
        connection.commit()


async def test_somebody_elses_database_is_refused(database: Database) -> None:
    emptied(database.engine)
    with database.engine.connect() as connection:
        connection.execute(text("CREATE TABLE payroll (id INTEGER)"))
        if connection.dialect.name == "postgresql":
            connection.commit()
    with pytest.raises(StoreError, match="payroll"):
        schema.upgrade(database.engine)


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    before = shape(inspect(database.engine))
    schema.upgrade(database.engine)
    assert shape(inspect(database.engine)) == before

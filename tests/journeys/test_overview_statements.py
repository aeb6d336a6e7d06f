"""What each screen asks the database: the same number of statements for one row and for 300."""

import pytest

from bot.clock import SystemClock
from core.store.database import Database, open_database
from tests.classroom import TENANT, Size, furnish
from tests.engines import DatabaseMaker
from tests.screens import SCREENS, show
from tests.statements import counted

ONE = Size(students=1)
MANY = Size(students=300, interviews=40, works=60)


async def costs(database: Database, size: Size) -> dict[str, int]:
    """How many statements each screen takes."""
    await database.write(lambda tx: furnish(tx, size), TENANT)
    found = {}
    for name in SCREENS:
        with counted(database) as heard:
            reply = await database.read(lambda tx, name=name: show(tx, name), TENANT)  # type: ignore[misc]
        assert reply.blocks
        found[name] = len(heard)
    return found


async def test_a_screen_costs_the_same_statements_for_one_row_and_for_many(
    database_maker: DatabaseMaker,
) -> None:
    small = open_database(database_maker.fresh(), SystemClock())
    large = open_database(database_maker.fresh(), SystemClock())
    try:
        few, many = await costs(small, ONE), await costs(large, MANY)
    finally:
        await small.close()
        await large.close()
    assert few == many
    assert min(few.values()) > 0


@pytest.mark.parametrize("name", SCREENS)
async def test_no_screen_takes_more_than_twenty_statements(
    sqlite_database: Database, name: str
) -> None:
    await sqlite_database.write(lambda tx: furnish(tx, ONE), TENANT)
    with counted(sqlite_database) as heard:
        await sqlite_database.read(lambda tx: show(tx, name), TENANT)
    assert 0 < len(heard) <= 20

"""Soft writes: the disk is waited for unless everybody in the group can do without."""

import asyncio

from sqlalchemy import text

from core.store.database import Database
from core.store.transaction import Transaction
from tests.core.test_store_groups import busy

ASK = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
WAITS = {"sqlite": 2, "postgresql": "on"}
GOES_ON = {"sqlite": 1, "postgresql": "off"}


def waits(tx: Transaction) -> object:
    """How the commit of this transaction goes."""
    name = tx.connection.dialect.name
    found = tx.run(text(ASK[name])).scalar()
    return {WAITS[name]: True, GOES_ON[name]: False}[found]


async def test_a_write_waits_for_the_disk_unless_it_is_soft(database: Database) -> None:
    found = [await database.write(waits, soft=soft) for soft in (False, True, False, True, True)]
    assert found == [True, False, True, False, False]


async def test_one_that_is_not_soft_makes_its_whole_group_wait(database: Database) -> None:
    async with busy(database):
        asked = [database.write(waits, soft=number != 1) for number in range(3)]
        group = asyncio.gather(*asked)
        await asyncio.sleep(0)
    assert await group == [True, True, True]


async def test_what_failed_softly_leaves_the_next_write_as_it_is(database: Database) -> None:
    def fails(_tx: Transaction) -> None:
        raise LookupError("on purpose")

    for soft in (True, False):
        outcomes = await asyncio.gather(
            database.write(fails, soft=soft), database.write(waits), return_exceptions=True
        )
        assert isinstance(outcomes[0], LookupError)
        assert outcomes[1] is True

"""A fault of the store tells what to do and nothing of what was to be stored."""

import traceback

import pytest
from sqlalchemy import text

from core.errors import StoreError
from core.store.database import Database
from core.store.transaction import Transaction

SAID = "I have never told anybody this"


async def test_a_fault_of_the_store_quotes_no_row(database: Database) -> None:
    def work(tx: Transaction) -> None:
        tx.run(text("INSERT INTO nowhere VALUES (:said)"), {"said": SAID})

    with pytest.raises(StoreError) as raised:
        await database.write(work, "slack:T1")
    trace = "".join(traceback.format_exception(raised.value))
    assert "nowhere" in trace
    assert SAID not in trace

"""The ledger in the database beside the provider's own bill, through every fault."""

import asyncio
import random
from dataclasses import replace

from sqlalchemy import select

from core.domain.limits import Limits
from core.llm.config import ModelConfig
from core.llm.providers import Surroundings
from core.services.usage import StoreLedger
from core.store.database import Database
from core.store.money_tables import model_calls
from core.store.transaction import Transaction
from tests.faults.test_model_ledger import FAULTS, GOOD, interview, is_exact, system, whole
from tests.gateway import StillClock, gateway, prompt, sweep
from tests.provider import Provider

NO_LIMITS = Limits(*([10**15] * 7), calls_per_hour=10**9)


async def rows(database: Database) -> dict[str, tuple[int | None, int, str]]:
    """Cost, booked amount and state of each call by the provider's id of it."""
    query = select(
        model_calls.c.id,
        model_calls.c.request_id,
        model_calls.c.cost_nusd,
        model_calls.c.booked_nusd,
        model_calls.c.state,
    )

    def work(tx: Transaction) -> dict[str, tuple[int | None, int, str]]:
        found = tx.run(query).all()
        return {row[1] or row[0]: (row[2], row[3], row[4]) for row in found}

    return await database.read(work)


async def test_the_stored_ledger_equals_the_bill_through_every_fault(
    sqlite_database: Database,
) -> None:
    dice, clock = random.Random(7), StillClock()
    house = Surroundings(StoreLedger(sqlite_database, NO_LIMITS), clock, sleep=clock.sleep)
    async with Provider(now=clock.monotonic) as provider:
        provider.choose = lambda _: GOOD if dice.random() < 0.6 else dice.choice(FAULTS)
        async with gateway(provider.url, house, ModelConfig("claude-sonnet-5-5")) as model:
            await interview(model, clock, dice, sweep(150, 1000))
    stored = await rows(sqlite_database)
    exact = [seen for seen in provider.journal if is_exact(seen) and seen.request_id in stored]
    assert len(exact) > 60
    assert [stored[seen.request_id][0] for seen in exact] == [seen.nusd for seen in exact]
    assert len(stored) == len(provider.journal)
    assert sum(booked for _, booked, _ in stored.values()) >= provider.bill


async def once_spoiled(database: Database) -> dict[str, tuple[int | None, int, str]]:
    """All calls, when one of those that were cut off is known as such."""
    async with asyncio.timeout(60):
        while True:
            stored = await rows(database)
            if "spoiled" in {state for _, _, state in stored.values()}:
                return stored
            await asyncio.sleep(0.01)


async def test_calls_that_are_cut_off_are_never_counted_too_low(sqlite_database: Database) -> None:
    dice, clock = random.Random(11), StillClock()
    house = Surroundings(StoreLedger(sqlite_database, NO_LIMITS), clock, sleep=clock.sleep)
    async with (
        Provider(replace(GOOD, delay=0.004), now=clock.monotonic) as provider,
        gateway(provider.url, house) as model,
    ):
        longest, paid = await whole(model), provider.bill
        for _ in range(sweep(60, 1000)):
            turn = asyncio.create_task(model.answer(prompt(system=system(50))))
            await asyncio.sleep(dice.random() * longest)
            turn.cancel()
            await asyncio.gather(turn, return_exceptions=True)
    stored = await once_spoiled(sqlite_database)
    assert sum(booked for _, booked, _ in stored.values()) >= provider.bill > paid > 0

"""The ledger on the store: atomic, never under the bill, exact where the provider was exact."""

import asyncio
from dataclasses import replace

import pytest

from core.domain.ledger import CallPlan, CallRecord, Cost, TokenCounts
from core.domain.limits import Limits
from core.errors import ModelError, ModelFault, RefusalError
from core.services.usage import StoreLedger, day_of, free_money, hold_money
from core.store import alerts, usage
from core.store.database import Database
from core.store.transaction import Transaction
from core.store.usage import Scope
from tests.seeds import session

TENANT = "play/school"
PLAN = CallPlan("grader", "m", 1, 100, TENANT, "sec", "p1", "s1")
LIMITS = Limits(day_nusd=1_000, student_day_nusd=1_000, section_month_nusd=1_000, start_nusd=100)


def record(plan: CallPlan, nusd: int | None, booked: int, fault: str = "") -> CallRecord:
    status = "unknown" if nusd is None else "known"
    return CallRecord(plan, Cost(nusd, booked, status, "t"), TokenCounts(output=3), fault=fault)


async def today(database: Database) -> int:
    def work(tx: Transaction) -> int:
        return usage.booked(tx, Scope("day", day_of(tx.now_ms)))

    return await database.read(work)


async def told(database: Database) -> list[tuple[str, str]]:
    found = await database.read(alerts.newest)
    return sorted((one.kind, one.dedupe_key.rpartition(":")[2]) for one in found)


async def test_a_settled_call_costs_what_it_cost(database: Database) -> None:
    ledger = StoreLedger(database, LIMITS)
    call = await ledger.reserve(PLAN)
    assert await today(database) == 100
    await ledger.settle(call, record(PLAN, 37, 37))
    await ledger.settle(call, record(PLAN, 37, 37))
    assert await today(database) == 37


async def test_a_call_nobody_ended_counts_as_spent(database: Database) -> None:
    await StoreLedger(database, LIMITS).reserve(PLAN)
    assert await today(database) == 100
    rows = await database.read(lambda tx: usage.totals(tx, "model", 0))
    assert [(row.calls, row.booked_nusd) for row in rows] == [(1, 100)]


async def test_a_call_that_was_never_sent_costs_nothing(database: Database) -> None:
    ledger = StoreLedger(database, LIMITS)
    await ledger.release(await ledger.reserve(PLAN))
    assert await today(database) == 0
    assert await database.read(lambda tx: usage.totals(tx, "model", 0)) == ()


async def test_a_call_cut_in_the_middle_costs_all_that_was_reserved(database: Database) -> None:
    ledger = StoreLedger(database, LIMITS)
    await ledger.spoil(await ledger.reserve(PLAN))
    assert await today(database) == 100


async def test_an_unknown_price_is_unknown_and_still_counts_at_the_limit(
    database: Database,
) -> None:
    ledger = StoreLedger(database, LIMITS)
    await ledger.settle(await ledger.reserve(PLAN), record(PLAN, None, 90))
    row = (await database.read(lambda tx: usage.totals(tx, "model", 0)))[0]
    assert (row.cost_nusd, row.booked_nusd, row.unknown) == (0, 90, 1)


@pytest.mark.parametrize("scope", ["day_nusd", "student_day_nusd", "section_month_nusd"])
async def test_sixty_four_calls_racing_at_a_cap_never_pass_it(
    database: Database, scope: str
) -> None:
    limits = replace(Limits(), **{scope: 700})
    ledger = StoreLedger(database, limits)
    outcomes = await asyncio.gather(
        *(ledger.reserve(PLAN) for _ in range(64)), return_exceptions=True
    )
    refused = [one for one in outcomes if isinstance(one, ModelError)]
    assert {one.fault for one in refused} == {ModelFault.BUDGET}
    assert (len(outcomes) - len(refused), await today(database)) == (7, 700)


async def test_sixty_four_starts_racing_at_the_days_end_never_pass_it(database: Database) -> None:
    def start(number: int) -> bool:
        def work(tx: Transaction) -> bool:
            try:
                hold_money(tx, LIMITS, session(TENANT, number, f"lane{number}"))
            except RefusalError:
                return False
            return True

        return database.write_now(work, TENANT)

    started = await asyncio.gather(*(asyncio.to_thread(start, n) for n in range(64)))
    assert (sum(started), await today(database)) == (10, 1_000)


async def test_an_interview_draws_on_its_own_money_and_is_never_cut(database: Database) -> None:
    ledger, own = StoreLedger(database, LIMITS), session(TENANT, 1, "lane")
    plan = replace(PLAN, purpose="client", session=own.id, upper_nusd=60)
    await database.write(lambda tx: hold_money(tx, LIMITS, own), TENANT)
    for _ in range(20):
        await ledger.settle(await ledger.reserve(plan), record(plan, 50, 50))
    assert await today(database) == 1_000
    await ledger.settle(await ledger.reserve(plan), record(plan, 50, 50))
    assert await today(database) == 1_050
    with pytest.raises(ModelError):
        await ledger.reserve(PLAN)


async def test_what_an_interview_did_not_use_is_free_after_its_end(database: Database) -> None:
    ledger, own = StoreLedger(database, LIMITS), session(TENANT, 1, "lane")
    plan = replace(PLAN, purpose="client", session=own.id, upper_nusd=60)
    await database.write(lambda tx: hold_money(tx, LIMITS, own), TENANT)
    await ledger.settle(await ledger.reserve(plan), record(plan, 7, 7))
    assert await today(database) == 100
    for _ in range(2):
        await database.write(lambda tx: free_money(tx, own), TENANT)
    assert await today(database) == 7


async def test_one_interview_has_a_cap_of_its_own(database: Database) -> None:
    ledger = StoreLedger(database, replace(LIMITS, session_nusd=250))
    plan = replace(PLAN, purpose="client")
    outcomes = await asyncio.gather(
        *(ledger.reserve(plan) for _ in range(64)), return_exceptions=True
    )
    assert sum(isinstance(one, str) for one in outcomes) == 2


async def test_the_hours_window_is_counted_from_the_rows_and_names_the_wait(
    database: Database,
) -> None:
    limits = replace(LIMITS, calls_per_hour=3)
    for _ in range(3):
        await StoreLedger(database, limits).reserve(replace(PLAN, upper_nusd=1))
    with pytest.raises(ModelError) as refused:
        await StoreLedger(database, limits).reserve(replace(PLAN, upper_nusd=1))
    assert refused.value.retry_after is not None
    assert 3_500 < refused.value.retry_after <= 3_600


async def test_each_line_is_told_once_when_it_is_crossed(database: Database) -> None:
    limits = replace(LIMITS, warning_nusd=50, critical_nusd=120)
    ledger, plan = StoreLedger(database, limits), replace(PLAN, upper_nusd=60)
    for _ in range(10):
        await ledger.settle(await ledger.reserve(plan), record(plan, 60, 60))
    steps = [("cost-critical", "s1"), ("cost-day", "50"), ("cost-warning", "s1")]
    assert await told(database) == steps


async def test_whoever_waits_for_a_turn_hears_of_a_failed_attempt(database: Database) -> None:
    heard: list[str] = []
    ledger = StoreLedger(database, LIMITS, heard.append)
    await ledger.settle(await ledger.reserve(PLAN), record(PLAN, 0, 0, "overloaded"))
    await ledger.settle(await ledger.reserve(PLAN), record(PLAN, 1, 1))
    await ledger.release(await ledger.reserve(PLAN))
    assert heard == ["s1", "s1"]

"""Caps that people set, the switch that stops a workspace, and prices put on calls anew."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from core.domain.ledger import CallPlan, CallRecord, Cost, TokenCounts
from core.domain.limits import Limits
from core.errors import ModelError, ModelFault, RefusalError
from core.services.operating import nusd_of
from core.services.usage import StoreLedger, day_of, recompute
from core.store import switches, usage
from core.store.database import Database
from core.store.switches import Cap, Switches
from core.store.transaction import Transaction, Work
from core.store.usage import Scope

TENANT = "play:school"
PLAN = CallPlan("grader", "m", 1, 100, TENANT, "sec", "p1", "s1")
COUNTED = TokenCounts(input=10, output=3)


def cap(*caps: Cap) -> Work[None]:
    def work(tx: Transaction) -> None:
        for one in caps:
            switches.set_cap(tx, one, "dean")

    return work


@pytest.mark.parametrize(
    "lowered",
    [
        Cap("workspace-day", 500),
        Cap("section-month", 500, "sec"),
        Cap("student-day", 500),
        Cap("student-day", 500, "sec"),
    ],
)
async def test_sixty_four_calls_racing_at_a_lowered_cap_never_pass_it(
    database: Database, lowered: Cap
) -> None:
    await database.write(cap(lowered), TENANT)
    ledger = StoreLedger(database, Limits())
    ends = await asyncio.gather(*(ledger.reserve(PLAN) for _ in range(64)), return_exceptions=True)
    assert sum(isinstance(one, str) for one in ends) == 5


async def test_a_cap_of_one_class_or_workspace_is_nobody_elses(database: Database) -> None:
    await database.write(cap(Cap("section-month", 0, "other"), Cap("student-day", 0, "x")), TENANT)
    await database.write(cap(Cap("workspace-day", 0)), "play:elsewhere")
    assert await StoreLedger(database, Limits()).reserve(PLAN)


async def test_the_lowest_of_operator_workspace_and_class_holds(database: Database) -> None:
    await database.write(cap(Cap("section-month", 900), Cap("section-month", 300, "sec")), TENANT)
    ledger = StoreLedger(database, replace(Limits(), section_month_nusd=700))
    ends = await asyncio.gather(*(ledger.reserve(PLAN) for _ in range(9)), return_exceptions=True)
    assert sum(isinstance(one, str) for one in ends) == 3


async def test_a_paused_workspace_asks_no_model_and_others_go_on(database: Database) -> None:
    await database.write(lambda tx: switches.save(tx, Switches(paused_ms=1)), TENANT)
    ledger = StoreLedger(database, Limits())
    with pytest.raises(ModelError) as refused:
        await ledger.reserve(replace(PLAN, purpose="client"))
    assert refused.value.fault is ModelFault.STOPPED
    assert await ledger.reserve(replace(PLAN, tenant="play:elsewhere"))


def dearer(_model: str, tokens: TokenCounts, _at: datetime) -> Cost:
    return Cost(tokens.input * 9, tokens.input * 9, "declared", "models.toml")


async def test_a_new_price_is_put_on_what_was_counted_and_on_its_totals(
    database: Database,
) -> None:
    ledger = StoreLedger(database, Limits())
    unknown = CallRecord(PLAN, Cost(None, 70, "unknown", "t"), COUNTED)
    await ledger.settle(await ledger.reserve(PLAN), unknown)
    refused = CallRecord(PLAN, Cost(0, 0, "known", "t"), TokenCounts(), fault="overloaded")
    await ledger.settle(await ledger.reserve(PLAN), refused)
    await ledger.spoil(await ledger.reserve(PLAN))
    assert await database.write(lambda tx: recompute(tx, dearer, 0)) == (2, 1)
    assert await database.write(lambda tx: recompute(tx, dearer, 0)) == (2, 0)

    def totals(tx: Transaction) -> tuple[int, int, int]:
        row = usage.totals(tx, "day", 0)[0]
        return row.cost_nusd, row.unknown, usage.booked(tx, Scope("day", day_of(tx.now_ms)))

    assert await database.read(totals) == (90, 0, 190)


@pytest.mark.parametrize(
    ("text", "cents"), [("2", 200), ("2.5", 250), ("$0.05", 5), (" 10.00 ", 1000), (".5", 50)]
)
def test_an_amount_is_read_to_the_cent(text: str, cents: int) -> None:
    assert nusd_of(text, "x") == cents * 10**7


@pytest.mark.parametrize("text", ["-1", "1,5", "1.234", "", "1.", "ten", "1e3", "٣"])
def test_what_is_no_amount_is_refused_by_name(text: str) -> None:
    with pytest.raises(RefusalError, match="bad_option"):
        nusd_of(text, "day")

"""Leases are prolonged while somebody works at them, a few at a time, and never beyond."""

import asyncio
from dataclasses import dataclass
from typing import TypeVar, cast

import pytest
from sqlalchemy import select, update

from core.delivery.leases import SLICE, Leases
from core.errors import FencedError
from core.store import inbox
from core.store.database import Database
from core.store.lanes import Lease
from core.store.tables import lanes
from core.store.transaction import Transaction, Work
from tests.core.delivery import RULES, TENANT, said
from tests.fakes import FakeClock

T = TypeVar("T")
LEASE = RULES.lease
MANY = 2 * SLICE + 3


@dataclass
class Slow:
    """A real store that takes its time, by the leases' clock."""

    database: Database
    clock: FakeClock
    seconds: float = 0.0
    writes: int = 0

    async def write(self, work: Work[T], tenant: str = "", *, soft: bool = False) -> T:
        self.writes += 1
        answer = await self.database.write(work, tenant, soft=soft)
        self.clock.advance(self.seconds)
        return answer


@dataclass
class Desk:
    """Leases on several lanes."""

    store: Slow
    leases: Leases
    clock: FakeClock
    held: list[Lease]

    async def ends(self) -> dict[str, int]:
        """When each lane becomes visible."""
        rows = await self.store.database.read(
            lambda tx: tx.run(select(lanes.c.lane, lanes.c.visible_at)).all()
        )
        return {row.lane: row.visible_at for row in rows}


@pytest.fixture
async def desk(database: Database) -> Desk:
    def fill(tx: Transaction) -> None:
        for number in range(MANY):
            inbox.accept(tx, said(f"e{number}", f"L{number}"))

    await database.write(fill, TENANT)
    clock = FakeClock()
    store = Slow(database, clock)
    leases = Leases(cast("Database", store), clock, RULES)
    claimed = await leases.claim(MANY)
    # So that what is prolonged later ends later, in whole milliseconds.
    await asyncio.sleep(0.01)
    return Desk(store, leases, clock, [lease for lease, _events in claimed])


async def test_every_lease_is_prolonged_when_its_time_comes(desk: Desk) -> None:
    before = await desk.ends()
    desk.clock.advance(LEASE / 2)
    assert await desk.leases.renew() == frozenset()
    after = await desk.ends()
    assert len(after) == MANY
    assert all(after[lane] > before[lane] for lane in after)


async def test_what_was_prolonged_of_late_costs_nothing(desk: Desk) -> None:
    desk.clock.advance(LEASE / 2)
    await desk.leases.renew()
    writes = desk.store.writes
    desk.clock.advance(LEASE / 4)
    await desk.leases.renew()
    assert desk.store.writes == writes


async def test_a_lane_that_was_dropped_comes_free(desk: Desk) -> None:
    dropped, kept = desk.held[0], desk.held[1]
    desk.leases.forget(dropped)
    before = await desk.ends()
    desk.clock.advance(LEASE / 2)
    await desk.leases.renew()
    after = await desk.ends()
    assert after[dropped.lane] == before[dropped.lane]
    assert after[kept.lane] > before[kept.lane]


async def test_a_lane_that_another_has_taken_is_lost_and_no_other(desk: Desk) -> None:
    taken = desk.held[SLICE]
    steal = update(lanes).where(lanes.c.lane == taken.lane).values(owner="thief")
    await desk.store.database.write(lambda tx: tx.run(steal).rowcount, TENANT)
    desk.clock.advance(LEASE / 2)
    assert await desk.leases.renew() == {(taken.lane, taken.token)}
    with pytest.raises(FencedError):
        await desk.leases.check(taken)


@pytest.mark.parametrize(("part", "good"), [(0.3, True), (0.6, False), (1.2, False)])
async def test_a_send_begins_only_with_half_a_lease_left(
    desk: Desk, part: float, *, good: bool
) -> None:
    desk.clock.advance(LEASE * 0.7)
    desk.store.seconds = LEASE * part
    sent = True
    try:
        await desk.leases.check(desk.held[0])
    except FencedError:
        sent = False
    assert sent == good

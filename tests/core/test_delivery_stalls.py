"""Lost leases, stopped engines, moved clocks, schedules in several engines."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

import pytest

from core.delivery.effects import Batch, Effects, JobDraft
from core.delivery.engine import Engine, Parts
from core.delivery.timetable import Schedule
from core.domain.event import Event, Fired
from core.store import inbox, jobs
from core.store.database import Database, open_database
from core.store.tables import jobs as job_rows
from core.store.tables import lanes as lane_rows
from core.store.tables import outbox as outbox_rows
from core.store.transaction import Transaction, Work
from tests.core.delivery import (
    RULES,
    TENANT,
    Obedient,
    answer,
    bench,
    called,
    count,
    place,
    said,
    until,
)
from tests.fakes import FakeClock, FakePlatform
from tests.pace import slowness

pytestmark = pytest.mark.slow
T = TypeVar("T")
SHORT = replace(RULES, lease=0.3)
LONG = replace(RULES, lease=4.0)


async def test_a_worker_that_lost_its_lease_writes_and_posts_nothing(database: Database) -> None:
    slow = Obedient(gate=asyncio.Event())
    async with bench(database, slow, SHORT) as zombie:
        await zombie.accept(said("a"))
        await slow.begun.wait()
        # It neither prolongs nor claims, as a process does that is held up.
        for loop in zombie.engine._loops:  # noqa: SLF001
            loop.cancel()
        async with bench(database) as other:
            await other.settled()
            assert other.platform.texts == ("a",)
            assert slow.gate is not None
            slow.gate.set()
            await zombie.settled()
        assert zombie.platform.texts == ()
    assert await count(database, outbox_rows) == 1


async def test_a_long_turn_keeps_its_lease(database: Database) -> None:
    async with bench(database, Obedient(pause=1.25 * LONG.lease), LONG) as one:
        await one.accept(said("a"))
        await one.decider.begun.wait()
        async with bench(database, rules=LONG) as two:
            await one.settled()
        assert (one.platform.texts, two.decider.read) == (("a",), [])


async def test_another_process_takes_over_within_lease_and_a_second(database: Database) -> None:
    """In the best of three tries: the machine may be held up as well."""
    times = [await taken_over(database, key) for key in ("a", "b", "c")]
    assert min(times) < SHORT.lease + slowness()


async def taken_over(database: Database, key: str) -> float:
    """How long it takes until the lane of a dead process has its answer."""

    def work(tx: Transaction) -> None:
        inbox.accept(tx, said(key, key))
        inbox.claim(tx, "dead", int(SHORT.lease * 1000), 1)

    await database.write(work, TENANT)
    died = time.monotonic()
    async with bench(database, rules=SHORT) as one:
        await one.settled()
        assert one.platform.texts == (key,)
        return time.monotonic() - died


async def test_stopping_lets_a_turn_finish_and_gives_lanes_back(database: Database) -> None:
    async with bench(database, Obedient(pause=0.3)) as one:
        await one.accept(said("a"))
        await one.decider.begun.wait()
        await one.engine.stop()
        assert one.platform.texts == ("a",)


async def test_stopping_does_not_wait_for_ever_and_loses_nothing(database: Database) -> None:
    stuck = Obedient(gate=asyncio.Event())
    async with bench(database, stuck, replace(RULES, drain=0.2)) as one:
        await one.accept(said("a"))
        await stuck.begun.wait()
        async with asyncio.timeout(15):
            await one.engine.stop()
    owners = await database.read(lambda tx: tx.run(lane_rows.select()).scalars("owner"))
    assert list(owners) == [None]
    async with bench(database) as two:
        await two.settled()
        assert two.platform.texts == ("a",)


async def test_one_tick_in_four_engines_fires_once(database: Database) -> None:
    def event(at: int) -> Event:
        return Event(f"tick@{at}", place("jobs"), Fired("tick"), at)

    schedules = (Schedule("tick", 300, event),)
    async with (
        bench(database, schedules=schedules) as one,
        bench(database, schedules=schedules) as two,
        bench(database, schedules=schedules) as three,
        bench(database, schedules=schedules) as four,
    ):
        await asyncio.sleep(1.6)
        every = (one, two, three, four)
        await until(lambda: sum(len(one.platform.texts) for one in every) >= 2)
        keys = list(itertools.chain.from_iterable(bench.platform.texts for bench in every))
    words = " ".join(keys).split()
    assert len(words) == len(set(words)) >= 2


async def test_a_job_of_a_turn_fires_at_its_time(database: Database) -> None:
    def order(batch: Batch) -> Effects:
        if batch.events[0].key != "a":
            return answer(batch)
        later = int(time.time() * 1000) + 100
        return answer(batch) + Effects(jobs=(JobDraft("remind", "r1", later, called("later")),))

    async with bench(database, Obedient(order)) as one:
        await one.accept(said("a"), said("b", "L2"))
        await one.posted(3)
        await one.settled()
        assert sorted(one.platform.texts) == ["a", "b", "later"]


async def test_a_damaged_job_does_not_hold_up_the_others(database: Database) -> None:
    def work(tx: Transaction) -> None:
        for key in ("bad", "good"):
            jobs.plan(tx, JobDraft("k", key, tx.now_ms - 1, called(key)))
        damage = job_rows.update().where(job_rows.c.dedupe_key == "bad").values(event="{")
        tx.run(damage)

    await database.write(work, TENANT)
    async with bench(database) as one:
        await one.posted(1)
        await one.settled()
        assert one.platform.texts == ("good",)
        assert await one.alerts() == ["damaged-job"]


async def test_a_clock_that_is_put_forward_or_back_breaks_no_turn(sqlite_url: str) -> None:
    clock = FakeClock()
    database = open_database(sqlite_url, clock)
    decider, platform = Obedient(), FakePlatform()
    engine = Engine(Parts(database, decider, {"play": platform}, clock), RULES)
    engine.start()
    for number, step in enumerate((0, 600, -600, -600, 600)):
        clock.step(step)
        clock.advance(0.01)
        await engine.accept(said(f"e{number}", at=number))
        await until(lambda n=number: len(platform.texts) > n and not engine.running)
        clock.advance(0.3)
    await engine.stop()
    await database.close()
    assert platform.texts == ("e0", "e1", "e2", "e3", "e4")


@dataclass
class Dawdling:
    """A real store that keeps back what a look for work has found."""

    database: Database
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, work: Work[T], tenant: str = "", *, soft: bool = False) -> T:
        answer = await self.database.write(work, tenant, soft=soft)
        if soft and not tenant:
            self.looked.set()
            await self.told.wait()
        return answer

    def __getattr__(self, name: str) -> object:
        return getattr(self.database, name)


async def test_a_wake_that_comes_while_looking_is_not_lost(database: Database) -> None:
    await woken(database, 60.0)


async def woken(database: Database, seconds: float) -> None:
    """AssertionError when what came while the engine looked is not done after so long."""
    store = Dawdling(database)
    # With a quiet time nothing is taken up by the commit that accepts it: somebody must be woken.
    rules = replace(RULES, poll=200.0, quiet_ms=1)
    async with bench(cast("Database", store), rules=rules) as one:
        await store.looked.wait()
        await one.accept(said("a"))
        await asyncio.sleep(0.05)  # the wake's own timer is shorter
        store.told.set()
        await one.settled(seconds)

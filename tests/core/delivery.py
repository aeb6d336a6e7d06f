"""What the delivery tests share: an engine over a real store, a decider that follows orders."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot.clock import SystemClock
from core.delivery.effects import NOTHING, Batch, Effects, Finish, Rules
from core.delivery.engine import Engine, Parts
from core.delivery.steps import Step
from core.delivery.timetable import Schedule
from core.domain.event import Called, Event, Said
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import say
from core.store import alerts, inbox, lanes
from core.store.database import Database
from core.store.transaction import Transaction
from tests.fakes import FakePlatform

TENANT = "play:W"
RULES = Rules(lease=20.0, quiet_ms=0, first_pause=0.01, send_timeout=20.0, poll=0.05, drain=20.0)
Order = Callable[[Batch], Effects]


def place(thread: str = "T1") -> Place:
    return Place("play", "W", "C", thread)


def said(key: str, thread: str = "T1", at: int = 1) -> Event:
    return Event(key, place(thread), Said(key, f"text of {key}"), at)


def called(key: str, thread: str = "T1", at: int = 1) -> Event:
    return Event(key, place(thread), Called("end"), at)


def answer(batch: Batch) -> Effects:
    """One post that names the keys that were read."""
    keys = " ".join(event.key for event in batch.events)
    return Effects((Draft(batch.events[0].place, Post(say(keys))),))


@dataclass(slots=True)
class Obedient:
    """Decides as it was told; remembers every batch."""

    order: Order = answer
    pause: float = 0.0
    batches: list[Batch] = field(default_factory=list)
    gate: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def decide(self, batch: Batch) -> Finish:
        self.batches.append(batch)
        self.begun.set()
        await asyncio.sleep(self.pause)
        if self.gate is not None:
            await self.gate.wait()
        effects = self.order(batch)
        return lambda _tx: effects

    def park(self, _tx: Transaction, batch: Batch, reason: str) -> Effects:
        if not batch.events:
            return NOTHING
        return Effects((Draft(batch.events[0].place, Post(say(f"parked: {reason}"))),))

    @property
    def read(self) -> list[list[str]]:
        """The keys of each batch."""
        return [[event.key for event in batch.events] for batch in self.batches]


@dataclass(slots=True)
class Bench:
    """An engine with what surrounds it."""

    database: Database
    engine: Engine
    platform: FakePlatform
    decider: Obedient

    async def accept(self, *events: Event) -> None:
        for event in events:
            await self.engine.accept(event)

    async def settled(self, seconds: float = 200.0) -> None:
        """Wait until every lane is idle; AssertionError when that takes too long."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            awake, _waiting = await self.database.read(lanes.depth)
            if not awake and not self.engine.running:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("the engine did not come to rest")

    async def posted(self, number: int) -> None:
        """Wait until so many posts are out."""
        await until(lambda: len(self.platform.texts) >= number)

    async def alerts(self) -> list[str]:
        return [one.kind for one in await self.database.read(alerts.newest)]

    async def parked(self) -> list[int]:
        return [seq for _lane, seq, _why in await self.database.read(inbox.parked)]


async def until(true: Callable[[], bool], seconds: float = 200.0) -> None:
    """Look again and again; TimeoutError when it does not become true."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.01)


@asynccontextmanager
async def bench(
    database: Database,
    decider: Obedient | None = None,
    rules: Rules = RULES,
    schedules: tuple[Schedule, ...] = (),
    watch: Callable[[Step], None] | None = None,
) -> AsyncIterator[Bench]:
    """Run an engine; it is stopped in the end. `watch` is told each step."""
    chosen, platform = decider or Obedient(), FakePlatform()
    parts = Parts(database, chosen, {"play": platform}, SystemClock(), schedules)
    engine = Engine(parts, rules, lambda step, _lane: watch(step) if watch else None)
    engine.start()
    try:
        yield Bench(database, engine, platform, chosen)
    finally:
        await engine.stop()


async def count(database: Database, table: object) -> int:
    """Rows of a table."""
    query = select(func.count()).select_from(table)  # type: ignore[arg-type]
    return await database.read(lambda tx: int(tx.run(query).scalar_one()))

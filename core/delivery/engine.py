"""The engine: claims lanes, runs their turns, prolongs leases, fires jobs, drains on stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from core.delivery.effects import Decider, Rules
from core.delivery.intake import Intake, Waker, Workers
from core.delivery.leases import Leases
from core.delivery.sender import Sender
from core.delivery.steps import Step, Watch, unwatched
from core.delivery.timetable import Schedule, Timetable
from core.delivery.worker import Worker
from core.domain.event import Event
from core.errors import StoreError
from core.ports import Clock, Platform
from core.store.database import Database
from core.store.inbox import Received
from core.store.lanes import Lease

log = logging.getLogger(__name__)
STORE_PAUSE = 0.2
# Looked at so often within one lease, leases are prolonged as they were taken: a few at a time.
LOOKS = 12
GIVE_BACK = 1.5


@dataclass(frozen=True, slots=True)
class Parts:
    """What the engine is built from."""

    database: Database
    decider: Decider
    platforms: Mapping[str, Platform]
    clock: Clock
    schedules: tuple[Schedule, ...] = ()


class Engine:
    """Exactly one turn per event in the database; effectively one reply on the platform."""

    def __init__(self, parts: Parts, rules: Rules, watch: Watch = unwatched) -> None:
        self._rules = rules
        self._watch = watch
        self._waker = Waker(rules.poll)
        self._leases = Leases(parts.database, parts.clock, rules)
        workers = Workers(self._leases, parts.clock, self._has_room, self._begin, self._waker.wake)
        self._intake = Intake(parts.database, workers, rules.quiet_ms, watch)
        self._timetable = Timetable(parts.database, parts.schedules, self._waker.wake, watch)
        sender = Sender(parts.database, self._leases, parts.platforms, rules, watch)
        self._worker = Worker(parts.database, parts.decider, sender, rules, watch)
        self._turns: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._stopping = self._over = False

    async def accept(self, event: Event) -> bool:
        """Keep an event; False when it was known. StoreError: not kept, do not acknowledge."""
        return await self._intake.accept(event)

    def start(self) -> None:
        """Begin to work."""
        self._loops = [
            asyncio.create_task(self._claim(), name="claim"),
            asyncio.create_task(supervise(self._renew_once), name="renew"),
            asyncio.create_task(supervise(self._timetable.tick), name="timetable"),
        ]

    async def stop(self) -> None:
        """Stop claiming, let turns finish for a while, give the rest back to others."""
        self._stopping = True
        self._waker.wake()
        deadline = asyncio.get_running_loop().time() + self._rules.drain
        # A claim that was cancelled half-way could leave lanes leased to nobody.
        await until(deadline, self._loops[:1])
        await until(deadline, self._turns.values())
        self._over = True
        unfinished = (*self._turns.values(), *self._loops)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        try:
            async with asyncio.timeout(GIVE_BACK):
                await self._leases.give_back()
        except (StoreError, TimeoutError) as error:
            log.warning("lanes stay leased until their time is over: %s", error)

    @property
    def alive(self) -> bool:
        """Whether every loop runs."""
        return bool(self._loops) and not any(loop.done() for loop in self._loops)

    @property
    def running(self) -> int:
        """Turns under way."""
        return len(self._turns)

    async def _claim(self) -> None:
        while not self._stopping:
            await guarded(self._claim_once)

    async def _claim_once(self) -> None:
        self._waker.clear()
        room = min(self._rules.claims, self._rules.workers - len(self._turns))
        self._watch(Step.CLAIMING, "")
        claimed = await self._leases.claim(room) if room > 0 else ()
        for lease, received in claimed:
            self._begin(lease, received)
        if not claimed and not self._stopping:
            await self._waker.wait()

    def _has_room(self) -> bool:
        # Where much is under way already, many lanes are claimed together for less.
        few = len(self._turns) < min(self._rules.claims, self._rules.workers)
        return few and bool(self._loops) and not self._stopping

    def _begin(self, lease: Lease, received: tuple[Received, ...]) -> None:
        if self._over:
            return  # its lane is given back with all others
        self._watch(Step.CLAIMED, lease.lane)
        held = (lease.lane, lease.token)
        self._turns[held] = asyncio.create_task(self._turn(lease, received))

    async def _turn(self, lease: Lease, received: tuple[Received, ...]) -> None:
        more = False
        try:
            more = await self._worker.run(lease, received)
        finally:
            self._leases.forget(lease)
            self._turns.pop((lease.lane, lease.token), None)
        if more:
            self._waker.wake()

    async def _renew_once(self) -> None:
        await asyncio.sleep(self._rules.lease / LOOKS)
        for held in await self._leases.renew():
            task = self._turns.get(held)
            if task is not None:
                task.cancel()


async def supervise(step: Callable[[], Awaitable[None]]) -> None:
    """Repeat `step` for ever."""
    while True:
        await guarded(step)


async def guarded(step: Callable[[], Awaitable[None]]) -> None:
    """Take one step; a fault of the store is waited out, never silence."""
    try:
        await step()
    except StoreError as error:
        log.warning("the store failed: %s", error)
        await asyncio.sleep(STORE_PAUSE)
    except Exception:
        log.exception("a loop of the engine failed; it goes on")
        await asyncio.sleep(STORE_PAUSE)


async def until(deadline: float, tasks: Iterable[asyncio.Task[None]]) -> None:
    """Wait for the tasks, but not beyond a time of the loop's clock."""
    waited = tuple(tasks)
    if waited:
        seconds = max(0.0, deadline - asyncio.get_running_loop().time())
        await asyncio.wait(waited, timeout=seconds)

"""The kill sweep: three lives on one database, killed at every label and at random."""

import asyncio
import contextlib
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot.clock import SystemClock
from core.delivery.steps import Step
from core.store import jobs, lanes
from core.store.database import Database, open_database
from core.store.tables import lanes as lane_rows
from core.store.tables import outbox
from core.store.transaction import Transaction
from tests.faults.history import final_state, violations
from tests.faults.life import RULES, Order
from tests.faults.scribe import TENANT, place_of
from tests.faults.stage import Stage
from tests.seeds import add_sessions

LABELS = tuple(step for step in Step if step is not Step.REFUSED)
SLOTS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """How many kills, on which database, and which wrong design is on trial, if any."""

    url: str
    kills: int
    seed: int
    lanes: int = 60
    labels: tuple[str, ...] = LABELS
    mutant: str = ""
    zombies: float = 0.05
    thinking: float = 0.01
    patience: float = 20.0
    deadline: float = 1_000.0


@dataclass(slots=True)
class Outcome:
    """What the sweep showed."""

    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    events: int = 0
    acknowledged: int = 0
    deliveries: int = 0
    posts: int = 0
    held_up: int = 0
    seconds: float = 0.0
    recoveries: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(count for label, count in self.killed.items() if label != "zombie")


class Nursery:
    """Forks lives out of a process that has imported everything."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def birth(self, order: Order) -> int:
        """Return the new life's process id."""
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise BrokenPipeError
        into.write(order.to_text() + "\n")
        into.flush()
        return int(out.readline())

    def close(self) -> None:
        self._process.communicate(timeout=60)


class Sweep:
    """One run of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._stage = Stage(plan.seed, plan.lanes)
        self._random = random.Random(plan.seed + 1)
        self._numbers = itertools.count()
        self._labels = itertools.cycle(plan.labels)
        self._living: dict[int, int] = {}
        self._nursery = Nursery()
        self._ends = time.monotonic() + plan.deadline
        self.outcome = Outcome(plan.seed)

    async def run(self) -> Outcome:
        started = time.monotonic()
        database = open_database(self._plan.url, SystemClock())
        try:
            names = tuple(str(place_of(n)) for n in range(self._plan.lanes))
            await database.write(lambda tx: add_sessions(tx, names), TENANT)
            await self._stage.open()
            await self._storm()
            await self._calm(database)
            await self._judge(database)
        finally:
            self._end_all()
            await self._stage.close()
            self._nursery.close()
            await database.close()
        self.outcome.seconds = time.monotonic() - started
        return self.outcome

    def _going(self) -> bool:
        return self.outcome.kills < self._plan.kills and time.monotonic() < self._ends

    async def _storm(self) -> None:
        slots = [asyncio.create_task(self._slot()) for _ in range(SLOTS)]
        students = [
            asyncio.create_task(self._stage.attend(lane, self._going))
            for lane in range(self._plan.lanes)
        ]
        await asyncio.gather(*slots, *students)

    async def _slot(self) -> None:
        while self._going():
            label = next(self._labels) if self._random.random() < 0.8 else ""
            await self._one_life(label)

    async def _begin(self, label: str = "") -> tuple[int, int]:
        life = next(self._numbers)
        self._stage.expect(life)
        nth = self._random.choice((1, 1, 1, 2, 3))
        plan = self._plan
        order = Order(life, self._stage.port, plan.url, label, nth, plan.mutant, plan.thinking)
        process = self._living[life] = self._nursery.birth(order)
        both = (self._stage.arrivals[life].wait(), self._stage.departures[life].wait())
        tasks = [asyncio.ensure_future(one) for one in both]
        await asyncio.wait(tasks, timeout=60, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return life, process

    async def _one_life(self, label: str) -> None:
        life, process = await self._begin(label)
        if not label and self._random.random() < self._plan.zombies:
            await self._freeze(process)
        limit = 0.5 if label else self._random.uniform(0.005, 0.15)
        gone = self._stage.departures[life]
        try:
            async with asyncio.timeout(limit):
                await gone.wait()
            self.outcome.killed[label or "itself"] += 1
        except TimeoutError:
            end(process)
            self.outcome.killed["random"] += 1
            async with asyncio.timeout(60):
                await gone.wait()
        del self._living[life]

    async def _freeze(self, process: int) -> None:
        """A process that sleeps past its leases and wakes as a zombie."""
        await asyncio.sleep(0.1)
        os.kill(process, signal.SIGSTOP)
        await asyncio.sleep(RULES.lease * 1.5)
        os.kill(process, signal.SIGCONT)
        self.outcome.killed["zombie"] += 1
        await asyncio.sleep(0.05)

    async def _calm(self, database: Database) -> None:
        """Whole lives now: everything that was acknowledged must come to its end."""
        for _ in range(2):
            await self._begin()
        await self._rest(database)
        for guest in list(self._stage.guests.values()):
            guest.tell(op="stop")
        leaving = [self._stage.departures[life].wait() for life in self._living]
        async with asyncio.timeout(60):
            await asyncio.gather(*leaving)
        self._living.clear()

    async def _rest(self, database: Database) -> None:
        """Wait for the end of all work, as long as it goes on: a backlog is no broken promise."""
        quiet, before, moved_at = 0, (-1, -1), time.monotonic()
        while quiet < 3 and time.monotonic() - moved_at < self._plan.patience:
            await asyncio.sleep(0.1)
            busy, now = await database.read(progress)
            quiet = 0 if busy else quiet + 1
            if now != before:
                before, moved_at = now, time.monotonic()

    async def _judge(self, database: Database) -> None:
        final = await database.read(final_state, TENANT)
        history, outcome = self._stage.history, self.outcome
        outcome.broken = violations(history, final, RULES.lease)
        outcome.events = len(history.what)
        outcome.acknowledged = len(history.acked_at)
        outcome.deliveries = history.deliveries
        outcome.posts = len(history.posts)
        outcome.held_up = len(history.posts) - len({post.key for post in history.posts})
        outcome.recoveries = sorted(self._stage.recoveries)

    def _end_all(self) -> None:
        for process in self._living.values():
            end(process)


def end(process: int) -> None:
    """Kill a life that may have killed itself."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def progress(tx: Transaction) -> tuple[bool, tuple[int, int]]:
    """Whether anything is left to do, and how much was done: events answered, posts sent."""
    awake, _waiting = lanes.depth(tx)
    done = tx.run(select(func.coalesce(func.sum(lane_rows.c.done_seq), 0))).scalar_one()
    sent = tx.run(select(func.count()).where(outbox.c.state != "pending")).scalar_one()
    return awake > 0 or jobs.next_due(tx) is not None, (int(done), int(sent))


def sweep(plan: Plan) -> Outcome:
    """Run a plan from its first life to its verdict."""
    return asyncio.run(Sweep(plan).run())

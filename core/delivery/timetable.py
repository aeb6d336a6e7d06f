"""Jobs and schedules: what happens at a time, once, in any number of processes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from core.delivery.steps import Step, Watch
from core.domain.effects import JobDraft
from core.domain.event import Event
from core.store import jobs
from core.store.database import Database
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Schedule:
    """Something regular: `event` makes the event of one fire time (milliseconds UTC)."""

    kind: str
    every_ms: int
    event: Callable[[int], Event]


class Timetable:
    """Plans the latest tick of each schedule and fires the jobs that are due."""

    POLL = 0.5

    def __init__(
        self,
        database: Database,
        schedules: tuple[Schedule, ...],
        wake: Callable[[], None],
        watch: Watch,
    ) -> None:
        self._database = database
        self._schedules = schedules
        self._wake = wake
        self._watch = watch
        self._planned: dict[str, int] = {}

    async def tick(self) -> None:
        """One look at the clock; missed ticks are not made up for, only the latest fires."""
        missing, due = await self._database.read(self._look)
        if missing:
            await self._database.write(lambda tx: plan(tx, missing))
            self._planned.update({schedule.kind: at for schedule, at in missing})
        if due or missing:
            self._watch(Step.FIRING, "")
            fired = await self._database.write(jobs.fire_due)
            if fired:
                self._wake()
                return
        await asyncio.sleep(self.POLL)

    def _look(self, tx: Transaction) -> tuple[list[tuple[Schedule, int]], bool]:
        ticks = [
            (schedule, tx.now_ms - tx.now_ms % schedule.every_ms) for schedule in self._schedules
        ]
        missing = [(one, at) for one, at in ticks if self._planned.get(one.kind) != at]
        next_due = jobs.next_due(tx)
        return missing, next_due is not None and next_due <= tx.now_ms


def plan(tx: Transaction, ticks: list[tuple[Schedule, int]]) -> None:
    """Insert the ticks; the unique key lets one process win."""
    for schedule, at in ticks:
        key = f"{schedule.kind}@{at}"
        jobs.plan(tx, JobDraft(schedule.kind, key, at, schedule.event(at)))

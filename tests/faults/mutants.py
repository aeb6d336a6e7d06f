"""Wrong designs, kept as switches that a life can be born with; the suite must catch each."""

import asyncio
import contextlib
import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import null, update
from sqlalchemy.exc import DBAPIError

from core.delivery.effects import Effects, Finish
from core.delivery.engine import Engine
from core.delivery.intake import Intake
from core.delivery.sender import Sender
from core.delivery.steps import Step
from core.delivery.worker import Worker
from core.domain.event import Event
from core.domain.ids import new_key
from core.domain.outgoing import Outgoing, Receipt
from core.errors import StoreError
from core.store import inbox, lanes, outbox, sqlite_writer
from core.store.faults import explain
from core.store.lanes import Lease
from core.store.outbox import Pending
from core.store.prepared import Line
from core.store.sqlite_writer import Job, Outcome, SqliteWriter
from core.store.tables import lanes as lane_rows
from core.store.transaction import Transaction

TASKS: set[asyncio.Task[bool]] = set()


def acknowledge_first() -> None:
    """The platform is told before the event is kept."""
    keep = Intake.accept

    async def accept(self: Intake, event: Event) -> bool:
        task = asyncio.create_task(keep(self, event))
        TASKS.add(task)
        return True

    Intake.accept = accept  # type: ignore[method-assign]


class DryRunError(Exception):
    """Rolls a rehearsal back."""


def post_then_mark() -> None:
    """The answer goes out before the turn is kept."""
    keep = Worker._finish  # noqa: SLF001

    async def finish_late(
        self: Worker, lease: Lease, to_seq: int, finish: Finish, first_part: int = 0
    ) -> tuple[Pending, ...]:
        effects: list[Effects] = []

        def rehearse(tx: Transaction) -> None:
            effects.append(finish(tx))
            raise DryRunError

        try:
            await self._database.write(rehearse, lease.tenant)
        except DryRunError:
            platform = self._sender._platforms["play"]  # noqa: SLF001
            for draft in effects[-1].outgoing:
                self._watch(Step.SENDING, lease.lane)
                await platform.send(Outgoing(new_key(), lease.lane, draft.place, draft.errand))
                self._watch(Step.SENT, lease.lane)
        rows = await keep(self, lease, to_seq, finish, first_part)
        await self._database.write(lambda tx: mark_all(tx, lease, rows), lease.tenant)
        return ()

    Worker._finish = finish_late  # type: ignore[method-assign]  # noqa: SLF001


def mark_all(tx: Transaction, lease: Lease, rows: tuple[Pending, ...]) -> None:
    """Call rows sent."""
    for row in rows:
        outbox.mark_sent(tx, row, Receipt("unknown"))()
        lanes.settle_unsent(tx, lease.lane, 1)


def no_reconcile() -> None:
    """Nobody looks whether the answer is already there."""
    send = Sender._send  # noqa: SLF001

    async def send_blindly(self: Sender, lease: Lease, row: Pending) -> Receipt:
        return await send(self, lease, replace(row, token=lease.token))

    Sender._send = send_blindly  # type: ignore[method-assign]  # noqa: SLF001


def finish_without_fence() -> None:
    """A worker that has lost its lease may still finish."""

    def fence(tx: Transaction, lease: Lease, to_seq: int, added: int) -> None:
        of_lane = update(lane_rows).where(lane_rows.c.lane == lease.lane)
        tx.run(of_lane.values(done_seq=to_seq, unsent=lane_rows.c.unsent + added))

    lanes.fence = fence


def release_ignores_last_seq() -> None:
    """What came in during the turn is forgotten until something else wakes the lane."""

    def release(tx: Transaction, lease: Lease, settled: int = 0) -> Callable[[], bool]:
        mine = (lane_rows.c.lane == lease.lane) & (lane_rows.c.token == lease.token)
        lanes.settle_unsent(tx, lease.lane, settled)
        idle = {"owner": None, "attempts": 0, "failures": 0, "visible_at": null()}
        tx.run(update(lane_rows).where(mine).values(idle))
        return lambda: False

    lanes.release = release


def no_event_key() -> None:
    """Every delivery is taken for a new event."""
    keep = inbox.accept

    def accept(tx: Transaction, event: Event, quiet_ms: int = 0) -> None:
        keep(tx, replace(event, key=f"{event.key}-{uuid.uuid4().hex}"), quiet_ms)

    inbox.accept = accept


def wake_cleared_late() -> None:
    """The wake event is cleared after an empty claim, and with it what was said meanwhile."""

    async def claim_once(self: Engine) -> None:
        claimed = await self._leases.claim(self._rules.claims)
        for lease, received in claimed:
            held = (lease.lane, lease.token)
            self._turns[held] = asyncio.create_task(self._turn(lease, received))
        if not claimed:
            self._waker.clear()
            await self._waker.wait()

    Engine._claim_once = claim_once  # type: ignore[method-assign]  # noqa: SLF001


def accept_shortens() -> None:
    """A new event makes a leased or waiting lane visible at once."""
    keep = inbox.accept

    def accept(tx: Transaction, event: Event, quiet_ms: int = 0) -> None:
        keep(tx, event, quiet_ms)
        mine = lane_rows.c.lane == event.lane_key
        tx.run(update(lane_rows).where(mine).values(visible_at=tx.now_ms))

    inbox.accept = accept


def deferred_begin() -> None:
    """A writing transaction that begins as a reading one."""
    sqlite_writer.BEGIN = "BEGIN"


def group_goes_on() -> None:
    """A group that SQLite has rolled back is carried on as if nothing had happened."""

    def step(
        _self: SqliteWriter,
        line: Line,
        raw: sqlite3.Connection,
        job: Job,
        now_ms: int,
    ) -> Outcome:
        try:
            raw.execute("SAVEPOINT step")
            result = job.work(Transaction(line, job.tenant, now_ms))
            raw.execute("RELEASE step")
        except (DBAPIError, StoreError) as error:
            with contextlib.suppress(sqlite3.Error):
                raw.execute("ROLLBACK TO step")
                raw.execute("RELEASE step")
            return job, None, explain(error)
        return job, result, None

    SqliteWriter._step = step  # type: ignore[method-assign]  # noqa: SLF001


# What the mutants touch, so that a test can put it back.
TOUCHED: tuple[tuple[object, str], ...] = (
    (Engine, "_claim_once"),
    (SqliteWriter, "_step"),
    (inbox, "accept"),
    (lanes, "fence"),
    (lanes, "release"),
    (sqlite_writer, "BEGIN"),
)
MUTANTS: dict[str, Callable[[], None]] = {
    "acknowledge_first": acknowledge_first,
    "post_then_mark": post_then_mark,
    "no_reconcile": no_reconcile,
    "release_ignores_last_seq": release_ignores_last_seq,
    "no_event_key": no_event_key,
}

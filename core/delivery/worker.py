"""One claimed lane: decide, finish, deliver; whatever goes wrong leaves a legal state."""

import logging
import random
from collections.abc import Iterator, Sequence

from core.delivery.effects import (
    NOTHING,
    Batch,
    Decider,
    Effects,
    Finish,
    PostponeError,
    Rules,
)
from core.delivery.sender import Delay, Sender
from core.delivery.steps import Step, Watch
from core.domain.event import Event, Said
from core.errors import FencedError, StoreError
from core.store import alerts, inbox, jobs, lanes, outbox
from core.store.database import Database
from core.store.inbox import Received
from core.store.lanes import Lease, Pause
from core.store.outbox import Pending
from core.store.transaction import Transaction

log = logging.getLogger(__name__)
NOTICE_PARTS = 32
JITTER = random.Random()  # noqa: S311 - spreads retries, hides nothing


class Worker:
    """Carries one lane through its next turn."""

    def __init__(
        self, database: Database, decider: Decider, sender: Sender, rules: Rules, watch: Watch
    ) -> None:
        self._database = database
        self._decider = decider
        self._sender = sender
        self._rules = rules
        self._watch = watch

    async def run(self, lease: Lease, received: tuple[Received, ...]) -> bool:
        """Return whether the lane has more to do; only cancellation is raised."""
        try:
            return await self._turn(lease, received)
        except FencedError:
            log.warning("lease lost", extra={"lane": lease.lane})
        except StoreError:
            log.exception("the store failed in a turn", extra={"lane": lease.lane})
            await self._try_to_wait(lease, Pause.STORE)
        except Exception:  # a bug or a hostile event: other lanes must not suffer
            log.exception("a turn failed", extra={"lane": lease.lane})
            await self._try_to_wait(lease, Pause.FAILED)
        return False

    async def _try_to_wait(self, lease: Lease, why: Pause) -> None:
        """Back off; when the store cannot even do that, the lease runs out instead."""
        pause = self._rules.first_pause * JITTER.uniform(0.8, 1.2)
        if why is Pause.FAILED:
            pause *= 4**lease.failures
        try:
            await self._wait(lease, pause, why)
        except StoreError as error:
            log.warning("no back-off: %s", error, extra={"lane": lease.lane})

    async def _turn(self, lease: Lease, received: tuple[Received, ...]) -> bool:
        if lease.unsent > 0:
            rows = await self._database.read(
                lambda tx: outbox.pending(tx, lease.lane), lease.tenant
            )
            if rows and lease.failures >= self._rules.failures:
                return await self._sender.give_up(lease, rows[0], "sending failed")
            if rows:
                return await self._deliver(lease, rows)
            await self._database.write(lambda tx: outbox.recount(tx, lease.lane), lease.tenant)
        taken = take(received, single=lease.attempts > 1)
        if not taken:
            return await self._deliver(lease, ())
        events = tuple(sorted(readable(taken), key=lambda event: event.at))
        later = tuple(readable(received[len(taken) :]))
        batch = Batch(lease.lane, lease.tenant, events, lease.attempts, later, lease.token)
        reason = self._poison(lease, batch)
        if reason:
            return await self._park(lease, taken, batch, reason)
        return await self._decide(lease, taken, batch)

    def _poison(self, lease: Lease, batch: Batch) -> str:
        if not batch.events:
            return "unreadable"
        if lease.failures >= self._rules.failures or lease.attempts > self._rules.attempts:
            return f"failed {max(lease.failures, lease.attempts - 1)} times"
        return ""

    def _hopeless(self, lease: Lease) -> bool:
        rules = self._rules
        return lease.failures > rules.failures or lease.attempts > rules.attempts + rules.failures

    async def _decide(self, lease: Lease, taken: Sequence[Received], batch: Batch) -> bool:
        try:
            with self._sender.signs.during(batch.events[-1]):
                finish = await self._decider.decide(batch)
            self._watch(Step.DECIDED, lease.lane)
            rows = await self._finish(lease, taken[-1].seq, finish)
        except PostponeError as error:
            await self._postpone(lease, error)
            return False
        self._watch(Step.FINISHED, lease.lane)
        return await self._deliver(lease, rows)

    async def _finish(
        self, lease: Lease, to_seq: int, finish: Finish, first_part: int = 0
    ) -> tuple[Pending, ...]:
        def work(tx: Transaction) -> tuple[Pending, ...]:
            effects = finish(tx)
            self._watch(Step.WRITTEN, lease.lane)
            lanes.fence(tx, lease, to_seq, len(effects.outgoing))
            self._watch(Step.FENCED, lease.lane)
            keep(tx, effects)
            return outbox.put(tx, lease, to_seq, effects.outgoing, first_part)

        return await self._database.write(work, lease.tenant)

    async def _deliver(self, lease: Lease, rows: tuple[Pending, ...]) -> bool:
        outcome = await self._sender.deliver(lease, rows)
        if isinstance(outcome, Delay):
            await self._wait(lease, outcome.seconds, Pause.PLANNED)
            return False
        self._watch(Step.RELEASED, lease.lane)
        return outcome

    async def _park(
        self, lease: Lease, taken: Sequence[Received], batch: Batch, reason: str
    ) -> bool:
        """Set the poison aside, say so in the place once and to the operator once."""

        def finish(tx: Transaction) -> Effects:
            for item in taken:
                inbox.park(tx, lease.lane, item.seq, reason)
            text = f"an event of {lease.lane} was set aside: {reason}"
            alerts.raise_once(tx, "parked", f"{lease.lane}:{taken[0].seq}", text)
            # Even saying so may be what fails; then the lane goes on without a word.
            return NOTHING if self._hopeless(lease) else self._decider.park(tx, batch, reason)

        rows = await self._finish(lease, taken[-1].seq, finish)
        self._watch(Step.PARKED, lease.lane)
        return await self._deliver(lease, rows)

    async def _postpone(self, lease: Lease, error: PostponeError) -> None:
        """A planned wait: the message stays, the attempt does not count."""
        if error.finish is not None:
            # The turn's own rows will come under the same number, so these start higher.
            first = lease.token * NOTICE_PARTS
            rows = await self._finish(lease, lease.done_seq, error.finish, first)
            await self._sender.try_now(lease, rows)
        await self._wait(lease, error.seconds, Pause.PLANNED)

    async def _wait(self, lease: Lease, seconds: float, why: Pause) -> None:
        await self._database.write(
            lambda tx: lanes.postpone(tx, lease, int(seconds * 1000), why),
            lease.tenant,
        )
        self._watch(Step.POSTPONED, lease.lane)


def keep(tx: Transaction, effects: Effects) -> None:
    """Write the turn's follow-up events and jobs."""
    for event in effects.events:
        if inbox.known_hash(tx, event) is None:
            inbox.accept(tx, event)
    for job in effects.jobs:
        jobs.plan(tx, job)


def take(received: tuple[Received, ...], *, single: bool) -> tuple[Received, ...]:
    """The next turn's events: a run of messages together, anything else alone."""
    run: list[Received] = []
    for item in received:
        if item.event is None or not isinstance(item.event.body, Said):
            return tuple(run) or (item,)
        run.append(item)
        if single:
            break
    return tuple(run)


def readable(received: Sequence[Received]) -> Iterator[Event]:
    """The events among them; a damaged row has none."""
    return (item.event for item in received if item.event is not None)

"""ACCEPT: an event is kept before the platform is told that we have it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from core.delivery.leases import Leases
from core.delivery.steps import Step, Watch
from core.domain.event import Event, Said
from core.errors import DuplicateError
from core.ports import Clock
from core.store import alerts, inbox, lanes
from core.store.database import Database
from core.store.inbox import Received
from core.store.lanes import Lease
from core.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Workers:
    """Whoever takes up what was accepted: at once where there is room, or once woken."""

    leases: Leases
    clock: Clock
    has_room: Callable[[], bool]
    begin: Callable[[Lease, tuple[Received, ...]], None]
    wake: Callable[[float], None]


class Intake:
    """Accepts events into their lanes and sets the workers to work."""

    def __init__(self, database: Database, workers: Workers, quiet_ms: int, watch: Watch) -> None:
        self._database = database
        self._workers = workers
        self._quiet_ms = quiet_ms
        self._watch = watch

    async def accept(self, event: Event) -> bool:
        """Keep the event; False when it is known. StoreBusyError or StoreError: not kept."""
        self._database.check_backlog()
        lane = event.lane_key
        self._watch(Step.ACCEPTING, lane)
        quiet = self._quiet_ms if isinstance(event.body, Said) else 0
        started = self._workers.clock.monotonic()
        at_once = not quiet and self._workers.has_room()

        def work(tx: Transaction) -> list[Lease]:
            inbox.accept(tx, event, quiet)
            taken: list[Lease] = []
            if at_once:
                answer = self._workers.leases.take(tx, lane)
                tx.later(lambda: taken.extend(lanes.leases(answer)))
            return taken

        try:
            taken = await self._database.write(work, event.tenant)
        except DuplicateError:
            await self._compare(event)
            return False
        self._watch(Step.ACCEPTED, lane)
        for lease in taken:
            self._workers.leases.hold(lease, started)
            self._workers.begin(lease, (Received(lease.last_seq, event),))
        if not taken:
            self._workers.wake(quiet / 1000)
        return True

    async def _compare(self, event: Event) -> None:
        """The same key with another content is an alarm, never a second turn."""
        known = await self._database.read(lambda tx: inbox.known_hash(tx, event), event.tenant)
        if known is None or inbox.fits(event, known):
            return
        text = f"event {event.key} came again with another content"
        await self._database.write(
            lambda tx: alerts.raise_once(tx, "changed-event", event.key, text), event.tenant
        )


class Waker:
    """Lets idle workers sleep until something is accepted or becomes visible."""

    def __init__(self, poll: float) -> None:
        self._event = asyncio.Event()
        self._poll = poll

    def wake(self, delay: float = 0.0) -> None:
        """Wake the worker now, or when a delayed lane becomes visible."""
        if delay > 0:
            asyncio.get_running_loop().call_later(delay + 0.002, self._event.set)
        else:
            self._event.set()

    def clear(self) -> None:
        """Call it before looking for work, never after."""
        self._event.clear()

    async def wait(self) -> None:
        """Sleep until woken, at most one poll."""
        try:
            async with asyncio.timeout(self._poll):
                await self._event.wait()
        except TimeoutError:
            return

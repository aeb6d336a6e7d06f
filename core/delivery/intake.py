"""ACCEPT: an event is kept before the platform is told that we have it."""

import asyncio
from collections.abc import Callable

from core.delivery.steps import Step, Watch
from core.domain.event import Event, Said
from core.errors import DuplicateError
from core.store import alerts, inbox
from core.store.database import Database
from core.store.transaction import Transaction


class Intake:
    """Accepts events into their lanes and wakes the workers."""

    def __init__(
        self, database: Database, wake: Callable[[float], None], quiet_ms: int, watch: Watch
    ) -> None:
        self._database = database
        self._wake = wake
        self._quiet_ms = quiet_ms
        self._watch = watch

    async def accept(self, event: Event) -> bool:
        """Keep the event; False when it is known. StoreBusyError or StoreError: not kept."""
        self._database.check_backlog()
        self._watch(Step.ACCEPTING, event.lane_key)
        quiet = self._quiet_ms if isinstance(event.body, Said) else 0

        def work(tx: Transaction) -> None:
            inbox.accept(tx, event, quiet)

        try:
            await self._database.write(work, event.tenant)
        except DuplicateError:
            await self._compare(event)
            return False
        self._watch(Step.ACCEPTED, event.lane_key)
        self._wake(quiet / 1000)
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

"""DELIVER: errands go out in order, looked for before any second try."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass

from core.delivery.effects import Rules
from core.delivery.leases import Leases
from core.delivery.steps import Step, Watch
from core.delivery.typing import Signs
from core.domain.event import Event, NotOpened, Opened, Vanished
from core.domain.outgoing import Open, Outgoing, Post, Receipt
from core.domain.place import Place
from core.errors import CoreError, SendLaterError, SendRefusedError, SendUnknownError
from core.ports import Platform
from core.store import alerts, inbox, lanes, outbox
from core.store.database import Database
from core.store.lanes import Lease
from core.store.outbox import Pending
from core.store.transaction import Transaction

UNKNOWN_PAUSE = 1.0
DISCONNECTED_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Delay:
    """The lane must wait `seconds` before its next try."""

    seconds: float


class KnownError(CoreError):
    """The row had been settled before."""


class Sender:
    """The only owner of retries towards platforms."""

    def __init__(
        self,
        database: Database,
        leases: Leases,
        platforms: Mapping[str, Platform],
        rules: Rules,
        watch: Watch,
    ) -> None:
        self._database = database
        self._leases = leases
        self._platforms = platforms
        self.signs = Signs(platforms)
        self._rules = rules
        self._watch = watch

    async def deliver(self, lease: Lease, rows: tuple[Pending, ...]) -> Delay | bool:
        """Send the rows and release the lane.

        Returns whether the lane has more to do, or the delay that a platform asked for.
        """
        dead: set[Place] = set()
        for index, row in enumerate(rows):
            if row.outgoing.place in dead:
                continue
            try:
                receipt = await self._send(lease, row)
            except SendLaterError as error:
                return Delay(error.seconds)
            except SendUnknownError:
                return Delay(UNKNOWN_PAUSE)
            except SendRefusedError as error:
                dead |= await self._refuse(lease, row, str(error))
                continue
            last = index == len(rows) - 1
            more = await self._mark(lease, row, receipt, release=last)
            if last:
                return more
        return await self._release(lease)

    async def give_up(self, lease: Lease, row: Pending, reason: str) -> bool:
        """Set aside a row that cannot be sent, tell the operator, go on with the lane."""

        def work(tx: Transaction) -> bool:
            settled = outbox.give_up(tx, row, reason)
            text = f"an answer in {lease.lane} could not be sent: {reason}"
            alerts.raise_once(tx, "unsendable", row.outgoing.key, text)
            return lanes.release(tx, lease, settled)()

        return await self._database.write(work, lease.tenant)

    async def try_now(self, lease: Lease, rows: tuple[Pending, ...]) -> None:
        """Send what can be sent and keep the lane; the rest waits for the next claim."""
        for row in rows:
            try:
                receipt = await self._send(lease, row)
            except (SendLaterError, SendUnknownError):
                return
            except SendRefusedError as error:
                await self._refuse(lease, row, str(error))
                return
            await self._mark(lease, row, receipt, release=False)

    async def _send(self, lease: Lease, row: Pending) -> Receipt:
        outgoing = row.outgoing
        platform = self._platforms.get(outgoing.place.platform)
        if platform is None:
            message = f"{outgoing.place.platform} is not connected"
            raise SendLaterError(message, DISCONNECTED_PAUSE)
        if row.token != lease.token:
            self._watch(Step.RECONCILING, lease.lane)
            found = await self._patient(platform.find(outgoing))
            if found is not None:
                return found
        await self._leases.check(lease)
        self._watch(Step.SENDING, lease.lane)
        receipt = await self._patient(platform.send(outgoing))
        self._watch(Step.SENT, lease.lane)
        if receipt is None:  # pragma: no cover - the port promises a receipt
            message = "the platform gave no receipt"
            raise SendUnknownError(message)
        return receipt

    async def _patient(self, call: Coroutine[None, None, Receipt | None]) -> Receipt | None:
        try:
            async with asyncio.timeout(self._rules.send_timeout):
                return await call
        except TimeoutError as error:
            message = "the platform did not answer"
            raise SendUnknownError(message) from error

    async def _mark(self, lease: Lease, row: Pending, receipt: Receipt, *, release: bool) -> bool:
        self._watch(Step.MARKING, lease.lane)
        try:
            more = await self._count(lease, row, receipt, 1, release=release)
        except KnownError:
            more = await self._count(lease, row, receipt, 0, release=release)
        self._watch(Step.MARKED, lease.lane)
        return more

    async def _count(
        self, lease: Lease, row: Pending, receipt: Receipt, settled: int, *, release: bool
    ) -> bool:
        """Mark the row and count it as settled; KnownError when that was not news."""

        def work(tx: Transaction) -> list[bool]:
            news = outbox.mark_sent(tx, row, receipt)
            if isinstance(row.outgoing.errand, Open):
                arrived = news()
                news = yes if arrived else no
                if arrived:
                    keep_arrival(tx, row.outgoing, receipt)
            if not release:
                lanes.settle_unsent(tx, lease.lane, settled)
            visible = lanes.release(tx, lease, settled) if release else no
            more: list[bool] = []

            def check() -> None:
                if news() != bool(settled):
                    raise KnownError(row.outgoing.key)
                more.append(visible())

            tx.later(check)
            return more

        # A mark that a power cut took back is found again by the errand's key.
        soft = not isinstance(row.outgoing.errand, Open)
        return (await self._database.write(work, lease.tenant, soft=soft))[-1]

    async def _refuse(self, lease: Lease, row: Pending, reason: str) -> set[Place]:
        """Give up the errand, and the whole place unless only one person was meant by it.

        Returns the places to which nothing more is sent; whoever lives there is told as an event.
        """
        alone = concerns_one(row.outgoing)

        def work(tx: Transaction) -> None:
            if alone:
                parked = outbox.give_up(tx, row, reason)
            else:
                parked = outbox.park_place(tx, lease.lane, row.outgoing.place, reason)
            lanes.settle_unsent(tx, lease.lane, parked)
            told = refusal_of(row.outgoing, reason, tx.now_ms)
            if told is not None and inbox.known_hash(tx, told) is None:
                inbox.accept(tx, told)

        self._watch(Step.REFUSED, lease.lane)
        await self._database.write(work, lease.tenant)
        return set() if alone else {row.outgoing.place}

    async def _release(self, lease: Lease) -> bool:
        return await self._database.write(
            lambda tx: lanes.release(tx, lease)(), lease.tenant, soft=True
        )


def yes() -> bool:
    return True


def no() -> bool:
    return False


def concerns_one(outgoing: Outgoing) -> bool:
    """Whether its refusal says nothing about the place."""
    errand = outgoing.errand
    return isinstance(errand, Open) or (isinstance(errand, Post) and bool(errand.to))


def refusal_of(outgoing: Outgoing, reason: str, now_ms: int) -> Event | None:
    """The event that tells whoever asked; a private word that did not arrive is only parked."""
    key = f"refused:{outgoing.key}"
    if isinstance(outgoing.errand, Open):
        body = NotOpened(outgoing.errand.ref, reason)
        return Event(key, outgoing.place, body, now_ms, lane=outgoing.lane)
    if concerns_one(outgoing):
        return None
    lane = "" if outgoing.place.thread else outgoing.lane
    return Event(key, outgoing.place, Vanished(reason), now_ms, lane=lane)


def keep_arrival(tx: Transaction, outgoing: Outgoing, receipt: Receipt) -> None:
    """Accept the event that greets a newly opened place, in the commit that marks it."""
    if not isinstance(outgoing.errand, Open) or receipt.place is None:
        return
    body = Opened(outgoing.errand.ref)
    opened = Event(f"opened:{outgoing.key}", receipt.place, body, tx.now_ms)
    if inbox.known_hash(tx, opened) is None:
        inbox.accept(tx, opened)

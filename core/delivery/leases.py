"""The leases that this process holds, and how long each is good for."""

import uuid

from core.delivery.effects import Rules
from core.errors import FencedError
from core.ports import Clock
from core.store import inbox, lanes
from core.store.database import Database
from core.store.inbox import Received
from core.store.lanes import Lease
from core.store.transaction import Transaction

STEP = 0.5


class Leases:
    """Claims, prolongs and gives back; `owner` is made at process start and never reused."""

    def __init__(self, database: Database, clock: Clock, rules: Rules) -> None:
        self.owner = uuid.uuid4().hex
        self._database = database
        self._clock = clock
        self._rules = rules
        self._good_until: dict[tuple[str, int], float] = {}
        self._clock_ahead: float | None = None

    async def claim(self, most: int) -> tuple[tuple[Lease, tuple[Received, ...]], ...]:
        """Take visible lanes together with their next events."""
        started = self._clock.monotonic()
        lease_ms = int(self._rules.lease * 1000)
        ahead, before = self._ahead(), self._clock_ahead
        self._clock_ahead = ahead

        def work(tx: Transaction) -> tuple[tuple[Lease, tuple[Received, ...]], ...]:
            if before is None:
                lanes.clamp(tx, lease_ms)
            elif ahead - before > STEP:
                # The clock was put forward: our own leases only look as if they had run out.
                lanes.renew(tx, self.owner, lease_ms)
            return inbox.claim(tx, self.owner, lease_ms, most)

        claimed = await self._database.write(work)
        for lease, _events in claimed:
            self._good_until[lease.lane, lease.token] = started + self._rules.lease
        return claimed

    def _ahead(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()

    async def renew(self) -> frozenset[tuple[str, int]]:
        """Prolong every held lease; returns those that turned out to be lost."""
        if not self._good_until:
            return frozenset()
        started = self._clock.monotonic()
        mine = frozenset(self._good_until)
        lease_ms = int(self._rules.lease * 1000)
        kept = await self._database.write(lambda tx: lanes.renew(tx, self.owner, lease_ms))
        for held in kept & self._good_until.keys():
            self._good_until[held] = started + self._rules.lease
        lost = (mine - kept) & self._good_until.keys()
        for held in lost:
            del self._good_until[held]
        return lost

    async def check(self, lease: Lease) -> None:
        """Make sure that the lease outlives one send; FencedError when it is lost."""
        held = (lease.lane, lease.token)
        if self._remaining(held) < self._rules.lease / 2:
            await self.renew()
        if self._remaining(held) < 0:
            raise FencedError(lease.lane)

    def _remaining(self, held: tuple[str, int]) -> float:
        return self._good_until.get(held, float("-inf")) - self._clock.monotonic()

    def forget(self, lease: Lease) -> None:
        """The lane was given back."""
        self._good_until.pop((lease.lane, lease.token), None)

    async def give_back(self) -> None:
        """Let other processes take over at once what this one did not finish."""
        await self._database.write(lambda tx: lanes.give_back(tx, self.owner))
        self._good_until.clear()

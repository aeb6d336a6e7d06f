"""The leases that this process holds, and how long each is good for."""

import uuid
from collections.abc import Iterator, Sequence

from core.delivery.effects import Rules
from core.errors import FencedError
from core.ports import Clock
from core.store import inbox, lanes
from core.store.database import Database
from core.store.inbox import Received
from core.store.lanes import Lease
from core.store.rows import Answer
from core.store.transaction import Transaction

STEP = 0.5
# So many leases are prolonged at once; a thousand would hold up whoever waits behind them.
SLICE = 64
# How much of its time a lease must have left: for being passed over, and for a send.
FRESH = 2 / 3
ENOUGH = 1 / 2
CHECKS = 3
Held = tuple[str, int]


class Leases:
    """Claims, prolongs and gives back; `owner` is made at process start and never reused."""

    def __init__(self, database: Database, clock: Clock, rules: Rules) -> None:
        self.owner = uuid.uuid4().hex
        self._database = database
        self._clock = clock
        self._rules = rules
        self._good_until: dict[Held, float] = {}
        self._clock_ahead: float | None = None

    async def claim(self, most: int) -> tuple[tuple[Lease, tuple[Received, ...]], ...]:
        """Take visible lanes together with their next events."""
        started = self._clock.monotonic()
        lease_ms = int(self._rules.lease * 1000)
        ahead, before = self._ahead(), self._clock_ahead
        self._clock_ahead = ahead
        mine = [lane for lane, _token in self._good_until]

        def work(tx: Transaction) -> tuple[tuple[Lease, tuple[Received, ...]], ...]:
            if before is None:
                lanes.clamp(tx, lease_ms)
            elif ahead - before > STEP:
                # The clock was put forward: our own leases only look as if they had run out.
                lanes.renew(tx, self.owner, lease_ms, mine)
            return inbox.claim(tx, self.owner, lease_ms, most)

        claimed = await self._database.write(work, soft=True)
        for lease, _events in claimed:
            self.hold(lease, started)
        return claimed

    def take(self, tx: Transaction, lane: str) -> Answer:
        """Take the lane of an event in the commit that accepts it, if nothing else waits there."""
        return lanes.taking(tx, self.owner, int(self._rules.lease * 1000), lane)

    def hold(self, lease: Lease, started: float) -> None:
        """A lease was taken, asked for at `started` of the monotonic clock."""
        self._good_until[lease.lane, lease.token] = started + self._rules.lease

    def _ahead(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()

    async def renew(self) -> frozenset[Held]:
        """Prolong what was not prolonged of late; returns those that turned out to be lost.

        Only what is still worked at: a lane that was dropped must come free for others.
        """
        least = FRESH * self._rules.lease
        due = [held for held in self._good_until if self._remaining(held) < least]
        lost: set[Held] = set()
        for some in slices(sorted(due, key=self._remaining)):
            lost |= await self._prolong(some)
        return frozenset(lost)

    async def _prolong(self, some: Sequence[Held]) -> set[Held]:
        started = self._clock.monotonic()
        lease_ms = int(self._rules.lease * 1000)
        names = [lane for lane, _token in some]
        kept = await self._database.write(
            lambda tx: lanes.renew(tx, self.owner, lease_ms, names), soft=True
        )
        for held in kept & self._good_until.keys():
            self._good_until[held] = started + self._rules.lease
        lost = (set(some) - kept) & self._good_until.keys()
        for held in lost:
            del self._good_until[held]
        return lost

    async def check(self, lease: Lease) -> None:
        """Make sure that the lease outlives one send; FencedError when it is lost."""
        held = (lease.lane, lease.token)
        for _time in range(CHECKS):
            if self._remaining(held) >= ENOUGH * self._rules.lease:
                return
            if held not in self._good_until:
                break
            # Prolonging may itself take so long that too little is left.
            await self._prolong([held])
        raise FencedError(lease.lane)

    def _remaining(self, held: Held) -> float:
        return self._good_until.get(held, float("-inf")) - self._clock.monotonic()

    def forget(self, lease: Lease) -> None:
        """The lane was given back."""
        self._good_until.pop((lease.lane, lease.token), None)

    async def give_back(self) -> None:
        """Let other processes take over at once what this one did not finish."""
        await self._database.write(lambda tx: lanes.give_back(tx, self.owner))
        self._good_until.clear()


def slices(held: Sequence[Held]) -> Iterator[Sequence[Held]]:
    """A few at a time."""
    return (held[start : start + SLICE] for start in range(0, len(held), SLICE))

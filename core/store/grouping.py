"""Under load, writes that wait share one transaction; alone, each has its own."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from core.errors import StoreError
from core.store.transaction import Work

GROUP = 16
SINGLES = 1


class CommitUnknownError(StoreError):
    """The commit was sent and never answered: it may have happened, so it is not repeated."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One write on its way."""

    work: Work[object]
    tenant: str
    waiter: asyncio.Future[object]

    def settle(self, outcome: object) -> None:
        if self.waiter.done():
            return
        if isinstance(outcome, BaseException):
            self.waiter.set_exception(outcome)
        else:
            self.waiter.set_result(outcome)


class Grouping:
    """Runs a few writes singly and side by side; what waits behind them goes as one group.

    Only one group is under way at a time: two would lock lanes crosswise.
    """

    def __init__(
        self,
        threads: Executor,
        run_one: Callable[[Work[object], str], object],
        run_group: Callable[[Sequence[tuple[Work[object], str]]], Sequence[object]],
    ) -> None:
        self._threads = threads
        self._run_one = run_one
        self._run_group = run_group
        self._singles = 0
        self._waiting: deque[Asked] = deque()
        self._grouper: asyncio.Task[None] | None = None

    async def submit(self, work: Work[object], tenant: str) -> object:
        """Run the work; a cancelled caller does not cancel it."""
        loop = asyncio.get_running_loop()
        if self._singles < SINGLES:
            self._singles += 1
            future = loop.run_in_executor(self._threads, self._run_one, work, tenant)
            future.add_done_callback(self._one_less)
            return await asyncio.shield(future)
        asked = Asked(work, tenant, loop.create_future())
        self._waiting.append(asked)
        if self._grouper is None or self._grouper.done():
            self._grouper = asyncio.create_task(self._group())
        return await asyncio.shield(asked.waiter)

    def _one_less(self, _future: asyncio.Future[object]) -> None:
        self._singles -= 1

    async def _group(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            count = min(GROUP, len(self._waiting))
            group = [self._waiting.popleft() for _ in range(count)]
            pairs = [(asked.work, asked.tenant) for asked in group]
            running = loop.run_in_executor(self._threads, self._run_group, pairs)
            (outcome,) = await asyncio.gather(running, return_exceptions=True)
            if isinstance(outcome, CommitUnknownError):
                settle(group, [outcome] * count)
            elif isinstance(outcome, BaseException):
                # One of them failed and took the others along; nothing was committed.
                settle(group, await self._each(group))
            else:
                settle(group, outcome)

    async def _each(self, group: Sequence[Asked]) -> Sequence[object]:
        loop = asyncio.get_running_loop()
        running = [
            loop.run_in_executor(self._threads, self._run_one, asked.work, asked.tenant)
            for asked in group
        ]
        return await asyncio.gather(*running, return_exceptions=True)


def settle(group: Sequence[Asked], outcomes: Sequence[object]) -> None:
    """Hand results over."""
    for asked, outcome in zip(group, outcomes, strict=True):
        asked.settle(outcome)

"""Writes that wait share one transaction; one that finds nobody at work begins at once."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from core.errors import StoreError
from core.store.transaction import Work

GROUP = 64


class CommitUnknownError(StoreError):
    """The commit was sent and never answered: it may have happened, so it is not repeated."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One write on its way."""

    work: Work[object]
    tenant: str
    waiter: asyncio.Future[object]
    soft: bool

    def settle(self, outcome: object) -> None:
        if self.waiter.done():
            return
        if isinstance(outcome, BaseException):
            self.waiter.set_exception(outcome)
        else:
            self.waiter.set_result(outcome)


class Grouping:
    """Runs one group at a time: two would lock lanes crosswise and wait for each other."""

    def __init__(
        self,
        threads: Executor,
        run_one: Callable[[Work[object], str], object],
        run_group: Callable[[Sequence[tuple[Work[object], str]], bool], Sequence[object]],
    ) -> None:
        self._threads = threads
        self._run_one = run_one
        self._run_group = run_group
        self._waiting: deque[Asked] = deque()
        self._running: asyncio.Future[None] | None = None

    async def submit(self, work: Work[object], tenant: str, *, soft: bool = False) -> object:
        """Run the work; a cancelled caller does not cancel it."""
        asked = Asked(work, tenant, asyncio.get_running_loop().create_future(), soft)
        self._waiting.append(asked)
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(self._run())
        return await asked.waiter

    async def _run(self) -> None:
        while self._waiting:
            count = min(GROUP, len(self._waiting))
            group = [self._waiting.popleft() for _ in range(count)]
            settle(group, await self._outcomes(group))

    async def _outcomes(self, group: Sequence[Asked]) -> Sequence[object]:
        """What became of each."""
        pairs = [(asked.work, asked.tenant) for asked in group]
        soft = all(asked.soft for asked in group)
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._threads, self._run_group, pairs, soft)
        (outcome,) = await asyncio.gather(running, return_exceptions=True)
        if not isinstance(outcome, BaseException):
            return outcome
        refused = len(group) == 1 and not isinstance(outcome, StoreError)
        if refused or isinstance(outcome, CommitUnknownError):
            return [outcome] * len(group)
        # One of them failed and took the others along; nothing was committed.
        return await self._each(group)

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

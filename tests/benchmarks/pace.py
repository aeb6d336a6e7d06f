"""What a turn costs the product and a bare echo bot under one and the same load.

As fast as it can, an echo takes five turns in the time of one of ours, and shares among them what
each costs by itself at a pace that a school reaches: waking, the way to and from the socket.
"""

import asyncio
import statistics
import time
from typing import Protocol

from tests.benchmarks.goals import Figure, at_most

RATE, ROUNDS = 50, 3


class Bot(Protocol):
    """One bot under load."""

    def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        ...

    async def turn(self, user: str, text: str) -> object:
        """Say something and wait for the answer."""
        ...


async def paced(bot: Bot, users: list[str], seconds: float) -> float:
    """Milliseconds of processor time a turn, at `RATE` turns a second whatever the bot does."""
    begun, used, tasks = time.perf_counter(), bot.cpu(), []
    for number in range(int(RATE * seconds)):
        await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
        user = users[number % len(users)]
        tasks.append(asyncio.create_task(bot.turn(user, f"And what happened then, {number}?")))
    await asyncio.gather(*tasks)
    return (bot.cpu() - used) * 1000 / len(tasks)


async def same_load(ours: Bot, bare: Bot, users: list[str], seconds: float) -> dict[str, Figure]:
    """Both in turns, so many seconds each in all."""
    each = seconds / ROUNDS
    pairs = [
        (await paced(ours, users, each), await paced(bare, users, each)) for _ in range(ROUNDS)
    ]
    cost, yardstick = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    return {
        f"CPU ms a turn, {RATE} turns/s": Figure(round(cost, 3)),
        f"CPU ms a turn, bare echo, {RATE} turns/s": Figure(round(yardstick, 3)),
        f"times the bare echo, both at {RATE} turns/s": at_most(cost / yardstick, 4),
    }

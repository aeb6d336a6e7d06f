"""What may come between SimCord and the product: faults of calls, copies, cuts, lost sessions."""

import asyncio
import copy
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

KINDS = ("429", "500", "502", "503", "504", "cut", "after500", "after502", "after503", "aftercut")
FAULTY = 0.12
COPIED, COPIES = {"MESSAGE_CREATE", "INTERACTION_CREATE"}, (1, 1, 1, 2, 4)


@dataclass
class Answer:
    """As much of an HTTP response as the library's error wants."""

    status: int
    reason: str = "injected"


@dataclass
class Weather:
    """Stands before SimCord's REST: a call fails before its effect, or after it."""

    http: Any
    dice: random.Random
    fair: bool = False
    faults: int = 0

    async def request(self, route: Any, **more: Any) -> Any:
        kind = self._kind(route)
        if kind and not kind.startswith("after"):
            raise error_of(kind)
        answer = await self.http.request(route, **more)
        await asyncio.sleep(0)
        if kind:
            raise error_of(kind.removeprefix("after"))
        return answer

    async def get_from_cdn(self, url: str) -> bytes:
        return bytes(await self.http.get_from_cdn(url))

    def _kind(self, route: Any) -> str:
        if self.fair or route.method == "GET" or self.dice.random() > FAULTY:
            return ""
        self.faults += 1
        return self.dice.choice(KINDS)


def error_of(kind: str) -> Exception:
    """What the library raises."""
    if kind == "cut":
        return aiohttp.ServerDisconnectedError()
    if kind == "429":
        return discord.RateLimited(0.05)
    answer: Any = Answer(int(kind))
    return discord.DiscordServerError(answer, "injected")


@dataclass
class Line:
    """The socket of one client: events come in copies, wait in a cut, or are lost for good."""

    client: Any
    dice: random.Random
    held: list[tuple[Callable[[Any], None], Any]] | None = None
    cuts: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        parsers = self.client._connection.parsers  # noqa: SLF001 - the library's one seam for it
        for name, take in list(parsers.items()):
            parsers[name] = self._through(take, COPIES if name in COPIED else (1,))

    def _through(
        self, take: Callable[[Any], None], copies: tuple[int, ...]
    ) -> Callable[[Any], None]:
        def run(data: Any) -> None:
            if self.held is not None:
                self.held.append((take, data))
                return
            for _ in range(self.dice.choice(copies)):
                take(copy.deepcopy(data))

        return run

    async def cut(self, meanwhile: Awaitable[None]) -> None:
        """A dropped socket that is resumed: what came meanwhile is replayed, some of it again."""
        self.cuts += 1
        self.held = []
        await meanwhile
        held, self.held = self.held, None
        for take, data in held:
            take(data)
        self.client._connection.parsers["RESUMED"]({"__shard_id__": 0})  # noqa: SLF001 - same

    async def lose(self, meanwhile: Awaitable[None]) -> None:
        """A session that Discord no longer knows: what came meanwhile is told to nobody."""
        shard = self.client.get_shard(0)
        self.lost += 1
        await shard.disconnect()
        await meanwhile
        await shard.reconnect()

"""What was said while we did not listen: read from history, oldest first, known ones absorbed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from discord.http import Route

from bot.discord.calls import NOT_FOUND, Calls, DiscordRefusedError
from bot.discord.events import snowflake
from bot.discord.intake import Intake
from core.dispatch import Door
from core.domain.place import Place
from core.errors import CoreError

log = logging.getLogger(__name__)
PAGE, AT_ONCE, AGAIN = 100, 4, 5.0
TRIES = 5


class CatchUp:
    """Walks the open interviews of a guild; a run that is asked for twice runs once more."""

    def __init__(self, calls: Calls, intake: Intake, door: Door) -> None:
        self._calls = calls
        self._intake = intake
        self._door = door
        self._room = asyncio.Semaphore(AT_ONCE)
        self.caught = 0

    async def guild(self, guild: str) -> None:
        """Every open interview of one guild; what fails is tried again."""
        for attempt in range(TRIES):
            try:
                places = await self._door.open_places(f"discord:{guild}")
                await asyncio.gather(*(self._place(place, after) for place, after in places))
            except CoreError as error:
                log.warning("discord: catching up again: %s", error)
                await asyncio.sleep(AGAIN * (attempt + 1))
            else:
                return

    async def _place(self, place: Place, after: str) -> None:
        async with self._room:
            try:
                await self._read(place, snowflake(after) or place.thread)
            except DiscordRefusedError as error:
                if error.status == NOT_FOUND and place.thread != place.channel:
                    await self._intake.vanished(place)
                log.info("discord: a place cannot be read: %s", error)

    async def _read(self, place: Place, after: str) -> None:
        """Take all of it at once, so that a backlog is one turn and not one for each line."""
        missed: list[dict[str, Any]] = []
        async for page in self._pages(place, after):
            missed += page
        self.caught += len(missed)
        await asyncio.gather(*(self._intake.take(message, place) for message in missed))

    async def _pages(self, place: Place, after: str) -> AsyncIterator[list[dict[str, Any]]]:
        while True:
            route = Route("GET", "/channels/{channel_id}/messages", channel_id=place.thread)
            page: list[dict[str, Any]] = await self._calls.request(
                route, params={"after": after, "limit": PAGE}
            )
            page.sort(key=lambda one: int(one["id"]))
            yield page
            if len(page) < PAGE:
                return
            after = str(page[-1]["id"])

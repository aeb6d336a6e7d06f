"""Everything that Discord tells us without waiting for an answer: kept first, by the one door."""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.discord.counters import Counters
from bot.discord.events import (
    Ignored,
    Json,
    Us,
    author_id,
    read_edit,
    read_erasure,
    read_message,
    snowflake,
    vanished,
)
from bot.discord.hint import Hint
from bot.discord.platform import DiscordPlatform
from core.dispatch import Door
from core.domain.event import Event
from core.domain.place import Place
from core.errors import StoreError
from core.ports import Clock

log = logging.getLogger(__name__)
AGAIN = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


@dataclass(slots=True)
class Desk:
    """What the intake works with; `us` is known after the login."""

    platform: DiscordPlatform
    clock: Clock
    counters: Counters
    us: Us = field(default_factory=lambda: Us("", content=False))

    def now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)


class Intake:
    """One method for each kind of payload."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self._door = door
        self._places = desk.platform.places
        self._hint = Hint(desk.platform.calls)

    async def message(self, data: Json) -> None:
        """A message anywhere that we can see; only an interview's is kept."""
        place = await self._place(data)
        if place is None:
            self._desk.counters.count("message", "elsewhere")
            return
        await self.take(data, place)

    async def take(self, data: Json, place: Place) -> None:
        """A message of an interview's place, live or caught up; known ones are absorbed."""
        read = read_message(data, place, self._desk.us)
        await self._keep("message", read)
        if isinstance(read, Ignored) and read.outcome == "not_heard":
            await self._hint.give(place, snowflake(data.get("id")))

    async def edited(self, data: Json) -> None:
        place = await self._place(data)
        read = Ignored("elsewhere") if place is None else read_edit(data, place)
        await self._keep("edit", read)

    async def erased(self, data: Json) -> None:
        """One message, or many at once; by whom is not told."""
        place = await self._place(data)
        ids = data.get("ids")
        for one in ids if isinstance(ids, list) else [data.get("id")]:
            nowhere = place is None or place.thread == place.channel
            read: Event | Ignored = Ignored("elsewhere")
            if place is not None and not nowhere:
                read = read_erasure(snowflake(one), place, self._desk.now_ms())
            await self._keep("erasure", read)

    async def thread_changed(self, data: Json) -> None:
        """Renamed, archived, locked: only a lock shuts the student out."""
        channel = snowflake(data.get("id"))
        before = self._places.known(channel)
        spot = self._places.learn(data)
        self._desk.platform.calls.revive(channel)
        if spot is None or not self._places.ours(spot) or not spot.locked:
            return
        if before is None or not before.locked:
            place = Place("discord", spot.guild, spot.parent, channel)
            stamp = str((data.get("thread_metadata") or {}).get("archive_timestamp", ""))
            event = vanished(place, "locked", self._desk.now_ms(), stamp[:40].replace(":", "."))
            await self._keep("thread", event)

    async def thread_gone(self, data: Json) -> None:
        """A deleted thread takes no interview with it: the session waits for a new place."""
        channel, guild = snowflake(data.get("id")), snowflake(data.get("guild_id"))
        spot = self._places.known(channel)
        parent = snowflake(data.get("parent_id")) or (spot.parent if spot else "")
        self._places.forget(channel)
        if channel and guild and parent and (spot is None or self._places.ours(spot)):
            place = Place("discord", guild, parent, channel)
            await self._keep("thread", vanished(place, "deleted", self._desk.now_ms()))

    async def left_thread(self, data: Json) -> None:
        """The student was taken out of their thread."""
        channel = snowflake(data.get("id"))
        gone = {snowflake(one) for one in data.get("removed_member_ids") or ()}
        spot = self._places.known(channel)
        if spot is None or not self._places.ours(spot):
            return
        place = Place("discord", spot.guild, spot.parent, channel)
        if gone & {self._desk.us.user, await self._places.student(place)} - {""}:
            event = vanished(place, "left", self._desk.now_ms(), str(self._desk.now_ms()))
            await self._keep("thread", event)

    async def channel_gone(self, data: Json) -> None:
        """With a class channel go all the threads in it."""
        guild = snowflake(data.get("guild_id"))
        for thread in self._places.threads_of(snowflake(data.get("id"))):
            await self.thread_gone({"id": thread, "guild_id": guild, "parent_id": data.get("id")})
        self._places.forget(snowflake(data.get("id")))

    async def vanished(self, place: Place) -> None:
        """Found gone while we looked for what was missed."""
        await self._keep("thread", vanished(place, "deleted", self._desk.now_ms()))

    async def _place(self, data: Json) -> Place | None:
        channel, guild = snowflake(data.get("channel_id")), snowflake(data.get("guild_id"))
        if not channel:
            return None
        return await self._places.interview(channel, guild, author_id(data))

    async def _keep(self, entrance: str, read: Event | Ignored) -> None:
        if isinstance(read, Ignored):
            self._desk.counters.count(entrance, read.outcome)
            return
        new = await self._persistently(read)
        self._desk.counters.count(entrance, "kept" if new else "known")

    async def _persistently(self, event: Event) -> bool:
        """Discord does not send it again, so a busy store is asked again; at last history is."""
        for pause in AGAIN:
            try:
                return await self._door.accept(event)
            except StoreError as error:
                log.warning("discord: not kept yet: %s", error)
            await asyncio.sleep(pause)
        return await self._door.accept(event)

"""What a channel's id stands for: the class channel, one of our threads, or a DM."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from discord.http import Route

from bot.discord.calls import Calls
from bot.discord.events import CHANNEL_TYPES, PLATFORM, Json, number, snowflake
from core.domain.place import Place
from core.errors import SendError

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Spot:
    """A channel as far as we must know it; `student` is whom a thread of ours was opened for."""

    kind: str
    guild: str
    parent: str = ""
    owner: str = ""
    locked: bool = False
    student: str = ""


@dataclass(slots=True)
class Guilds:
    """The guilds that we are in, and whose DM belongs to which."""

    known: set[str]
    of_user: OrderedDict[str, str]

    def home_of(self, user: str) -> str:
        """The guild that somebody's DM stands for; the only one, or the one they came from."""
        if user in self.of_user:
            return self.of_user[user]
        return next(iter(self.known)) if len(self.known) == 1 else ""

    def seen(self, user: str, guild: str) -> None:
        """Somebody acted in a guild."""
        self.of_user[user] = guild
        self.of_user.move_to_end(user)
        while len(self.of_user) > MOST:
            self.of_user.popitem(last=False)


class Places:
    """Remembers channels from the gateway and asks for those it has not heard of."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._spots: OrderedDict[str, Spot] = OrderedDict()
        self.guilds = Guilds(set(), OrderedDict())
        self.us = ""

    def learn(self, data: Json, guild: str = "", student: str = "") -> Spot | None:
        """Take a channel's payload over; None when it is none."""
        channel = snowflake(data.get("id"))
        kind = CHANNEL_TYPES.get(number(data.get("type")), "unknown")
        guild = snowflake(data.get("guild_id")) or guild
        if not channel or (not guild and kind != "dm"):
            return None
        old = self._spots.get(channel) or Spot(kind, guild)
        spot = Spot(
            kind,
            guild,
            snowflake(data.get("parent_id")),
            snowflake(data.get("owner_id")) or old.owner,
            is_locked(data),
            student or old.student,
        )
        self._spots[channel] = spot
        self._spots.move_to_end(channel)
        while len(self._spots) > MOST:
            self._spots.popitem(last=False)
        return spot

    def forget(self, channel: str) -> None:
        self._spots.pop(channel, None)

    def known(self, channel: str) -> Spot | None:
        return self._spots.get(channel)

    def threads_of(self, parent: str) -> list[str]:
        """Our threads in a channel, as far as they are known."""
        return [key for key, one in self._spots.items() if one.parent == parent and self.ours(one)]

    def ours(self, spot: Spot) -> bool:
        """A private thread that we opened."""
        return spot.kind == "thread" and bool(self.us) and spot.owner == self.us

    async def find(self, channel: str) -> Spot | None:
        """What a channel is; asks Discord for one that is new to us."""
        spot = self._spots.get(channel)
        if spot is not None:
            return spot
        try:
            data = await self._calls.request(Route("GET", "/channels/{id}", id=channel))
        except SendError:
            return None
        return self.learn(data) if isinstance(data, Mapping) else None

    async def interview(self, channel: str, guild: str, user: str) -> Place | None:
        """The place in which typed words may be an interview's; None for everything else."""
        if not guild:
            home = self.guilds.home_of(user)
            return direct(home, channel) if home else None
        spot = await self.find(channel)
        if spot is None or not self.ours(spot):
            return None
        return Place(PLATFORM, guild, spot.parent, channel)

    async def student(self, place: Place) -> str:
        """Whom a thread of ours was opened for; Discord's own line about it names them."""
        spot = await self.find(place.thread)
        if spot is None or spot.student:
            return spot.student if spot else ""
        found = await self._added(place.thread)
        self.learn(
            {
                "id": place.thread,
                "type": 12,
                "guild_id": spot.guild,
                "parent_id": spot.parent,
                "owner_id": spot.owner,
            },
            student=found,
        )
        return found

    async def _added(self, thread: str) -> str:
        route = Route("GET", "/channels/{id}/messages", id=thread)
        try:
            lines = await self._calls.request(route, params={"after": thread, "limit": 5})
        except SendError:
            return ""
        for line in sorted(lines, key=lambda one: int(one["id"])):
            if line.get("type") == 1 and line.get("mentions"):
                return snowflake(line["mentions"][0].get("id"))
        return ""


def is_locked(data: Json) -> bool:
    metadata = data.get("thread_metadata")
    return isinstance(metadata, Mapping) and bool(metadata.get("locked"))


def direct(guild: str, channel: str) -> Place:
    """A DM counts as a thread of its own, so that it is one conversation."""
    return Place(PLATFORM, guild, channel, channel)

"""The Discord adapter as the platform contract needs it, with our Discord on loopback."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import SystemClock
from bot.discord.adapter import DiscordAdapter
from bot.settings import Settings
from bot.web.server import Site
from core.domain.place import Place
from core.ports import Platform
from tests.bot.playground.world import ScriptedDoor
from tests.discord_server.payloads import message_json
from tests.discord_server.person import Person, buttons
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import APP, TOKEN, Channel, Json
from tests.journeys.discord_class import CLASS, INES, OMAR, eventually, populate

LIVE = ("@everyone", "@here", "<@", "<#", "<!", "</", "<:", "<a:", "://e", "](h")
OTHER_APP = "900000000000000009"


@dataclass
class GuildDoor(ScriptedDoor):
    """A core that has no class and no interview yet."""

    async def classes(self, _tenant: str) -> tuple[Place, ...]:
        return ()

    async def open_places(self, _tenant: str) -> tuple[tuple[Place, str], ...]:
        return ()


@dataclass
class DiscordStand:
    """Typed words, presses and what is on the screen of a server's member."""

    server: DiscordServer
    stack: AsyncExitStack
    adapter: DiscordAdapter = field(init=False)
    door: ScriptedDoor = field(default_factory=GuildDoor)
    common: Place = CLASS
    people: tuple[str, str] = (INES, OMAR)
    longest: int = 40_000

    async def begin(self) -> None:
        made: Callable[..., Settings] = Settings
        settings = made(
            discord_bot_token=TOKEN,
            discord_api_url=self.server.api,
            discord_gateway_url=self.server.gateway_url,
            _env_file=None,
        )
        self.adapter = DiscordAdapter(settings, SystemClock(), no_file)
        self.stack.push_async_callback(self.adapter.stop)
        await self.adapter.start(self.door, Site(dict))  # type: ignore[arg-type]  # it stands for it
        self.stack.push_async_callback(self.adapter.stop_intake)
        await eventually(lambda: self.adapter.ready)

    @property
    def platform(self) -> Platform:
        return self.adapter.platform

    async def types(self, user: str, place: Place, text: str) -> None:
        before = len(self.door.events)
        await Person(self.server, user).says(text, place.thread)
        await eventually(lambda: len(self.door.events) > before)

    async def noise(self, place: Place) -> None:
        """Another app's words and Discord's own lines; ours came through the gateway already."""
        world = self.server.world
        thread = world.channels[place.thread]
        other = world.add_user(OTHER_APP, "another app", bot=True)
        lines = [
            message_json(world, thread, other, content="I am another app"),
            message_json(world, thread, world.users[INES], content="x", type=7),
            message_json(world, thread, world.users[INES], content="x", webhook_id="1"),
        ]
        for line in lines:
            world.emit("MESSAGE_CREATE", {**line, "guild_id": thread.guild}, thread)
        await self.server.gateway.flush()
        counters = self.adapter.counters
        await eventually(lambda: counters.of("message", "bot") > 2)

    async def presses(self, user: str, place: Place, label: str) -> None:
        before = len(self.door.events)
        message = next(
            one
            for one in reversed(self._ours(place, user))
            if any(each.get("label") == label for each in buttons(one))
        )
        await Person(self.server, user).presses(message["channel_id"], message, label)
        await eventually(lambda: len(self.door.events) > before)

    def shown(self, user: str, place: Place) -> str:
        return " ".join(str(one["content"]) for one in self._ours(place, user))

    def live(self, place: Place) -> list[str]:
        told = self._ours(place, self.people[0])
        notified = [str(one["mentions"]) for one in told if one["mentions"]]
        unfolded = [str(one["embeds"]) for one in told if one["embeds"]]
        words = " ".join(str(one["content"]) for one in told)
        return [mark for mark in LIVE if mark in words] + notified + unfolded

    async def restart(self) -> None:
        await self.stack.aclose()
        await self.begin()

    def _ours(self, place: Place, user: str) -> list[Json]:
        """What the app said there; what it says to one person alone without being asked is a DM."""
        world = self.server.world
        there = [world.channels[place.thread or place.channel]]
        if not place.thread:
            there += [one for one in world.channels.values() if one.type == 1]
        return [line for one in there if world.sees(user, one) for line in said_by_us(one)]


def said_by_us(channel: Channel) -> list[Json]:
    lines = channel.messages.values()
    return [one for one in lines if one["author"]["id"] == APP and one["type"] == 0]


async def no_file(_tenant: str, file_id: str) -> bytes:
    raise LookupError(file_id)


@asynccontextmanager
async def discord(_folder: Path) -> AsyncIterator[DiscordStand]:
    async with DiscordServer() as server, AsyncExitStack() as stack:
        populate(server)
        stand = DiscordStand(server, stack)
        await stand.begin()
        yield stand

"""What the platform contract needs of a platform: it, its people, and what they see.

A new platform adds one `Stand` and one row to `STANDS`; the contract already knows the rest.
"""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from bot.clock import SystemClock
from bot.settings import Settings
from bot.slack.adapter import SlackAdapter
from bot.web.server import Site
from core.domain.place import Place
from core.ports import Platform
from tests.bot.playground.world import ScriptedDoor, World, open_world
from tests.contracts.discord_stand import discord
from tests.journeys.slack_class import CLASS, TOKENS, eventually, populate
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer
from tests.slack_server.world import Message

SLACK_LIVE = {"link", "user", "usergroup", "channel", "broadcast", "emoji", "mrkdwn", "color"}
CONTROL = re.compile(r"<[^<>]+>")
NO_VAULT: Any = None


class Stand(Protocol):
    """A platform with its service on loopback and a door that keeps what it hears.

    `common` is a channel with both `people` in it; `longest` the longest text that the core may
    hand over in one reply.
    """

    door: ScriptedDoor
    common: Place
    people: tuple[str, str]
    longest: int

    @property
    def platform(self) -> Platform: ...

    async def types(self, user: str, place: Place, text: str) -> None:
        """Somebody says something there."""
        ...

    async def noise(self, place: Place) -> None:
        """The app's own words, another app's and the service's notes, told as the service does."""
        ...

    async def presses(self, user: str, place: Place, label: str) -> None:
        """Press the newest button of that label."""
        ...

    def shown(self, user: str, place: Place) -> str:
        """Everything of the app's that somebody reads there, oldest first."""
        ...

    def live(self, place: Place) -> list[str]:
        """Whatever the app's messages there hold that would mention, link or be parsed."""
        ...

    async def restart(self) -> None:
        """End the adapter and start it anew; the service goes on."""
        ...


@dataclass
class PlaygroundStand:
    """The browser playground by its own rules."""

    path: Path
    stack: AsyncExitStack
    world: World = field(init=False)
    people: tuple[str, str] = ("ines", "omar")
    longest: int = 40_000

    async def begin(self) -> None:
        self.world = await self.stack.enter_async_context(open_world(self.path))
        self.door, self.common = self.world.door, self.world.channel

    @property
    def platform(self) -> Platform:
        return self.world.playground

    async def types(self, user: str, place: Place, text: str) -> None:
        await self.world.act(user, "say", place=str(place), text=text)

    async def noise(self, place: Place) -> None:
        """There is no other app here; the app's own words go through its journal like all."""
        await self.world.act(self.people[0], "say", place=str(self.common), text="Lunch?")
        assert place

    async def presses(self, user: str, place: Place, label: str) -> None:
        for message in reversed(self.world.playground.messages.history(place, user)):
            content = json.loads(message.content)
            for button in content.get("buttons", []):
                if button["label"] == label:
                    fields = {"token": button["token"], "message": str(message.id)}
                    await self.world.act(user, "button", place=str(place), **fields)
                    return

    def shown(self, user: str, place: Place) -> str:
        history = self.world.playground.messages.history(place, user)
        blocks = [block for one in history for block in json.loads(one.content).get("blocks", [])]
        return " ".join(str(block.get("text", "")) for block in blocks)

    def live(self, place: Place) -> list[str]:
        """Markup of any kind would be a field that is not among these."""
        known = {"kind", "text", "speaker", "label", "rows", "header", "cells"}
        history = self.world.playground.messages.history(place, self.people[0])
        blocks = [block for one in history for block in json.loads(one.content).get("blocks", [])]
        return sorted({name for block in blocks for name in block} - known)

    async def restart(self) -> None:
        await self.stack.aclose()
        await self.begin()


@dataclass
class SlackStand:
    """The Slack adapter and our Slack on loopback."""

    server: SlackServer
    stack: AsyncExitStack
    adapter: SlackAdapter = field(init=False)
    door: ScriptedDoor = field(default_factory=ScriptedDoor)
    common: Place = CLASS
    people: tuple[str, str] = ("U0INES", "U0OMAR")
    longest: int = 40_000

    async def begin(self) -> None:
        names = {name.lower(): value for name, value in TOKENS.items()}
        made: Callable[..., Settings] = Settings
        settings = made(**names, slack_api_url=self.server.api, _env_file=None)
        self.adapter = SlackAdapter(settings, SystemClock(), no_file, NO_VAULT)
        self.stack.push_async_callback(self.adapter.stop)
        await self.adapter.start(self.door, Site(dict))  # type: ignore[arg-type]  # it stands for it
        self.stack.push_async_callback(self.adapter.stop_intake)
        await eventually(lambda: self.adapter.ready)

    @property
    def platform(self) -> Platform:
        return self.adapter.platform

    async def types(self, user: str, place: Place, text: str) -> None:
        await Person(self.server, user).says(text, place.thread)

    async def noise(self, place: Place) -> None:
        person = Person(self.server, self.people[0])
        channel = self.server.world.dm(person.id)
        for message in [one for one in channel.messages.values() if one.bot]:
            body = {**message.json(), "channel": channel.id, "channel_type": "im"}
            await person.event(body)
            await person.event({**body, "subtype": "message_changed", "message": message.json()})
        await person.says("I am another app", place.thread, bot_id="B0OTHER", user=None)
        await person.says("Slack speaks", place.thread, subtype="channel_topic")

    async def presses(self, user: str, place: Place, label: str) -> None:
        person = Person(self.server, user)
        for channel, message in reversed(self.server.world.visible(user)):
            if label in str(message.blocks) and channel.id == place.channel:
                await person.presses(channel, message, label)
                return

    def shown(self, user: str, place: Place) -> str:
        return " ".join(one.words() for one in self._ours(place, user))

    def live(self, place: Place) -> list[str]:
        found = []
        for message in self._ours(place, self.people[0]):
            found += [kind for kind in kinds(message.blocks) if kind in SLACK_LIVE]
            found += CONTROL.findall(message.text)
        return found

    async def restart(self) -> None:
        await self.stack.aclose()
        await self.begin()

    def _ours(self, place: Place, user: str) -> list[Message]:
        there = self.server.world.channels[place.channel].messages.values()
        mine = [one for one in there if one.bot and one.to in {"", user}]
        return [one for one in mine if place.thread in {one.thread, one.ts}]


def kinds(node: Any) -> list[str]:
    """The type of every element, however deep it lies."""
    if isinstance(node, list):
        return [kind for one in node for kind in kinds(one)]
    if not isinstance(node, dict):
        return []
    return [str(node.get("type")), *(kind for one in node.values() for kind in kinds(one))]


async def no_file(_tenant: str, file_id: str) -> bytes:
    raise LookupError(file_id)


@asynccontextmanager
async def playground(folder: Path) -> AsyncIterator[Stand]:
    async with AsyncExitStack() as stack:
        stand = PlaygroundStand(folder / "play.sqlite3", stack)
        await stand.begin()
        yield stand


@asynccontextmanager
async def slack(_folder: Path) -> AsyncIterator[Stand]:
    async with SlackServer() as server, AsyncExitStack() as stack:
        populate(server)
        stand = SlackStand(server, stack)
        await stand.begin()
        yield stand


Opening = Callable[[Path], AbstractAsyncContextManager[Stand]]
STANDS: dict[str, Opening] = {"playground": playground, "slack": slack, "discord": discord}

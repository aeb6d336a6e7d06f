"""The course's campus on the loopback Slack: everything is typed, pressed and read there.

The product is a process of its own; its database is looked at only to know when it rests.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import SystemClock
from bot.slack.text import straight
from core.domain.event import Value
from core.store import lanes
from core.store.database import Database, open_database
from tests.journeys.campus import taken
from tests.journeys.playing import playing
from tests.journeys.slack_class import Product, Student, eventually
from tests.journeys.slack_form import fill
from tests.provider import Provider
from tests.slack_server.delivery import Sent
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer
from tests.slack_server.world import BOT_USER, Opened

COURSE, TOP = "C0COURSE", ("practice", "assign", "roster")
MODEL = "claude-sonnet-5-5"
KEYS = {"slash_commands": "command:", "interactive": "press:"}


def user_id(who: str) -> str:
    return f"U0{who.upper()}"


@dataclass(slots=True)
class SlackCampus:
    """People go by their short names; whoever is asked for consent gives it."""

    server: SlackServer
    product: Product
    database: Database
    students: dict[str, Student] = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)

    def _student(self, who: str, name: str = "", *, admin: bool = False) -> Student:
        known = self.students.get(who)
        if known is None:
            world, user = self.server.world, user_id(who)
            world.add_user(user, name or who.title(), is_admin=admin)
            world.users[user]["profile"]["email"] = f"{who}@example.edu"
            known = self.students[who] = Student(Person(self.server, user))
        return known

    async def admin(self, who: str, command: str, **options: Value) -> None:
        """A command of somebody whom Slack calls an administrator."""
        self._student(who, admin=True)
        await self.command(who, command, **options)

    async def command(self, who: str, command: str, **options: Value) -> None:
        """Typed into the channel; what cannot be typed is put into the form."""
        typed = {name: value for name, value in options.items() if isinstance(value, str | int)}
        typed = {name: value for name, value in typed.items() if "data:" not in str(value)}
        words = " ".join(f"{name}:{quoted(name, value)}" for name, value in typed.items())
        first, _, rest = command.partition(" ")
        slash, text = (f"/{first}", rest) if first in TOP else ("/vc", command)
        person = self._student(who).person
        sent = await person.commands(slash, f"{text} {words}".strip(), channel=COURSE)
        await self._carried_out(who, sent, options)

    async def press(self, who: str, label: str, **values: Value) -> None:
        """The newest button of that label that this person sees."""
        found = self.server.world.visible(user_id(who))
        for channel, message in reversed(found):
            try:
                sent = await self._student(who).person.presses(channel, message, label)
            except LookupError:
                continue
            return await self._carried_out(who, sent, values)
        raise AssertionError(f"{who} sees no button {label}")

    async def _carried_out(self, who: str, sent: Sent, values: dict[str, Value]) -> None:
        """Fill in the form that opens, if one does, and wait for all that follows."""
        assert sent.acked, sent.payload
        key = KEYS[sent.kind] + sent.payload["trigger_id"]
        while not await self.database.read(lambda tx: taken(tx, key)):
            view = self._opened(sent.payload["trigger_id"])
            if view is not None:
                await self._send(who, view, values)
                break
            await self.product.alive()
        await self.settle()
        await self._consent(who)

    def _opened(self, trigger: str) -> Opened | None:
        return next(
            (one for one in self.server.world.views.values() if one.trigger == trigger), None
        )

    async def _send(self, who: str, view: Opened, values: dict[str, Value]) -> None:
        person = self._student(who).person
        sent = await person.submits(view, await fill(person, view, values))
        assert sent.acked
        assert sent.answer is None, sent.answer

    async def _consent(self, who: str) -> None:
        """Accept the notice the first time that it stands there; what was wished goes on."""
        asked = self._student(who).person.find("Before you start")
        if asked is not None and who not in self.agreed:
            self.agreed.add(who)
            await self.press(who, "Accept")

    async def settle(self) -> None:
        """Wait until no lane has anything to do or to send."""
        while (await self.database.read(lanes.depth))[0]:
            await self.product.alive()

    async def join(self, who: str, name: str) -> None:
        await self._student(who, name).person.joins(COURSE)
        await self.settle()

    async def leave(self, who: str) -> None:
        await self._student(who).person.leaves(COURSE)
        await self.settle()

    async def say(self, who: str, text: str) -> None:
        """Into the thread of the client's newest line."""
        student = self._student(who)
        _, line = await eventually(student.client_line)
        assert (await student.person.says(text, line.thread)).acked
        await self.settle()

    async def end(self, who: str) -> None:
        await self.press(who, "End")

    async def lose_place(self, who: str) -> None:
        student = self._student(who)
        channel, line = await eventually(student.client_line)
        await student.person.deletes(channel, channel.messages[line.thread])
        await self.settle()

    async def until(self, at: datetime) -> None:
        """The process lives by the machine's clock."""
        raise NotImplementedError(at)

    def read(self, who: str) -> str:
        return straight("\n".join(self._student(who).person.sees()))

    async def files(self) -> dict[str, bytes]:
        shown = [
            one
            for channel in self.server.world.channels.values()
            for message in channel.messages.values()
            for one in message.files
        ]
        found = self.server.world.files
        return {one["name"]: found[one["id"]]["content"] for one in shown}


def quoted(name: str, value: Value) -> str:
    """An option's value as it is typed."""
    return f"<@{user_id(str(value))}>" if name == "member" else f'"{value}"'


@asynccontextmanager
async def slack_campus(url: str, tokens: dict[str, str]) -> AsyncIterator[SlackCampus]:
    """`virtual-client run` given nothing but its environment, and a channel with the app in it."""
    async with SlackServer() as server, Provider() as provider:
        playing(provider)
        server.world.add_channel(COURSE, [BOT_USER])
        model = {
            "CLIENT_MODEL": MODEL,
            "ANTHROPIC_API_KEY": "sk-test",
            "ANTHROPIC_BASE_URL": provider.url,
        }
        product = Product(url, server, tokens | model)
        await product.start()
        database = open_database(url, SystemClock())
        try:
            yield SlackCampus(server, product, database)
        finally:
            await database.close()
            await product.stop()

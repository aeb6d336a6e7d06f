"""A class on the loopback Discord, with the product as its own process or inside the test."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot import app as wiring
from bot.clock import SystemClock
from bot.discord.adapter import DiscordAdapter
from bot.settings import Settings
from bot.web.server import Site
from core.delivery.effects import Rules
from core.domain.place import Place
from core.domain.session import Message, Role
from core.domain.teaching import SectionRole
from core.services.demo_class import DemoClass, DemoMember, seed
from core.services.house import House
from core.store import inbox, lanes, messages, sessions
from core.store import people as persons
from core.store.database import open_database
from core.store.transaction import Transaction
from tests.discord_server.person import Person, bare, buttons
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import (
    ADMIN,
    CONTENT_FLAG,
    MEMBERS_FLAG,
    TOKEN,
    Channel,
    Interaction,
    Json,
)
from tests.journeys.process import Ending, ready
from tests.seeds import agree

GUILD, CHANNEL = "700000000000000001", "710000000000000001"
RUTH, INES, OMAR = "600000000000000001", "600000000000000002", "600000000000000003"
CLASS = Place("discord", GUILD, CHANNEL)
PEOPLE = {RUTH: "Dr. Ruth Adeyemi", INES: "Ines Carvalho", OMAR: "Omar Haddad"}
SPOKEN = "-# demo client (scripted, no AI)\n"
BOTH_INTENTS = CONTENT_FLAG | MEMBERS_FLAG
UNHEARD = 5.0
HANDLERS = ("CommandTree-invoker", "discord.py: on_", "discord-ui-", "discord: heard")
ROOT = Path(__file__).parents[2]
QUESTIONS = (
    "Hello, I am Ines, a student of social work. What brings you here today?",
    "That sounds exhausting. What has been on your mind most?",
    "It sounds as if a lot rests on you.",
    "Who is there for you when it gets hard?",
    "What would you like to be different?",
)
T = TypeVar("T")


def many(count: int) -> dict[str, str]:
    """So many students."""
    return {f"61{number:016d}": f"Student {number}" for number in range(count)}


async def make_class(url: str, people: dict[str, str] = PEOPLE, *, agreed: bool = True) -> None:
    """Seed the core: one teacher, students, the shipped clients, one assignment to announce.

    `agreed`: everybody has accepted the notice before.
    """
    database = open_database(url, SystemClock())
    members = tuple(
        DemoMember(user, name, SectionRole.TEACHER if user == RUTH else SectionRole.STUDENT)
        for user, name in {RUTH: PEOPLE[RUTH], **people}.items()
    )
    plan = DemoClass(CLASS, "Interviewing 101", "UTC", members)
    try:
        house = House(SystemClock())
        event = await database.write(lambda tx: seed(tx, house, plan), CLASS.tenant)
        if agreed:
            await agree(database, house, CLASS.tenant, {RUTH: PEOPLE[RUTH], **people})
        if event is not None:
            await database.write(lambda tx: inbox.accept(tx, event), CLASS.tenant)
    finally:
        await database.close()


def populate(server: DiscordServer, people: dict[str, str] = PEOPLE) -> None:
    """The same people in the guild, the app among them."""
    world = server.world
    everybody = {RUTH: PEOPLE[RUTH], **people}
    for user, name in everybody.items():
        world.add_user(user, name)
    guild = world.add_guild(GUILD, "School of Social Work", RUTH)
    guild.roles["801"] = ADMIN
    guild.members |= {user: [] for user in everybody} | {RUTH: ["801"]}
    world.add_channel(CHANNEL, GUILD, "interviewing-101")


async def eventually(look: Callable[[], T | None], seconds: float = 120.0) -> T:
    """Wait until `look` finds something; AssertionError after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"nothing came of {look}")


def unheard(pressed: Interaction) -> Interaction | None:
    """What Discord shows as "did not respond", so that one presses again."""
    late = time.monotonic() - pressed.born > UNHEARD
    return pressed if late and not pressed.acked else None


@dataclass
class Student:
    """Somebody who goes through an interview by what is on the screen."""

    person: Person
    thread: str = ""

    async def starts(self) -> None:
        """Press Start under the announcement and read the client's first line."""
        channel, message = await eventually(lambda: self.person.find("First interviews"))
        before = self.count()
        pressed = await self.person.presses(channel.id, message, "Start")
        asked = await eventually(
            lambda: (
                self.count() > before or self.person.find("Before you start") or unheard(pressed)
            )
        )
        if asked is pressed:
            return await self.starts()
        if isinstance(asked, tuple):
            await self.person.presses(asked[0].id, asked[1], "Accept")
        await eventually(lambda: self.count() > before)
        found = self.client_line()
        assert found
        self.thread = found[0].id
        return None

    async def asks(self, text: str) -> Json:
        """Type in the thread and read the answer."""
        before = self.count()
        await self.person.says(text, self.thread)
        await eventually(lambda: self.count() > before)
        found = self.client_line()
        assert found
        return found[1]

    async def presses(self, label: str) -> Interaction:
        """Press what begins so, under the newest message that has such a button."""
        for channel, message in reversed(self.person.sees()):
            shown = [str(one.get("label")) for one in buttons(message)]
            fitting = next((one for one in shown if one.startswith(label)), None)
            if fitting:
                return await self.person.presses(channel.id, message, fitting)
        raise AssertionError(f"nothing to press: {label}")

    async def ends(self) -> None:
        """Press End, and mean it."""
        asked = await self.presses("End")
        await eventually(lambda: asked.answers)
        await self.person.presses(asked.channel, asked.answers[0], "End")

    async def reads(self, words: str) -> Json:
        """Wait for a message with these words."""
        return (await eventually(lambda: self.person.find(words)))[1]

    def client_line(self) -> tuple[Channel, Json] | None:
        """The newest line of the client."""
        return self.person.find(SPOKEN)

    def count(self) -> int:
        """How many lines of the client are there to read."""
        return sum(SPOKEN in bare(message["content"]) for _, message in self.person.sees())

    def files(self) -> list[str]:
        """The names of the files that came."""
        return [file["filename"] for _, one in self.person.sees() for file in one["attachments"]]


@dataclass
class Product(Ending):
    """`virtual-client run` in a process of its own, given nothing but its environment."""

    url: str
    server: DiscordServer
    extra: dict[str, str] = field(default_factory=dict)
    process: Process | None = None

    async def start(self) -> None:
        """Start it and wait until it hears."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            "CLIENT_MODEL": "demo",
            "DISCORD_BOT_TOKEN": TOKEN,
            "DISCORD_API_URL": self.server.api,
            "DISCORD_GATEWAY_URL": self.server.gateway_url,
            "HTTP_PORT": "0",
            **self.extra,
        }
        command = ["-m", "bot", "run", "--env-file", "none.env", "--quiet-ms", "0"]
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=PIPE, env=environment
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(120):
            async for shown in self.process.stdout:
                line = shown.decode()
                if "health on port" in line:
                    break
        await ready(int(line.rsplit("port ", 1)[1].rstrip(".\n")))


@asynccontextmanager
async def running(
    url: str, *, validating: bool = False, agreed: bool = True, **extra: str
) -> AsyncIterator[tuple[DiscordServer, Product]]:
    """The class, the server and the product's own process."""
    await make_class(url, agreed=agreed)
    async with DiscordServer() as server:
        server.validating = validating
        populate(server)
        product = Product(url, server, extra)
        await product.start()
        try:
            yield server, product
        finally:
            await product.stop()


@dataclass
class Inside:
    """The product inside the test's own process."""

    server: DiscordServer
    adapter: DiscordAdapter
    app: wiring.App
    url: str

    def student(self, user: str = INES) -> Student:
        return Student(Person(self.server, user))

    async def settle(self) -> None:
        """Wait until all that was said is taken, and no lane has anything to do or to send."""
        deadline = time.monotonic() + 200
        await self.server.gateway.heard()
        while handlers():
            assert time.monotonic() < deadline, "something is not taken"
            await asyncio.sleep(0.01)
        while (await self.app.basis.database.read(lanes.depth))[0]:
            assert time.monotonic() < deadline, "the lanes do not come to rest"
            await asyncio.sleep(0.02)


def handlers() -> list[asyncio.Task[Any]]:
    """What is at work on something that Discord told; the names are the library's and ours."""
    return [one for one in asyncio.all_tasks() if one.get_name().startswith(HANDLERS)]


@asynccontextmanager
async def inside(
    url: str, people: dict[str, str] = PEOPLE, flags: int = BOTH_INTENTS, **extra: Any
) -> AsyncIterator[Inside]:
    """The class, the server and the product in one process."""
    await make_class(url, people)
    async with DiscordServer() as server:
        populate(server, people)
        server.world.flags = flags
        async with adapter_on(url, server, **extra) as made:
            yield made


@asynccontextmanager
async def adapter_on(url: str, server: DiscordServer, **extra: Any) -> AsyncIterator[Inside]:
    """The product on a database that is there already."""
    rules = extra.pop("rules", Rules(quiet_ms=0, poll=0.05, first_pause=0.02))
    settings = Settings(
        _env_file=None,
        discord_bot_token=TOKEN,
        discord_api_url=server.api,
        discord_gateway_url=server.gateway_url,
        client_model="demo",
        **extra,
    )
    clock = SystemClock()
    basis = wiring.Basis(open_database(url, clock), House(clock), clock)
    adapter = DiscordAdapter(settings, clock, basis.load_file)
    app = wiring.start(basis, {"discord": adapter.platform}, rules)
    await adapter.start(app.door, Site(lambda: {"discord": adapter.ready}))
    try:
        await eventually(lambda: adapter.ready)
        yield Inside(server, adapter, app, url)
    finally:
        await adapter.stop_intake()
        await app.stop()
        await adapter.stop()


async def transcript(url: str, user: str = INES) -> list[tuple[str, int, str]]:
    """Speaker, turn and text of every line of somebody's newest interview."""

    def lines(tx: Transaction) -> tuple[Message, ...]:
        person = persons.find_user(tx, user)
        assert person
        session = sessions.of_student(tx, person.id, 1)[0]
        return messages.of_session(tx, session.id)

    database = open_database(url, SystemClock())
    try:
        found = await database.read(lines, CLASS.tenant)
    finally:
        await database.close()
    return [(line.role.value, line.turn, line.text) for line in found]


async def said(url: str, user: str = INES) -> list[str]:
    """The student's own lines in the core's transcript."""
    return [text for role, _, text in await transcript(url, user) if role == Role.STUDENT.value]

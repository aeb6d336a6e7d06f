"""A class on the loopback Slack, with the product as its own process or inside the test."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot import app as wiring
from bot.clock import SystemClock
from bot.settings import Settings
from bot.slack.adapter import SlackAdapter
from bot.web.server import Site
from core.delivery.effects import Rules
from core.domain.place import Place
from core.domain.teaching import SectionRole
from core.services.demo_class import DemoClass, DemoMember, seed
from core.services.house import House
from core.store import inbox, lanes
from core.store.database import open_database
from tests.journeys.process import Ending, ready
from tests.seeds import agree
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer
from tests.slack_server.world import BOT_USER, TEAM, Channel, Message

CHANNEL = "C0CLASS"
CLASS = Place("slack", TEAM, CHANNEL)
PEOPLE = {"U0RUTH": "Dr. Ruth Adeyemi", "U0INES": "Ines Carvalho", "U0OMAR": "Omar Haddad"}
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test"}
SIGNED = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": "secret"}
QUICK = Rules(quiet_ms=0, poll=0.05, first_pause=0.02)
ROOT = Path(__file__).parents[2]
SPOKEN = ("demo client (scripted, no AI) \n", "simulated client (AI) \n")
T = TypeVar("T")


def many(count: int) -> dict[str, str]:
    """One teacher and so many students."""
    return {"U0RUTH": "Dr. Ruth Adeyemi"} | {f"U{n:05d}": f"Student {n}" for n in range(count)}


async def make_class(url: str, people: dict[str, str] = PEOPLE, *, agreed: bool = True) -> None:
    """Seed the core: a teacher, students, the shipped clients, one assignment to announce.

    `agreed`: everybody has accepted the notice before.
    """
    database = open_database(url, SystemClock())
    teacher, *_ = people
    members = tuple(
        DemoMember(user, name, SectionRole.TEACHER if user == teacher else SectionRole.STUDENT)
        for user, name in people.items()
    )
    plan = DemoClass(CLASS, "Interviewing 101", "UTC", members)
    try:
        house = House(SystemClock())
        event = await database.write(lambda tx: seed(tx, house, plan), CLASS.tenant)
        if agreed:
            await agree(database, house, CLASS.tenant, people)
        if event is not None:
            await database.write(lambda tx: inbox.accept(tx, event), CLASS.tenant)
    finally:
        await database.close()


def populate(server: SlackServer, people: dict[str, str] = PEOPLE) -> None:
    """The same people in the workspace, the app among them."""
    for user, name in people.items():
        server.world.add_user(user, name, is_admin=user == "U0RUTH")
    server.world.add_channel(CHANNEL, [*people, BOT_USER])


async def eventually(look: Callable[[], T | None], seconds: float = 120.0) -> T:
    """Wait until `look` finds something; AssertionError after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"nothing came of {look}")


def spoken(words: str) -> bool:
    """Whether a message shows the client's own words."""
    return any(label in words for label in SPOKEN)


@dataclass
class Student:
    """Somebody who goes through an interview by what is on the screen."""

    person: Person
    channel: Channel = field(init=False)
    thread: str = ""

    async def starts(self) -> None:
        """Press Start under the announcement and read the client's first line."""
        announced = await eventually(lambda: self.person.find("Start opens a private thread"))
        before = self.count()
        for _ in range(20):
            # Where it is not acknowledged Slack shows a warning sign: the person presses again.
            if (await self.person.presses(*announced, "Start")).acked:
                break
            await asyncio.sleep(0.2)
        asked = await eventually(
            lambda: self.count() > before or self.person.find("Before you start"), 120.0
        )
        if isinstance(asked, tuple):
            await self.person.presses(*asked, "Accept")
        await eventually(lambda: self.count() > before, 120.0)
        self.channel, line = await eventually(self.client_line)
        self.thread = line.thread

    async def asks(self, text: str, seconds: float = 120.0) -> Message:
        """Type in the thread and read the answer."""
        before = self.count()
        await self.person.says(text, self.thread)
        await eventually(lambda: self.count() > before, seconds)
        found = self.client_line()
        assert found
        return found[1]

    async def presses(self, label: str) -> None:
        """Press what has this label under the newest message that has it."""
        for channel, message in reversed(self.person.server.world.visible(self.person.id)):
            try:
                await self.person.presses(channel, message, label)
            except LookupError:
                continue
            return
        raise AssertionError(f"nothing to press: {label}")

    async def reads(self, words: str) -> Message:
        """Wait for a message with these words."""
        return (await eventually(lambda: self.person.find(words)))[1]

    def client_line(self) -> tuple[Channel, Message] | None:
        """The newest line of the client."""
        found = self.person.server.world.visible(self.person.id)
        return next((one for one in reversed(found) if spoken(one[1].words())), None)

    def count(self) -> int:
        """How many lines of the client are there to read."""
        return sum(map(spoken, self.person.sees()))


@dataclass
class Product(Ending):
    """`virtual-client run` in a process of its own, given nothing but its environment."""

    url: str
    server: SlackServer
    tokens: dict[str, str]
    process: Process | None = None
    port: int = 0

    async def start(self) -> None:
        """Start it and wait until it hears."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            "CLIENT_MODEL": "demo",
            "SLACK_API_URL": self.server.api,
            "HTTP_PORT": "0",
            **self.tokens,
        }
        command = ["-m", "bot", "run", "--env-file", "none.env", "--quiet-ms", "0"]
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=PIPE, env=environment
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(120):
            line = "?"
            while line and "health on port" not in line:
                line = (await self.process.stdout.readline()).decode()
        assert line, "it ended before it listened"
        self.port = int(line.rsplit("port ", 1)[1].rstrip(".\n"))
        if "SLACK_SIGNING_SECRET" in self.tokens:
            self.server.delivery.url = f"http://127.0.0.1:{self.port}/slack/events"
        await ready(self.port)

    async def alive(self) -> None:
        """Give it a moment; AssertionError when it has ended."""
        assert self.process is not None
        assert self.process.returncode is None
        await asyncio.sleep(0.02)


@asynccontextmanager
async def running(
    url: str, tokens: dict[str, str], *, agreed: bool = True
) -> AsyncIterator[tuple[SlackServer, Product]]:
    """The class, the server and the product's own process."""
    await make_class(url, agreed=agreed)
    async with SlackServer() as server:
        populate(server)
        product = Product(url, server, tokens)
        await product.start()
        try:
            yield server, product
        finally:
            await product.stop()


@dataclass
class Inside:
    """The product inside the test's own process."""

    server: SlackServer
    adapter: SlackAdapter
    app: wiring.App
    site: Site

    def student(self, user: str = "U0INES") -> Student:
        return Student(Person(self.server, user))

    async def settle(self) -> None:
        """Wait until no lane has anything to do or to send."""
        deadline = time.monotonic() + 200
        while (await self.app.basis.database.read(lanes.depth))[0]:
            assert time.monotonic() < deadline, "the lanes do not come to rest"
            await asyncio.sleep(0.05)


@asynccontextmanager
async def inside(
    url: str, tokens: dict[str, str], people: dict[str, str] = PEOPLE
) -> AsyncIterator[Inside]:
    """The class, the server and the product in one process."""
    await make_class(url, people)
    async with SlackServer() as server:
        populate(server, people)
        async with adapter_on(url, server, tokens) as made:
            yield made


@asynccontextmanager
async def adapter_on(
    url: str, server: SlackServer, tokens: dict[str, str], rules: Rules = QUICK
) -> AsyncIterator[Inside]:
    """The product on a database that is there already."""
    named = {name.lower(): value for name, value in tokens.items()}
    settings = Settings(**named, slack_api_url=server.api, client_model="demo", _env_file=None)  # type: ignore[arg-type]
    clock = SystemClock()
    basis = wiring.Basis(open_database(url, clock), House(clock), clock)
    adapter = SlackAdapter(settings, clock, basis.load_file, wiring.Vault(basis))
    app = wiring.start(basis, {"slack": adapter.platform}, rules)
    site = Site(lambda: {"slack": adapter.ready})
    await adapter.start(app.door, site)
    port = await site.start("127.0.0.1", 0)
    if "SLACK_SIGNING_SECRET" in tokens:
        server.delivery.url = f"http://127.0.0.1:{port}/slack/events"
    try:
        await eventually(lambda: adapter.ready)
        yield Inside(server, adapter, app, site)
    finally:
        await site.stop()
        await adapter.stop_intake()
        await app.stop()
        await adapter.stop()

"""A class on SimCord: the real discord.py and the whole product, no sockets, in one process."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import simcord

from bot import app as wiring
from bot.clock import SystemClock
from bot.discord.adapter import DiscordAdapter
from bot.settings import Settings
from core.delivery.effects import Rules
from core.domain.place import Place
from core.domain.teaching import SectionRole
from core.services.demo_class import DemoClass, DemoMember, seed
from core.services.house import House
from core.store.database import open_database
from tests.discord_server.person import bare
from tests.discord_server.world import CONTENT_FLAG
from tests.journeys.discord_class import SPOKEN
from tests.seeds import agree

QUICK = Rules(quiet_ms=0, poll=0.05, first_pause=0.02)
GUILD = 700_000_000_000_000_001
TENANT = f"discord:{GUILD}"
SIM_START = datetime(2026, 1, 1, tzinfo=UTC)
PATIENCE = 60.0
START = "First interviews"
T = TypeVar("T")


@dataclass
class SimClock(SystemClock):
    """The real clock moved to SimCord's year, in which its ids are made."""

    shift: timedelta = timedelta()

    def now(self) -> datetime:
        return super().now() + self.shift


@dataclass
class Sim:
    """What a test drives: SimCord's people in front of the product."""

    env: Any
    adapter: DiscordAdapter
    app: wiring.App
    channel: Any
    ruth: Any
    students: list[Any]
    clock: SystemClock

    @property
    def ines(self) -> Any:
        return self.students[0]

    async def starts(self) -> Any:
        """Ines presses Start; her thread once the client has spoken."""
        # The app greets a server that is new to it, before the announcement or after it.
        announced = await sees(
            lambda: [one for one in self.channel.history() if START in one.content]
        )
        await self.ines.click(announced[-1], label="Start")
        (thread,) = await sees(lambda: self.channel.threads)
        await sees(lambda: spoken(thread))
        return thread

    async def asks(self, thread: Any, text: str) -> None:
        """Ines types and the client answers."""
        before = spoken(thread)
        await self.ines.send(thread, text)
        await sees(lambda: spoken(thread) > before)

    async def restarts(self) -> None:
        """The library's client ends, another one begins."""
        client: Any = self.adapter.make_client()

        async def logged_in() -> None:
            know(self.adapter, client)

        client.setup_hook = logged_in
        await self.env.restart_bot(client)


def spoken(thread: Any) -> int:
    """How many lines of the client are in a thread."""
    return sum(SPOKEN in bare(message.content) for message in thread.history())


async def sees(look: Callable[[], T], seconds: float = 60.0) -> T:
    """Wait until something is on the screen."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing came of {look}"
        await asyncio.sleep(0.005)
    return found


@asynccontextmanager
async def simulated(
    url: str, students: tuple[str, ...] = ("Ines Carvalho",), rules: Rules = QUICK
) -> AsyncIterator[Sim]:
    """The class, its announcement posted."""
    clock = SimClock(SIM_START - SystemClock().now())
    app, adapter = opened(url, clock, rules)
    client = adapter.make_client()
    async with simcord.run(client, shard_count=1, settle_timeout=PATIENCE) as env:
        assert env.now() - clock.now() < timedelta(minutes=1)
        wait_longer(env)
        know(adapter, client)
        guild = env.create_guild("School", id=GUILD)
        channel = guild.create_text_channel("interviewing-101")
        ruth, *others = (member(env, guild, name) for name in ("Dr. Ruth Adeyemi", *students))
        await client.tree.sync()
        sim = Sim(env, adapter, app, channel, ruth, others, clock)
        await seeded(sim)
        yield sim
        await sim.adapter.stop_intake()
        await sim.app.stop()


def wait_longer(env: Any) -> None:
    """SimCord gives a new client five seconds, whatever it was told: too few on a busy machine."""
    settle = env._settle_internal  # noqa: SLF001 - there is no other way to say it

    async def settle_in_time(**asked: Any) -> None:
        await settle(**asked | {"timeout": PATIENCE})

    env._settle_internal = settle_in_time  # noqa: SLF001 - same


def know(adapter: DiscordAdapter, client: Any) -> None:
    """The client is logged in, and SimCord's application has the content intent."""
    client.application_flags.value |= CONTENT_FLAG
    adapter.know(client)


def member(env: Any, guild: Any, name: str) -> Any:
    return guild.add_member(env.create_user(name.lower().replace(" ", "."), global_name=name))


def opened(url: str, clock: SystemClock, rules: Rules) -> tuple[wiring.App, DiscordAdapter]:
    """The product on a database; its client is still to be made."""
    settings = Settings(_env_file=None, discord_bot_token="sim", client_model="demo")  # type: ignore[call-arg, arg-type]  # noqa: S106 - opens nothing
    basis = wiring.Basis(open_database(url, clock), House(clock), clock)
    adapter = DiscordAdapter(settings, clock, basis.load_file)
    app = wiring.start(basis, {"discord": adapter.platform}, rules)
    adapter.listen(app.door)
    return app, adapter


async def seeded(sim: Sim) -> None:
    """Teacher and students, who have accepted the notice; the announcement goes out."""
    house, database = sim.app.basis.house, sim.app.basis.database
    place = Place("discord", str(GUILD), str(sim.channel.id))
    roles = {sim.ruth: SectionRole.TEACHER} | dict.fromkeys(sim.students, SectionRole.STUDENT)
    members = tuple(DemoMember(str(one.id), one.user.name, role) for one, role in roles.items())
    plan = DemoClass(place, "Interviewing 101", "UTC", members)
    event = await database.write(lambda tx: seed(tx, house, plan), place.tenant)
    await agree(database, house, place.tenant, [one.user for one in members])
    assert event is not None
    await sim.app.door.accept(event)

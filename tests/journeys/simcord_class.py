"""A class on SimCord: the real discord.py and the whole product, no sockets, in one process."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    ines: Any

    async def starts(self) -> Any:
        """Ines presses Start; her thread once the client has spoken."""
        await sees(lambda: self.channel.last_message)
        await self.ines.click(self.channel.last_message, label="Start")
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
        client = self.adapter.make_client()
        await self.env.restart_bot(client)
        self.adapter.know(client)


def spoken(thread: Any) -> int:
    """How many lines of the client are in a thread."""
    return sum(SPOKEN in bare(message.content) for message in thread.history())


async def sees(look: Callable[[], T], seconds: float = 20.0) -> T:
    """Wait until something is on the screen."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"nothing came of {look}"
        await asyncio.sleep(0.005)
    return found


@asynccontextmanager
async def simulated(url: str) -> AsyncIterator[Sim]:
    """The class, its announcement posted."""
    clock = SimClock()
    settings = Settings(_env_file=None, discord_bot_token="sim", client_model="demo")  # type: ignore[call-arg, arg-type]  # noqa: S106 - opens nothing
    basis = wiring.Basis(open_database(url, clock), House(clock), clock)
    adapter = DiscordAdapter(settings, clock, basis.load_file)
    app = wiring.start(basis, {"discord": adapter.platform}, QUICK)
    adapter.listen(app.door)
    client = adapter.make_client()
    async with simcord.run(client, shard_count=1) as env:
        clock.shift = env.now() - clock.now()
        client.application_flags.value |= CONTENT_FLAG
        adapter.know(client)
        guild = env.create_guild("School", id=GUILD)
        channel = guild.create_text_channel("interviewing-101")
        ruth = guild.add_member(env.create_user("ruth", global_name="Dr. Ruth Adeyemi"))
        ines = guild.add_member(env.create_user("ines", global_name="Ines Carvalho"))
        await client.tree.sync()
        await seeded(app, channel, ruth, ines)
        yield Sim(env, adapter, app, channel, ruth, ines)
        await adapter.stop_intake()
        await app.stop()


async def seeded(app: wiring.App, channel: Any, ruth: Any, ines: Any) -> None:
    """Teacher and student, who have accepted the notice; the announcement goes out."""
    house, database = app.basis.house, app.basis.database
    place = Place("discord", str(GUILD), str(channel.id))
    members = (
        DemoMember(str(ruth.id), "Dr. Ruth Adeyemi", SectionRole.TEACHER),
        DemoMember(str(ines.id), "Ines Carvalho", SectionRole.STUDENT),
    )
    plan = DemoClass(place, "Interviewing 101", "UTC", members)
    event = await database.write(lambda tx: seed(tx, house, plan), place.tenant)
    await agree(database, house, place.tenant, [one.user for one in members])
    assert event is not None
    await app.door.accept(event)

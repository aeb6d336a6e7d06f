"""PostgreSQL is restarted at once, again and again, during turns: nothing acknowledged is lost."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import psutil
import pytest

from bot.clock import SystemClock
from core.delivery.engine import Engine, Parts
from core.errors import StoreError
from core.store import messages
from core.store.database import Database, open_database
from core.store.transaction import Transaction
from tests.core.delivery import RULES, Bench, Obedient
from tests.engines import PostgresMaker, Server, patiently, postgres_server
from tests.fakes import FakePlatform
from tests.faults.scribe import TENANT, Scribe, event_of, place_of
from tests.seeds import add_sessions

TURNS = int(os.environ.get("RESTART_TURNS", "96"))
EVERY = float(os.environ.get("RESTART_EVERY", "1.0"))
LANES = 16


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of our own: the shared one must not go down."""
    with postgres_server() as started:
        yield started


def restart_at_once(server: Server) -> None:
    """What a crash of the server is to us: no good-bye, recovery at the next start."""
    postmaster = psutil.Process(server.get_pid())
    postmaster.send_signal(signal.SIGQUIT)
    postmaster.wait(60)
    patiently(server.ensure_postgres_running)


@dataclass(slots=True)
class Class:
    """Students who say a thing again until they know that it was kept."""

    engine: Engine
    kept: list[str] = field(default_factory=list)
    refusals: int = 0

    async def attend(self, lane: int) -> None:
        for number in range(TURNS // LANES):
            key = f"{lane}.{number}"
            while not await self._say(lane, key, number):
                continue
            self.kept.append(key)
            await asyncio.sleep(0.6)

    async def _say(self, lane: int, key: str, at: int) -> bool:
        try:
            await self.engine.accept(event_of(lane, key, "plain", at))
        except StoreError:
            self.refusals += 1
            await asyncio.sleep(0.1)
            return False
        return True


async def transcripts(database: Database) -> Counter[str]:
    """How often each student's line stands in all transcripts together."""

    def work(tx: Transaction) -> Counter[str]:
        lines = (messages.of_session(tx, f"s{lane}") for lane in range(LANES))
        return Counter(line.text for every in lines for line in every if line.role == "student")

    return await database.read(work, TENANT)


@pytest.mark.slow
async def test_restarts_of_the_server_lose_and_double_nothing(server: Server) -> None:
    database = open_database(PostgresMaker(server.get_uri()).fresh(), SystemClock())
    names = tuple(str(place_of(lane)) for lane in range(LANES))
    await database.write(lambda tx: add_sessions(tx, names), TENANT)
    platform = FakePlatform()
    parts = Parts(database, Scribe(database), {"play": platform}, SystemClock())
    engine = Engine(parts, replace(RULES, lease=2.0, failures=50, attempts=200))
    engine.start()
    lesson = Class(engine)
    attending = asyncio.gather(*(lesson.attend(lane) for lane in range(LANES)))
    restarts = 0
    while not attending.done():
        await asyncio.wait([attending], timeout=EVERY)
        await asyncio.to_thread(restart_at_once, server)
        restarts += 1
    await attending
    await Bench(database, engine, platform, Obedient()).settled()
    said = await transcripts(database)
    await engine.stop()
    await database.close()
    assert restarts >= 2
    assert said == Counter(lesson.kept)
    assert len(platform.sent) == len({one.outgoing.key for one in platform.sent})
    assert Counter(" ".join(platform.texts).replace("re: ", "").split()) == said

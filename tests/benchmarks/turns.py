"""The durable turn's cost on both engines, beside one fsynced commit of the same run."""

import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from sqlalchemy.engine import make_url

from bot.clock import SystemClock
from bot.memory import settle_memory
from core.delivery.effects import Rules
from core.delivery.engine import Engine, Parts
from core.domain.outgoing import Outgoing, Receipt
from core.errors import StoreError
from core.store.database import Database, open_database
from tests.benchmarks.goals import Figure, at_least, at_most, percentile
from tests.engines import DatabaseMaker, PostgresMaker, SqliteMaker, postgres_server
from tests.fakes import FakePlatform
from tests.faults.scribe import TENANT, Scribe, event_of, place_of
from tests.seeds import add_sessions

LANES = 16
SECONDS = float(os.environ.get("SECONDS", "6"))
ALONE = 300
SITTING = 1_000
MODEL_SECONDS = 2.0
ROUNDS = int(os.environ.get("ROUNDS", "1"))


@dataclass(slots=True)
class Doorbell(FakePlatform):
    """Rings when an answer has come to a lane."""

    bells: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    async def send(self, outgoing: Outgoing) -> Receipt:
        bell = self.bells.pop(outgoing.lane, None)
        if bell is not None and not bell.done():
            bell.set_result(None)
        return Receipt("m")

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        raise StoreError(f"nothing was lost, so why look for {outgoing.key}?")


@dataclass(slots=True)
class Stand:
    """An engine on trial and what was measured, seconds each."""

    database: Database
    engine: Engine
    platform: Doorbell
    acks: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)

    async def turn(self, lane: int, number: int) -> None:
        """Say something and wait for the answer."""
        event = event_of(lane, f"{lane}.{number}", "plain", number)
        bell = self.platform.bells[event.lane_key] = asyncio.get_running_loop().create_future()
        begin = time.perf_counter()
        await self.engine.accept(event)
        self.acks.append(time.perf_counter() - begin)
        await bell
        self.turns.append(time.perf_counter() - begin)


@asynccontextmanager
async def stand(url: str, lanes: int, thinking: float = 0.0) -> AsyncIterator[Stand]:
    """Build an engine over a fresh database with one session a lane."""
    database = open_database(url, SystemClock())
    names = tuple(str(place_of(number)) for number in range(lanes))
    await database.write(lambda tx: add_sessions(tx, names), TENANT)
    platform = Doorbell()
    scribe = Scribe(database, thinking)
    parts = Parts(database, scribe, {"play": platform}, SystemClock())
    engine = Engine(parts, Rules(quiet_ms=0))
    engine.start()
    settle_memory()
    try:
        yield Stand(database, engine, platform)
    finally:
        await engine.stop()
        await database.close()


def commit_cost(url: str, count: int = 200) -> float:
    """R: median seconds of one fsynced one-row commit on the same store."""
    parsed = make_url(url)
    connection: sqlite3.Connection | psycopg.Connection
    if parsed.get_backend_name() == "sqlite":
        connection = sqlite3.connect(parsed.database or "", isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
    else:
        connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE TABLE IF NOT EXISTS r (n INTEGER)")
    times = [timed(lambda: connection.execute("INSERT INTO r VALUES (1)")) for _ in range(count)]
    connection.close()
    return statistics.median(times)


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


async def saturate(url: str) -> dict[str, float]:
    """Sixteen lanes in a closed loop; times in seconds."""
    async with stand(url, LANES) as trial:
        ends = time.perf_counter() + SECONDS
        warm = [trial.turn(lane, 0) for lane in range(LANES)]
        await asyncio.gather(*warm)
        trial.acks.clear()
        trial.turns.clear()
        commits, cpu, begin = trial.database.commits, time.process_time(), time.perf_counter()

        async def loop(lane: int) -> None:
            number = 0
            while time.perf_counter() < ends:
                number += 1
                await trial.turn(lane, number)

        await asyncio.gather(*(loop(lane) for lane in range(LANES)))
        count, took = len(trial.turns), time.perf_counter() - begin
        return {
            "per second": count / took,
            "cpu": (time.process_time() - cpu) / count,
            "commits": (trial.database.commits - commits) / count,
            "ack p50": percentile(trial.acks, 0.5),
            "ack p99": percentile(trial.acks, 0.99),
        }


async def alone(url: str) -> tuple[list[float], list[float]]:
    """Ack and turn times of one lane that is idle in between."""
    async with stand(url, 1) as trial:
        for number in range(ALONE):
            await trial.turn(0, number)
            await asyncio.sleep(0.004)
        return trial.acks[20:], trial.turns[20:]


async def sitting(url: str) -> tuple[float, float]:
    """A thousand sessions on a slow model: resident memory in MB, p99 of the added seconds."""
    async with stand(url, SITTING, MODEL_SECONDS) as trial:
        process = psutil.Process()
        peak = 0

        async def student(lane: int) -> None:
            nonlocal peak
            await asyncio.sleep(MODEL_SECONDS * lane / SITTING)
            for number in range(ROUNDS):
                await trial.turn(lane, number)
                peak = max(peak, process.memory_info().rss)

        await asyncio.gather(*(student(lane) for lane in range(SITTING)))
        return peak / 1e6, percentile(trial.turns, 0.99) - MODEL_SECONDS


def age(url: str) -> None:
    """Let a new PostgreSQL have old log files to write into, as one that has run for a while.

    Making the next file of 16 MB holds up every commit for 50 ms or so; that is the server's youth
    and not the turn's cost, and it would be all that a p99 of 1,000 turns shows.
    """
    if make_url(url).get_backend_name() == "postgresql":
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")


def measure(databases: DatabaseMaker, engine: str) -> dict[str, Figure]:
    """All figures of one engine."""
    lite = engine == "sqlite"
    url = databases.fresh()
    acks, turns = asyncio.run(alone(url))
    r = commit_cost(url)
    full = asyncio.run(saturate(databases.fresh()))
    age(url)
    memory, added = asyncio.run(sitting(databases.fresh()))
    alone_p50 = percentile(turns, 0.5)
    return {
        "one fsynced commit R (ms)": Figure(round(r * 1000, 3)),
        "ack p50 (R)": at_most(percentile(acks, 0.5) / r, 5 if lite else 10),
        "ack p50 saturated (R)": Figure(round(full["ack p50"] / r, 1)),
        "ack p99 saturated (ms)": at_most(full["ack p99"] * 1000, 25),
        "one turn alone p50 (ms)": Figure(round(alone_p50 * 1000, 2))
        if lite
        else at_most(alone_p50 * 1000, 7),
        "one turn alone p50 (R)": at_most(alone_p50 / r, 12)
        if lite
        else Figure(round(alone_p50 / r, 1)),
        "one turn alone p99 (ms)": at_most(percentile(turns, 0.99) * 1000, 20),
        "turns a second, 16 lanes": at_least(full["per second"], 1_000 if lite else 500),
        "processor per turn (ms)": at_most(full["cpu"] * 1000, 1 if lite else 2),
        "commits per turn": at_most(full["commits"], 0.5 if lite else 4),
        "1,000 waiting: memory (MB)": at_most(memory, 200),
        "1,000 waiting: added p99 (ms)": at_most(added * 1000, 50),
    }


def run() -> dict[str, dict[str, dict[str, float | str]]]:
    """Both engines, each with its own R."""
    with tempfile.TemporaryDirectory() as folder:
        lite = measure(SqliteMaker(Path(folder)), "sqlite")
    with postgres_server() as server:
        postgres = measure(PostgresMaker(server.get_uri()), "postgresql")
    both = {"sqlite": lite, "postgresql": postgres}
    return {
        engine: {name: figure.plain() for name, figure in figures.items()}
        for engine, figures in both.items()
    }


if __name__ == "__main__":
    sys.exit("use: python -m tests.benchmarks turns")

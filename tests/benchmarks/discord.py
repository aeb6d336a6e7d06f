"""What a turn costs over Discord, interleaved with a bare discord.py echo bot in the same run.

The product is `virtual-client run` with scripted clients and SQLite, in a process of its own, as is
the echo bot; driver and loopback Discord share this one. `SECONDS` and `ROUNDS` set the volume.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil

from tests.benchmarks.goals import Figure, at_least, at_most, percentile
from tests.benchmarks.pace import same_load
from tests.discord_server.person import Person
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import APP, TOKEN, Channel, Json
from tests.engines import SqliteMaker
from tests.journeys.books import Book
from tests.journeys.discord_books import read_books
from tests.journeys.discord_class import (
    CHANNEL,
    ROOT,
    RUTH,
    Product,
    eventually,
    make_class,
    many,
    populate,
)
from tests.provider import Provider, Reply

STUDENTS, RATE, TURNS, KILLED = 16, 50, 200, 20
SECONDS = float(os.environ.get("SECONDS", "6"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
Result = dict[str, object]


@dataclass
class Bench:
    """One bot under load: the server it hears, its process, everybody's thread."""

    server: DiscordServer
    pid: int
    threads: dict[str, str]
    bells: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server.world.listeners.append(self._ring)

    def _ring(self, name: str, data: Json, channel: Channel | None) -> None:
        if name != "MESSAGE_CREATE" or channel is None or data["author"]["id"] != APP:
            return
        bell = self.bells.pop(channel.id, None)
        if bell is not None and not bell.done():
            bell.set_result(None)

    def cpu(self) -> float:
        """Seconds of processor time that the bot has used."""
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system

    async def says(self, user: str, text: str) -> None:
        await Person(self.server, user).says(text, self.threads[user])

    async def turn(self, user: str, text: str) -> float:
        """Say something and wait for the answer: milliseconds."""
        thread = self.threads[user]
        # Messages that come close together may get one answer, and then all of them have theirs.
        bell = self.bells.setdefault(thread, asyncio.get_running_loop().create_future())
        begun = time.perf_counter()
        await Person(self.server, user).says(text, thread)
        async with asyncio.timeout(60):
            await bell
        return (time.perf_counter() - begun) * 1000

    async def closed_loop(self, users: list[str], turns: int) -> tuple[float, float]:
        """Everybody has so many turns without a pause: turns a second, CPU milliseconds a turn."""

        async def talk(user: str) -> None:
            for number in range(turns):
                await self.turn(user, f"And what happened then, {number}?")

        started, used = time.perf_counter(), self.cpu()
        await asyncio.gather(*map(talk, users))
        count = turns * len(users)
        return count / (time.perf_counter() - started), (self.cpu() - used) * 1000 / count

    async def open_loop(self, users: list[str], seconds: float) -> list[float]:
        """Turns at a fixed rate whatever the bot does: the answers' milliseconds."""
        started, tasks = time.perf_counter(), []
        for number in range(int(RATE * seconds)):
            await asyncio.sleep(max(0.0, started + number / RATE - time.perf_counter()))
            user = users[number % len(users)]
            tasks.append(asyncio.create_task(self.turn(user, f"Word {number}.")))
        return list(await asyncio.gather(*tasks))


async def echo_process(server: DiscordServer) -> Process:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DISCORD_BOT_TOKEN": TOKEN,
        "DISCORD_API_URL": server.api,
        "DISCORD_GATEWAY_URL": server.gateway_url,
    }
    command = [sys.executable, "-m", "tests.discord_server.echo"]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, env=environment)
    assert process.stdout
    await process.stdout.readline()
    return process


def plain_thread(server: DiscordServer, user: str) -> str:
    """A thread to echo into."""
    world = server.world
    made = Channel(world.snowflake(), 12, world.channels[CHANNEL].guild, "echo", CHANNEL, APP)
    made.members = [APP, user]
    world.channels[made.id] = made
    return made.id


async def started(server: DiscordServer, users: list[str]) -> dict[str, str]:
    """Everybody presses Start; the threads in which a client has spoken."""
    channel, message = await eventually(lambda: Person(server, RUTH).find("First interviews"))
    for group in range(0, len(users), 20):
        some = users[group : group + 20]
        await asyncio.gather(
            *(Person(server, user).presses(channel.id, message, "Start") for user in some)
        )
        await eventually(partial(all_there, server, some))
    return threads_of(server, users)


def all_there(server: DiscordServer, users: list[str]) -> bool:
    return len(threads_of(server, users)) == len(users)


def threads_of(server: DiscordServer, users: list[str]) -> dict[str, str]:
    wanted = set(users)
    threads = [
        one for one in server.world.channels.values() if one.is_thread and len(one.messages) > 2
    ]
    return {user: one.id for one in threads for user in one.members if user in wanted}


async def measure(url: str, other: str) -> Result:
    """All figures."""
    everybody = many(100)
    await make_class(url, everybody)
    async with DiscordServer() as server, DiscordServer() as plain:
        for one in (server, plain):
            populate(one, everybody)
        product = Product(url, server)
        await product.start()
        echo = await echo_process(plain)
        assert product.process
        try:
            threads = await started(server, list(everybody))
            ours = Bench(server, product.process.pid, threads)
            bare = Bench(plain, echo.pid, {user: plain_thread(plain, user) for user in threads})
            found = await compared(ours, bare)
            found |= await survived(ours, product, url)
        finally:
            echo.kill()
            await echo.wait()
            await product.stop()
    return {name: one.plain() for name, one in {**found, **await stalled(other)}.items()}


async def compared(ours: Bench, bare: Bench) -> dict[str, Figure]:
    """Cost and speed beside the bare bot's, in turns of the same run."""
    few = list(ours.threads)[:STUDENTS]
    await asyncio.gather(ours.closed_loop(few, 5), bare.closed_loop(few, 5))
    turns = max(5, int(SECONDS * 60 / ROUNDS / STUDENTS))
    calls = len(ours.server.faults.calls)
    rounds = [
        (await ours.closed_loop(few, turns), await bare.closed_loop(few, turns))
        for _ in range(ROUNDS)
    ]
    made = len(ours.server.faults.calls) - calls
    cost, yardstick = (statistics.median(pair[side][1] for pair in rounds) for side in (0, 1))
    slow = await ours.open_loop(list(ours.threads), SECONDS)
    plain = await bare.open_loop(list(bare.threads), SECONDS)
    paced = await same_load(ours, bare, few, SECONDS)
    first, last = await flat(ours, list(ours.threads)[STUDENTS : 2 * STUDENTS])
    return {
        "turns a second, 16 students": Figure(
            round(statistics.median(one[0][0] for one in rounds), 1)
        ),
        "CPU ms a turn": Figure(round(cost, 3)),
        "CPU ms a turn, bare echo": Figure(round(yardstick, 3)),
        "times the bare echo, each as fast as it can": at_most(cost / yardstick, 4),
        **paced,
        "calls of Discord a turn": at_most(made / (ROUNDS * turns * STUDENTS), 2),
        "own overhead p50 ms, 50 turns/s": at_most(
            percentile(slow, 0.5) - percentile(plain, 0.5), 5
        ),
        "own overhead p99 ms, 50 turns/s": at_most(percentile(slow, 0.99), 20),
        "p50 ms, bare echo": Figure(round(percentile(plain, 0.5), 2)),
        "p99 ms, bare echo": Figure(round(percentile(plain, 0.99), 2)),
        "CPU ms, turns 1 to 50": Figure(round(first, 3)),
        "CPU ms, turns 151 to 200": Figure(round(last, 3)),
        "turn 200 over turn 1": at_most(last / first, 1.2),
    }


async def flat(bench: Bench, users: list[str]) -> tuple[float, float]:
    """CPU of the first and of the last quarter of a long interview."""
    quarters = [(await bench.closed_loop(users, TURNS // 4))[1] for _ in range(4)]
    return quarters[0], quarters[-1]


async def survived(bench: Bench, product: Product, url: str) -> dict[str, Figure]:
    """What is answered of what was said at a kill, while down, and when Discord fails once."""
    users = list(bench.threads)
    said = {
        "said at a kill": ("At the kill.", users[40:60]),
        "said while down": ("While down.", users[60:80]),
        "one message at one 503": ("At a 503.", users[80:100]),
    }
    for name in ("said at a kill", "said while down"):
        text, some = said[name]
        await asyncio.gather(*(bench.says(user, text) for user in some))
        await asyncio.sleep(0.01)
        await product.kill()
    await product.start()
    text, some = said["one message at one 503"]
    bench.server.faults.add("POST", r"/messages$", "503", len(some))
    await asyncio.gather(*(bench.says(user, text) for user in some))
    await asyncio.sleep(8)
    books = await read_books(url, bench.server.world, users[40:100])
    return {
        f"of 20, {name}": at_least(sum(whole(books[user], text) for user in some), KILLED)
        for name, (text, some) in said.items()
    }


def whole(book: Book, text: str) -> bool:
    """Whether these words were kept, and every answer stands there once."""
    kept = any(text in line for _, line in book.said)
    return kept and book.shown == book.answers and not book.copies


async def stalled(url: str) -> dict[str, Figure]:
    """Interactions and messages at 50 a second while the model answers nothing."""
    everybody = many(100)
    await make_class(url, everybody)
    async with DiscordServer() as server, Provider(Reply(delay=120.0)) as provider:
        populate(server, everybody)
        model = {
            "CLIENT_MODEL": "",
            "ANTHROPIC_API_KEY": "sk-loopback",
            "ANTHROPIC_BASE_URL": provider.url,
            "ANTHROPIC_DAILY_LIMIT": "1000000",
            "RATE_LIMIT_USER_PER_MINUTE": "1000000",
            "RATE_LIMIT_GLOBAL_PER_HOUR": "1000000",
        }
        product = Product(url, server, model)
        await product.start()
        try:
            threads = await accepted(server, list(everybody))
            acks = await acknowledged(server, threads)
        finally:
            await product.kill()
    return {"ack p99 ms, 50/s, model stalled": at_most(percentile(acks, 0.99), 250)}


async def accepted(server: DiscordServer, users: list[str]) -> dict[str, str]:
    """Everybody starts and accepts the notice, which names another model than the seed's."""
    channel, message = await eventually(lambda: Person(server, RUTH).find("First interviews"))
    for user in users:
        person = Person(server, user)
        await person.presses(channel.id, message, "Start")
        place, asked = await eventually(partial(person.find, "Before you start"))
        await person.presses(place.id, asked, "Accept")
    await eventually(partial(all_there, server, users))
    return threads_of(server, users)


async def acknowledged(server: DiscordServer, threads: dict[str, str]) -> list[float]:
    """Everybody talks into the silence; the acknowledgements of their commands, milliseconds."""
    users, begun, asked = list(threads), time.perf_counter(), []
    for number in range(int(RATE * SECONDS)):
        await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
        user = users[number % len(users)]
        await Person(server, user).says(f"Word {number}?", threads[user])
        asked.append(await Person(server, user).commands("help", threads[user]))
    await eventually(lambda: all(one.acked for one in asked))
    return [one.acked * 1000 for one in asked]


def run() -> Result:
    with tempfile.TemporaryDirectory(prefix="vc-discord-") as folder:
        maker = SqliteMaker(Path(folder))
        return asyncio.run(measure(maker.fresh(), maker.fresh()))

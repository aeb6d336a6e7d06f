"""What a turn costs over Slack, interleaved with a bare Bolt echo bot in the same run.

The product is `virtual-client run` with SQLite, in a process of its own, as is the echo bot; driver
and loopback Slack share this one. First scripted clients play, then a slow model on loopback.
`SECONDS` and `ROUNDS` set the volume.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.benchmarks import slack_model
from tests.benchmarks.goals import Figure, at_least, at_most, percentile
from tests.benchmarks.pace import same_load
from tests.engines import SqliteMaker
from tests.journeys.slack_books import read_books
from tests.journeys.slack_class import ROOT, TOKENS, Product, Student, make_class, many, populate
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer
from tests.slack_server.world import Channel, Message

STUDENTS, CROWD, RATE = 16, 200, 150
SECONDS = float(os.environ.get("SECONDS", "6"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
POST = "chat.postMessage"
Result = dict[str, object]


@dataclass
class Bench:
    """One bot under load: the server it hears and its process."""

    server: SlackServer
    pid: int
    threads: dict[str, str]
    bells: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server.world.listeners.append(self._ring)

    def _ring(self, channel: Channel, message: Message) -> None:
        bell = self.bells.pop(channel.id, None)
        if bell is not None and not bell.done() and message.bot:
            bell.set_result(None)

    def cpu(self) -> float:
        """Seconds of processor time that the bot has used."""
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system

    async def turn(self, user: str, text: str) -> None:
        """Say something and wait for the answer."""
        channel = self.server.world.dm(user).id
        # Messages that come close together may get one answer, and then all of them have theirs.
        bell = self.bells.setdefault(channel, asyncio.get_running_loop().create_future())
        await Person(self.server, user).says(text, self.threads[user])
        async with asyncio.timeout(60):
            await bell

    async def closed_loop(self, users: list[str], seconds: float) -> tuple[float, float]:
        """Everybody talks without a pause: turns a second and CPU milliseconds a turn."""
        end, turns = time.perf_counter() + seconds, 0

        async def talk(user: str) -> None:
            nonlocal turns
            while time.perf_counter() < end:
                await self.turn(user, f"And what happened then, {turns}?")
                turns += 1

        started, used = time.perf_counter(), self.cpu()
        await asyncio.gather(*map(talk, users))
        return turns / (time.perf_counter() - started), (self.cpu() - used) * 1000 / turns

    async def open_loop(self, users: list[str], rate: int, seconds: float) -> list[float]:
        """Events at a fixed rate whatever the bot does: the acknowledgements' milliseconds."""
        started, sent = time.perf_counter(), len(self.server.delivery.sent)
        tasks = []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            user = users[number % len(users)]
            person = Person(self.server, user)
            tasks.append(asyncio.create_task(person.says(f"Word {number}.", self.threads[user])))
        await asyncio.gather(*tasks)
        return [one.seconds * 1000 for one in self.server.delivery.sent[sent:]]


def users_of(count: int) -> list[str]:
    return [user for user in many(count) if user != "U0RUTH"]


async def echo_process(server: SlackServer) -> Process:
    environment = {"PATH": os.environ["PATH"], "SLACK_API_URL": server.api, **TOKENS}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.slack_server.echo",
        stdout=PIPE, env={**environment, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    await process.stdout.readline()
    return process


def root(server: SlackServer, user: str) -> str:
    """A thread to echo into."""
    message = Message(server.world.stamp(), user, "root")
    server.world.dm(user).messages[message.ts] = message
    return message.ts


async def started(server: SlackServer, users: list[str]) -> dict[str, str]:
    """Everybody presses Start; the threads."""
    students = [Student(Person(server, user)) for user in users]
    for group in range(0, len(students), 20):
        await asyncio.gather(*(one.starts() for one in students[group : group + 20]))
    return {one.person.id: one.thread for one in students}


async def measure(url: str) -> Result:
    """All figures."""
    await make_class(url, many(CROWD))
    async with SlackServer() as server, SlackServer() as plain:
        for one in (server, plain):
            populate(one, many(CROWD))
        product = Product(url, server, TOKENS)
        await product.start()
        echo = await echo_process(plain)
        assert product.process
        try:
            threads = await started(server, users_of(CROWD))
            ours = Bench(server, product.process.pid, threads)
            bare = Bench(plain, echo.pid, {user: root(plain, user) for user in threads})
            return await figures(ours, bare, url)
        finally:
            echo.kill()
            await echo.wait()
            await product.stop()


async def figures(ours: Bench, bare: Bench, url: str) -> Result:
    few, crowd = users_of(STUDENTS), users_of(CROWD)
    await ours.closed_loop(few, 1)
    await bare.closed_loop(few, 1)
    calls = len(ours.server.faults.calls)
    turned = [(await ours.closed_loop(few, SECONDS / ROUNDS), await bare.closed_loop(few, SECONDS / ROUNDS)) for _ in range(ROUNDS)]  # fmt: skip  # noqa: E501
    made = ours.server.faults.calls[calls:]
    posts = sum(one.method == POST for one in made)
    cost, yardstick = (statistics.median(pair[side][1] for pair in turned) for side in (0, 1))
    paced = await same_load(ours, bare, few, SECONDS)
    acks = await ours.open_loop(crowd, RATE, SECONDS)
    plain_acks = await bare.open_loop(crowd, RATE, SECONDS)
    burst_acks = await burst(ours, crowd)
    await asyncio.sleep(3)
    last = await simultaneous(ours, crowd[:30])
    answered = await limited(ours, crowd[:30])
    books = await read_books(url, ours.server.world, crowd)
    result: dict[str, Figure] = {
        "turns a second, 16 students": at_least(
            statistics.median(one[0][0] for one in turned), 200
        ),
        "CPU ms a turn": Figure(round(cost, 3)),
        "CPU ms a turn, bare echo": Figure(round(yardstick, 3)),
        "times the bare echo, each as fast as it can": at_most(cost / yardstick, 4),
        **paced,
        "calls of Slack a turn": at_most(len(made) / max(1, posts), 2),
        "reads of history": at_most(sum("conversations" in one.method for one in made), 0),
        "ack p99 ms, 150 events/s": at_most(percentile(acks, 0.99), 50),
        "ack p99 ms, bare echo": Figure(round(percentile(plain_acks, 0.99), 1)),
        "ack p99 ms, 200 at once": at_most(percentile(burst_acks, 0.99), 500),
        "last of 30 at once, scripted": Figure(round(last, 3)),
        "of 90 under limits, scripted": at_least(answered, 90),
        "answers lost or doubled": at_most(
            sum(one.copies or one.shown != one.answers for one in books.values()), 0
        ),
    }
    return {name: figure.plain() for name, figure in result.items()}


async def burst(bench: Bench, users: list[str]) -> list[float]:
    """Everybody says something in the same moment."""
    sent = len(bench.server.delivery.sent)
    await asyncio.gather(*(bench.turn(user, "Tell me more.") for user in users))
    return [one.seconds * 1000 for one in bench.server.delivery.sent[sent:]]


async def simultaneous(bench: Bench, users: list[str]) -> float:
    """Seconds until the last of them has an answer."""
    begun = time.perf_counter()
    await asyncio.gather(*(bench.turn(user, "How was that for you?") for user in users))
    return time.perf_counter() - begun


async def limited(bench: Bench, users: list[str]) -> int:
    """Three turns each, while Slack takes one message a second and channel: how many answers."""
    bench.server.faults.per_channel = 1.0

    async def three(user: str) -> int:
        for number in range(3):
            await bench.turn(user, f"Limited question {number}?")
        return 3

    done = sum(await asyncio.gather(*map(three, users)))
    bench.server.faults.per_channel = 0.0
    return done


def run() -> Result:
    """First with scripted clients, as fast as they go; then with a slow model."""
    with tempfile.TemporaryDirectory(prefix="vc-slack-") as folder:
        maker = SqliteMaker(Path(folder))
        scripted = asyncio.run(measure(maker.fresh()))
    return {**scripted, **slack_model.run()}

"""The figures of the Slack benchmark that need a slow, paid model: our own provider on loopback.

`CROWD` is how many interviews are open at once.
"""

import asyncio
import os
import random
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle, product
from pathlib import Path

from core.domain.jsonvalue import Json
from tests.benchmarks.goals import Figure, at_least, at_most, percentile
from tests.engines import SqliteMaker
from tests.journeys.slack_books import read_books
from tests.journeys.slack_class import (
    TOKENS,
    Product,
    Student,
    make_class,
    many,
    populate,
)
from tests.provider import Provider, Reply
from tests.slack_server.person import Person
from tests.slack_server.server import SlackServer

CROWD, SLOW, SLOWER = int(os.environ.get("CROWD", "200")), 2.0, 3.0
PRICES = '[[model]]\nname = "claude-sonnet-5-5"\ninput = 3\noutput = 15\n'
KILLED, TURNS_KILLED, LONG = 22, 3, 90.0
# A client who says the same twice is not let through, so no line is like another.
WHO = ("My sister", "The neighbour", "My boss", "That nurse", "My son", "Nobody", "The landlord")
DOES = ("keeps calling", "never asks", "forgot the key", "waits outside", "laughed", "left early")
WHEN = ("on Mondays", "before dawn", "since spring", "at the shop", "after dinner", "in the rain")
END = ("and I let it be", "so I went home", "I suppose", "which is odd", "as always", "again")


@dataclass
class Room:
    """The product with a model of our own, and everybody's open interview."""

    url: str
    server: SlackServer
    product: Product
    provider: Provider
    students: list[Student]

    async def at_once(self, students: list[Student], text: str) -> float:
        """Everybody speaks in the same moment: seconds until the last one is answered."""
        begun = time.perf_counter()
        await asyncio.gather(*(one.asks(f"{text} {one.person.id}", LONG) for one in students))
        return time.perf_counter() - begun

    def paid(self) -> int:
        """Calls that the model was asked for."""
        return len(self.provider.journal)


async def open_room(stack: AsyncExitStack, url: str, count: int) -> Room:
    """Everybody has pressed Start and Accept."""
    provider = await stack.enter_async_context(Provider())
    lines = [" ".join(words) + "." for words in product(WHO, DOES, WHEN, END)]
    random.Random(5).shuffle(lines)
    endless = cycle(lines)

    def line(_body: dict[str, Json]) -> Reply:
        return Reply(next(endless), delay=provider.default.delay)

    provider.choose = line
    await make_class(url, many(count))
    server = await stack.enter_async_context(SlackServer())
    populate(server, many(count))
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="vc-prices-"))
    prices = Path(folder) / "models.toml"
    prices.write_text(PRICES, "utf-8")
    settings = TOKENS | {
        "MODEL_FILE": str(prices),
        "CLIENT_MODEL": "claude-sonnet-5-5",
        "ANTHROPIC_API_KEY": "sk-test",
        "ANTHROPIC_BASE_URL": provider.url,
        "ANTHROPIC_DAILY_LIMIT": "1000",
        "RATE_LIMIT_GLOBAL_PER_HOUR": "1000000",
        "RATE_LIMIT_USER_PER_MINUTE": "1000",
    }
    process = Product(url, server, settings)
    stack.push_async_callback(process.stop)
    await process.start()
    users = [user for user in many(count) if user != "U0RUTH"]
    students = [Student(Person(server, user)) for user in users]
    for group in range(0, count, 20):
        await asyncio.gather(*(one.starts() for one in students[group : group + 20]))
    return Room(url, server, process, provider, students)


async def measure(url: str) -> dict[str, Figure]:
    """Every figure that hangs on the model's time and price."""
    async with AsyncExitStack() as stack:
        room = await open_room(stack, url, CROWD)
        thirty = room.students[:30]
        await room.at_once(thirty[:1], "Hello.")
        room.provider.default = Reply(delay=SLOWER)
        last = await room.at_once(thirty, "What keeps you awake?")
        answered = await under_limits(room, thirty)
        room.provider.default = Reply(delay=SLOW)
        acks = await crowded(room)
        room.provider.default = Reply()
        replies, calls = await three_times(room, thirty[0])
        kept = await killed(room, room.students[-KILLED:])
        users = [one.person.id for one in room.students]
        books = await read_books(url, room.server.world, users)
    wrong = sum(one.copies or one.shown != one.answers for one in books.values())
    return {
        "last of 30 at once, model of 3 s": at_most(last, 4),
        "of 90 under Slack's limits, 3 s": at_least(answered, 90),
        "ack p99 ms, 200 on a model of 2 s": at_most(percentile(acks, 0.99), 500),
        "replies to one event sent 3 times": at_most(replies, 1),
        "paid calls for it": at_most(calls, 1),
        f"of {KILLED * TURNS_KILLED} after kills": at_least(kept, KILLED * TURNS_KILLED),
        "interviews that lost or doubled": at_most(wrong, 0),
    }


async def under_limits(room: Room, students: list[Student]) -> int:
    """Three turns each while Slack takes one message a second and channel: how many answers."""
    room.server.faults.per_channel = 1.0
    before = sum(one.count() for one in students)

    async def three(student: Student) -> None:
        for number in range(3):
            await student.asks(f"And then, {number}?", LONG)

    await asyncio.gather(*map(three, students))
    room.server.faults.per_channel = 0.0
    return sum(one.count() for one in students) - before


async def crowded(room: Room) -> list[float]:
    """Two hundred interviews wait for the model; milliseconds until each event was taken."""
    sent = len(room.server.delivery.sent)
    await room.at_once(room.students, "How was your week?")
    return [one.seconds * 1000 for one in room.server.delivery.sent[sent:]]


async def three_times(room: Room, student: Student) -> tuple[int, int]:
    """The same event delivered three times: replies and paid calls."""
    before, paid = student.count(), room.paid()
    room.server.delivery.copies = 3
    await student.asks("Did you get this once?")
    room.server.delivery.copies = 1
    await asyncio.sleep(2)
    return student.count() - before, room.paid() - paid


async def killed(room: Room, students: list[Student]) -> int:
    """The process is killed while answers are on their way: how many messages are answered."""
    room.server.delivery.again = (0.3,) * 100
    before = sum(one.count() for one in students)
    for number in range(TURNS_KILLED):
        told = [asyncio.create_task(one.asks(f"Still here, {number}?", LONG)) for one in students]
        await asyncio.sleep(0.05)
        await room.product.kill()
        await room.product.start()
        await asyncio.gather(*told)
    return sum(one.count() for one in students) - before


def run() -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="vc-slack-model-") as folder:
        found = asyncio.run(measure(SqliteMaker(Path(folder)).fresh()))
    return {name: figure.plain() for name, figure in found.items()}

"""Generated histories on the fast layer: a class talks while calls fail, sockets drop, we die."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from core.delivery.effects import Rules
from core.domain.place import Place
from core.store import lanes
from core.store.tables import lanes as lane_rows
from core.store.transaction import Transaction
from tests.discord_server.person import bare
from tests.journeys.books import Shown, book, newest
from tests.journeys.discord_class import SPOKEN
from tests.journeys.simcord_class import TENANT, Sim, know, opened, sees, simulated
from tests.journeys.simcord_weather import Line, Weather

RULES = Rules(quiet_ms=0, poll=0.05, first_pause=0.02, lease=1.0)
PATIENCE, GAP = 60.0, 4
ENGINE = {"Engine._claim", "Engine._turn", "supervise"}
HAPPENINGS = ("cut", "cut", "lose", "kill")


@dataclass
class Story:
    """One student: their thread, what they typed, how many lines of the client they have read."""

    user: int
    dice: random.Random
    thread: int = 0
    read: int = 0
    typed: list[str] = field(default_factory=list)
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def reads(self, before: int) -> None:
        """Wait for a line of the client beyond those."""
        async with asyncio.timeout(PATIENCE):
            while self.read <= before:
                self.bell.clear()
                await self.bell.wait()


@dataclass
class Storm:
    """The class, what stands between it and the product, and all the stories."""

    sim: Sim
    url: str
    dice: random.Random
    weather: Weather
    stories: dict[int, Story] = field(default_factory=dict)
    line: Line = field(init=False)
    calm: bool = False
    going: asyncio.Event = field(default_factory=asyncio.Event)
    dealt: int = 0

    def __post_init__(self) -> None:
        self.stories = {
            one.id: Story(one.id, random.Random(self.dice.random())) for one in self.sim.students
        }
        self.sim.env.backend.subscribers.append(self.hear)
        self.join(self.sim.env.bot)
        self.going.set()

    def hear(self, event: str, payload: Any) -> None:
        """What everybody sees, told by SimCord itself."""
        if event == "THREAD_MEMBERS_UPDATE":
            for one in payload.get("added_members", ()):
                if int(one["user_id"]) in self.stories:
                    self.stories[int(one["user_id"])].thread = int(payload["id"])
        elif event == "MESSAGE_CREATE" and SPOKEN in bare(payload["content"]):
            for story in self.stories.values():
                if story.thread == int(payload["channel_id"]):
                    story.read += 1
                    story.bell.set()

    async def begin(self) -> None:
        """Everybody presses Start, one after the other, and reads the first line."""
        announced = await sees(self.announcement)
        for student in self.sim.students:
            await student.click(announced, label="Start")
        for story in self.stories.values():
            await story.reads(0)

    def announcement(self) -> Any:
        lines = self.sim.channel.history()
        return next((one for one in lines if "First interviews" in bare(one.content)), None)

    async def talk(self, story: Story) -> None:
        """A few lines, most of them after the answer to the one before."""
        for _ in range(story.dice.randint(1, 4)):
            await self.going.wait()
            before = story.read
            self.say(story)
            if story.dice.random() < 0.75:
                await story.reads(before)
            else:
                await asyncio.sleep(story.dice.random() * 0.05)

    def say(self, story: Story) -> None:
        """Type something that nobody has said before."""
        text = f"{story.user} asks question {len(story.typed)}?"
        story.typed.append(text)
        self.sim.env.backend.create_message(story.thread, story.user, text)

    async def silence(self) -> None:
        """Some speak while nobody hears them."""
        for story in self.dice.sample(list(self.stories.values()), GAP):
            self.say(story)
            await asyncio.sleep(self.dice.random() * 0.05)

    async def rage(self) -> None:
        """Now and then the socket drops, the session is lost, or the process dies: each once."""
        while not self.calm or self.dealt < len(HAPPENINGS):
            for happening in self.dice.sample(HAPPENINGS, len(HAPPENINGS)):
                await asyncio.sleep(self.dice.uniform(0.1, 0.6))
                await self.happens(happening)

    async def happens(self, happening: str) -> None:
        self.dealt += 1
        match happening:
            case "cut":
                await self.line.cut(self.silence())
            case "lose":
                await self.line.lose(self.silence())
            case _:
                await self.die()

    async def die(self) -> None:
        """The engine ends in the middle of its turns; another process goes on later."""
        await self.line.client.get_shard(0).disconnect()
        dead = [one for one in asyncio.all_tasks() if qualified(one) in ENGINE]
        for task in dead:
            task.cancel()
        await asyncio.gather(*dead, return_exceptions=True)
        old = self.sim.app.basis.database
        self.sim.app, self.sim.adapter = opened(self.url, self.sim.clock, RULES)
        client: Any = self.sim.adapter.make_client()

        async def logged_in() -> None:
            self.join(client)

        client.setup_hook = logged_in
        await self.silence()
        self.going.clear()  # SimCord wants a moment in which nobody does anything
        await self.sim.env.restart_bot(client)
        self.going.set()
        await old.close()

    def join(self, client: Any) -> None:
        """Put weather and line before this client."""
        know(self.sim.adapter, client)
        self.weather.http = client.http
        calls: Any = self.weather
        self.sim.adapter.platform.calls.connect(calls)
        self.line = Line(client, self.dice)

    async def rest(self) -> dict[int, list[str]]:
        """What is wrong when everything has come to rest."""
        self.weather.fair = True
        deadline = time.monotonic() + PATIENCE
        while True:
            wrong = {user: faults for user, faults in (await self.books()).items() if faults}
            if not wrong or time.monotonic() > deadline:
                return wrong
            await asyncio.sleep(0.2)

    async def books(self) -> dict[int, list[str]]:
        database = self.sim.app.basis.database
        if (await database.read(lanes.depth))[0]:
            return {0: await database.read(awake)}
        found = {}
        for user, story in self.stories.items():
            place, lines = await database.read(partial(newest, user=str(user)), TENANT)
            found[user] = book(lines, self.shown(place)).faults(story.typed)
        return found

    def shown(self, place: str) -> Shown:
        """What stands in the thread; SimCord keeps no nonces."""
        thread = self.sim.env.backend.messages[int(Place.parse(place).thread)]
        return Shown(sum(SPOKEN in bare(one.content or "") for one in thread.values()), ())


def awake(tx: Transaction) -> list[str]:
    """The lanes that do not come to rest."""
    rows = tx.run(lane_rows.select().where(lane_rows.c.visible_at.is_not(None)))
    return [f"{dict(row)} at {tx.now_ms}" for row in rows.mappings()]


def qualified(task: asyncio.Task[Any]) -> str:
    return str(getattr(task.get_coro(), "__qualname__", ""))


async def class_in_a_storm(url: str, seed: int, size: int) -> dict[int, list[str]]:
    """So many histories in one class; what is wrong in the end, by student."""
    dice = random.Random(seed)
    names = tuple(f"Student {number}" for number in range(size))
    async with simulated(url, names, RULES) as sim:
        storm = Storm(sim, url, dice, Weather(sim.env.bot.http, dice))
        await storm.begin()
        async with asyncio.TaskGroup() as group:
            group.create_task(storm.rage())
            talks = [group.create_task(storm.talk(one)) for one in storm.stories.values()]
            await asyncio.wait(talks)
            storm.calm = True
        return await storm.rest()

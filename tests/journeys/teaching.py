"""What a teacher does on the stage: forms filled in, presses counted, time that passes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from core.domain.event import Actor, Body, Called, Event, Pressed, Submitted, Value
from core.domain.outgoing import Edit, Post
from core.domain.place import Place
from core.domain.reply import Form, Reply
from core.domain.teaching import Assignment
from core.store import assignments, jobs, sections
from core.store.database import Database
from core.store.tables import jobs as job_rows
from core.store.transaction import Transaction
from tests.journeys.stage import CLASS, TENANT, Stage, stage

MONDAY = datetime(2031, 3, 3, 14, 30, tzinfo=UTC)
"""Half past nine in New York; so late that no job of a test is due by the machine's own clock."""


@asynccontextmanager
async def course(database: Database) -> AsyncIterator[Stage]:
    """The stage in the year 2031."""
    async with stage(database) as play:
        play.clock.wall = MONDAY
        yield play


@dataclass(slots=True)
class Hand:
    """One person's hand; `moves` counts commands, presses and forms sent."""

    play: Stage
    user: str = "ruth"
    place: Place = CLASS
    moves: int = field(default=0)

    async def ask(self, body: Body) -> Form | None:
        """Open the form of a command or a button."""
        self.moves += 1
        event = Event(f"ask-{next(self.play.numbers)}", self.place, body, 1, Actor(self.user))
        return await self.play.app.door.ask(event)

    async def send(self, form: Form, values: Mapping[str, Value]) -> dict[str, str]:
        """Fill in what is said over what the form shows; wrong fields come back instead."""
        self.moves += 1
        shown = {one.name: one.value for one in form.fields if one.value is not None}
        body = Submitted(form.token, {**shown, **values})
        event = Event(f"check-{next(self.play.numbers)}", self.place, body, 1, Actor(self.user))
        wrong = await self.play.app.door.check(event)
        if not wrong:
            await self.play.act(self.user, body, self.place)
        return wrong

    async def fill(self, body: Body, **values: Value) -> dict[str, str]:
        """Open the form and send it."""
        form = await self.ask(body)
        assert form is not None
        return await self.send(form, values)

    async def press(self, label: str) -> None:
        self.moves += 1
        await self.play.press(self.user, label, self.place)

    def pressed(self, label: str) -> Pressed:
        """The press of the newest button of that label."""
        return Pressed(self.play.button(label).token)

    async def call(self, command: str, **options: Value) -> None:
        self.moves += 1
        await self.play.act(self.user, Called(command, options), self.place)

    async def create(self, title: str = "Second talk", **values: Value) -> Assignment:
        """A published assignment."""
        chosen = {"title": title, "clients": ("tarik",), **values}
        assert await self.fill(Called("assign create"), **chosen) == {}
        await self.press("Publish")
        return await the(self.play, title)


async def every(play: Stage) -> tuple[Assignment, ...]:
    """All assignments of the class."""

    def work(tx: Transaction) -> tuple[Assignment, ...]:
        section = sections.find_at(tx, CLASS)
        return assignments.every(tx, (section.id,)) if section else ()

    return await play.database.read(work, TENANT)


async def the(play: Stage, title: str) -> Assignment:
    """The assignment of that title."""
    return next(one for one in await every(play) if one.title == title)


async def until(play: Stage, at: datetime) -> None:
    """Let time pass; every job that is due by then fires, in order."""
    play.clock.wall = at
    at_ms = round(at.timestamp() * 1000)

    def work(tx: Transaction) -> int:
        due = (job_rows.c.state == "waiting") & (job_rows.c.run_at <= at_ms)
        back = at_ms - tx.now_ms + 1
        tx.run(update(job_rows).where(due).values(run_at=job_rows.c.run_at - back))
        return len(jobs.fire_due(tx))

    while await play.database.write(work):
        await play.settle()


async def later(play: Stage, **distance: float) -> None:
    """Let so much time pass."""
    await until(play, play.clock.now() + timedelta(**distance))


def class_posts(play: Stage, title: str) -> list[Reply]:
    """What the class reads of an assignment now: every post of it in its newest form."""
    found: dict[str, Reply] = {}
    for one in play.platform.sent:
        errand = one.outgoing.errand
        if isinstance(errand, Post) and not errand.to and one.outgoing.place == CLASS:
            found[one.outgoing.key] = errand.reply
        if isinstance(errand, Edit) and errand.target in found:
            found[errand.target] = errand.reply
    return [reply for reply in found.values() if title in reply.text]

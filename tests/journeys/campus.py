"""Where a course happens: what people do and read, whatever the platform; the core's own stage."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.domain.event import Actor, Body, Called, Event, Joined, Left, Value, Vanished
from core.domain.place import Place
from core.domain.reply import FileRef
from core.ports import Member, Model
from core.store import files
from core.store.database import Database
from core.store.tables import inbox
from core.store.transaction import Transaction
from tests.journeys.stage import TENANT, Stage, stage
from tests.journeys.teaching import MONDAY, Hand, until
from tests.seeds import agree


class Campus(Protocol):
    """What the story of a course needs of a platform; people go by their user ids.

    A driver of another platform does the same by clicking and typing there.
    """

    async def admin(self, who: str, command: str, **options: Value) -> None:
        """A command of an administrator, in the course's channel."""
        ...

    async def command(self, who: str, command: str, **options: Value) -> None:
        """A typed command; a form that it opens is filled with the options and sent."""
        ...

    async def press(self, who: str, label: str, **values: Value) -> None:
        """The newest button of that label; a form that it opens is filled and sent."""
        ...

    async def join(self, who: str, name: str) -> None:
        """Enter the course's channel."""
        ...

    async def leave(self, who: str) -> None:
        """Leave the course's channel."""
        ...

    async def say(self, who: str, text: str) -> None:
        """Type in one's own interview."""
        ...

    async def end(self, who: str) -> None:
        """Press End in one's own interview."""
        ...

    async def lose_place(self, who: str) -> None:
        """The interview's thread is deleted."""
        ...

    async def until(self, at: datetime) -> None:
        """Time passes."""
        ...

    def read(self, who: str) -> str:
        """All that this person was told, privately or in the channel, in order."""
        ...

    async def files(self) -> dict[str, bytes]:
        """Every file that was handed out, the newest of each name."""
        ...


@dataclass(slots=True)
class CoreCampus:
    """The core with a fake platform."""

    play: Stage
    channel: Place
    members: dict[str, str] = field(default_factory=dict)

    def _hand(self, who: str) -> Hand:
        return Hand(self.play, who, self.channel)

    async def admin(self, who: str, command: str, **options: Value) -> None:
        key = f"admin-{next(self.play.numbers)}"
        at = round(self.play.clock.now().timestamp() * 1000)
        actor = Actor(who, who, admin=True)
        await self.play.app.door.accept(
            Event(key, self.channel, Called(command, options), at, actor)
        )
        await self.play.settle()

    async def command(self, who: str, command: str, **options: Value) -> None:
        await self._do(who, Called(command, options), options)

    async def press(self, who: str, label: str, **values: Value) -> None:
        await self._do(who, self._hand(who).pressed(label), values)

    async def _do(self, who: str, body: Body, values: dict[str, Value]) -> None:
        hand = self._hand(who)
        form = await hand.ask(body)
        if form is None:
            await self.play.act(who, body, self.channel)
        else:
            assert await hand.send(form, values) == {}

    async def join(self, who: str, name: str) -> None:
        self.members[who] = name
        self._appear()
        await self.play.act("", Joined(who, name), self.channel)
        await agree(self.play.database, self.play.house, TENANT, [who])

    async def leave(self, who: str) -> None:
        del self.members[who]
        self._appear()
        await self.play.act("", Left(who), self.channel)

    def _appear(self) -> None:
        self.play.platform.roster = tuple(
            Member(user, name, email=f"{user}@example.edu") for user, name in self.members.items()
        )

    async def _place(self, who: str) -> Place:
        found = next(one for one in await self.play.sessions_of(who) if one.state.runs)
        assert found.place is not None
        return Place.parse(found.place)

    async def say(self, who: str, text: str) -> None:
        await self.play.say(who, text, await self._place(who))

    async def end(self, who: str) -> None:
        await self.play.act(who, Called("done"), await self._place(who))

    async def lose_place(self, who: str) -> None:
        await self.play.act("", Vanished("deleted"), await self._place(who))

    async def until(self, at: datetime) -> None:
        await until(self.play, at)

    def read(self, who: str) -> str:
        return "\n".join(one.text for to in (who, "") for one in self.play.replies(to))

    async def files(self) -> dict[str, bytes]:
        refs = [ref for reply in self.play.replies() for ref in reply.files]

        def work(tx: Transaction, refs: list[FileRef] = refs) -> dict[str, bytes]:
            return {ref.name: files.content(tx, ref.id) or b"" for ref in refs}

        return await self.play.database.read(work, TENANT)


def taken(tx: Transaction, key: str) -> bool:
    """Whether the product has taken this event."""
    return tx.run(inbox.select().where(inbox.c.event_key == key)).first() is not None


@asynccontextmanager
async def core_campus(
    database: Database, model: Model | None = None, grader: Model | None = None
) -> AsyncIterator[CoreCampus]:
    """A channel of its own beside the demo class, in the year 2031."""
    async with stage(database, model=model, grader=grader) as play:
        play.clock.wall = MONDAY
        yield CoreCampus(play, Place("play", "school", "course"))

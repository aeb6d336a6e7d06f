"""A whole core on a real database with one fake platform: people act, everything settles."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot import app as wiring
from core.delivery.effects import Rules
from core.domain.event import Actor, Body, Called, Event, Pressed, Said, Values
from core.domain.outgoing import Post
from core.domain.place import Place
from core.domain.reply import Button, Reply
from core.domain.session import Message, Session
from core.domain.teaching import SectionRole
from core.ports import Model
from core.services.demo_class import DemoClass, DemoMember, seed
from core.services.house import House
from core.store import lanes, messages, people, sessions
from core.store.access_tables import audit
from core.store.database import Database
from tests.fakes import FakeClock, FakePlatform
from tests.seeds import agree

CLASS = Place("play", "school", "class")
TENANT = CLASS.tenant
MEMBERS = (
    DemoMember("ruth", "Dr. Ruth Adeyemi", SectionRole.TEACHER),
    DemoMember("ines", "Ines Carvalho", SectionRole.STUDENT),
    DemoMember("omar", "Omar Haddad", SectionRole.STUDENT),
)
RULES = Rules(quiet_ms=0, poll=0.05, first_pause=0.02)


@dataclass(slots=True)
class Stage:
    """What a test drives; `settle` waits until nothing is left to do."""

    app: wiring.App
    database: Database
    house: House
    platform: FakePlatform
    clock: FakeClock
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    locale: str = ""

    @property
    def now_ms(self) -> int:
        """The clock in milliseconds."""
        return int(self.clock.now().timestamp() * 1000)

    async def act(self, user: str, body: Body, place: Place = CLASS) -> None:
        """Do something as a person and wait for all that follows."""
        await self.hand_in(user, body, place)
        await self.settle()

    async def hand_in(self, user: str, body: Body, place: Place = CLASS, key: str = "") -> bool:
        """Do something without waiting."""
        key = key or f"event-{next(self.numbers)}"
        at = int(self.clock.now().timestamp() * 1000) + next(self.numbers)
        return await self.app.door.accept(
            Event(key, place, body, at, Actor(user, user, locale=self.locale))
        )

    async def say(self, user: str, text: str, place: Place) -> None:
        await self.act(user, Said(f"message-{next(self.numbers)}", text), place)

    async def call(self, user: str, command: str, options: Values | None = None) -> None:
        await self.act(user, Called(command, options or {}))

    async def press(self, user: str, label: str, place: Place = CLASS) -> None:
        """Press the newest button whose label begins so, wherever it was shown."""
        await self.act(user, Pressed(self.button(label).token), place)

    def button(self, label: str) -> Button:
        found = [
            button
            for reply in self.replies()
            for button in reply.buttons
            if button.label.startswith(label)
        ]
        return found[-1]

    def replies(self, to: str | None = None) -> list[Reply]:
        """What was posted, in order; only what went to one person when named."""
        errands = [one.outgoing.errand for one in self.platform.sent]
        posts = [errand for errand in errands if isinstance(errand, Post)]
        return [post.reply for post in posts if to is None or post.to == to]

    @property
    def last(self) -> str:
        """The words of the last post."""
        return self.replies()[-1].text

    async def settle(self) -> None:
        ends = time.monotonic() + 200
        while time.monotonic() < ends:
            awake, _waiting = await self.database.read(lanes.depth)
            if awake == 0 and self.app.engine.running == 0:
                return
            await asyncio.sleep(0.005)
        message = "the lanes do not come to rest"
        raise AssertionError(message)

    async def sessions_of(self, user: str) -> tuple[Session, ...]:
        def work(tx: object) -> tuple[Session, ...]:
            person = people.find_user(tx, user)
            return sessions.of_student(tx, person.id) if person else ()

        return await self.database.read(work, TENANT)

    async def transcript(self, session: Session) -> tuple[Message, ...]:
        return await self.database.read(
            lambda tx: messages.of_session(tx, session.id), session.tenant
        )

    def place_of(self, session: Session) -> Place:
        """Where an interview is."""
        assert session.place is not None
        return Place.parse(session.place)

    async def audited(self, action: str) -> int:
        """How often something was done that the audit keeps."""
        query = select(func.count()).where(audit.c.tenant == TENANT, audit.c.action == action)
        return await self.database.read(lambda tx: int(tx.run(query).scalar_one()), TENANT)

    async def start(self, user: str) -> Place:
        """Press Start under the announcement; where the interview is."""
        await self.press(user, "Start")
        place = (await self.sessions_of(user))[0].place
        assert place is not None
        return Place.parse(place)


@asynccontextmanager
async def stage(
    database: Database,
    rules: Rules = RULES,
    model: Model | None = None,
    *,
    agreed: bool = True,
    grader: Model | None = None,
) -> AsyncIterator[Stage]:
    """Open the class with its announcement posted; everybody has accepted the notice before."""
    clock = FakeClock()
    # SQLite takes delivery time from the clock that it was opened with, which must run.
    house = House(clock, model, grader=grader)
    basis = wiring.Basis(database, house, clock)
    platform = FakePlatform()
    # What comes at a time of day would come by the machine's clock, and judge by the stage's.
    app = wiring.start(basis, {platform.name: platform}, rules, schedules=())
    made = Stage(app, database, house, platform, clock)
    plan = DemoClass(CLASS, "Interviewing 101", "America/New_York", MEMBERS)
    announced = await database.write(lambda tx: seed(tx, house, plan), TENANT)
    assert announced is not None
    if agreed:
        await agree(database, house, TENANT, [one.user for one in MEMBERS])
    await app.door.accept(announced)
    await made.settle()
    try:
        yield made
    finally:
        await app.engine.stop()

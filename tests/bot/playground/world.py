"""A playground on a real socket with a scripted door behind it."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from bot.clock import SystemClock
from bot.playground.journal import Journal
from bot.playground.platform import Playground
from bot.playground.seed import seed
from bot.playground.server import make_app
from bot.playground.site import Site, start
from core.domain.event import Event, Submitted
from core.domain.outgoing import Errand, Outgoing, Receipt
from core.domain.place import Place
from core.domain.reply import Button, Choice, Form, Reply, Speech, say
from core.errors import CoreError, RefusalError

TOKEN = "a-token-of-the-tests"  # noqa: S105  opens nothing but a server of this test
LABEL = "demo client (scripted, no AI)"
STATIC = Path(__file__).parents[3] / "bot" / "playground" / "static"
SCHEMA = json.loads((STATIC / "protocol.json").read_text())
keys = itertools.count(1)


@dataclass(frozen=True)
class Option:
    """One option of a scripted command."""

    name: str
    about: str = "what it is"
    kind: str = "text"
    required: bool = False
    autocomplete: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Command:
    """A scripted command."""

    name: str
    about: str
    options: tuple[Option, ...] = ()


@dataclass
class ScriptedDoor:
    """Stands where the core's door stands: it keeps what it is given."""

    events: list[Event] = field(default_factory=list)
    failure: CoreError | None = None
    refusal: RefusalError | None = None
    form: Form | None = None
    errors: dict[str, str] = field(default_factory=dict)
    commands: tuple[Command, ...] = ()
    choices: tuple[Choice, ...] = ()
    words: Reply = field(default_factory=lambda: say("That does not work here."))

    async def accept(self, event: Event) -> bool:
        if self.failure:
            raise self.failure
        new = event.key not in {each.key for each in self.events}
        if new:
            self.events.append(event)
        return new

    async def ask(self, _: Event) -> Form | None:
        if self.refusal:
            raise self.refusal
        return self.form

    async def check(self, event: Event) -> dict[str, str]:
        assert isinstance(event.body, Submitted)
        return self.errors

    async def complete(self, _: Event, option: str, typed: str) -> tuple[Choice, ...]:
        return tuple(c for c in self.choices if typed.lower() in c.label.lower()) if option else ()

    async def palette(self, _: Event) -> tuple[Command, ...]:
        return self.commands

    def word(self, _error: RefusalError, _event: Event) -> Reply:
        return self.words


@dataclass(frozen=True)
class Frame:
    """One event of a stream."""

    id: str
    kind: str
    body: dict


class Tab:
    """One open stream; every frame is checked against the schema as it arrives."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self) -> Frame:
        """The next frame; comment lines are skipped."""
        lines: dict[str, str] = {}
        async with asyncio.timeout(120):
            while True:
                line = (await self.response.content.readuntil(b"\n")).decode().rstrip("\n")
                if not line and "event" in lines:
                    body = json.loads(lines["data"])
                    check("events", lines["event"], body)
                    return Frame(lines.get("id", ""), lines["event"], body)
                name, _, value = line.partition(": ")
                if name:
                    lines[name] = value

    async def until(self, kind: str) -> Frame:
        while True:
            frame = await self.next()
            if frame.kind == kind:
                return frame

    async def silent(self, seconds: float = 0.05) -> bool:
        """Nothing arrives for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.next()
        except TimeoutError:
            return True
        return False


@dataclass
class World:
    """The playground with its door and an HTTP session that holds the key."""

    playground: Playground
    door: ScriptedDoor
    base: str
    http: ClientSession
    channel: Place

    async def post(self, path: str, body: object, **headers: str) -> ClientResponse:
        """POST as the page does."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        sent = {"Origin": self.base, "Content-Type": "application/json"} | headers
        return await self.http.post(self.base + path, data=data, headers=sent)

    async def act(self, person: str, kind: str, **fields: object) -> dict:
        """Act in the person's own line to the app, unless another place is given."""
        body = {"kind": kind, "as": person, "id": f"a{next(keys)}"} | fields
        body.setdefault("place", str(self.playground.rooms.dm(person)))
        response = await self.post("/act", body)
        answer = await response.json()
        check("answer", "", answer)
        return answer | {"status": response.status}

    async def send(self, place: Place, errand: Errand, key: str = "") -> Receipt:
        return await self.playground.send(Outgoing(key or f"k{next(keys)}", "lane", place, errand))

    @asynccontextmanager
    async def tab(self, person: str, last: str = "") -> AsyncIterator[Tab]:
        """Open a stream; the first frame of a fresh one is `init`."""
        headers = {"Last-Event-ID": last} if last else {}
        url = f"{self.base}/events?as={person}"
        async with self.http.get(url, headers=headers) as response:
            assert response.status == 200, await response.text()
            yield Tab(response)


@cache
def validator(section: str, name: str) -> Validator:
    ref = f"#/$defs/{section}/{name}" if name else f"#/$defs/{section}"
    return Draft202012Validator({"$ref": ref, "$defs": SCHEMA["$defs"]})


def check(section: str, name: str, body: object) -> None:
    """Validate against the protocol's schema."""
    validator(section, name).validate(body)


async def load_file(file_id: str) -> bytes:
    return f"bytes of {file_id}".encode()


@asynccontextmanager
async def open_world(path: Path, rules: str = "free") -> AsyncIterator[World]:
    """Start a playground on a free port of this machine; closed at the end."""
    journal = Journal(path, SystemClock())
    playground = Playground(journal, rules, load_file)
    channel = seed(playground)
    door = ScriptedDoor()
    app = make_app(playground, door, Site(TOKEN, SystemClock(), LABEL))
    runner, port = await start(app, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{port}"
    try:
        async with ClientSession(
            timeout=ClientTimeout(total=20), connector=TCPConnector(limit=0)
        ) as http:
            http.headers["Cookie"] = f"{Site(TOKEN, SystemClock()).cookie}={TOKEN}"
            yield World(playground, door, base, http, channel)
    finally:
        await runner.cleanup()
        journal.close()


def client_line(text: str = "I did not ask for this talk.") -> Reply:
    """What a simulated client says, with the interview's buttons."""
    return Reply(
        (Speech("Maria Delgado", text, LABEL),),
        (Button("Pause", "run|pause|s1"), Button("End", "run|end|s1", "danger", "End it?")),
    )

"""One short life of an engine in a process of its own, on a wire to the stage."""

import asyncio
import itertools
import json
import logging
import os
import signal
import time
from dataclasses import asdict, dataclass, field, replace

from bot.clock import SystemClock
from core.delivery.effects import Rules
from core.delivery.engine import Engine, Parts
from core.delivery.steps import Step
from core.domain.capability import Capabilities
from core.domain.outgoing import Outgoing, Post, Receipt
from core.domain.place import Place
from core.errors import SendLaterError, SendRefusedError, SendUnknownError, StoreError
from core.ports import Member
from core.store.codec import event_from_text
from core.store.database import open_database
from tests.fakes import EVERYTHING
from tests.faults.mutants import MUTANTS
from tests.faults.scribe import Scribe

# Kills hand out claims by the hundred: a good event must not be parked for them.
RULES = Rules(
    lease=0.6, quiet_ms=0, first_pause=0.02, send_timeout=0.3, attempts=200, poll=0.05, drain=5.0
)
TOLD = frozenset({Step.CLAIMED, Step.RELEASED, Step.POSTPONED})


@dataclass(frozen=True, slots=True)
class Order:
    """What a life is told at birth: it kills itself at the `nth` time of a label, if any."""

    life: int
    port: int
    url: str
    label: str = ""
    nth: int = 1
    mutant: str = ""
    thinking: float = 0.01

    def to_text(self) -> str:
        return json.dumps(asdict(self))


class Wire:
    """Lines of JSON to the stage; requests are answered by number."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self._writer = writer
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[dict[str, object]]] = {}

    def tell(self, **what: object) -> None:
        self._writer.write(json.dumps(what).encode() + b"\n")

    async def ask(self, **what: object) -> dict[str, object]:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self.tell(number=number, **what)
        try:
            return await self._waiting[number]
        finally:
            del self._waiting[number]

    def answered(self, message: dict[str, object]) -> None:
        waiter = self._waiting.get(int(str(message["number"])))
        if waiter is not None and not waiter.done():
            waiter.set_result(message)


@dataclass(slots=True)
class Watched(SystemClock):
    """Remembers when the leases were looked at last; nobody else looks at this clock."""

    looked: float = 0.0

    def monotonic(self) -> float:
        self.looked = time.monotonic()
        return self.looked


@dataclass(slots=True)
class WirePlatform:
    """A platform whose effects happen on the stage."""

    wire: Wire
    clock: Watched = field(default_factory=Watched)
    name: str = "play"
    capabilities: Capabilities = EVERYTHING

    async def send(self, outgoing: Outgoing) -> Receipt:
        errand = outgoing.errand
        text = errand.reply.text if isinstance(errand, Post) else errand.kind
        at = self.clock.looked
        answer = await self.wire.ask(
            op="send", key=outgoing.key, lane=outgoing.lane, text=text, at=at
        )
        match answer["result"]:
            case "ok":
                return Receipt(str(answer["id"]))
            case "later":
                raise SendLaterError("slow down", 0.03)
            case "refused":
                raise SendRefusedError("gone")
        raise SendUnknownError("no idea")

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        answer = await self.wire.ask(op="find", key=outgoing.key)
        return Receipt(str(answer["id"])) if answer["id"] else None

    async def typing(self, _place: Place) -> None:
        return

    async def members(self, _channel: Place) -> tuple[Member, ...]:
        return ()


class Life:
    """An engine, and the watch that ends it."""

    def __init__(self, order: Order, wire: Wire) -> None:
        self._order = order
        self._wire = wire
        self._left = order.nth
        self._database = open_database(order.url, SystemClock())
        platform = WirePlatform(wire)
        parts = Parts(
            self._database,
            Scribe(self._database, order.thinking),
            {"play": platform},
            platform.clock,
        )
        self.engine = Engine(parts, replace(RULES), self._watch)
        self._tasks: set[asyncio.Task[None]] = set()

    def _watch(self, step: Step, lane: str) -> None:
        """Runs in the writer's thread as well; a life that dies here dies inside a transaction."""
        if step == self._order.label:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        if step in TOLD:
            self._wire.tell(op=step.value, lane=lane)

    async def run(self) -> None:
        # First of all: a life may end itself at once, and must have been known.
        self._wire.tell(op="ready", life=self._order.life)
        self.engine.start()
        while line := await self._wire.reader.readline():
            message = json.loads(line)
            if message["op"] == "stop":
                await self.engine.stop()
                await self._database.close()
                return
            if message["op"] == "event":
                task = asyncio.create_task(self._accept(message["event"]))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                self._wire.answered(message)
        os._exit(0)

    async def _accept(self, text: str) -> None:
        event = event_from_text(text)
        try:
            await self.engine.accept(event)
        except StoreError:
            return
        self._wire.tell(op="ack", key=event.key)


async def connected(order: Order) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", order.port)
    await Life(order, Wire(reader, writer)).run()


def live(order: Order) -> None:
    """Run until killed, stopped or left alone."""
    logging.disable(logging.CRITICAL)
    if order.mutant:
        MUTANTS[order.mutant]()
    asyncio.run(connected(order))

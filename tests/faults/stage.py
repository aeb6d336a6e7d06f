"""The world around the lives: a platform on loopback, its students, and what was seen."""

import asyncio
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from core.store.codec import event_to_text
from tests.faults.history import History, Posted
from tests.faults.scribe import event_of, place_of

KINDS = {"plain": 80, "twice": 8, "later": 6, "job": 6, "poison": 3}
PATIENCE = 0.4


@dataclass(slots=True, eq=False)
class Guest:
    """A connected life."""

    number: int
    writer: asyncio.StreamWriter
    held: dict[str, float] = field(default_factory=dict)

    def tell(self, **what: object) -> None:
        if not self.writer.is_closing():
            self.writer.write(json.dumps(what).encode() + b"\n")


class Stage:
    """Delivers events one to three times, takes posts with injected faults, remembers all."""

    def __init__(self, seed: int, lanes: int) -> None:
        self.random = random.Random(seed)
        self.lanes = lanes
        self.history = History()
        self.guests: dict[int, Guest] = {}
        self.arrivals: dict[int, asyncio.Event] = {}
        self.departures: dict[int, asyncio.Event] = {}
        self.recoveries: list[float] = []
        self._orphans: dict[str, float] = {}
        self._acked: dict[str, asyncio.Event] = {}
        self._ids: dict[str, str] = {}
        self._server: asyncio.Server | None = None
        self.port = 0
        self._listeners: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._listen, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for guest in self.guests.values():
            guest.writer.close()
        await asyncio.gather(*self._listeners, return_exceptions=True)

    def expect(self, life: int) -> None:
        self.arrivals[life] = asyncio.Event()
        self.departures[life] = asyncio.Event()

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._listeners.add(task)
            task.add_done_callback(self._listeners.discard)
        guest = Guest(-1, writer)
        try:
            while line := await reader.readline():
                if line.endswith(b"\n"):
                    self._hear(guest, json.loads(line))
        except ConnectionError:
            pass
        finally:
            self._bury(guest)
            writer.close()

    def _bury(self, guest: Guest) -> None:
        self.guests.pop(guest.number, None)
        now = time.monotonic()
        for lane in guest.held:
            self._orphans.setdefault(lane, now)
        if guest.number in self.departures:
            self.departures[guest.number].set()

    def _hear(self, guest: Guest, message: dict[str, object]) -> None:
        match message["op"]:
            case "ready":
                guest.number = int(str(message["life"]))
                self.guests[guest.number] = guest
                self.arrivals[guest.number].set()
            case "ack":
                self._ack(str(message["key"]))
            case "claimed":
                self._claimed(guest, str(message["lane"]))
            case "released" | "postponed":
                guest.held.pop(str(message["lane"]), None)
            case "find":
                found = self._ids.get(str(message["key"]), "")
                guest.tell(op="answer", number=message["number"], id=found)
            case "send":
                self._send(guest, message)

    def _claimed(self, guest: Guest, lane: str) -> None:
        now = time.monotonic()
        guest.held[lane] = now
        orphaned = self._orphans.pop(lane, None)
        if orphaned is not None:
            self.recoveries.append(now - orphaned)

    def _ack(self, key: str) -> None:
        self.history.acked_at.setdefault(key, time.monotonic())
        if key in self._acked:
            self._acked[key].set()

    def _send(self, guest: Guest, message: dict[str, object]) -> None:
        chance = self.random.random()
        if chance < 0.03:
            self._answer(guest, message, "later")
        elif chance < 0.06:
            self._answer(guest, message, "unknown")
        else:
            self._post(message)
            if chance < 0.10:
                self._answer(guest, message, "unknown")
            elif chance < 0.12:
                return
            elif chance < 0.5:
                delay = self.random.uniform(0, 0.005)
                loop = asyncio.get_running_loop()
                loop.call_later(delay, self._answer, guest, message, "ok")
            else:
                self._answer(guest, message, "ok")

    def _post(self, message: dict[str, object]) -> None:
        key, lane, text = (str(message[name]) for name in ("key", "lane", "text"))
        lag = time.monotonic() - float(str(message["at"]))
        self.history.posts.append(Posted(key, lane, text, lag))
        self._ids.setdefault(key, f"m{len(self.history.posts)}")

    def _answer(self, guest: Guest, message: dict[str, object], result: str) -> None:
        found = self._ids.get(str(message["key"]), "")
        guest.tell(op="answer", number=message["number"], result=result, id=found)

    async def attend(self, lane: int, going: Callable[[], bool]) -> None:
        """One student: says things until the lesson is over, now and then several at once."""
        count = 0
        while going():
            burst = self.random.choice((1, 1, 1, 1, 2, 3))
            said = []
            for _ in range(burst):
                count += 1
                said.append(self._say(lane, f"{lane}.{count}", count, going))
            await asyncio.gather(*said)
            await asyncio.sleep(self.random.uniform(0, 0.05))

    async def _say(self, lane: int, key: str, at: int, going: Callable[[], bool]) -> None:
        history, chosen = self.history, self.random
        what = chosen.choices(tuple(KINDS), tuple(KINDS.values()))[0]
        history.what[key], history.lane_of[key] = what, str(place_of(lane))
        text = event_to_text(event_of(lane, key, what, at))
        acked = self._acked[key] = asyncio.Event()
        copies = chosen.choice((1, 1, 2, 3))
        while going() and not acked.is_set():
            self._deliver(key, text, copies)
            copies = 1
            try:
                async with asyncio.timeout(PATIENCE):
                    await acked.wait()
            except TimeoutError:
                continue

    def _deliver(self, key: str, text: str, copies: int) -> None:
        if not self.guests:
            return
        self.history.said_at.setdefault(key, time.monotonic())
        for _ in range(copies):
            guest = self.random.choice(list(self.guests.values()))
            self.history.deliveries += 1
            guest.tell(op="event", event=text)

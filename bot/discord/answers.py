"""Private answers through an interaction's token, which lives for fifteen minutes."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from discord.http import Route

from bot.discord.calls import Calls, DiscordRefusedError, Upload
from bot.discord.events import snowflake
from bot.discord.render import Part
from bot.discord.text import at_ms
from core.domain.outgoing import Outgoing, Post
from core.errors import SendError

log = logging.getLogger(__name__)
LIFE_MS, PATIENCE = 14 * 60_000, 30.0
EPHEMERAL, SUPPRESS_EMBEDS = 1 << 6, 1 << 2
THINKING, QUIET = "t", "q"
PARTS = 4
ACK_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Handle:
    """What an event carries: whether a "thinking…" waits, the application, the token."""

    thinking: bool
    interaction: str
    application: str
    token: str

    def __str__(self) -> str:
        mark = THINKING if self.thinking else QUIET
        return f"{mark}|{self.interaction}|{self.application}|{self.token}"


def read_handle(text: str, now_ms: int) -> Handle | None:
    """The handle while its token lives."""
    parts = text.split("|", PARTS - 1)
    if len(parts) != PARTS or not (snowflake(parts[1]) and snowflake(parts[2])):
        return None
    if now_ms - at_ms(parts[1]) > LIFE_MS:
        return None
    return Handle(parts[0] == THINKING, parts[1], parts[2], parts[3])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command whose "thinking…" stands: its lane, and what takes the sign away after a while."""

    lane: str
    handle: Handle
    late: asyncio.TimerHandle


class Answers:
    """Fills the "thinking…" of a command first, then follows up; all of it private."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._waiting: dict[str, Waiting] = {}
        self._held: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.now_ms = calls.now_ms

    def hold(self, text: str) -> None:
        """Nothing goes out through this handle until the interaction is acknowledged."""
        self._held[text.rpartition("|")[2]] = asyncio.Event()

    def release(self, text: str) -> None:
        """It is acknowledged, or never will be."""
        held = self._held.pop(text.rpartition("|")[2], None)
        if held is not None:
            held.set()

    def expect(self, handle: Handle, lane: str) -> None:
        """A command waits in this lane; a public answer, or a while, takes its sign away."""
        late = asyncio.get_running_loop().call_later(PATIENCE, self._tidy, handle.token)
        self._waiting[handle.token] = Waiting(lane, handle, late)

    def settle(self, lane: str) -> None:
        """The lane has answered publicly."""
        for token, waiting in list(self._waiting.items()):
            if waiting.lane == lane:
                self._tidy(token)

    async def answer(
        self, text: str, key: str, parts: Sequence[Part], files: Sequence[list[Upload]]
    ) -> bool:
        """Answer privately; False when there is no token (any more)."""
        handle = read_handle(text, self.now_ms())
        if handle is None:
            return False
        await self._acknowledged(handle)
        del key
        async with self._turn(handle):
            first = handle.thinking and self._waits_no_more(handle)
            try:
                for index, part in enumerate(parts):
                    await self._say(handle, part, files[index], original=first and index == 0)
            except DiscordRefusedError as error:
                log.info("discord: an interaction's token is over: %s", error)
                return False
            return True

    async def find(self, outgoing: Outgoing, errand: Post, parts: Sequence[Part]) -> bool:
        """Whether the command's own answer shows these words already."""
        handle = read_handle(errand.handle, self.now_ms())
        if handle is None or not handle.thinking or len(parts) != 1:
            return False
        try:
            shown = await self._calls.request(route(handle, "GET", original=True))
        except SendError:
            return False
        loading = bool(int(shown.get("flags") or 0) & (1 << 7))
        if loading:
            self.expect(handle, outgoing.lane)
        return not loading and shown.get("content") == parts[0].content

    async def stop(self) -> None:
        """Let what runs beside end."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)

    def _turn(self, handle: Handle) -> asyncio.Lock:
        """One at a time: Discord lets any answer fill a sign, and a second one overwrite it."""
        return self._turns.setdefault(handle.token, asyncio.Lock())

    async def _acknowledged(self, handle: Handle) -> None:
        held = self._held.get(handle.token)
        if held is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(held.wait(), ACK_SECONDS)

    async def _say(
        self, handle: Handle, part: Part, files: list[Upload], *, original: bool
    ) -> None:
        body: dict[str, Any] = {
            "content": part.content,
            "components": list(part.components),
            "allowed_mentions": {"parse": []},
            "flags": SUPPRESS_EMBEDS if original else EPHEMERAL | SUPPRESS_EMBEDS,
        }
        method = "PATCH" if original else "POST"
        await self._calls.upload(route(handle, method, original=original), body, files)

    def _waits_no_more(self, handle: Handle) -> bool:
        """Whether its sign stood until now; from here on somebody sees to it."""
        found = self._waiting.pop(handle.token, None)
        if found is not None:
            found.late.cancel()
        return found is not None

    def _tidy(self, token: str) -> None:
        found = self._waiting.get(token)
        if found is not None:
            task = asyncio.ensure_future(self._remove(found.handle))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _remove(self, handle: Handle) -> None:
        """Take the sign away, unless an answer has filled it meanwhile."""
        await self._acknowledged(handle)
        async with self._turn(handle):
            if not self._waits_no_more(handle):
                return
            try:
                await self._calls.request(route(handle, "DELETE", original=True))
            except SendError as error:
                log.info("discord: a sign of thinking stays: %s", error)


def route(handle: Handle, method: str, *, original: bool) -> Route:
    path = "/webhooks/{webhook_id}/{webhook_token}"
    if original:
        path += "/messages/@original"
    return Route(method, path, webhook_id=int(handle.application), webhook_token=handle.token)

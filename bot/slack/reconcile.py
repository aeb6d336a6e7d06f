"""What of an errand is out already: looked up by its key, and twins removed afterwards."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from typing import Any

from bot.slack.calls import call
from bot.slack.events import PLATFORM
from bot.slack.pace import Pace
from bot.slack.workspaces import Workspace, text
from core.domain.outgoing import Outgoing, Post, Receipt
from core.domain.place import Place
from core.errors import SendError, SendLaterError, SendRefusedError, SendUnknownError

log = logging.getLogger(__name__)
STAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
EVENT_TYPE, FILE = "virtual_client", "file"
SWEEPS = (10.0, 60.0)
PAGE, MOST_PAGES, MOST_KEYS = 200, 20, 5_000


class Reconciler:
    """Reads a thread of the app's own DM; a class channel cannot be read, and is not."""

    def __init__(self, pace: Pace, sweeps: tuple[float, ...] = SWEEPS) -> None:
        self._pace = pace
        self.sweeps = sweeps
        self._done: dict[str, dict[str, str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._untried: set[str] = set()
        self._unsure: set[str] = set()
        self.removed = 0

    def begins(self, key: str) -> None:
        """A try of this errand begins."""
        self._untried.discard(key)

    def failed(self, key: str, error: SendLaterError | SendUnknownError) -> None:
        """Remember of a try that Slack put off that it did nothing: then no look is needed."""
        kept = self._untried if isinstance(error, SendLaterError) else self._unsure
        if len(kept) >= MOST_KEYS:
            kept.clear()
            # Of what is unsure nothing may be forgotten while it counts as untried.
            self._untried.clear()
        kept.add(key)

    def untried(self, key: str) -> bool:
        """Whether no try of this process can have done anything."""
        return key in self._untried and key not in self._unsure

    def done(self, key: str) -> dict[str, str]:
        """The parts of an errand that are out, by their names; whoever sends one notes it here."""
        if len(self._done) > MOST_KEYS:
            self._done.clear()
        return self._done.setdefault(key, {})

    def settle(self, key: str) -> None:
        """Everything is out."""
        self._done.pop(key, None)

    async def find_post(self, workspace: Workspace, outgoing: Outgoing) -> Receipt | None:
        """The receipt when every part is out; what is out only in part is remembered."""
        if unreadable(outgoing):
            return None
        self.doubt(workspace, outgoing.place, outgoing.key)
        done = self.done(outgoing.key)
        wanted = 1
        after = outgoing.after_id if STAMP.fullmatch(outgoing.after_id) else ""
        async for message in self._messages(workspace, outgoing.place, after):
            payload = payload_of(message)
            done.update(files_in(message, workspace, outgoing))
            if payload.get("outbox_id") == outgoing.key:
                done.setdefault(str(payload.get("part", 0)), text(message, "ts"))
                wanted = whole(payload, "parts") + whole(payload, "files")
        if "0" not in done or len(done) < wanted:
            return None
        self.settle(outgoing.key)
        return Receipt(done["0"])

    async def find_root(
        self, workspace: Workspace, outgoing: Outgoing, channel: str
    ) -> Receipt | None:
        """The thread that an errand opened, if it did."""
        place = Place(PLATFORM, workspace.team, channel)
        self.doubt(workspace, place, outgoing.key)
        async for message in self._messages(workspace, place, ""):
            if payload_of(message).get("outbox_id") == outgoing.key:
                ts = text(message, "ts")
                return Receipt(ts, Place(PLATFORM, workspace.team, channel, ts))
        return None

    def doubt(self, workspace: Workspace, place: Place, key: str) -> None:
        """A copy may still arrive: look again later, twice, and keep the oldest only."""
        if not place.channel.startswith("D"):
            return
        for seconds in self.sweeps:
            task = asyncio.create_task(self._sweep_after(seconds, workspace, place, key))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Leave what was planned."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _sweep_after(
        self, seconds: float, workspace: Workspace, place: Place, key: str
    ) -> None:
        await asyncio.sleep(seconds)
        try:
            await self.sweep(workspace, place, key)
        except SendError as error:
            log.warning("slack: twins could not be looked for: %s", error)

    async def sweep(self, workspace: Workspace, place: Place, key: str) -> None:
        """Delete every copy of a part but the oldest; SendError when Slack does not answer."""
        copies: dict[str, list[str]] = {}
        async for message in self._messages(workspace, place, ""):
            payload = payload_of(message)
            if payload.get("outbox_id") == key:
                copies.setdefault(str(payload.get("part", 0)), []).append(text(message, "ts"))
        for twin in (ts for found in copies.values() for ts in sorted(set(found))[1:]):
            await call(workspace.client.chat_delete(channel=place.channel, ts=twin))
            self.removed += 1

    async def _messages(
        self, workspace: Workspace, place: Place, after: str
    ) -> AsyncIterator[dict[str, Any]]:
        """Every message there, page by page; SendError when Slack does not answer."""
        cursor = ""
        for _ in range(MOST_PAGES):
            answer = await self._page(workspace, place, after, cursor)
            for message in answer.get("messages", []):
                yield message
            cursor = text(answer.get("response_metadata") or {}, "next_cursor")
            if not cursor:
                return

    async def _page(
        self, workspace: Workspace, place: Place, after: str, cursor: str
    ) -> dict[str, Any]:
        method = "conversations.replies" if place.thread else "conversations.history"
        arguments: dict[str, Any] = {
            "channel": place.channel,
            "limit": PAGE,
            "include_all_metadata": True,
            "oldest": after or "0",
            "cursor": cursor or None,
        }
        self._pace.check(workspace.team, method, place.channel)
        with self._pace.watching(workspace.team, method, place.channel):
            if place.thread:
                request = workspace.client.conversations_replies(ts=place.thread, **arguments)
            else:
                request = workspace.client.conversations_history(**arguments)
            return await call(request)


def unreadable(outgoing: Outgoing) -> bool:
    """Nobody can look for a private answer, and twice is better than never.

    A post to the whole class is not repeated: SendRefusedError, for its teacher to decide.
    """
    if outgoing.place.channel.startswith("D"):
        return False
    if isinstance(outgoing.errand, Post) and outgoing.errand.to:
        return True
    raise SendRefusedError("could not confirm whether this post arrived")


def files_in(message: dict[str, Any], workspace: Workspace, outgoing: Outgoing) -> dict[str, str]:
    """Which files of the errand a message shows: they carry no mark, so their names tell."""
    ours = workspace.bot_id == message.get("bot_id") or workspace.bot_user == message.get("user")
    titles = titles_in(message) if ours else {}
    if not titles or not isinstance(outgoing.errand, Post):
        return {}
    return {
        f"{FILE}{index}": titles[file.name]
        for index, file in enumerate(outgoing.errand.reply.files)
        if file.name in titles
    }


def titles_in(message: dict[str, Any]) -> dict[object, str]:
    """The files that a message shows, by title."""
    shown = message.get("files")
    files = shown if isinstance(shown, list) else []
    return {one.get("title"): str(one.get("id")) for one in files if isinstance(one, dict)}


def payload_of(message: dict[str, Any]) -> dict[str, Any]:
    """Our mark on a message, empty on all others."""
    mark = message.get("metadata")
    if not isinstance(mark, dict) or mark.get("event_type") != EVENT_TYPE:
        return {}
    payload = mark.get("event_payload")
    return payload if isinstance(payload, dict) else {}


def whole(payload: dict[str, Any], name: str) -> int:
    value = payload.get(name)
    return value if isinstance(value, int) else 0

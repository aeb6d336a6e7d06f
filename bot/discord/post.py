"""Posting a reply: part by part under its key, privately where it is meant for one person."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from discord.http import Route

from bot.discord.answers import Answers
from bot.discord.calls import ARCHIVED, FORBIDDEN, NOT_FOUND, Calls, DiscordRefusedError, Upload
from bot.discord.places import Places
from bot.discord.render import Part, render
from bot.discord.threads import Threads
from core.domain.outgoing import Edit, Outgoing, Post, Receipt
from core.domain.place import Place
from core.domain.reply import FileRef

log = logging.getLogger(__name__)
LoadFile = Callable[[str, str], Awaitable[bytes]]
SUPPRESS_EMBEDS = 1 << 2
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
MOST_UNFINISHED = 2_000
BIGGEST = 10 * 1024 * 1024
PRIVATE = "private"


class Poster:
    """Remembers which parts of an errand are out, so that a second try sends only the rest."""

    def __init__(self, calls: Calls, places: Places, threads: Threads, load_file: LoadFile) -> None:
        self._calls = calls
        self._places = places
        self._threads = threads
        self._load_file = load_file
        self.answers = Answers(calls)
        self.questions: OrderedDict[str, str] = OrderedDict()
        self.done: OrderedDict[str, dict[int, str]] = OrderedDict()
        self.typing_heard = True

    async def post(self, outgoing: Outgoing, errand: Post) -> Receipt:
        """Post everything; the receipt names the first message and the last."""
        parts = self.parts(errand)
        if not errand.to:
            receipt = await self._publicly(outgoing.place, outgoing.key, parts)
            self.answers.settle(outgoing.lane)
            return receipt
        uploads = [await self._files(outgoing.place.tenant, part) for part in parts]
        if await self.answers.answer(errand.handle, outgoing.key, parts, uploads):
            return Receipt(PRIVATE)
        return await self._publicly(await self._own(outgoing.place, errand.to), outgoing.key, parts)

    def parts(self, errand: Post | Edit) -> tuple[Part, ...]:
        """The errand's messages; what a button asks first is kept here."""
        for button in errand.reply.buttons:
            if button.confirm:
                self.questions[button.token] = button.confirm
                self.questions.move_to_end(button.token)
        while len(self.questions) > MOST_UNFINISHED:
            self.questions.popitem(last=False)
        return render(errand.reply, typing_heard=self.typing_heard)

    async def edit(self, outgoing: Outgoing, errand: Edit) -> Receipt:
        """Show the new words in the old message; one that is gone needs none."""
        target = outgoing.target_id.partition("-")[0]
        channel = outgoing.place.thread or outgoing.place.channel
        route = Route(
            "PATCH", "/channels/{channel_id}/messages/{id}", channel_id=channel, id=target
        )
        try:
            await self._calls.request(route, body_of(self.parts(errand)[0]))
        except DiscordRefusedError as error:
            if error.code != 10008:  # noqa: PLR2004 - Discord's number of an unknown message
                raise
            log.warning("discord: the message to edit is gone")
        return Receipt(outgoing.target_id)

    def remember(self, key: str, index: int, message: str) -> None:
        """A part is out."""
        self.done.setdefault(key, {})[index] = message
        while len(self.done) > MOST_UNFINISHED:
            self.done.popitem(last=False)

    async def _own(self, place: Place, user: str) -> Place:
        """Where only this person reads: their own thread, else their DM; never the channel."""
        if place.thread and place.thread == place.channel:
            return place
        if place.thread and await self._places.student(place) == user:
            return place
        self._calls.check_patience()
        channel = await self._threads.direct(user)
        return Place(place.platform, place.workspace, channel, channel)

    async def _publicly(self, place: Place, key: str, parts: tuple[Part, ...]) -> Receipt:
        channel = place.thread or place.channel
        self._calls.check_alive(channel)
        out = self.done.setdefault(key, {})
        try:
            for index, part in enumerate(parts):
                if index not in out:
                    files = await self._files(place.tenant, part)
                    self.remember(
                        key, index, await self._message(place, part, nonce(key, index), files)
                    )
        except DiscordRefusedError as error:
            if error.status in {FORBIDDEN, NOT_FOUND}:
                self._calls.bury(channel)
            raise
        self.done.pop(key, None)
        return Receipt(receipt_id(out, len(parts)))

    async def _message(self, place: Place, part: Part, part_nonce: str, files: list[Upload]) -> str:
        channel = place.thread or place.channel
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        body = body_of(part) | {"nonce": part_nonce, "enforce_nonce": True}
        try:
            made = await self._calls.upload(route, body, files)
        except DiscordRefusedError as error:
            if error.code != ARCHIVED:
                raise
            await self._threads.wake(place)
            made = await self._calls.upload(route, body, files)
        return str(made["id"])

    async def _files(self, tenant: str, part: Part) -> list[Upload]:
        return [await self._file(tenant, one) for one in part.files]

    async def _file(self, tenant: str, ref: FileRef) -> Upload:
        """The bytes that we keep; what Discord would not take is said instead of lost."""
        try:
            content = await self._load_file(tenant, ref.id)
        except LookupError:
            content = b""
        if not content or len(content) > BIGGEST:
            why = "is too large for Discord" if content else "is no longer kept"
            text = f"{ref.name} {why}. /sessions shows your reports.\n"
            return Upload(f"{ref.name}.txt", "text/plain", text.encode())
        return Upload(ref.name, ref.media_type, content, ref.description)


def body_of(part: Part) -> dict[str, Any]:
    """What every message has: nobody is notified, nothing is unfolded."""
    return {
        "content": part.content,
        "components": list(part.components),
        "allowed_mentions": {"parse": []},
        "flags": SUPPRESS_EMBEDS,
    }


def nonce(key: str, index: int) -> str:
    """At most 25 characters: the row's key, and a letter for each part after the first."""
    return key if index == 0 else f"{key}{LETTERS[index % len(LETTERS)]}"


def receipt_id(out: dict[int, str], count: int) -> str:
    """The first message, and behind a hyphen the last where there are several."""
    first, last = out[0], out[count - 1]
    return first if first == last else f"{first}-{last}"

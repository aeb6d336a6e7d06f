"""Posting a reply: part by part, each under its key, the files behind the words."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.slack.calls import MISSING_SCOPE, ScopeError, SlackRefusedError, TokenError, call
from bot.slack.direct import DirectMessages
from bot.slack.pace import Pace
from bot.slack.reconcile import EVENT_TYPE, FILE, Reconciler
from bot.slack.render import Part, render
from bot.slack.respond import respond
from bot.slack.upload import upload
from bot.slack.workspaces import Workspace, text
from core.domain.outgoing import Outgoing, Post, Receipt
from core.domain.place import Place
from core.domain.reply import Reply, say
from core.errors import SendLaterError, SendUnknownError

POST, PRIVATE = "chat.postMessage", "chat.postEphemeral"
OUTSIDE = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", MISSING_SCOPE})
# Parts with such numbers stand where a file should be.
NO_FILE = 1_000
LoadFile = Callable[[str, str], Awaitable[bytes]]


class Poster:
    """Knows what of an errand is out already, so that a second try sends only the rest."""

    def __init__(
        self, pace: Pace, reconciler: Reconciler, direct: DirectMessages, load_file: LoadFile
    ) -> None:
        self._pace = pace
        self._reconciler = reconciler
        self._direct = direct
        self._load_file = load_file

    async def post(self, workspace: Workspace, outgoing: Outgoing, errand: Post) -> Receipt:
        """Post everything; the receipt names the first message."""
        place = outgoing.place
        if errand.to and not place.channel:
            place = await self._own(workspace, errand.to)
        if errand.to and not place.channel.startswith("D"):
            return await self._privately(workspace, outgoing, errand)
        parts = render(errand.reply, workspace.link)
        done = self._reconciler.done(outgoing.key)
        await self._words(workspace, place, outgoing, parts)
        if errand.reply.files:
            await self._files(workspace, place, outgoing, errand)
        first = done["0"]
        self._reconciler.settle(outgoing.key)
        return Receipt(first)

    async def _words(
        self, workspace: Workspace, place: Place, outgoing: Outgoing, parts: tuple[Part, ...]
    ) -> None:
        done = self._reconciler.done(outgoing.key)
        files = len(outgoing.errand.reply.files) if isinstance(outgoing.errand, Post) else 0
        for index, part in enumerate(parts):
            if str(index) not in done:
                mark = metadata(outgoing.key, index, len(parts), files)
                done[str(index)] = await self._message(workspace, place, part, mark)

    async def _files(
        self, workspace: Workspace, place: Place, outgoing: Outgoing, errand: Post
    ) -> None:
        done = self._reconciler.done(outgoing.key)
        for index, file in enumerate(errand.reply.files):
            if f"{FILE}{index}" not in done:
                content = await self._load_file(place.tenant, file.id)
                try:
                    with self._pace.watching(workspace.team, "files", place.channel):
                        done[f"{FILE}{index}"] = await upload(workspace, place, file, content)
                except ScopeError as error:
                    mark = metadata(outgoing.key, NO_FILE + index, 1, 0)
                    (part,) = render(say(f"{file.name}: {error}."), workspace.link)
                    done[f"{FILE}{index}"] = await self._message(workspace, place, part, mark)

    async def root(self, workspace: Workspace, place: Place, key: str, reply: Reply) -> str:
        """Post the message that a new thread hangs on; its timestamp is the thread's id."""
        part = render(reply, workspace.link)[0]
        return await self._message(workspace, place, part, metadata(key, 0, 1, 0))

    async def _message(
        self, workspace: Workspace, place: Place, part: Part, mark: dict[str, Any]
    ) -> str:
        channel = place.channel
        self._pace.check(workspace.team, POST, channel)
        key = mark["event_payload"]["outbox_id"]
        # Not chat_postMessage: it copies and looks through what is plain data already.
        request = message(place, part) | {"metadata": mark, "link_names": False}
        try:
            answer = await workspace.client.post(POST, request)
        except SendLaterError as error:
            self._pace.pause(workspace.team, error.seconds, POST, channel)
            raise
        except SendUnknownError:
            self._reconciler.doubt(workspace, place, key)
            raise
        except ScopeError as error:
            # Who may not speak loses nothing: it waits until the app may.
            raise TokenError(error.code, error.needed) from error
        return text(answer, "ts")

    async def _privately(self, workspace: Workspace, outgoing: Outgoing, errand: Post) -> Receipt:
        """Only that person sees it; files, which all would see, come into the person's own DM."""
        reply, own = errand.reply, None
        if reply.files:
            own = await self._own(workspace, errand.to)
            reply = replace(reply, goto=reply.goto or own)
        parts = render(reply, workspace.link)
        await self._whispered(workspace, outgoing.place, errand, parts)
        if own is not None:
            await self._files(workspace, own, outgoing, errand)
            self._reconciler.settle(outgoing.key)
        return Receipt("private")

    async def _whispered(
        self, workspace: Workspace, place: Place, errand: Post, parts: tuple[Part, ...]
    ) -> None:
        """Where the app is no member, the command's own answer is the way."""
        client, channel = workspace.client, place.channel
        try:
            for part in parts:
                self._pace.check(workspace.team, PRIVATE, channel)
                with self._pace.watching(workspace.team, PRIVATE, channel):
                    await call(
                        client.chat_postEphemeral(
                            **message(place, part, private=True),
                            user=errand.to,
                            link_names=False,
                        )
                    )
        except SlackRefusedError as error:
            if error.code not in OUTSIDE:
                raise
            if isinstance(error, ScopeError):
                parts = (*render(say(f"{error}."), workspace.link), *parts)
            if not await respond(client, errand.handle, parts):
                own = await self._own(workspace, errand.to)
                for part in parts:
                    await self._message(workspace, own, part, metadata("", 0, 1, 0))

    async def _own(self, workspace: Workspace, user: str) -> Place:
        channel = await self._direct.open(workspace, user)
        return Place("slack", workspace.team, channel)


def message(place: Place, part: Part, *, private: bool = False) -> dict[str, Any]:
    """The arguments that every post has; nothing in it is looked up or unfolded by Slack."""
    arguments: dict[str, Any] = {"channel": place.channel, "text": part.text}
    if part.blocks:
        arguments["blocks"] = list(part.blocks)
    if place.thread:
        arguments["thread_ts"] = place.thread
    if not private:
        arguments |= {"unfurl_links": False, "unfurl_media": False}
    return arguments


def metadata(key: str, part: int, parts: int, files: int) -> dict[str, Any]:
    """By this a message is recognised when nobody knows whether it was sent."""
    payload = {"outbox_id": key, "part": part, "parts": parts, "files": files}
    return {"event_type": EVENT_TYPE, "event_payload": payload}

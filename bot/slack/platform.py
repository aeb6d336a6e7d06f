"""Slack as the core's platform: each errand is a few calls, none of them made twice unseen."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.slack.calls import NOT_SERVED, SlackRefusedError, TokenError, call
from bot.slack.direct import DirectMessages
from bot.slack.events import PLATFORM
from bot.slack.pace import Pace
from bot.slack.people import People
from bot.slack.post import Poster
from bot.slack.reconcile import Reconciler
from bot.slack.render import render
from bot.slack.workspaces import NotReadyError, Workspace, Workspaces
from core.domain.capability import Capabilities
from core.domain.outgoing import Close, Edit, Open, Outgoing, Post, Receipt
from core.domain.place import Place
from core.domain.reply import Heading, Reply
from core.errors import SendError, SendLaterError, SendUnknownError
from core.ports import Member

log = logging.getLogger(__name__)
LoadFile = Callable[[str, str], Awaitable[bytes]]
NOT_KNOWN_YET = 0.5
CAPABILITIES = Capabilities(
    slash_in_thread=False,
    forms=True,
    form_files=True,
    native_datetime=True,
    autocomplete=False,
    private_reply=True,
    streaming=False,
    find_by_key=True,
    max_text=12_000,
    max_buttons=25,
    max_choices=100,
    max_form_fields=50,
)


class SlackPlatform:
    """`load_file(tenant, id)` gives the bytes of a file."""

    def __init__(self, workspaces: Workspaces, pace: Pace, load_file: LoadFile) -> None:
        self._workspaces = workspaces
        self._pace = pace
        self.reconciler = Reconciler(pace)
        self.direct = DirectMessages(pace)
        self.people = People()
        self._poster = Poster(pace, self.reconciler, self.direct, load_file)

    @property
    def name(self) -> str:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Carry out one errand once; a SendError otherwise."""
        self.reconciler.begins(outgoing.key)
        try:
            workspace = await self._served(outgoing.place)
            return await self._carried_out(workspace, outgoing)
        except (SendLaterError, SendUnknownError) as error:
            self.reconciler.failed(outgoing.key, error)
            raise

    async def _carried_out(self, workspace: Workspace, outgoing: Outgoing) -> Receipt:
        try:
            return await self._carry_out(workspace, outgoing)
        except TokenError as error:
            self._pace.pause(workspace.team, error.seconds)
            log.error("slack: the token was refused: %s %s", error.reason, error.needed)  # noqa: TRY400 - no stack: it would show the request
            raise

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        """Look whether the errand was carried out already, by its key."""
        if self.reconciler.untried(outgoing.key):
            return None
        workspace = await self._served(outgoing.place)
        match outgoing.errand:
            case Post():
                return await self.reconciler.find_post(workspace, outgoing)
            case Open(user=user):
                channel = await self.direct.open(workspace, user)
                return await self.reconciler.find_root(workspace, outgoing, channel)
            case Edit() | Close():
                return None  # both may be done again, the second time changes nothing

    async def typing(self, place: Place) -> None:
        """Show that an answer is coming; Slack knows such a sign in threads only."""
        if not place.thread:
            return
        try:
            workspace = await self._served(place)
            await call(
                workspace.client.assistant_threads_setStatus(
                    channel_id=place.channel, thread_ts=place.thread, status="is typing…"
                )
            )
        except SendError as error:
            log.info("slack: no typing sign: %s", error)

    async def members(self, channel: Place) -> tuple[Member, ...]:
        """Everybody in a channel, all pages."""
        workspace = await self._served(channel)
        return await self.people.members(workspace, channel.channel)

    def forget(self, team: str) -> None:
        """The app was removed there: whatever was learnt may be other after the next install."""
        self.direct.forget(team)
        self.people.forget(team)
        self._pace.resume(team)

    async def _served(self, place: Place) -> Workspace:
        self._pace.check_workspace(place.workspace)
        try:
            workspace = await self._workspaces.find(place.workspace)
        except NotReadyError as error:
            raise SendLaterError(str(error), NOT_KNOWN_YET) from error
        if workspace is None:
            raise SendLaterError("the app is not installed there", NOT_SERVED)
        return workspace

    async def _carry_out(self, workspace: Workspace, outgoing: Outgoing) -> Receipt:
        match outgoing.errand:
            case Open() as errand:
                return await self._open(workspace, outgoing, errand)
            case Close():
                return Receipt(str(outgoing.place))  # a thread of Slack's cannot be closed
            case Edit() as errand:
                return await self._edit(workspace, outgoing, errand)
            case Post() as errand:
                return await self._poster.post(workspace, outgoing, errand)

    async def _open(self, workspace: Workspace, outgoing: Outgoing, errand: Open) -> Receipt:
        channel = await self.direct.open(workspace, errand.user)
        place = Place(PLATFORM, workspace.team, channel)
        ts = await self._poster.root(workspace, place, outgoing.key, root_of(errand))
        return Receipt(ts, Place(PLATFORM, workspace.team, channel, ts))

    async def _edit(self, workspace: Workspace, outgoing: Outgoing, errand: Edit) -> Receipt:
        """Show the new words; a message that is gone needs none."""
        channel, ts = outgoing.place.channel, outgoing.target_id
        part = render(errand.reply, workspace.link)[0]
        request: dict[str, Any] = {"channel": channel, "ts": ts, "text": part.text}
        self._pace.check(workspace.team, "chat.update", channel)
        try:
            with self._pace.watching(workspace.team, "chat.update", channel):
                await call(workspace.client.chat_update(**request, blocks=list(part.blocks)))
        except SlackRefusedError as error:
            if error.code != "message_not_found":
                raise
            log.warning("slack: the message to edit is gone")
        return Receipt(ts)


def root_of(errand: Open) -> Reply:
    """The message that the interview's thread hangs on."""
    return Reply((Heading(errand.title),))

"""Discord as the core's platform: each errand is a few calls, none of them made twice unseen."""

import logging
from dataclasses import replace
from typing import Literal

from discord.http import Route

from bot.discord.calls import FORBIDDEN, NOT_FOUND, Calls, DiscordRefusedError
from bot.discord.events import PLATFORM
from bot.discord.people import People
from bot.discord.places import Places
from bot.discord.post import LoadFile, Poster
from bot.discord.reconcile import find_post
from bot.discord.threads import Threads
from bot.discord.views import Views
from core.domain.capability import Capabilities
from core.domain.outgoing import Close, Edit, Open, Outgoing, Post, Receipt
from core.domain.place import Place
from core.errors import SendError
from core.language import gettext_noop
from core.ports import Clock, Member

log = logging.getLogger(__name__)
SessionPlace = Literal["thread", "dm"]
READERS = gettext_noop(
    "You and this app can read this thread, and so can whoever may manage threads on this server: "
    "usually teachers, moderators and the owner."
)
CAPABILITIES = Capabilities(
    slash_in_thread=True,
    forms=True,
    form_files=True,
    native_datetime=False,
    autocomplete=True,
    private_reply=True,
    streaming=False,
    find_by_key=True,
    max_text=2_000,
    max_buttons=25,
    max_choices=25,
    max_form_fields=5,
)


class DiscordPlatform:
    """`load_file(tenant, id)` gives the bytes of a file."""

    def __init__(self, clock: Clock, where: SessionPlace, load_file: LoadFile) -> None:
        self.calls = Calls(clock)
        self.places = Places(self.calls)
        self.threads = Threads(self.calls, self.places)
        self.poster = Poster(self.calls, self.places, self.threads, load_file)
        self.people = People(self.calls)
        self.views = Views()
        self._where = where
        readers = READERS if where == "thread" else ""
        self._capabilities = replace(CAPABILITIES, readers=readers)

    @property
    def name(self) -> str:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Carry out one errand once; a SendError otherwise."""
        match outgoing.errand:
            case Open() as errand if self._where == "dm":
                return await self.threads.open_direct(outgoing, errand)
            case Open() as errand:
                return await self.threads.open(outgoing, errand)
            case Close():
                await self.threads.close(outgoing.place)
                return Receipt(str(outgoing.place))
            case Edit() as errand:
                return await self.poster.edit(outgoing, errand)
            case Post() as errand:
                return await self.poster.post(outgoing, errand)

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        """Look whether the errand was carried out already, by its key."""
        match outgoing.errand:
            case Open() as errand if self._where == "thread":
                return await self.threads.find(outgoing, errand)
            case Post() as errand:
                return await find_post(self.calls, self.poster, outgoing, errand)
            case _:
                return None  # these may be done again, the second time changes nothing

    async def typing(self, place: Place) -> None:
        """Show that an answer is coming."""
        channel = place.thread or place.channel
        try:
            self.calls.check_alive(channel)
            await self.calls.request(
                Route("POST", "/channels/{channel_id}/typing", channel_id=channel)
            )
        except DiscordRefusedError as error:
            if error.status in {FORBIDDEN, NOT_FOUND}:
                self.calls.bury(channel)
        except SendError as error:
            log.info("discord: no typing sign: %s", error)

    async def members(self, channel: Place) -> tuple[Member, ...]:
        """Everybody who can see the channel; refused while the members intent is off."""
        return await self.people.members(channel)

"""The life of an interview's place: a private thread with one student, or their DM."""

import logging
from typing import Any

from discord.http import Route

from bot.discord.calls import Calls, DiscordRefusedError
from bot.discord.events import PLATFORM
from bot.discord.places import Places, direct
from bot.discord.rights import THREAD_RIGHTS, lacking
from bot.discord.text import inert, plain
from core.domain.outgoing import Open, Outgoing, Receipt
from core.domain.place import Place
from core.errors import SendRefusedError

log = logging.getLogger(__name__)
PRIVATE_THREAD, WEEK, TITLE, MARK = 12, 10_080, 100, 6
NO_ACCESS, NO_PERMISSION = 50001, 50013


class Threads:
    """Opens, finds and closes; each step may be done again without harm."""

    def __init__(self, calls: Calls, places: Places) -> None:
        self._calls = calls
        self._places = places
        self._direct: dict[str, str] = {}

    async def open(self, outgoing: Outgoing, errand: Open) -> Receipt:
        """A thread that only the student (and whoever manages threads) can see."""
        channel = outgoing.place.channel
        self._calls.check_alive(channel)
        body = {
            "name": title_of(outgoing, errand),
            "type": PRIVATE_THREAD,
            "invitable": False,
            "auto_archive_duration": WEEK,
        }
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=channel)
        try:
            made = await self._calls.request(route, body)
            return await self._admit(outgoing.place, made, errand.user)
        except DiscordRefusedError as error:
            raise await self._named(outgoing.place, error) from error

    async def _named(self, place: Place, error: DiscordRefusedError) -> DiscordRefusedError:
        """The refusal with the permissions that we lack, by name."""
        if error.code not in {NO_ACCESS, NO_PERMISSION}:
            return error
        names = await lacking(self._calls, place, self._places.us, THREAD_RIGHTS)
        reason = f"the app lacks {' and '.join(names)} in this channel" if names else str(error)
        self._calls.bury(place.channel, reason)
        return DiscordRefusedError(reason, error.code, error.status)

    async def find(self, outgoing: Outgoing, errand: Open) -> Receipt | None:
        """The thread of this errand, if it was made; its title carries the errand's mark."""
        route = Route("GET", "/guilds/{guild_id}/threads/active", guild_id=outgoing.place.workspace)
        listed = await self._calls.request(route)
        title = title_of(outgoing, errand)
        for thread in listed.get("threads", ()):
            if thread.get("name") == title and thread.get("owner_id") == self._places.us:
                return await self._admit(outgoing.place, thread, errand.user)
        return None

    async def close(self, place: Place) -> None:
        """Archive and lock; a thread that is gone needs neither."""
        if place.thread in {"", place.channel}:
            return
        try:
            await self._patch(place.thread, {"archived": True, "locked": True})
        except DiscordRefusedError as error:
            log.warning("discord: a finished thread stays open: %s", error)

    async def wake(self, place: Place) -> None:
        """Take a thread out of the archive, so that it can be written to."""
        await self._patch(place.thread, {"archived": False})

    async def direct(self, user: str) -> str:
        """The channel of somebody's DM."""
        if user not in self._direct:
            made = await self._calls.request(
                Route("POST", "/users/@me/channels"), {"recipient_id": user}
            )
            self._direct[user] = str(made["id"])
        return self._direct[user]

    async def open_direct(self, outgoing: Outgoing, errand: Open) -> Receipt:
        """The student's DM as the place of the interview."""
        guild = outgoing.place.workspace
        self._places.guilds.seen(errand.user, guild)
        place = direct(guild, await self.direct(errand.user))
        # Only a message shows whether the DM is open; a refusal says how to open it.
        body = {
            "content": f"-# {inert(errand.title)}",
            "allowed_mentions": {"parse": []},
            "nonce": outgoing.key,
            "enforce_nonce": True,
        }
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=place.thread)
        await self._calls.request(route, body)
        return Receipt(place.thread, place)

    async def _admit(self, channel: Place, thread: dict[str, Any], user: str) -> Receipt:
        """Add the one student; a thread without them helps nobody."""
        thread_id = str(thread["id"])
        self._places.learn(thread, channel.workspace, user)
        route = Route("PUT", "/channels/{id}/thread-members/{user}", id=thread_id, user=user)
        try:
            await self._calls.request(route)
        except SendRefusedError:
            await self._drop(thread_id)
            raise
        return Receipt(thread_id, Place(PLATFORM, channel.workspace, channel.channel, thread_id))

    async def _drop(self, thread_id: str) -> None:
        try:
            await self._calls.request(Route("DELETE", "/channels/{id}", id=thread_id))
        except SendRefusedError as error:
            log.warning("discord: an empty thread stays: %s", error)

    async def _patch(self, thread: str, body: dict[str, Any]) -> None:
        route = Route("PATCH", "/channels/{channel_id}", channel_id=thread)
        self._places.learn(await self._calls.request(route, body))


def title_of(outgoing: Outgoing, errand: Open) -> str:
    """The title with a mark of the errand, by which the thread is found again after a crash."""
    mark = f" · {outgoing.key[:MARK]}"
    return plain(errand.title, TITLE - len(mark)) + mark

"""The Discord adapter as the process sees it: a platform, a start, a stop, a state."""

import asyncio
import contextlib
import logging
from typing import Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord.catchup import CatchUp
from bot.discord.client import Client, Take
from bot.discord.comings import Comings
from bot.discord.counters import Counters
from bot.discord.events import Us, snowflake
from bot.discord.intake import Desk, Intake
from bot.discord.platform import DiscordPlatform
from bot.discord.post import LoadFile
from bot.discord.reception import Reception
from bot.settings import Settings
from bot.web.server import Site
from core.dispatch import Door
from core.errors import CoreError
from core.ports import Clock

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE, FINAL_PAUSE = 2.0, 300.0, 300.0
CLOSING, CANCEL_AGAIN = 5.0, 0.2
CONTENT_FLAGS, MEMBERS_FLAGS = 1 << 18 | 1 << 19, 1 << 14 | 1 << 15
INTENT_OFF = 4014


class DiscordAdapter:
    """Make it inside the event loop, start it with the door, stop its intake before the engine."""

    def __init__(self, settings: Settings, clock: Clock, load_file: LoadFile) -> None:
        redirect(settings)
        for name in ("discord", "discord.http", "discord.gateway", "discord.client"):
            # At DEBUG the library writes people's words into the log.
            logging.getLogger(name).setLevel(logging.INFO)
        self._settings = settings
        self.platform = DiscordPlatform(clock, settings.discord_session_place, load_file)
        self.counters = Counters()
        self.desk = Desk(self.platform, clock, self.counters)
        self.client: Client | None = None
        self._serving: asyncio.Task[None] | None = None
        self._open = False
        self._leaving = False
        self._ears: dict[str, Take] = {}
        self._reception: Reception | None = None

    async def start(self, door: Door, site: Site) -> None:
        """Begin to hear; the login goes on in the background."""
        self.listen(door)
        self._serving = asyncio.create_task(self._serve())
        site.figures(self.counters.lines)

    def listen(self, door: Door) -> None:
        """Take what a client of ours hears to the door."""
        self._open = True
        intake = Intake(self.desk, door)
        catchup = CatchUp(self.platform.calls, intake, door)
        self._ears = self._hears(intake, catchup, Comings(self.desk, door))
        self._reception = Reception(self.desk, door)

    def make_client(self) -> Client:
        """A client that hears for us; `know` it when it is logged in."""
        intents = wanted_intents(self._settings.discord_session_place)
        self.client = Client(intents, self.platform.calls.trace, self.counters)
        if self._reception is not None:
            self.client.begin(self._reception, self._ears)
        return self.client

    @property
    def ready(self) -> bool:
        """Whether something that is typed now would be heard."""
        client = self.client
        if client is None or not client.shards or client.is_closed():
            return False
        return len(client.up) >= (client.shard_count or 1)

    async def stop_intake(self) -> None:
        """Hear nothing more; what comes now is caught up after the next start."""
        self._open = False
        if self.client is not None:
            await self.client.finish()
        await self.platform.poster.answers.stop()

    async def stop(self) -> None:
        """Let go of everything; the engine has sent what it will send."""
        self._leaving = True
        await self._close()
        while self._serving and not self._serving.done():
            # Once is not enough: the library swallows it while it connects again.
            self._serving.cancel()
            await asyncio.wait([self._serving], timeout=CANCEL_AGAIN)

    async def _serve(self) -> None:
        """Log in and stay connected; each failure waits longer, so that no login is wasted."""
        pause = FIRST_PAUSE
        while not self._leaving:
            started = asyncio.get_running_loop().time()
            pause = min(pause, LONGEST_PAUSE)
            try:
                await self._session()
            except discord.LoginFailure:
                log.error("discord: DISCORD_BOT_TOKEN is refused. Put the right one into .env.")  # noqa: TRY400 - no stack: it would show the request
                pause = FINAL_PAUSE
            except discord.PrivilegedIntentsRequired:
                log.error(  # noqa: TRY400 - same
                    "discord: the Message Content intent was switched off meanwhile; connecting "
                    "again without it"
                )
            except (TimeoutError, discord.DiscordException, CoreError, OSError) as error:
                log.warning("discord: not connected: %s", error)
            finally:
                await self._close()
            if asyncio.get_running_loop().time() - started > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause *= 2

    async def _close(self) -> None:
        """Close the connection; a peer that does not answer is not waited for."""
        if self.client and not self.client.is_closed():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await self.client.close()
        self.platform.calls.hang_up()

    async def _session(self) -> None:
        client = self.make_client()
        await client.login(self._settings.discord_bot_token.get_secret_value().strip())
        self.know(client)
        if self._settings.discord_gateway_url:
            # With a count of its own the library goes to the address that the settings name.
            client.shard_count, _, _ = await client.http.get_bot_gateway()
        await client.connect(reconnect=True)

    def know(self, client: Client) -> None:
        """Ask only for intents that are switched on: asking for more ends the connection."""
        flags, intents = client.application_flags.value, client.wanted
        intents.message_content = intents.message_content and bool(flags & CONTENT_FLAGS)
        intents.members = bool(flags & MEMBERS_FLAGS)
        user = str(client.user.id) if client.user else ""
        self.desk.us = Us(user, intents.message_content)
        self.platform.places.us = user
        self.platform.people.live = intents.members
        in_threads = self._settings.discord_session_place == "thread"
        self.platform.poster.typing_heard = intents.message_content or not in_threads
        self.platform.calls.connect(client.http)
        if in_threads and not intents.message_content:
            log.warning(
                "discord: the Message Content intent is off; students answer through a Reply "
                "button. Switch it on in the developer portal, under Bot."
            )

    def _hears(self, intake: Intake, catchup: CatchUp, comings: Comings) -> dict[str, Take]:
        """What each payload is for."""

        def only_open(take: Take) -> Take:
            async def run(data: dict[str, Any]) -> None:
                if self._open:
                    await take(data)

            return run

        async def guild(data: dict[str, Any]) -> None:
            self._learn_guild(data)
            view = comings.learn(data)
            await catchup.guild(snowflake(data.get("id")))
            if view is not None:
                await comings.guild(view)

        async def ready(data: dict[str, Any]) -> None:
            comings.ready(data)

        async def channel_gone(data: dict[str, Any]) -> None:
            await intake.channel_gone(data)
            await comings.channel_gone(data)

        async def resumed(_data: dict[str, Any]) -> None:
            for one in sorted(self.platform.places.guilds.known):
                await catchup.guild(one)

        takes = {
            "MESSAGE_CREATE": intake.message,
            "MESSAGE_UPDATE": intake.edited,
            "MESSAGE_DELETE": intake.erased,
            "MESSAGE_DELETE_BULK": intake.erased,
            "THREAD_CREATE": intake.thread_changed,
            "THREAD_UPDATE": intake.thread_changed,
            "THREAD_DELETE": intake.thread_gone,
            "THREAD_MEMBERS_UPDATE": intake.left_thread,
            "CHANNEL_CREATE": comings.channel,
            "CHANNEL_UPDATE": comings.channel,
            "CHANNEL_DELETE": channel_gone,
            "GUILD_MEMBER_ADD": comings.member,
            "GUILD_MEMBER_UPDATE": comings.member,
            "GUILD_MEMBER_REMOVE": comings.member_gone,
            "GUILD_ROLE_CREATE": comings.role,
            "GUILD_ROLE_UPDATE": comings.role,
            "GUILD_ROLE_DELETE": comings.role_gone,
            "GUILD_DELETE": comings.guild_gone,
            "READY": ready,
            "GUILD_CREATE": guild,
            "RESUMED": resumed,
        }
        return {name: only_open(take) for name, take in takes.items()}

    def _learn_guild(self, data: dict[str, Any]) -> None:
        guild = snowflake(data.get("id"))
        if not guild or data.get("unavailable"):
            return
        self.platform.places.guilds.known.add(guild)
        for one in (*(data.get("channels") or ()), *(data.get("threads") or ())):
            if isinstance(one, dict):
                self.platform.places.learn(one, guild)


def wanted_intents(where: str) -> discord.Intents:
    """As few as the mode needs; privileged ones only where they are switched on."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.dm_messages = True
    intents.guild_messages = where == "thread"
    intents.message_content = where == "thread"
    return intents


def redirect(settings: Settings) -> None:
    """Government clouds, proxies and tests have addresses of their own."""
    Route.BASE = settings.discord_api_url.rstrip("/")
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway_url)


def open_adapter(
    settings: Settings, clock: Clock, load_file: LoadFile, _vault: object
) -> DiscordAdapter:
    """What the command line calls when a token is set."""
    return DiscordAdapter(settings, clock, load_file)

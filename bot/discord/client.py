"""The library's client, hardened: no payload can end it, nothing is cached that we do not need."""

import asyncio
import logging
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.gateway import KeepAliveHandler

from bot.discord.buttons import BUTTONS, OURS
from bot.discord.commands import fill
from bot.discord.counters import Counters
from bot.discord.events import by_bot
from bot.discord.reception import Reception
from core.errors import CoreError

log = logging.getLogger(__name__)
Interaction = discord.Interaction[Any]
Payload = Any  # what the gateway sends has no type until somebody reads it
Take = Callable[[dict[str, Any]], Awaitable[None]]
# The library would build objects that nobody reads; these payloads go straight to the intake.
OWN = frozenset(
    {
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "THREAD_MEMBERS_UPDATE",
        "TYPING_START",
        "PRESENCE_UPDATE",
    }
)
LONGEST_RATE_LIMIT = 30.0
FINISH = 1.0


class Tree(app_commands.CommandTree[Any]):
    """Takes commands as they came: the library would read their options again, and may raise."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Everything is done here; what has another shape is counted and answered."""
        client: Any = interaction.client
        reception: Reception = client.reception
        try:
            if interaction.type is discord.InteractionType.autocomplete:
                await reception.offer(interaction)
            else:
                await reception.command(interaction)
        except (KeyError, ValueError, TypeError, AttributeError):
            client.counters.count("interaction", "malformed")
            log.exception("discord: a command could not be read")
            await reception.failed(interaction)
        return False

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Whatever the library finds wrong, the person is not left waiting."""
        client: Any = interaction.client
        log.error("discord: a command failed", exc_info=error)
        await client.reception.failed(interaction)


class Client(discord.AutoShardedClient):
    """`hears` takes raw payloads by the name of their event."""

    def __init__(
        self, intents: discord.Intents, trace: aiohttp.TraceConfig, counters: Counters
    ) -> None:
        super().__init__(
            intents=intents,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=trace,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            guild_ready_timeout=0.5,
        )
        self.reception: Reception
        self.wanted = intents
        self.up: set[int] = set()
        self.counters = counters
        self._running: set[asyncio.Task[None]] = set()
        self.tree = Tree(self)
        self.add_dynamic_items(*BUTTONS)

    def begin(self, reception: Reception, hears: dict[str, Take]) -> None:
        """Take everything from now on."""
        self.reception = reception
        fill(self.tree, reception)
        parsers: dict[str, Callable[[Any], None]] = self._connection.parsers
        for name in {*parsers, *hears}:
            parsers[name] = self._guarded(name, parsers.get(name), hears.get(name))

    def _guarded(
        self, name: str, parse: Callable[[Any], None] | None, take: Take | None
    ) -> Callable[[Any], None]:
        """A payload of an unknown shape is counted; unguarded it would end the connection."""

        def run(data: Payload) -> None:
            if name == "MESSAGE_CREATE" and isinstance(data, dict) and by_bot(data):
                # Our own come back to us, one for each answer.
                self.counters.count("message", "bot")
                return
            try:
                if parse is not None and name not in OWN:
                    parse(data)
                if take is not None and isinstance(data, dict):
                    self.spawn(take, data)
            except Exception:
                self.counters.count("gateway", "malformed")
                log.exception("discord: a payload of %s could not be read", name)

        return run

    def spawn(self, take: Take, data: dict[str, Any]) -> None:
        """Run beside the gateway; what fails is logged without anybody's words."""
        task = asyncio.create_task(self._heard(take, data), name="discord: heard")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        """Let what was heard be kept; what takes longer is caught up after the next start."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=FINISH)
            for task in late:
                task.cancel()

    async def close(self) -> None:
        """Close every connection, and end what the library leaves of a half-made one."""
        await super().close()
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler) and thread.ws.loop is self.loop:
                thread.stop()

    async def _heard(self, take: Take, data: dict[str, Any]) -> None:
        try:
            await take(data)
        except CoreError as error:
            log.warning("discord: not taken: %s", type(error).__name__)
        except (KeyError, ValueError, TypeError, AttributeError):
            self.counters.count("gateway", "malformed")
            log.exception("discord: a payload could not be taken")

    async def on_shard_connect(self, shard_id: int) -> None:
        """A login: Discord allows a thousand a day."""
        self.counters.count("gateway", "connected")
        self.up.add(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.counters.count("gateway", "resumed")
        self.up.add(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        self.counters.count("gateway", "disconnected")
        self.up.discard(shard_id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Forms, and presses whose id is none of ours."""
        data: Any = interaction.data or {}
        if interaction.type is discord.InteractionType.modal_submit:
            await self.reception.submitted(interaction)
        elif interaction.type is discord.InteractionType.component and not OURS.fullmatch(
            str(data.get("custom_id", ""))
        ):
            await self.reception.press(interaction, "")

    async def on_error(self, event_method: str, /, *_args: object, **_more: object) -> None:
        """The library's own handler writes to stderr."""
        log.error("discord: %s failed", event_method, exc_info=sys.exception())

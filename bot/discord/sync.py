"""Registering the commands: an explicit step, and only when the tree has changed."""

from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.http import Route

from bot.discord.adapter import redirect
from bot.discord.commands import fill, fingerprint, payload
from bot.settings import Settings

Interaction = discord.Interaction[Any]
FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError)
# What Discord adds or fills in by itself.
OWN_FIELDS = ("id", "application_id", "version", "guild_id", "dm_permission", "integration_types")


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of it."""

    commands: int
    changed: bool


class Nobody:
    """Stands in for whoever takes interactions: a sync takes none."""

    async def command(self, interaction: Interaction) -> None:
        raise NotImplementedError(interaction.id)

    async def complete(self, interaction: Interaction) -> list[app_commands.Choice[str]]:
        raise NotImplementedError(interaction.id)


async def sync(settings: Settings, *, force: bool) -> Synced:
    """Compare what Discord has with the registry, and send it only if it differs."""
    redirect(settings)
    client = discord.Client(intents=discord.Intents.none())
    wanted = declared()
    try:
        await client.login(settings.discord_bot_token.get_secret_value().strip())
        route = Route("GET", "/applications/{id}/commands", id=client.application_id)
        there = await client.http.request(route)
        same = alike(there, wanted)
        if not same or force:
            await client.http.request(
                Route("PUT", "/applications/{id}/commands", id=client.application_id), json=wanted
            )
    finally:
        await client.close()
    return Synced(len(wanted), changed=not same or force)


def declared() -> list[dict[str, Any]]:
    """What a sync would send."""
    tree = app_commands.CommandTree[Any](discord.Client(intents=discord.Intents.none()))
    fill(tree, Nobody())
    return payload(tree)


def alike(there: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> bool:
    """Whether Discord has exactly these commands."""
    return fingerprint(bare(there)) == fingerprint(bare(wanted))


def bare(command: Any) -> Any:  # noqa: ANN401 - JSON of any depth
    """Only what we declare, so that Discord's additions are no difference."""
    if isinstance(command, dict):
        kept = {key: bare(value) for key, value in command.items() if key not in OWN_FIELDS}
        return {key: value for key, value in kept.items() if value not in (None, False, [], {}, "")}
    if isinstance(command, list):
        return [bare(one) for one in command]
    return str(command) if isinstance(command, int) and not isinstance(command, bool) else command

"""Whether Discord would work: each finding says what to do about it."""

from collections.abc import AsyncIterator

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.discord.adapter import CONTENT_FLAGS, MEMBERS_FLAGS, redirect
from bot.discord.events import number
from bot.discord.manifest import invite
from bot.discord.rights import rights
from bot.discord.sight import missing
from bot.discord.sync import alike, declared
from bot.settings import Settings
from bot.web.finding import Finding
from core.errors import CoreError

TOKEN = "Copy it again from the developer portal: Bot → Reset Token."  # noqa: S105 - words
ONLINE = "Look at this machine's network and at DISCORD_API_URL."
CONTENT = "Switch it on in the developer portal: Bot → Message Content Intent."
MEMBERS = "Optional: switch on Bot → Server Members Intent for a live roster."
SYNC = "Run: virtual-client discord-sync"
FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError, CoreError, TimeoutError)


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Ask Discord itself; nothing is posted."""
    redirect(settings)
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(settings.discord_bot_token.get_secret_value().strip())
        for finding in await everything(client, settings.discord_session_place):
            yield finding
    except discord.LoginFailure:
        text = "DISCORD_BOT_TOKEN is refused"
        yield Finding("discord token", ok=False, text=text, remedy=TOKEN)
    except FAULTS as error:
        text = f"no answer: {type(error).__name__}"
        yield Finding("discord", ok=False, text=text, remedy=ONLINE)
    finally:
        await client.close()


async def everything(client: discord.Client, where: str) -> list[Finding]:
    """Token, intents, commands, servers."""
    name = client.user.name if client.user else "the app"
    flags = client.application_flags.value
    application = str(client.application_id)
    return [
        Finding("discord token", ok=True, text=f"works as {name}"),
        *intents(flags, where),
        await commands(client.http, application),
        *await servers(client.http, application, where),
    ]


def intents(flags: int, where: str) -> list[Finding]:
    """Which privileged intents are on; without them the app does less and says so."""
    if where == "dm":
        return [Finding("discord intents", ok=True, text="none needed in dm mode")]
    content, members = bool(flags & CONTENT_FLAGS), bool(flags & MEMBERS_FLAGS)
    heard = "on" if content else "off: students must press Reply to type"
    roster = "on: live roster" if members else f"off: roster of people seen. {MEMBERS}"
    remedy = "" if content else CONTENT
    return [
        Finding("discord message content", ok=content, text=heard, remedy=remedy),
        Finding("discord members", ok=True, text=roster),
    ]


async def commands(http: HTTPClient, application: str) -> Finding:
    """Whether the commands that Discord has are those of this version."""
    known = await http.request(Route("GET", "/applications/{id}/commands", id=application))
    if not known:
        return Finding("discord commands", ok=False, text="none are registered", remedy=SYNC)
    if not alike(known, declared()):
        text = "registered, but not as this version has them"
        return Finding("discord commands", ok=False, text=text, remedy=SYNC)
    return Finding("discord commands", ok=True, text=f"{len(known)} registered")


async def servers(http: HTTPClient, application: str, where: str) -> list[Finding]:
    """Where the app was invited, and what it may not do there."""
    link = invite(application, where)
    known = await http.request(Route("GET", "/users/@me/guilds"))
    if not known:
        text, remedy = "invited to none", f"Invite it: {link}"
        return [Finding("discord servers", ok=False, text=text, remedy=remedy)]
    lacking = [(one, missing(number(one.get("permissions")), rights(where))) for one in known]
    wrong = [
        Finding(
            f"discord server {str(one.get('name'))[:40]}",
            ok=False,
            text=f"the app lacks {', '.join(names)}",
            remedy=f"Invite it again, which adds what is missing: {link}",
        )
        for one, names in lacking
        if names
    ]
    return wrong or [Finding("discord servers", ok=True, text=f"invited to {len(known)}")]

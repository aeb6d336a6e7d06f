"""Whether Discord would work: each finding says what to do about it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.clock import SystemClock
from bot.discord.adapter import CONTENT_FLAGS, MEMBERS_FLAGS, redirect
from bot.discord.calls import Calls, DiscordRefusedError
from bot.discord.events import number
from bot.discord.manifest import invite
from bot.discord.rights import lacking, rights
from bot.discord.sight import missing
from bot.discord.sync import alike, declared
from bot.settings import Settings
from bot.web.finding import Finding
from core.domain.place import Place
from core.errors import CoreError

TOKEN = "Copy it again from the developer portal: Bot → Reset Token."  # noqa: S105 - words
ONLINE = "Look at this machine's network and at DISCORD_API_URL."
CONTENT = "Switch it on in the developer portal: Bot → Message Content Intent."
MEMBERS = "Optional: switch on Bot → Server Members Intent for a live roster."
SYNC = "Run: virtual-client discord-sync"
ALLOW = "Open the channel's settings, Permissions, add the app's role and allow these."
UNSEEN = (
    "Let the app's role see the channel (its settings, Permissions); where the channel is gone, "
    "archive the class."
)
Classes = Callable[[str], Awaitable[tuple[Place, ...]]]
FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError, CoreError, TimeoutError)


async def channels(settings: Settings, classes: Classes) -> AsyncIterator[Finding]:
    """What the app may not do in the channel of each class; who cannot log in was told already."""
    redirect(settings)
    client = discord.Client(intents=discord.Intents.none())
    wanted = rights(settings.discord_session_place)
    count = 0
    try:
        await client.login(settings.discord_bot_token.get_secret_value().strip())
        for one in await client.http.request(Route("GET", "/users/@me/guilds")):
            for place in await classes(f"discord:{one['id']}"):
                count += 1
                async for finding in channel(client, place, wanted):
                    yield finding
    except (discord.LoginFailure, *FAULTS):
        return
    finally:
        await client.close()
    yield Finding("discord channels", ok=True, text=f"{count} of classes looked at")


async def channel(
    client: discord.Client, place: Place, wanted: Mapping[str, int]
) -> AsyncIterator[Finding]:
    """One class channel; nothing where all is well."""
    calls = Calls(SystemClock())
    calls.connect(client.http)
    try:
        about = await calls.request(Route("GET", "/channels/{id}", id=place.channel))
    except DiscordRefusedError as error:
        text = str(error)
        yield Finding(f"discord channel {place.channel}", ok=False, text=text, remedy=UNSEEN)
        return
    us = str(client.user.id) if client.user else ""
    names = await lacking(calls, place, us, wanted)
    if names:
        name = f"discord channel #{str(about.get('name'))[:40]}"
        text = f"the app lacks {', '.join(names)} here"
        yield Finding(name, ok=False, text=text, remedy=ALLOW)


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

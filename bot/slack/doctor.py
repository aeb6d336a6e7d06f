"""Whether Slack would work: each finding says what to do about it."""

from collections.abc import AsyncIterator

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.calls import SlackRefusedError, TokenError, answered, call, make_client
from bot.slack.manifest import INSTALL, REDIRECT, scopes
from bot.web.finding import Finding
from core.errors import SendError

SECONDS = 10.0
SCOPES = "x-oauth-scopes"
TOKENS = "Copy it again from your app's page: OAuth & Permissions → Bot User OAuth Token."
APP_TOKEN = "Make one under Basic Information → App-Level Tokens with connections:write."  # noqa: S105 - words
REINSTALL = "Add it under OAuth & Permissions, or paste `virtual-client manifest slack`; reinstall."
ONLINE = "Look at this machine's network and at SLACK_API_URL."


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Ask Slack itself; nothing is posted."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = make_client(
            settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session
        )
        found = (many(settings),) if settings.slack_client_id else await token_and_scopes(client)
        for finding in found:
            yield finding
        yield await transport(settings, client)


def many(settings: Settings) -> Finding:
    """Where an app that many workspaces install begins its installations."""
    address = f"{settings.http_host}:{settings.http_port}"
    text = f"begins at {INSTALL}, ends at {REDIRECT}, on {address}; browsers reach it by https"
    return Finding("slack installation", ok=True, text=text)


async def token_and_scopes(client: AsyncWebClient) -> tuple[Finding, ...]:
    """Whether the bot token is good and carries every scope that the code uses."""
    try:
        told = await answered(client.auth_test())
    except (TokenError, SlackRefusedError) as error:
        text = f"SLACK_BOT_TOKEN is refused: {error}"
        return (Finding("slack token", ok=False, text=text, remedy=TOKENS),)
    except SendError as error:
        return (Finding("slack token", ok=False, text=f"no answer: {error}", remedy=ONLINE),)
    works = f"works in {told.get('team', 'a workspace')}"
    return Finding("slack token", ok=True, text=works), granted(str(told.headers.get(SCOPES, "")))


def granted(header: str) -> Finding:
    """What the token may do beside what the code uses."""
    have = {one.strip() for one in header.split(",") if one.strip()}
    missing, unused = sorted(set(scopes()) - have), sorted(have - set(scopes()))
    if missing:
        text = f"missing: {', '.join(missing)}"
        return Finding("slack scopes", ok=False, text=text, remedy=REINSTALL)
    text = f"all {len(scopes())}" + (f"; not needed: {', '.join(unused)}" if unused else "")
    return Finding("slack scopes", ok=True, text=text)


async def transport(settings: Settings, client: AsyncWebClient) -> Finding:
    """Whether events can reach us."""
    token = settings.slack_app_token.get_secret_value()
    if not token:
        address = f"{settings.http_host}:{settings.http_port}/slack/events"
        text = f"signed HTTP on {address}; Slack must reach it through https"
        return Finding("slack events", ok=True, text=text)
    try:
        await call(client.apps_connections_open(app_token=token))
    except SendError as error:
        return Finding("slack events", ok=False, text=f"SLACK_APP_TOKEN: {error}", remedy=APP_TOKEN)
    return Finding("slack events", ok=True, text="Socket Mode opens")

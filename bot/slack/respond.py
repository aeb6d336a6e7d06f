"""A private answer through a command's own address, where the app is no member."""

from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.render import Part

HOOKS = "hooks.slack.com"
SECONDS = 5.0
TAKEN = 200


async def respond(client: AsyncWebClient, address: str, parts: tuple[Part, ...]) -> bool:
    """Answer there; False when there is no such address, or it is not Slack's, or it is over."""
    if client.session is None or not allowed(address, client.base_url):
        return False
    for part in parts:
        body: dict[str, Any] = {
            "response_type": "ephemeral",
            "text": part.text,
            "blocks": list(part.blocks),
        }
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with client.session.post(
                address, json=body, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != TAKEN:
                    return False
        except (aiohttp.ClientError, TimeoutError):
            return False
    return True


def allowed(address: str, api: str) -> bool:
    """Slack's own host for answers, or the host of the Web API that the settings name."""
    given, own = urlsplit(address), urlsplit(api)
    if given.scheme == "https" and given.netloc == HOOKS:
        return True
    return bool(given.netloc) and (given.scheme, given.netloc) == (own.scheme, own.netloc)

"""Was it sent? Read the place behind the last confirmed message, and look for the key."""

from typing import Any

from discord.http import Route

from bot.discord.calls import Calls
from bot.discord.events import snowflake
from bot.discord.post import Poster, nonce, receipt_id
from core.domain.outgoing import Outgoing, Post, Receipt

PAGE, MOST_PAGES = 100, 5


async def find_post(
    calls: Calls, poster: Poster, outgoing: Outgoing, errand: Post
) -> Receipt | None:
    """The post, if all of it is out; parts that are out are remembered for the second try."""
    parts = poster.parts(errand)
    if errand.to:
        found = await poster.answers.find(outgoing, errand, parts)
        return Receipt("private") if found else None
    seen = await newer(calls, outgoing)
    by_nonce = {str(one["nonce"]): str(one["id"]) for one in seen if one.get("nonce")}
    if not by_nonce and len(parts) == 1:
        return by_order(seen, parts[0].content)
    for index in range(len(parts)):
        message = by_nonce.get(nonce(outgoing.key, index))
        if message is not None:
            poster.remember(outgoing.key, index, message)
    out = poster.done.get(outgoing.key, {})
    return Receipt(receipt_id(out, len(parts))) if len(out) == len(parts) else None


def by_order(seen: list[dict[str, Any]], content: str) -> Receipt | None:
    """The lane is serial: whatever of ours is newer than the last confirmed one is this."""
    own = [one for one in seen if is_own(one, content)]
    return Receipt(str(own[0]["id"])) if own else None


async def newer(calls: Calls, outgoing: Outgoing) -> list[dict[str, Any]]:
    """Our messages of the place since the last confirmed one, oldest first."""
    channel = outgoing.place.thread or outgoing.place.channel
    after = outgoing.after_id.rpartition("-")[2]
    after = snowflake(after) or (outgoing.place.thread or "0")
    found: list[dict[str, Any]] = []
    for _ in range(MOST_PAGES):
        route = Route("GET", "/channels/{channel_id}/messages", channel_id=channel)
        page = await calls.request(route, params={"after": after, "limit": PAGE})
        page.sort(key=lambda one: int(one["id"]))
        found += [one for one in page if ours(one)]
        if len(page) < PAGE:
            break
        after = str(page[-1]["id"])
    return found


def ours(message: dict[str, Any]) -> bool:
    """Sent by a bot as a plain message, not as the answer to an interaction."""
    author = message.get("author") or {}
    plain = not message.get("interaction_metadata") and not message.get("webhook_id")
    return bool(author.get("bot")) and plain and message.get("type") == 0


def is_own(message: dict[str, Any], content: str) -> bool:
    """Where history tells no nonce: one of ours, whose words begin alike (Discord may strip)."""
    shown = str(message.get("content") or "").strip()
    return shown[:20] == content.strip()[:20]

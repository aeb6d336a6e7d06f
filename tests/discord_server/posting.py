"""Posting and editing, with what the schema does not say: lengths, emptiness, nonces, rights."""

import time

from tests.discord_server.payloads import message_json
from tests.discord_server.request import Request
from tests.discord_server.world import (
    APP,
    SEND,
    SEND_IN_THREADS,
    Channel,
    Json,
    NoError,
    World,
)

LONGEST, LONGEST_NONCE, BIGGEST, MOST_ROWS, MOST_IN_ROW = 2_000, 25, 10 * 1024 * 1024, 5, 5
BAD_FORM, EMPTY, ARCHIVED, LOCKED, TOO_LARGE = 50035, 50006, 50083, 160005, 40005
EPHEMERAL = 1 << 6


def post(world: World, channel: Channel, request: Request) -> Json:
    """A message of the bot's; the same nonce within its window brings the first one back."""
    may_post(world, channel)
    body = request.body
    check(body, request)
    known = same_nonce(world, channel, body)
    if known is not None:
        return known
    made = message_json(world, channel, world.users[APP], **shown(world, body, request))
    channel.messages[made["id"]] = made
    channel.archived = False
    if body.get("nonce") is not None:
        made["nonce"] = body["nonce"]
        world.nonces[channel.id, str(body["nonce"])] = (time.monotonic(), made["id"])
    told = {**made, "guild_id": channel.guild} if channel.guild else made
    world.emit("MESSAGE_CREATE", told, channel)
    return made


def may_post(world: World, channel: Channel) -> None:
    if channel.type == 1:
        user = next(one for one in channel.members if one != APP)
        if world.users[user].dm_closed:
            raise NoError(403, 50007, "Cannot send messages to this user")
        return
    world.need(APP, channel, SEND_IN_THREADS if channel.is_thread else SEND)
    if channel.locked and channel.archived:
        raise NoError(400, ARCHIVED, "Thread is archived")


def patch(world: World, channel: Channel, message: str, request: Request) -> Json:
    """Only our own messages change."""
    found = channel.messages.get(message)
    if found is None:
        raise NoError(404, 10008, "Unknown Message")
    if found["author"]["id"] != APP:
        raise NoError(403, 50005, "Cannot edit a message authored by another user")
    check(request.body, request, edit=True)
    found |= shown(world, {**found, **request.body}, request)
    found["edited_timestamp"] = world.stamp()
    world.emit("MESSAGE_UPDATE", {**found, "guild_id": channel.guild}, channel)
    return found


def same_nonce(world: World, channel: Channel, body: Json) -> Json | None:
    key = (channel.id, str(body.get("nonce")))
    if not body.get("enforce_nonce") or key not in world.nonces:
        return None
    at, message = world.nonces[key]
    if time.monotonic() - at > world.nonce_seconds:
        return None
    if message not in channel.messages:
        raise NoError(404, 10008, "Unknown Message")
    return channel.messages[message]


def check(body: Json, request: Request, *, edit: bool = False) -> None:
    """Refuse what Discord refuses."""
    content = str(body.get("content") or "")
    rows = body.get("components") or []
    if len(content) > LONGEST or len(str(body.get("nonce", ""))) > LONGEST_NONCE:
        raise NoError(400, BAD_FORM, "Invalid Form Body")
    if not any((edit, content.strip(), request.files, rows)):
        raise NoError(400, EMPTY, "Cannot send an empty message")
    if any(len(data) > BIGGEST for _, _, data in request.files.values()):
        raise NoError(413, TOO_LARGE, "Request entity too large")
    check_rows([row["components"] for row in rows])


def check_rows(rows: list[list[Json]]) -> None:
    """Five rows of five."""
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_IN_ROW:
        raise NoError(400, BAD_FORM, "Invalid Form Body")
    check_items([item for row in rows for item in row])


def check_items(items: list[Json]) -> None:
    """Labels of a length, and ids that are there once."""
    ids = [item["custom_id"] for item in items if "custom_id" in item]
    long = {len(one) for one in ids} - set(range(1, 101))
    labels = {len(item.get("label") or "") for item in items} - set(range(1, 81))
    if len(set(ids)) != len(ids) or long or labels:
        raise NoError(400, BAD_FORM, "Invalid Form Body")


def shown(world: World, body: Json, request: Request) -> Json:
    """What the message shows; components get numbers, as Discord gives them."""
    return {
        "content": body.get("content") or "",
        "flags": int(body.get("flags") or 0),
        "components": [
            numbered_row(row, at) for at, row in enumerate(body.get("components") or ())
        ],
        "mentions": mentions(body),
        "attachments": [attachment(world, one, request) for one in body.get("attachments") or ()],
    }


def mentions(body: Json) -> list[Json]:
    """Whoever would be notified; nobody, where that is said."""
    allowed = body.get("allowed_mentions")
    if allowed is not None and not allowed.get("parse"):
        return []
    return [{"unsafe": True}] if "<@" in (body.get("content") or "") else []


def numbered_row(row: Json, at: int) -> Json:
    items = [numbered(one, index) for index, one in enumerate(row["components"])]
    return {**row, "id": at + 1, "components": items}


def numbered(item: Json, at: int) -> Json:
    return (
        {"id": at + 100, "disabled": False, **item}
        if item.get("url") is None
        else {"id": at + 100, **item}
    )


def attachment(world: World, described: Json, request: Request) -> Json:
    if "url" in described:
        return described
    name, media_type, content = request.files[str(described["id"])]
    file = world.snowflake()
    world.files[file] = content
    url = f"{request.origin}/files/{file}/{name}"
    return {
        "id": file,
        "filename": name,
        "size": len(content),
        "url": url,
        "proxy_url": url,
        "content_type": media_type,
        "description": described.get("description") or None,
    }

"""The Web API's methods as this server carries them out; each names its form and its scope."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack_server.strict import check_message, check_view
from tests.slack_server.world import (
    APP,
    BOT_ID,
    BOT_USER,
    Channel,
    Message,
    Opened,
    SlackNoError,
    World,
)

Arguments = dict[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """How a method is called: `query` on GET, `empty` POST with a query, `json` POST."""

    form: str
    scope: str
    run: Callable[[World, Arguments], Answer]


def auth_test(world: World, arguments: Arguments) -> Answer:
    return {
        "url": "https://class.slack.test/",
        "team_id": world.tokens[arguments["_token"]],
        "team": "Class",
        "user": "vc",
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "scopes": sorted(world.scopes),
    }


def place_of(world: World, arguments: Arguments, *, private: bool = False) -> Channel:
    channel = world.channel(arguments["channel"])
    if channel.archived:
        raise SlackNoError("is_archived")
    if BOT_USER not in channel.members:
        raise SlackNoError("channel_not_found" if private else "not_in_channel")
    thread = arguments.get("thread_ts")
    if thread and thread not in channel.messages:
        raise SlackNoError("thread_not_found")
    return channel


def post_message(world: World, arguments: Arguments) -> Answer:
    check_message(arguments)
    channel = place_of(world, arguments)
    metadata = arguments.get("metadata")
    if isinstance(metadata, str):
        metadata = json.loads(metadata)
    message = Message(
        world.stamp(),
        BOT_USER,
        arguments.get("text", ""),
        arguments.get("blocks") or [],
        arguments.get("thread_ts") or "",
        bot=True,
        metadata=metadata,
        at=time.monotonic(),
    )
    channel.messages[message.ts] = message
    for listener in world.listeners:
        listener(channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.json()}


def post_ephemeral(world: World, arguments: Arguments) -> Answer:
    check_message(arguments)
    channel = place_of(world, arguments, private=True)
    if arguments["user"] not in channel.members:
        raise SlackNoError("user_not_in_channel")
    message = Message(
        world.stamp(), BOT_USER, arguments.get("text", ""), arguments.get("blocks") or [],
        arguments.get("thread_ts") or "", to=arguments["user"], bot=True, at=time.monotonic(),
    )  # fmt: skip
    channel.messages[message.ts] = message
    return {"message_ts": message.ts}


def update(world: World, arguments: Arguments) -> Answer:
    check_message(arguments)
    channel = place_of(world, arguments)
    message = channel.messages.get(arguments["ts"])
    if message is None or message.to:
        raise SlackNoError("message_not_found")
    if message.user != BOT_USER:
        raise SlackNoError("cant_update_message")
    message.text, message.blocks = arguments.get("text", ""), arguments.get("blocks") or []
    return {"channel": channel.id, "ts": message.ts, "text": message.text}


def delete(world: World, arguments: Arguments) -> Answer:
    channel = world.channel(arguments["channel"])
    message = channel.messages.get(arguments["ts"])
    if message is None:
        raise SlackNoError("message_not_found")
    if message.user != BOT_USER:
        raise SlackNoError("cant_delete_message")
    del channel.messages[message.ts]
    return {"channel": channel.id, "ts": message.ts}


def read(world: World, arguments: Arguments, *, thread: bool) -> Answer:
    channel = world.channel(arguments["channel"])
    if channel.kind != "im":
        raise SlackNoError("missing_scope", needed="channels:history", provided="im:history")
    root = arguments.get("ts", "")
    if thread and root not in channel.messages:
        raise SlackNoError("thread_not_found")
    oldest = float(arguments.get("oldest", 0))
    found = [one for one in listed(channel, root, thread=thread) if float(one.ts) > oldest]
    start, limit = int(arguments.get("cursor", 0)), int(arguments.get("limit", 100))
    follow = str(start + limit) if start + limit < len(found) else ""
    marked = arguments.get("include_all_metadata") == "1"
    return {
        "messages": [one.json(metadata=marked) for one in found[start : start + limit]],
        "has_more": bool(follow),
        "response_metadata": {"next_cursor": follow},
    }


def listed(channel: Channel, root: str, *, thread: bool) -> list[Message]:
    """A thread from its root on, or the top of the channel from its newest message on."""
    shown = [one for one in channel.messages.values() if not one.to]
    if thread:
        return sorted((one for one in shown if root in {one.ts, one.thread}), key=lambda m: m.ts)
    top = [one for one in shown if one.thread in {"", one.ts}]
    return sorted(top, key=lambda m: m.ts, reverse=True)


def members(world: World, arguments: Arguments) -> Answer:
    channel = world.channel(arguments["channel"])
    limit = int(arguments.get("limit") or 100)
    if not 1 <= limit <= 999:
        raise SlackNoError("invalid_limit")
    # Pages are shorter than asked for: only an empty cursor ends the list.
    start, size = int(arguments.get("cursor") or 0), max(1, min(limit, 7))
    follow = start + size
    return {
        "members": channel.members[start:follow],
        "response_metadata": {"next_cursor": str(follow) if follow < len(channel.members) else ""},
    }


def open_conversation(world: World, arguments: Arguments) -> Answer:
    user = arguments.get("users", "")
    if user not in world.users:
        raise SlackNoError("user_not_found")
    if world.users[user].get("deleted"):
        raise SlackNoError("user_disabled")
    return {"channel": {"id": world.dm(user).id}}


def user_info(world: World, arguments: Arguments) -> Answer:
    user = world.users.get(arguments["user"])
    if user is None:
        raise SlackNoError("user_not_found")
    profile = dict(user["profile"])
    if "users:read.email" not in world.scopes:
        profile.pop("email", None)
    return {"user": {**user, "profile": profile}}


def open_view(world: World, arguments: Arguments) -> Answer:
    view = arguments["view"]
    view = json.loads(view) if isinstance(view, str) else view
    check_view(view)
    user = arguments["trigger_id"].rpartition("@")[2]
    world.use_trigger(arguments["trigger_id"])
    made_by = arguments["trigger_id"]
    made = Opened(f"V{world.number():08d}", user, view, secrets.token_hex(8), made_by)
    world.views[made.id] = made
    return {"view": {"id": made.id, "hash": made.hash}}


def publish_view(world: World, arguments: Arguments) -> Answer:
    view = arguments["view"]
    view = json.loads(view) if isinstance(view, str) else view
    check_view(view)
    world.homes[arguments["user_id"]] = view
    return {"view": {"id": f"V{world.number():08d}"}}


def upload_address(world: World, arguments: Arguments) -> Answer:
    file_id = f"F{world.number():08d}"
    world.files[file_id] = {"name": arguments["filename"], "length": int(arguments["length"])}
    return {"file_id": file_id, "upload_url": f"{arguments['_origin']}/upload/{file_id}"}


def complete_upload(world: World, arguments: Arguments) -> Answer:
    shown = []
    for given in json.loads(arguments["files"]):
        file = world.files.get(given["id"])
        if file is None or "content" not in file:
            raise SlackNoError("file_not_found")
        shown.append({"id": given["id"], "name": file["name"], "title": given.get("title")})
    if arguments.get("channel_id"):
        channel = place_of(world, {**arguments, "channel": arguments["channel_id"]})
        thread = arguments.get("thread_ts") or ""
        message = Message(world.stamp(), BOT_USER, "", thread=thread, bot=True, files=shown)
        channel.messages[message.ts] = message
    return {"files": shown}


def set_status(world: World, arguments: Arguments) -> Answer:
    world.statuses.append((arguments["channel_id"], arguments["status"]))
    return {}


def file_info(world: World, arguments: Arguments) -> Answer:
    file = world.files.get(arguments["file"])
    if file is None:
        raise SlackNoError("file_not_found")
    address = file.get("address") or f"{arguments['_origin']}/file/{arguments['file']}"
    return {"file": {"id": arguments["file"], "url_private_download": address}}


def grant(world: World, arguments: Arguments) -> Answer:
    """An installation's code for its token, once."""
    given = world.codes.pop(arguments["code"], None)
    if given is None:
        raise SlackNoError("invalid_code")
    team, token = given
    world.tokens[token] = team
    return {
        "app_id": APP,
        "team": {"id": team, "name": team.lower()},
        "authed_user": {"id": "U0RUTH"},
        "scope": ",".join(sorted(world.scopes)),
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": BOT_USER,
        "is_enterprise_install": False,
    }


METHODS = {
    "files.info": Method("query", "files:read", file_info),
    "auth.test": Method("empty", "", auth_test),
    "chat.postMessage": Method("json", "chat:write", post_message),
    "chat.postEphemeral": Method("json", "chat:write", post_ephemeral),
    "chat.update": Method("json", "chat:write", update),
    "chat.delete": Method("empty", "chat:write", delete),
    "conversations.replies": Method(
        "query", "im:history", lambda world, given: read(world, given, thread=True)
    ),
    "conversations.history": Method(
        "query", "im:history", lambda world, given: read(world, given, thread=False)
    ),
    "conversations.members": Method("query", "channels:read", members),
    "conversations.open": Method("empty", "im:write", open_conversation),
    "users.info": Method("query", "users:read", user_info),
    "views.open": Method("json", "", open_view),
    "views.publish": Method("json", "", publish_view),
    "files.getUploadURLExternal": Method("empty", "files:write", upload_address),
    "files.completeUploadExternal": Method("empty", "files:write", complete_upload),
    "assistant.threads.setStatus": Method("json", "assistant:write", set_status),
}
APP_ID = APP

"""The REST routes that a bot of this kind needs; an unknown one answers 501 with its name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.discord_server.interactions import CALLS as INTERACTION_CALLS
from tests.discord_server.payloads import (
    channel_json,
    guild_answer,
    member_json,
    message_json,
    role_json,
    seen_by_us,
    thread_json,
    user_json,
)
from tests.discord_server.posting import patch, post
from tests.discord_server.request import Request
from tests.discord_server.world import (
    APP,
    CONTENT_FLAG,
    MANAGE_THREADS,
    MEMBERS_FLAG,
    PRIVATE_THREADS,
    READ_HISTORY,
    SEND_IN_THREADS,
    VIEW,
    Channel,
    Json,
    NoError,
    World,
)

Answer = tuple[int, Any]
Handler = Callable[[World, Request], Answer]
THREADS_PER_GUILD = 160_006


def me(world: World, _: Request) -> Answer:
    return 200, {**user_json(world.users[APP]), "mfa_enabled": False, "locale": "en-US"}


def application(world: World, _: Request) -> Answer:
    return 200, {
        "id": APP,
        "name": "Virtual Client",
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": world.flags,
        "flags_new": str(world.flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_json(world.users[APP]),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "bot_public": False,
        "bot_require_code_grant": False,
        "bot": user_json(world.users[APP]),
    }


def gateway(_: World, request: Request) -> Answer:
    limit = {"total": 1000, "remaining": 990, "reset_after": 3_600_000, "max_concurrency": 1}
    return 200, {"url": request.gateway, "shards": request.shards, "session_start_limit": limit}


def put_commands(world: World, request: Request) -> Answer:
    stamp = {"application_id": APP, "version": world.snowflake()}
    base = {"type": 1, "default_member_permissions": None, "nsfw": False, "dm_permission": True}
    world.commands = [
        {**base, **{key: value for key, value in one.items() if value is not None}, **stamp}
        | {"id": world.snowflake()}
        for one in request.body
    ]
    return 200, world.commands


def get_commands(world: World, _: Request) -> Answer:
    return 200, world.commands


def get_channel(world: World, request: Request) -> Answer:
    channel = world.channel(request.parts[0])
    world.need(APP, channel, VIEW)
    return 200, channel_json(world, channel)


def edit_channel(world: World, request: Request) -> Answer:
    channel = world.channel(request.parts[0])
    world.need(APP, channel, VIEW)
    if {"locked", "name"} & set(request.body) and channel.owner != APP:
        world.need(APP, channel, MANAGE_THREADS)
    if "locked" in request.body:
        world.need(APP, channel, MANAGE_THREADS)
    channel.archived = request.body.get("archived", channel.archived)
    channel.locked = request.body.get("locked", channel.locked)
    channel.name = request.body.get("name", channel.name)
    world.emit("THREAD_UPDATE", thread_json(channel), channel)
    return 200, thread_json(channel)


def delete_channel(world: World, request: Request) -> Answer:
    channel = world.channel(request.parts[0])
    world.need(APP, channel, MANAGE_THREADS)
    gone = drop_thread(world, channel)
    return 200, gone


def drop_thread(world: World, channel: Channel) -> Json:
    shown = thread_json(channel)
    fields = ("id", "guild_id", "parent_id", "type")
    world.emit("THREAD_DELETE", {name: shown[name] for name in fields}, channel)
    del world.channels[channel.id]
    return shown


def start_thread(world: World, request: Request) -> Answer:
    parent = world.channel(request.parts[0])
    world.need(APP, parent, PRIVATE_THREADS)
    if parent.type != 0:
        raise NoError(400, 50024, "Cannot execute action on this channel type")
    name = request.body.get("name", "")
    if not 1 <= len(name) <= 100 or request.body.get("type") != 12:
        raise NoError(400, 50035, "Invalid Form Body")
    active = [
        one
        for one in world.channels.values()
        if one.is_thread and one.guild == parent.guild and not one.archived
    ]
    if len(active) >= world.max_threads:
        raise NoError(400, THREADS_PER_GUILD, "Maximum number of active threads reached")
    made = Channel(world.snowflake(), 12, parent.guild, name, parent.id, APP, [APP])
    world.channels[made.id] = made
    world.emit("THREAD_CREATE", {**thread_json(made), "newly_created": True}, made)
    return 201, thread_json(made)


def add_member(world: World, request: Request) -> Answer:
    thread, user = world.channel(request.parts[0]), request.parts[1]
    world.need(APP, thread, SEND_IN_THREADS)
    if thread.archived:
        raise NoError(400, 50083, "Thread is archived")
    if user not in world.guilds[thread.guild].members:
        raise NoError(404, 10007, "Unknown Member")
    parent = world.channels[thread.parent]
    if not world.sees(user, parent):
        raise NoError(403, 50001, "Missing Access")
    if user not in thread.members:
        thread.members.append(user)
        line = message_json(
            world, thread, world.users[APP], type=1, mentions=[user_json(world.users[user])]
        )
        thread.messages[line["id"]] = line
        world.emit("MESSAGE_CREATE", {**line, "guild_id": thread.guild}, thread)
    return 204, None


def remove_member(world: World, request: Request) -> Answer:
    thread, user = world.channel(request.parts[0]), request.parts[1]
    thread.members.remove(user)
    return 204, None


def active_threads(world: World, request: Request) -> Answer:
    guild = request.parts[0]
    shown = [
        one
        for one in world.channels.values()
        if one.is_thread and one.guild == guild and not one.archived and world.sees(APP, one)
    ]
    return 200, {"threads": [thread_json(one) for one in shown], "members": [], "has_more": False}


def history(world: World, request: Request) -> Answer:
    channel = world.channel(request.parts[0])
    world.need(APP, channel, VIEW | READ_HISTORY)
    after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise NoError(400, 50035, "Invalid Form Body")
    newer = sorted((one for one in channel.messages.values() if int(one["id"]) > after), key=order)
    page = newer[:limit] if "after" in request.query else newer[-limit:]
    content = bool(world.flags & CONTENT_FLAG)
    shown = [seen_by_us(one, channel, content=content) for one in reversed(page)]
    if not world.history_nonce:
        shown = [{key: value for key, value in one.items() if key != "nonce"} for one in shown]
    return 200, shown


def order(message: Json) -> int:
    return int(message["id"])


def get_message(world: World, request: Request) -> Answer:
    channel = world.channel(request.parts[0])
    world.need(APP, channel, VIEW)
    if request.parts[1] not in channel.messages:
        raise NoError(404, 10008, "Unknown Message")
    return 200, channel.messages[request.parts[1]]


def send_message(world: World, request: Request) -> Answer:
    return 200, post(world, world.channel(request.parts[0]), request)


def edit_message(world: World, request: Request) -> Answer:
    return 200, patch(world, world.channel(request.parts[0]), request.parts[1], request)


def typing(world: World, request: Request) -> Answer:
    channel = world.channel(request.parts[0])
    world.need(APP, channel, VIEW)
    return 204, None


def open_dm(world: World, request: Request) -> Answer:
    user = str(request.body["recipient_id"])
    if user not in world.users:
        raise NoError(404, 10013, "Unknown User")
    return 200, channel_json(world, world.direct(user))


def get_guild(world: World, request: Request) -> Answer:
    guild = world.guilds.get(request.parts[0])
    if guild is None:
        raise NoError(404, 10004, "Unknown Guild")
    return 200, guild_answer(world, guild)


def own_guilds(world: World, _: Request) -> Answer:
    return 200, [
        {
            "id": one.id,
            "name": one.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(world.guild_rights(APP, one)),
            "features": [],
        }
        for one in world.guilds.values()
    ]


def get_roles(world: World, request: Request) -> Answer:
    guild = world.guilds[request.parts[0]]
    return 200, [role_json(guild, one) for one in guild.roles]


def get_member(world: World, request: Request) -> Answer:
    guild = world.guilds[request.parts[0]]
    if request.parts[1] not in guild.members:
        raise NoError(404, 10007, "Unknown Member")
    return 200, member_json(world, guild, request.parts[1])


def list_members(world: World, request: Request) -> Answer:
    if not world.flags & MEMBERS_FLAG:
        raise NoError(403, 50001, "Missing Access")
    guild = world.guilds[request.parts[0]]
    after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 1))
    later = sorted((one for one in guild.members if int(one) > after), key=int)
    return 200, [member_json(world, guild, one) for one in later[:limit]]


@dataclass(frozen=True)
class Call:
    method: str
    form: re.Pattern[str]
    run: Handler


def call(method: str, path: str, run: Handler) -> Call:
    return Call(method, re.compile(path.replace("*", "([^/]+)")), run)


CALLS = (
    call("GET", "/users/@me", me),
    call("GET", "/oauth2/applications/@me", application),
    call("GET", "/applications/@me", application),
    call("GET", "/gateway/bot", gateway),
    call("PUT", "/applications/*/commands", put_commands),
    call("GET", "/applications/*/commands", get_commands),
    call("GET", "/channels/*", get_channel),
    call("PATCH", "/channels/*", edit_channel),
    call("DELETE", "/channels/*", delete_channel),
    call("POST", "/channels/*/threads", start_thread),
    call("PUT", "/channels/*/thread-members/*", add_member),
    call("DELETE", "/channels/*/thread-members/*", remove_member),
    call("GET", "/guilds/*/threads/active", active_threads),
    call("GET", "/channels/*/messages", history),
    call("POST", "/channels/*/messages", send_message),
    call("GET", "/channels/*/messages/*", get_message),
    call("PATCH", "/channels/*/messages/*", edit_message),
    call("POST", "/channels/*/typing", typing),
    call("POST", "/users/@me/channels", open_dm),
    call("GET", "/users/@me/guilds", own_guilds),
    call("GET", "/guilds/*", get_guild),
    call("GET", "/guilds/*/roles", get_roles),
    call("GET", "/guilds/*/members", list_members),
    call("GET", "/guilds/*/members/*", get_member),
    *(call(method, path, run) for method, path, run in INTERACTION_CALLS),
)


def find(method: str, path: str) -> tuple[Handler, tuple[str, ...]] | None:
    """The handler of a call with the ids in its path."""
    for one in CALLS:
        found = one.form.fullmatch(path) if one.method == method else None
        if found:
            return one.run, found.groups()
    return None

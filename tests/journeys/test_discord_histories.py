"""Generated histories and payloads of any shape: nothing lost, nothing doubled, nothing thrown.

Over real sockets; thousands run on the fast layer (`tests/journeys/test_discord_storm.py`).
`VC_DISCORD_HISTORIES` and `VC_DISCORD_MALFORMED` ask for more, `SEED` for others.
"""

import asyncio
import os
import random
import time
from copy import deepcopy
from typing import Any

import pytest

from tests.discord_server.person import COMMAND, COMPLETE, COMPONENT, FORM
from tests.discord_server.world import APP
from tests.journeys.discord_books import read_books
from tests.journeys.discord_class import CHANNEL, GUILD, INES, Inside, inside, many

HISTORIES = int(os.environ.get("VC_DISCORD_HISTORIES", "10"))
MALFORMED = int(os.environ.get("VC_DISCORD_MALFORMED", "300"))
SEED = int(os.environ.get("SEED", "20"))
POST = r"/channels/\d+/messages$"
FAULTS = ("429", "500", "502", "503", "504", "cut", "after500", "after502", "after503", "aftercut")
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 3.5, "", "x", "9" * 30, "600000000000000002", "\ud800", "\x00",
    [], {}, [None], [[]], {"id": None}, {"id": "1", "type": 3}, 2**70,
)  # fmt: skip


async def history(served: Inside, user: str, dice: random.Random) -> list[str]:
    """One student's interview among faults; what was typed."""
    student, gateway = served.student(user), served.server.gateway
    gateway.copies = dice.choice([1, 1, 1, 2, 4])
    await student.starts()
    typed = []
    for number in range(dice.randint(1, 4)):
        for fault in dice.choices(FAULTS, k=dice.choice([0, 0, 1, 2])):
            served.server.faults.add("POST", POST, fault, value=0.05)
        text = f"{user} asks question {number}?"
        typed.append(text)
        if dice.random() < 0.25:
            await student.person.says(text, student.thread)
        else:
            await student.asks(text)
        if dice.random() < 0.04:
            gateway.resumable = dice.random() < 0.7
            await gateway.drop()
    return typed


async def test_generated_histories_lose_and_double_nothing(sqlite_url: str) -> None:
    dice, people = random.Random(SEED), many(HISTORIES)
    async with inside(sqlite_url, people) as served:
        seeds = {user: random.Random(dice.random()) for user in people}
        room = asyncio.Semaphore(60)

        async def one(user: str) -> list[str]:
            async with room:
                return await history(served, user, seeds[user])

        async with asyncio.TaskGroup() as group:
            told = {user: group.create_task(one(user)) for user in people}
        typed = {user: task.result() for user, task in told.items()}
        served.server.faults.planned.clear()
        wrong = await rest(served, sqlite_url, typed)
    assert wrong == {}


async def rest(served: Inside, url: str, typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is wrong when everything has come to rest; late catch-ups get their time."""
    deadline = time.monotonic() + 120
    while True:
        await served.settle()
        books = await read_books(url, served.server.world, list(typed))
        found = {user: books[user].faults(typed[user]) for user in typed}
        wrong = {user: faults for user, faults in found.items() if faults}
        if not wrong or time.monotonic() > deadline:
            return wrong
        await asyncio.sleep(0.5)


def spoiled(value: Any, dice: random.Random) -> Any:
    """The payload with a few places of it replaced, left out or moved."""
    made = deepcopy(value)
    for _ in range(dice.randint(1, 3)):
        at = made
        while isinstance(at, dict) and at:
            key = dice.choice(sorted(at))
            if isinstance(at[key], dict) and at[key] and dice.random() < 0.6:
                at = at[key]
                continue
            if dice.random() < 0.2:
                del at[key]
            else:
                at[key] = deepcopy(dice.choice(ODD))
            break
    return made


def samples(thread: str) -> dict[str, dict[str, Any]]:
    """One good payload of every kind that we hear."""
    user = {"id": INES, "username": "ines", "discriminator": "0", "avatar": None}
    member = {"guild_id": GUILD, "user": user, "roles": [], "flags": 0, "joined_at": None}
    message = {
        "id": "1576142733821607936", "type": 0, "channel_id": thread, "guild_id": GUILD,
        "author": user, "content": "", "edited_timestamp": "2026-11-20T12:00:00+00:00",
    }  # fmt: skip
    channel = {
        "id": CHANNEL, "type": 0, "guild_id": GUILD, "name": "x", "position": 0,
        "permission_overwrites": [{"id": GUILD, "type": 0, "allow": "0", "deny": "0"}],
    }  # fmt: skip
    about = {"archived": False, "locked": False, "archive_timestamp": "2026-11-20T12:00:00+00:00"}
    other = {
        "id": "5", "type": 12, "guild_id": GUILD, "parent_id": CHANNEL, "owner_id": APP,
        "name": "x", "thread_metadata": {**about, "auto_archive_duration": 60},
    }  # fmt: skip
    role = {"guild_id": GUILD, "role": {"id": "850", "name": "x", "permissions": "0"}}
    return {
        "MESSAGE_CREATE": message,
        "MESSAGE_UPDATE": message,
        "MESSAGE_DELETE": {"id": "1", "channel_id": thread, "guild_id": GUILD},
        "MESSAGE_DELETE_BULK": {"ids": ["1"], "channel_id": thread, "guild_id": GUILD},
        "THREAD_CREATE": other,
        "THREAD_UPDATE": other,
        "THREAD_DELETE": other,
        "THREAD_MEMBERS_UPDATE": {"id": "5", "guild_id": GUILD, "removed_member_ids": ["1"]},
        "CHANNEL_UPDATE": channel,
        "CHANNEL_CREATE": channel,
        "CHANNEL_DELETE": {**channel, "id": "6"},
        "GUILD_MEMBER_ADD": member,
        "GUILD_MEMBER_UPDATE": member,
        "GUILD_MEMBER_REMOVE": {**member, "user": {**user, "id": "7"}},
        "GUILD_ROLE_UPDATE": role,
        "GUILD_ROLE_DELETE": {"guild_id": GUILD, "role_id": "850"},
        "GUILD_CREATE": {"id": "8", "channels": [channel], "roles": [], "members": [member]},
        "GUILD_DELETE": {"id": "8", "unavailable": True},
        "TYPING_START": {"channel_id": thread, "user_id": INES, "timestamp": 1},
    }


def interactions(thread: str) -> list[tuple[int, dict[str, Any]]]:
    """One good interaction of every kind."""
    option = {"name": "client", "type": 3, "value": "steve", "focused": True}
    command = {"id": "77", "name": "practice", "type": 1, "options": [option]}
    inner = {"type": 4, "custom_id": "name", "value": thread, "id": 2}
    row = {"type": 18, "id": 1, "component": inner}
    return [
        (COMMAND, command),
        (COMPLETE, command),
        (COMPONENT, {"component_type": 2, "custom_id": "run|pause|x", "id": 1}),
        (COMPONENT, {"component_type": 2, "custom_id": "ask|done|x", "id": 1}),
        (COMPONENT, {"component_type": 2, "custom_id": "vc|fix.0|run|section settings|", "id": 1}),
        (FORM, {"custom_id": "run|section settings|", "components": [row], "resolved": {}}),
        (FORM, {"custom_id": "vc|reply|", "components": [row], "resolved": {}}),
    ]


@pytest.mark.slow
async def test_payloads_of_any_shape_throw_nothing_and_the_next_turn_goes_on(
    sqlite_url: str,
) -> None:
    dice, thrown = random.Random(SEED), []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, about: thrown.append(about))
    async with inside(sqlite_url) as served:
        ines = served.student()
        await ines.starts()
        known, acts = samples(ines.thread), interactions(ines.thread)
        for number in range(MALFORMED):
            if number % 4:
                name = dice.choice(sorted(known))
                await served.server.gateway.raw(name, spoiled(known[name], dice))
            else:
                kind, data = dice.choice(acts)
                await ines.person.acts(kind, spoiled(data, dice), ines.thread)
            if number % 50 == 0:
                await asyncio.sleep(0.05)
        await served.settle()
        await ines.asks("Are you still there?")
        assert served.adapter.ready
    assert thrown == []

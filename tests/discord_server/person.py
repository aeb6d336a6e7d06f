"""Somebody who uses Discord: types, presses, commands, fills forms, and sees what they may see."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.discord_server.payloads import channel_json, member_json, message_json, user_json
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import APP, SEND, SEND_IN_THREADS, Channel, Interaction, Json

COMMAND, COMPONENT, COMPLETE, FORM = 2, 3, 4, 5


@dataclass
class File:
    """Something to hand in; it is uploaded when it is used."""

    name: str
    content: bytes
    media_type: str = "text/plain"
    id: str = ""
    size: int = 0


def uploaded(server: DiscordServer, file: File) -> Json:
    """The file as an interaction describes it; its bytes are where the address says."""
    file.id = file.id or server.world.snowflake()
    server.world.files[file.id] = file.content
    url = f"{server.origin}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "filename": file.name,
        "size": file.size or len(file.content),
        "url": url,
        "proxy_url": url,
        "content_type": file.media_type,
    }


@dataclass
class Person:
    """One user in front of the loopback Discord."""

    server: DiscordServer
    id: str

    async def says(self, text: str, channel: str, **more: Any) -> str:
        """Type a message; its id."""
        world = self.server.world
        place = world.channel(channel)
        world.need(self.id, place, SEND_IN_THREADS if place.is_thread else SEND)
        if place.locked:
            raise PermissionError("the thread is locked")
        place.archived = False
        made = message_json(world, place, world.users[self.id], content=text, **more)
        place.messages[made["id"]] = made
        told = dict(made)
        if place.guild:
            member = member_json(world, world.guilds[place.guild], self.id)
            told |= {"guild_id": place.guild, "member": {**member, "user": None}}
        world.emit("MESSAGE_CREATE", told, place)
        await self.server.gateway.flush()
        return str(made["id"])

    async def edits(self, message: str, text: str, channel: str) -> None:
        world = self.server.world
        place = world.channel(channel)
        found = place.messages[message]
        found |= {"content": text, "edited_timestamp": world.stamp()}
        world.emit("MESSAGE_UPDATE", {**found, "guild_id": place.guild}, place)
        await self.server.gateway.flush()

    async def deletes(self, message: str, channel: str) -> None:
        world = self.server.world
        place = world.channel(channel)
        del place.messages[message]
        fields = {"id": message, "channel_id": channel, "guild_id": place.guild}
        world.emit("MESSAGE_DELETE", fields, place)
        await self.server.gateway.flush()

    async def commands(self, line: str, channel: str, **options: Any) -> Interaction:
        """Use a slash command; a value is plain, somebody (`Person`) or a file (`File`)."""
        *groups, name = line.split(" ")
        resolved = self._resolved(options.values())
        inner = [self._option(name, value) for name, value in options.items()]
        data: Json = {"id": "77", "name": line, "type": 1, "options": inner}
        if groups:
            inner = [{"name": name, "type": 1, "options": inner}]
            if len(groups) > 1:
                inner = [{"name": groups[1], "type": 2, "options": inner}]
            data |= {"name": groups[0], "options": inner}
        data["resolved"] = resolved
        return await self.acts(COMMAND, data, channel)

    async def completes(self, line: str, channel: str, option: str, typed: str) -> Interaction:
        """Type into an option that offers choices."""
        focused = {"name": option, "type": 3, "value": typed, "focused": True}
        data = {"id": "77", "name": line, "type": 1, "options": [focused]}
        return await self.acts(COMPLETE, data, channel)

    async def presses(self, channel: str, message: Json, label: str) -> Interaction:
        """Press what has this label."""
        found = next((one for one in buttons(message) if one.get("label") == label), None)
        if found is None or not found.get("custom_id"):
            raise LookupError(label)
        data = {"component_type": 2, "custom_id": found["custom_id"], "id": found.get("id", 1)}
        return await self.acts(COMPONENT, data, channel, message)

    async def submits(self, asked: Interaction, channel: str, **values: Any) -> Interaction:
        """Fill in the form that an interaction opened."""
        assert asked.form is not None
        resolved = self._resolved(values.values())
        plain = {key: one.id if isinstance(one, File) else one for key, one in values.items()}
        rows = [filled(row, plain) for row in asked.form["components"]]
        data = {"custom_id": asked.form["custom_id"], "components": rows, "resolved": resolved}
        return await self.acts(FORM, data, channel)

    async def acts(
        self, kind: int, data: Json, channel: str, message: Json | None = None
    ) -> Interaction:
        """Any interaction at all."""
        world = self.server.world
        place = world.channel(channel)
        if not world.sees(self.id, place):
            raise PermissionError("who does not see a channel cannot act in it")
        if place.archived and kind == COMMAND:
            raise PermissionError("no commands in an archived thread")
        one = Interaction(
            world.snowflake(), f"token-{world.snowflake()}", self.id, channel, time.monotonic()
        )
        one.source = message["id"] if message else ""
        world.interactions[one.token] = one
        world.emit("INTERACTION_CREATE", self._payload(one, kind, data, message))
        await self.server.gateway.flush()
        return one

    def _payload(self, one: Interaction, kind: int, data: Json, message: Json | None) -> Json:
        world = self.server.world
        place = world.channel(one.channel)
        rights = str(world.rights(self.id, place))
        payload: Json = {
            "id": one.id,
            "application_id": APP,
            "type": kind,
            "token": one.token,
            "version": 1,
            "data": data,
            "channel_id": place.id,
            "channel": {**channel_json(world, place), "permissions": rights},
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": place.guild or "0"},
            "attachment_size_limit": 10 * 1024 * 1024,
            "app_permissions": str(world.rights(APP, place)),
            "context": 0 if place.guild else 1,
        }
        if message is not None:
            payload["message"] = message
        if not place.guild:
            return payload | {"user": user_json(world.users[self.id])}
        guild = world.guilds[place.guild]
        member = {**member_json(world, guild, self.id), "permissions": rights}
        about = {"id": guild.id, "locale": "en-US", "features": []}
        return payload | {"guild_id": guild.id, "guild": about, "member": member}

    def _option(self, name: str, value: Any) -> Json:
        kinds = {bool: 5, int: 4, str: 3, Person: 6, File: 11}
        shown = value.id if isinstance(value, Person | File) else value
        return {"name": name, "type": kinds[type(value)], "value": shown}

    def _resolved(self, values: Iterable[Any]) -> Json:
        """What the ids in the options stand for."""
        world = self.server.world
        given = list(values)
        people = [one for one in given if isinstance(one, Person)]
        files = [one for one in given if isinstance(one, File)]
        return {
            "users": {one.id: user_json(world.users[one.id]) for one in people},
            "attachments": {one.id: uploaded(self.server, one) for one in files},
        }

    def sees(self) -> list[tuple[Channel, Json]]:
        """Everything on the screen, oldest first: messages, and answers for this person alone."""
        world = self.server.world
        shown = [
            (channel, message)
            for channel in world.channels.values()
            if world.sees(self.id, channel)
            for message in channel.messages.values()
        ]
        for one in world.interactions.values():
            if one.user == self.id and one.channel in world.channels:
                place = world.channels[one.channel]
                shown += [(place, each) for each in one.answers if each["flags"] & 64]
        return sorted(shown, key=lambda pair: int(pair[1]["id"]))

    def find(self, words: str) -> tuple[Channel, Json] | None:
        """The newest message with these words."""
        found = [pair for pair in self.sees() if words in bare(pair[1]["content"])]
        return found[-1] if found else None


def bare(text: str) -> str:
    """The words without the marks that keep them inert."""
    for mark in ("\u2060", "\u200b"):
        text = text.replace(mark, "")
    shown = []
    escaped = False
    for one in text:
        if one == "\\" and not escaped:
            escaped = True
            continue
        shown.append(one)
        escaped = False
    return "".join(shown)


def buttons(message: Json) -> list[Json]:
    return [item for row in message["components"] for item in row["components"]]


def filled(row: Json, values: Json) -> Json:
    """A row of a form with what was put in."""
    inner = row["component"]
    name, kind = inner["custom_id"], inner["type"]
    value = values.get(name, inner.get("value") or "")
    many = kind in {3, 5, 19, 22}
    given = {"values": list(value) if isinstance(value, list | tuple) else [value] if value else []}
    shown = given if many else {"value": value}
    return {"type": 18, "id": 1, "component": {"type": kind, "custom_id": name, "id": 2, **shown}}

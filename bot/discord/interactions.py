"""Commands, presses and forms as core events; pure, from the payload alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.discord.answers import Handle
from bot.discord.events import ADMINISTRATOR, LONGEST_NAME, MANAGE_GUILD, PLATFORM, Ignored, number
from bot.discord.places import direct
from bot.discord.text import at_ms, clean
from core.domain.event import Actor, Body, Called, Event, Pressed, Submitted, Value
from core.domain.place import Place

SUBCOMMAND, SUBGROUP, BOOLEAN = 1, 2, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One interaction: who, where, when, and how to answer."""

    id: str
    place: Place
    actor: Actor
    handle: Handle
    message: str

    def event(self, body: Body, *, thinking: bool) -> Event:
        """The event of it; `thinking` says that Discord shows a sign until it is answered."""
        handle = str(replace(self.handle, thinking=thinking))
        key = f"interaction:{self.id}"
        return Event(key, self.place, body, at_ms(self.id), self.actor, handle=handle)


def read_asked(one: discord.Interaction[Any], home: str) -> Asked | Ignored:
    """What every interaction has; `home` is the guild that a DM stands for."""
    place = where(one, home)
    if place is None:
        return Ignored("nowhere")
    rights = one.permissions.value
    user = one.user
    actor = Actor(
        str(user.id),
        clean(user.display_name)[:LONGEST_NAME],
        admin=bool(one.guild_id and rights & (MANAGE_GUILD | ADMINISTRATOR)),
        locale=str(one.locale)[:10],
    )
    handle = Handle(
        thinking=False,
        interaction=str(one.id),
        application=str(one.application_id),
        token=one.token,
    )
    return Asked(str(one.id), place, actor, handle, str(one.message.id) if one.message else "")


def where(one: discord.Interaction[Any], home: str) -> Place | None:
    """The place; a DM belongs to the guild that it stands for."""
    channel = str(one.channel_id or "")
    if not channel:
        return None
    if not one.guild_id:
        return direct(home, channel) if home else None
    if isinstance(one.channel, discord.Thread):
        return Place(PLATFORM, str(one.guild_id), str(one.channel.parent_id), channel)
    return Place(PLATFORM, str(one.guild_id), channel)


def read_called(data: object) -> Called:
    """The whole name of a command, its groups included, with its options."""
    found = data if isinstance(data, Mapping) else {}
    names = [str(found.get("name", ""))]
    options = found.get("options")
    while True:
        inner = nested(options_of(options))
        if not inner:
            break
        names.append(str(inner[0].get("name", "")))
        options = inner[0].get("options")
    values = {
        str(one.get("name", "")): plain_value(one.get("value")) for one in options_of(options)
    }
    return Called(" ".join(names)[:80], values)


def read_focused(data: object) -> tuple[str, str]:
    """The option that is being typed, and what is typed so far."""
    found = data if isinstance(data, Mapping) else {}
    options = options_of(found.get("options"))
    while options:
        for one in options:
            if one.get("focused"):
                return str(one.get("name", "")), clean(str(one.get("value", "")))
        inner = nested(options)
        options = options_of(inner[0].get("options")) if inner else []
    return "", ""


def read_pressed(asked: Asked, token: str) -> Event:
    return asked.event(Pressed(token, asked.message), thinking=False)


def read_submitted(
    asked: Asked, token: str, values: Mapping[str, Value], *, thinking: bool = True
) -> Event:
    return asked.event(Submitted(token, dict(values)), thinking=thinking)


def nested(options: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The subcommands and their groups."""
    return [one for one in options if number(one.get("type")) in {SUBCOMMAND, SUBGROUP}]


def options_of(options: object) -> list[Mapping[str, Any]]:
    if not isinstance(options, list):
        return []
    return [one for one in options if isinstance(one, Mapping)]


def plain_value(value: object) -> Value:
    if isinstance(value, bool | int):
        return value
    return clean(value) if isinstance(value, str) else None

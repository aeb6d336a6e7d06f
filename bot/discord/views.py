"""Who can see which channel, kept up to date by what the gateway tells of roles and overwrites."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.discord.events import CHANNEL_TYPES, VIEW_CHANNEL, Json, number, snowflake
from bot.discord.sight import Sight, listed


@dataclass(slots=True)
class GuildView:
    """One server as far as visibility needs it, and ourselves in it."""

    id: str
    owner: str
    system: str
    roles: dict[str, int] = field(default_factory=dict)
    channels: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    us: dict[str, Any] = field(default_factory=dict)

    def sight(self, channel: str) -> Sight:
        """How a channel of it is seen."""
        roles = [{"id": key, "permissions": str(bits)} for key, bits in self.roles.items()]
        guild = {"id": self.id, "owner_id": self.owner, "roles": roles}
        return Sight(guild, {"permission_overwrites": self.channels.get(channel, [])})

    def public(self, channel: str) -> bool:
        """Whether every member of the server sees the channel."""
        return bool(self.sight(channel).rights({"user": {"id": "0"}}) & VIEW_CHANNEL)


class Views:
    """All servers; a payload of another shape changes nothing."""

    def __init__(self) -> None:
        self._guilds: dict[str, GuildView] = {}

    def of(self, guild: str) -> GuildView | None:
        return self._guilds.get(guild)

    def learn(self, data: Json, us: str) -> GuildView | None:
        """A whole server, as it comes at the start."""
        guild = snowflake(data.get("id"))
        if not guild or data.get("unavailable"):
            return None
        made = GuildView(
            guild, snowflake(data.get("owner_id")), snowflake(data.get("system_channel_id"))
        )
        for role in listed(data.get("roles")):
            self._role(made, role)
        for channel in listed(data.get("channels")):
            self._channel(made, channel)
        own = (one for one in listed(data.get("members")) if user_of(one) == us)
        made.us = dict(next(own, {"user": {"id": us}}))
        self._guilds[guild] = made
        return made

    def forget(self, guild: str) -> None:
        self._guilds.pop(guild, None)

    def role(self, data: Json) -> bool:
        """A role came or changed; whether visibility may have."""
        view = self.of(snowflake(data.get("guild_id")))
        role = data.get("role")
        if view is None or not isinstance(role, Mapping):
            return False
        before = dict(view.roles)
        self._role(view, role)
        return before != view.roles

    def role_gone(self, data: Json) -> bool:
        """A role is deleted: whoever saw through it sees no more."""
        view = self.of(snowflake(data.get("guild_id")))
        return view is not None and view.roles.pop(snowflake(data.get("role_id")), None) is not None

    def channel(self, data: Json) -> bool:
        """A channel came or changed; whether visibility may have."""
        view = self.of(snowflake(data.get("guild_id")))
        if view is None:
            return False
        before = view.channels.get(snowflake(data.get("id")))
        self._channel(view, data)
        return before != view.channels.get(snowflake(data.get("id")))

    def channel_gone(self, data: Json) -> None:
        view = self.of(snowflake(data.get("guild_id")))
        if view is not None:
            view.channels.pop(snowflake(data.get("id")), None)

    def _role(self, view: GuildView, role: Json) -> None:
        key, bits = snowflake(role.get("id")), number(role.get("permissions"))
        if key and bits >= 0:
            view.roles[key] = bits

    def _channel(self, view: GuildView, channel: Json) -> None:
        key = snowflake(channel.get("id"))
        if key and CHANNEL_TYPES.get(number(channel.get("type"))) == "class":
            view.channels[key] = [dict(one) for one in listed(channel.get("permission_overwrites"))]


def user_of(member: Json) -> str:
    user = member.get("user")
    return snowflake(user.get("id")) if isinstance(user, Mapping) else ""

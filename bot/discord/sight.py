"""Discord's own order of roles and overwrites, computed: what a member may do in a channel."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.discord.events import ADMINISTRATOR, VIEW_CHANNEL, Json, number, snowflake

EVERYTHING = (1 << 53) - 1


class Sight:
    """One channel of one server; calling it says whether a member sees the channel."""

    def __init__(self, guild: Json, channel: Json) -> None:
        self._guild = snowflake(guild.get("id"))
        self._owner = snowflake(guild.get("owner_id"))
        self._roles = {
            snowflake(one.get("id")): max(0, number(one.get("permissions")))
            for one in listed(guild.get("roles"))
        }
        self._overwrites = {
            snowflake(one.get("id")): (
                max(0, number(one.get("allow"))),
                max(0, number(one.get("deny"))),
            )
            for one in listed(channel.get("permission_overwrites"))
        }

    def __call__(self, member: Json) -> bool:
        return bool(self.rights(member) & VIEW_CHANNEL)

    def rights(self, member: Json) -> int:
        """The permission bits of a member here."""
        about = member.get("user")
        user = snowflake(about.get("id")) if isinstance(about, Mapping) else ""
        given = member.get("roles")
        roles = [snowflake(one) for one in given] if isinstance(given, list) else []
        bits = self._roles.get(self._guild, 0)
        for role in roles:
            bits |= self._roles.get(role, 0)
        if user == self._owner or bits & ADMINISTRATOR:
            return EVERYTHING
        bits = self._overwritten(bits, [self._guild])
        bits = self._overwritten(bits, roles)
        return self._overwritten(bits, [user])

    def _overwritten(self, bits: int, names: Iterable[str]) -> int:
        """All denials of a level first, then what it allows."""
        pairs = [self._overwrites[name] for name in names if name in self._overwrites]
        for _, deny in pairs:
            bits &= ~deny
        for allow, _ in pairs:
            bits |= allow
        return bits


def missing(bits: int, wanted: Mapping[str, int]) -> tuple[str, ...]:
    """The names of what is wanted and not allowed; without the view nothing else matters."""
    if not bits & VIEW_CHANNEL:
        return ("View Channel",)
    return tuple(name for name, bit in wanted.items() if not bits & bit)


def listed(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list, whatever else is in it."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []

"""Who can see a channel: enrolment is visibility, computed from roles and overwrites."""

from collections.abc import Iterable, Mapping
from typing import Any

from discord.http import Route

from bot.discord.calls import Calls, DiscordRefusedError
from bot.discord.events import ADMINISTRATOR, VIEW_CHANNEL, Json, number, snowflake
from core.domain.place import Place
from core.ports import Member

PAGE = 1_000
MEMBERS_OFF = (
    "the Server Members intent is off, so only people who have acted here are known; switch it on "
    "in the developer portal for a live roster"
)


class People:
    """`live` says whether Discord tells us of everybody."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.live = False

    async def members(self, channel: Place) -> tuple[Member, ...]:
        """Everybody who can see the channel, all pages; DiscordRefusedError says why not."""
        if not self.live:
            raise DiscordRefusedError(MEMBERS_OFF, 50001, 403)
        guild = channel.workspace
        shown = await self._calls.request(
            Route("GET", "/channels/{channel_id}", channel_id=channel.channel)
        )
        about = await self._calls.request(Route("GET", "/guilds/{guild_id}", guild_id=guild))
        everybody = await self._everybody(guild)
        sees = Sight(about, shown)
        return tuple(member_of(one) for one in everybody if sees(one))

    async def _everybody(self, guild: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after = "0"
        while True:
            route = Route("GET", "/guilds/{guild_id}/members", guild_id=guild)
            page = await self._calls.request(route, params={"limit": PAGE, "after": after})
            found += page
            if len(page) < PAGE:
                return found
            after = str(page[-1]["user"]["id"])


class Sight:
    """Whether a member sees a channel, by Discord's own order of roles and overwrites."""

    def __init__(self, guild: Json, channel: Json) -> None:
        self._guild = snowflake(guild.get("id"))
        self._owner = snowflake(guild.get("owner_id"))
        self._roles = {str(one["id"]): number(one.get("permissions")) for one in guild["roles"]}
        self._overwrites = {
            str(one["id"]): (number(one.get("allow")), number(one.get("deny")))
            for one in channel.get("permission_overwrites") or ()
        }

    def __call__(self, member: Json) -> bool:
        user = snowflake(member["user"]["id"])
        roles = [str(one) for one in member.get("roles") or ()]
        rights = self._roles.get(self._guild, 0)
        for role in roles:
            rights |= self._roles.get(role, 0)
        if user == self._owner or rights & ADMINISTRATOR:
            return True
        rights = self._overwritten(rights, [self._guild])
        rights = self._overwritten(rights, roles)
        return bool(self._overwritten(rights, [user]) & VIEW_CHANNEL)

    def _overwritten(self, rights: int, names: Iterable[str]) -> int:
        """All denials of a level first, then what it allows."""
        pairs = [self._overwrites[name] for name in names if name in self._overwrites]
        for _, deny in pairs:
            rights &= ~deny
        for allow, _ in pairs:
            rights |= allow
        return rights


def member_of(data: Mapping[str, Any]) -> Member:
    user = data["user"]
    name = data.get("nick") or user.get("global_name") or user.get("username") or ""
    return Member(str(user["id"]), str(name), bool(user.get("bot")))

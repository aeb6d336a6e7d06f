"""Who can see a channel: enrolment is visibility, computed from roles and overwrites."""

from collections.abc import Mapping
from typing import Any

from discord.http import Route

from bot.discord.calls import Calls, DiscordRefusedError
from bot.discord.sight import Sight
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


def member_of(data: Mapping[str, Any]) -> Member:
    user = data["user"]
    name = data.get("nick") or user.get("global_name") or user.get("username") or ""
    return Member(str(user["id"]), str(name), bool(user.get("bot")))

"""Whoever runs the server: members, roles, overwrites, channels and threads come and go."""

from dataclasses import dataclass
from typing import Any

from tests.discord_server.payloads import (
    channel_json,
    guild_json,
    member_json,
    role_json,
    thread_json,
    user_json,
)
from tests.discord_server.routes import drop_thread
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import APP, Channel


@dataclass
class Owner:
    """Acts with all rights on one guild; every act is told to whoever may know."""

    server: DiscordServer
    guild: str

    async def admits(self, user: str, name: str, *roles: str) -> None:
        """Somebody joins the server."""
        world = self.server.world
        world.add_user(user, name)
        world.guilds[self.guild].members[user] = list(roles)
        await self._tells("GUILD_MEMBER_ADD", self._member(user))

    async def gives(self, user: str, *roles: str) -> None:
        """These roles and no others."""
        self.server.world.guilds[self.guild].members[user] = list(roles)
        await self._tells("GUILD_MEMBER_UPDATE", self._member(user))

    async def bans(self, user: str) -> None:
        world = self.server.world
        del world.guilds[self.guild].members[user]
        about = {"guild_id": self.guild, "user": user_json(world.users[user])}
        await self._tells("GUILD_BAN_ADD", about)
        await self._tells("GUILD_MEMBER_REMOVE", about)

    async def makes_role(self, role: str, bits: int) -> None:
        self.server.world.guilds[self.guild].roles[role] = bits
        await self._tells("GUILD_ROLE_CREATE", self._role(role))

    async def changes_role(self, role: str, bits: int) -> None:
        self.server.world.guilds[self.guild].roles[role] = bits
        await self._tells("GUILD_ROLE_UPDATE", self._role(role))

    async def deletes_role(self, role: str) -> None:
        guild = self.server.world.guilds[self.guild]
        del guild.roles[role]
        for roles in guild.members.values():
            if role in roles:
                roles.remove(role)
        await self._tells("GUILD_ROLE_DELETE", {"guild_id": self.guild, "role_id": role})

    async def overwrites(self, channel: str, who: str, allow: int = 0, deny: int = 0) -> None:
        """Allow and deny in one channel; nothing of both takes the overwrite away."""
        place = self.server.world.channels[channel]
        place.overwrites[who] = (allow, deny)
        if not allow and not deny:
            del place.overwrites[who]
        await self._tells("CHANNEL_UPDATE", channel_json(self.server.world, place))

    async def deletes_channel(self, channel: str) -> None:
        world = self.server.world
        gone = world.channels.pop(channel)
        for one in [each for each in world.channels.values() if each.parent == channel]:
            del world.channels[one.id]
        shown = {"id": gone.id, "type": gone.type, "guild_id": self.guild, "name": gone.name}
        await self._tells("CHANNEL_DELETE", shown)

    async def changes_thread(self, thread: str, **state: Any) -> None:
        """Archive, lock, rename."""
        place = self._thread(thread)
        for name, value in state.items():
            setattr(place, name, value)
        await self._tells("THREAD_UPDATE", thread_json(place), place)

    async def deletes_thread(self, thread: str) -> None:
        drop_thread(self.server.world, self._thread(thread))
        await self.server.gateway.flush()

    async def takes_out(self, user: str, thread: str) -> None:
        """Somebody is no longer in a thread."""
        place = self._thread(thread)
        place.members.remove(user)
        about = {
            "id": thread,
            "guild_id": self.guild,
            "member_count": len(place.members),
            "removed_member_ids": [user],
        }
        await self._tells("THREAD_MEMBERS_UPDATE", about)

    async def removes_the_app(self) -> None:
        del self.server.world.guilds[self.guild].members[APP]
        await self._tells("GUILD_DELETE", {"id": self.guild})

    async def invites_the_app(self) -> None:
        guild = self.server.world.guilds[self.guild]
        guild.members.setdefault(APP, ["800"])
        await self._tells("GUILD_CREATE", guild_json(self.server.world, guild))

    def _thread(self, thread: str) -> Channel:
        return self.server.world.channels[thread]

    def _member(self, user: str) -> dict[str, Any]:
        world = self.server.world
        shown = member_json(world, world.guilds[self.guild], user)
        return {**shown, "guild_id": self.guild}

    def _role(self, role: str) -> dict[str, Any]:
        guild = self.server.world.guilds[self.guild]
        return {"guild_id": self.guild, "role": role_json(guild, role)}

    async def _tells(self, name: str, data: Any, channel: Channel | None = None) -> None:
        self.server.world.emit(name, data, channel)
        await self.server.gateway.flush()

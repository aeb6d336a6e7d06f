"""Everything that the loopback Discord knows: people, guilds, channels, messages."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

EPOCH_MS = 1_420_070_400_000
APP, BOT_NAME, TOKEN = "900000000000000001", "virtual-client", "loopback-token"
VIEW, SEND, MANAGE_MESSAGES, READ_HISTORY = 1 << 10, 1 << 11, 1 << 13, 1 << 16
ADMIN, MANAGE_GUILD = 1 << 3, 1 << 5
MANAGE_THREADS, PRIVATE_THREADS, SEND_IN_THREADS = 1 << 34, 1 << 36, 1 << 38
BOT_RIGHTS = 360_777_370_624
EVERYBODY = VIEW | SEND | READ_HISTORY | SEND_IN_THREADS
CONTENT_INTENT, MEMBERS_INTENT = 1 << 15, 1 << 1
CONTENT_FLAG, MEMBERS_FLAG = 1 << 19, 1 << 15
Json = dict[str, Any]


class NoError(Exception):
    """Discord's no: an HTTP status and a code of its own."""

    def __init__(self, status: int, code: int, message: str = "no") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass
class User:
    id: str
    name: str
    bot: bool = False
    dm_closed: bool = False


@dataclass
class Channel:
    """A text channel (0), a private thread (12) or a DM (1)."""

    id: str
    type: int
    guild: str = ""
    name: str = ""
    parent: str = ""
    owner: str = ""
    members: list[str] = field(default_factory=list)
    overwrites: dict[str, tuple[int, int]] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    @property
    def is_thread(self) -> bool:
        return self.type in {10, 11, 12}


@dataclass
class Guild:
    id: str
    name: str
    owner: str
    members: dict[str, list[str]] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    unavailable: bool = False
    system: str | None = None


@dataclass
class Interaction:
    """How far an interaction has come: open, thinking, quiet, answered, form, over."""

    id: str
    token: str
    user: str
    channel: str
    born: float
    state: str = "open"
    original: str = ""
    ephemeral: bool = False
    answers: list[Json] = field(default_factory=list)
    form: Json | None = None
    choices: list[Json] | None = None
    source: str = ""
    acked: float = 0.0


class World:
    """All of it, with Discord's own clock for ids."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {APP: User(APP, BOT_NAME, bot=True)}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands: list[Json] = []
        self.nonces: dict[tuple[str, str], tuple[float, str]] = {}
        self.files: dict[str, bytes] = {}
        self.flags = CONTENT_FLAG | MEMBERS_FLAG
        self.history_nonce = True
        self.nonce_seconds = 300.0
        self.ack_seconds = 12.0  # Discord gives 3; a busy machine gets more
        self.token_seconds = 900.0
        self.max_threads = 1_000
        self.events: list[tuple[str, Json, Channel | None]] = []
        self.listeners: list[Callable[[str, Json, Channel | None], None]] = []
        self._last = 0

    def snowflake(self) -> str:
        """An id of now, always greater than the one before."""
        now = (int(time.time() * 1000) - EPOCH_MS) << 22
        self._last = max(now, self._last + 1)
        return str(self._last)

    def add_user(self, user: str, name: str, *, bot: bool = False) -> User:
        self.users[user] = User(user, name, bot)
        return self.users[user]

    def add_guild(self, guild: str, name: str, owner: str) -> Guild:
        made = Guild(guild, name, owner, {APP: [], owner: []}, {guild: EVERYBODY})
        made.roles["800"] = BOT_RIGHTS
        made.members[APP] = ["800"]
        self.guilds[guild] = made
        return made

    def add_channel(self, channel: str, guild: str, name: str) -> Channel:
        self.channels[channel] = Channel(channel, 0, guild, name)
        return self.channels[channel]

    def direct(self, user: str) -> Channel:
        """The DM between somebody and the bot."""
        for one in self.channels.values():
            if one.type == 1 and user in one.members:
                return one
        made = Channel(self.snowflake(), 1, members=[user, APP])
        self.channels[made.id] = made
        return made

    def channel(self, channel: str) -> Channel:
        found = self.channels.get(channel)
        if found is None:
            raise NoError(404, 10003, "Unknown Channel")
        return found

    def rights(self, user: str, channel: Channel) -> int:
        """Permission bits after roles and overwrites, as Discord computes them."""
        if channel.type == 1:
            return EVERYBODY if user in channel.members else 0
        guild = self.guilds[channel.guild]
        if user not in guild.members:
            return 0
        parent = self.channels.get(channel.parent, channel)
        roles = guild.members[user]
        bits = self.guild_rights(user, guild)
        if user == guild.owner or bits & ADMIN:
            return (1 << 53) - 1
        for level in ([guild.id], roles, [user]):
            bits = overwritten(bits, parent, level)
        return bits

    def guild_rights(self, user: str, guild: Guild) -> int:
        """What somebody may do by their roles alone."""
        bits = guild.roles[guild.id]
        for role in guild.members[user]:
            bits |= guild.roles.get(role, 0)
        return bits

    def sees(self, user: str, channel: Channel) -> bool:
        bits = self.rights(user, channel)
        if not bits & VIEW:
            return False
        if channel.type == 12:
            return user in channel.members or bool(bits & MANAGE_THREADS)
        return True

    def need(self, user: str, channel: Channel, bits: int) -> None:
        """Refuse what the bits do not allow."""
        if not self.sees(user, channel):
            raise NoError(403, 50001, "Missing Access")
        if self.rights(user, channel) & bits != bits:
            raise NoError(403, 50013, "Missing Permissions")

    def emit(self, name: str, data: Json, channel: Channel | None = None) -> None:
        """Something happened; whoever may see it is told."""
        self.events.append((name, data, channel))
        for listener in self.listeners:
            listener(name, data, channel)

    def stamp(self) -> str:
        return datetime.now(UTC).isoformat()


def overwritten(bits: int, channel: Channel, names: list[str]) -> int:
    """One level of overwrites: what it denies, then what it allows."""
    pairs = [channel.overwrites[one] for one in names if one in channel.overwrites]
    for _, deny in pairs:
        bits &= ~deny
    for allow, _ in pairs:
        bits |= allow
    return bits

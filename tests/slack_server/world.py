"""What the server knows: people, channels, messages, files, forms; one clock that never repeats."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

TEAM, APP, BOT_USER, BOT_ID = "T0CLASS", "A0APP", "U0BOT", "B0BOT"
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
EVENTS = (
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
)


class SlackNoError(Exception):
    """The server's `ok: false`; `code` is Slack's word for it."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass
class Message:
    """One message; `to` makes it ephemeral, `thread` is its root's timestamp."""

    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread: str = ""
    to: str = ""
    bot: bool = False
    metadata: dict[str, Any] | None = None
    files: list[dict[str, Any]] = field(default_factory=list)
    edited: str = ""
    at: float = 0.0

    def json(self, *, metadata: bool = False) -> dict[str, Any]:
        """The message as Slack's API returns it."""
        shown: dict[str, Any] = {
            "type": "message",
            "ts": self.ts,
            "user": self.user,
            "text": self.text,
            "blocks": self.blocks,
        }
        if self.thread:
            shown["thread_ts"] = self.thread
        if self.bot:
            shown |= {"bot_id": BOT_ID, "app_id": APP}
        if self.files:
            shown["files"] = self.files
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        if metadata and self.metadata:
            shown["metadata"] = self.metadata
        return shown

    def words(self) -> str:
        """Everything that a person reads in it."""
        found = [text for block in self.blocks for text in texts_of(block)]
        return " ".join(found) or self.text


@dataclass
class Channel:
    """A channel or somebody's DM with the app."""

    id: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass
class Opened:
    """A modal as somebody sees it; `trigger` opened it."""

    id: str
    user: str
    view: dict[str, Any]
    hash: str
    trigger: str = ""


def texts_of(node: Any) -> Iterator[str]:
    """Every text that a block shows, in order."""
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        if node.get("type") == "date":
            yield str(node.get("fallback"))
        for value in node.values():
            if isinstance(value, (dict, list)):
                yield from texts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts_of(value)


class World:
    """The whole workspace."""

    def __init__(self) -> None:
        self.scopes = set(SCOPES)
        self.tokens = {"xoxb-test": TEAM}
        self.app_tokens = {"xapp-test"}
        self.codes: dict[str, tuple[str, str]] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, Opened] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.triggers: dict[str, float] = {}
        self.responses: dict[str, list[Any]] = {}
        self.statuses: list[tuple[str, str]] = []
        self.listeners: list[Callable[[Channel, Message], None]] = []
        self._numbers = itertools.count(1)
        self._last = 0
        self.add_user(BOT_USER, "Virtual Client", is_bot=True)

    def number(self) -> int:
        """A number that was not used before."""
        return next(self._numbers)

    def stamp(self) -> str:
        """A timestamp later than every other."""
        self._last = max(time.time_ns() // 1000, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def add_user(self, user: str, name: str, **more: Any) -> None:
        profile = {"display_name": name, "real_name": name, "email": f"{user.lower()}@school.test"}
        base = {"id": user, "team_id": TEAM, "name": name.lower(), "real_name": name}
        self.users[user] = {**base, "profile": profile, "locale": "en-US", "tz": "UTC", **more}

    def add_channel(self, channel: str, members: list[str], kind: str = "channel") -> Channel:
        self.channels[channel] = Channel(channel, kind, list(members))
        return self.channels[channel]

    def dm(self, user: str) -> Channel:
        """The app's DM with somebody; it is there for ever."""
        found = next(
            (one for one in self.channels.values() if one.kind == "im" and user in one.members),
            None,
        )
        return found or self.add_channel(f"D0{user}", [user, BOT_USER], "im")

    def channel(self, channel: str) -> Channel:
        """A channel that the app may see."""
        found = self.channels.get(channel)
        if found is None or (found.kind == "private" and BOT_USER not in found.members):
            raise SlackNoError("channel_not_found")
        return found

    def trigger(self) -> str:
        """A trigger that works once and soon: Slack gives three seconds, a busy machine more."""
        made = f"{self.number()}.{TEAM}.trigger"
        self.triggers[made] = time.monotonic()
        return made

    def use_trigger(self, trigger: str) -> None:
        made = self.triggers.pop(trigger, None)
        if made is None:
            raise SlackNoError("invalid_trigger_id")
        if time.monotonic() - made > 12:
            raise SlackNoError("expired_trigger_id")

    def visible(self, user: str) -> list[tuple[Channel, Message]]:
        """What one person can read anywhere, oldest first."""
        found = [
            (channel, message)
            for channel in self.channels.values()
            if user in channel.members
            for message in channel.messages.values()
            if message.to in {"", user}
        ]
        return sorted(found, key=lambda one: one[1].ts)

"""Gateway payloads as core events; pure, unknown shapes are named, never raised."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.discord.text import at_ms, clean
from core.domain.event import Actor, Body, Edited, Erased, Event, Said, Vanished
from core.domain.place import Place

PLATFORM = "discord"
Json = Mapping[str, Any]
MANAGE_GUILD, ADMINISTRATOR, VIEW_CHANNEL = 1 << 5, 1 << 3, 1 << 10
LONGEST_NAME = 100
# Every message type; what is not "said" is the platform's own line and never a student's turn.
MESSAGE_TYPES: Mapping[int, str] = {
    0: "said",
    1: "recipient_add",
    2: "recipient_remove",
    3: "call",
    4: "channel_name_change",
    5: "channel_icon_change",
    6: "pinned",
    7: "member_join",
    8: "boost",
    9: "boost_tier_1",
    10: "boost_tier_2",
    11: "boost_tier_3",
    12: "channel_follow_add",
    14: "discovery_disqualified",
    15: "discovery_requalified",
    16: "discovery_warning",
    17: "discovery_final_warning",
    18: "thread_created",
    19: "said",
    20: "command_answer",
    21: "thread_starter",
    22: "invite_reminder",
    23: "context_menu_answer",
    24: "automod_action",
    25: "role_subscription",
    26: "premium_upsell",
    27: "stage_start",
    28: "stage_end",
    29: "stage_speaker",
    31: "stage_topic",
    32: "application_subscription",
    36: "incident_on",
    37: "incident_off",
    38: "raid_report",
    39: "raid_false_alarm",
    44: "purchase",
    46: "poll_result",
    55: "emoji_added",
}
# Every channel type; an interview lives in a private thread or in a DM.
CHANNEL_TYPES: Mapping[int, str] = {
    0: "class",
    1: "dm",
    2: "voice",
    3: "group_dm",
    4: "category",
    5: "class",
    10: "announcement_thread",
    11: "public_thread",
    12: "thread",
    13: "stage",
    14: "directory",
    15: "forum",
    16: "media",
}
EXTRAS = ("attachments", "sticker_items", "stickers", "message_snapshots")


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for the core; `outcome` is a name from a closed list."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Us:
    """Who we are, and whether typed words reach us."""

    user: str
    content: bool


def read_message(data: Json, place: Place, us: Us) -> Event | Ignored:
    """A person's message in an interview's place."""
    kind = MESSAGE_TYPES.get(number(data.get("type")), "unknown_type")
    if kind != "said":
        return Ignored(kind)
    author = author_of(data)
    if isinstance(author, Ignored):
        return author
    key = snowflake(data.get("id"))
    if not key:
        return Ignored("malformed")
    words = without_mention(text_of(data), us.user)
    extras = extras_of(data)
    if not words.strip() and not us.content and place.thread != place.channel:
        return Ignored("not_heard")
    return event(f"message:{key}", place, Said(key, words, extras), key, author)


def read_edit(data: Json, place: Place) -> Event | Ignored:
    """The author changed a message; embeds that unfold are no change."""
    author = author_of(data)
    if isinstance(author, Ignored):
        return author
    key, stamp = snowflake(data.get("id")), data.get("edited_timestamp")
    if not key or not isinstance(stamp, str):
        return Ignored("no_edit")
    if MESSAGE_TYPES.get(number(data.get("type"))) != "said" or not text_of(data):
        return Ignored("no_edit")
    return event(f"edit:{key}:{stamp[:40]}", place, Edited(key, text_of(data)), key, author)


def read_erasure(message: str, place: Place, now_ms: int) -> Event | Ignored:
    """Somebody deleted a message; Discord does not say who."""
    key = snowflake(message)
    if not key:
        return Ignored("malformed")
    return Event(f"erase:{key}", place, Erased(key), now_ms)


def vanished(place: Place, reason: str, now_ms: int, stamp: str = "") -> Event:
    """The thread is gone, or closed to the student."""
    return Event(f"{reason}:{place.thread}:{stamp}", place, Vanished(reason), now_ms)


def author_of(data: Json) -> Actor | Ignored:
    """A person; our own words, other bots' and webhooks' are nobody's turn."""
    author = data.get("author")
    if not isinstance(author, Mapping):
        return Ignored("malformed")
    return Ignored("bot") if by_bot(data) else actor_of(author, data.get("member"))


def by_bot(data: Json) -> bool:
    """Whether a bot, a webhook or Discord itself wrote it."""
    author = data.get("author")
    if data.get("webhook_id"):
        return True
    return isinstance(author, Mapping) and bool(author.get("bot") or author.get("system"))


def author_id(data: Json) -> str:
    """Who wrote it; empty where that is not said."""
    author = data.get("author")
    return snowflake(author.get("id")) if isinstance(author, Mapping) else ""


def actor_of(user: object, member: object = None) -> Actor | Ignored:
    """Who somebody is; rights only as this very payload says."""
    key = snowflake(user.get("id")) if isinstance(user, Mapping) else ""
    if not key or not isinstance(user, Mapping):
        return Ignored("malformed")
    known = member if isinstance(member, Mapping) else {}
    names = (known.get("nick"), user.get("global_name"), user.get("username"))
    name = next((clean(one)[:LONGEST_NAME] for one in names if isinstance(one, str) and one), "")
    rights = number(known.get("permissions"))
    admin = bool(rights > 0 and rights & (MANAGE_GUILD | ADMINISTRATOR))
    return Actor(key, name, admin)


def event(key: str, place: Place, body: Body, stamp: str, actor: Actor) -> Event:
    return Event(key, place, body, at_ms(stamp), actor)


def text_of(data: Json) -> str:
    content = data.get("content")
    return clean(content) if isinstance(content, str) else ""


def extras_of(data: Json) -> int:
    """How many things beside words a message carries: files, stickers, polls, forwards."""
    lists = (data.get(name) for name in EXTRAS)
    count = sum(len(one) for one in lists if isinstance(one, list))
    return count + (1 if data.get("poll") else 0)


def without_mention(text: str, user: str) -> str:
    """What was said to us without the mention that made us hear it."""
    for mark in (f"<@{user}>", f"<@!{user}>"):
        text = text.removeprefix(mark) if text.startswith(mark) else text
    return text


def snowflake(value: object) -> str:
    """An id as text, or nothing when it is none."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) <= 20 else ""  # noqa: PLR2004 - digits of 64 bits


def number(value: object) -> int:
    """A whole number, or -1."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else -1  # noqa: PLR2004 - digits of 64 bits

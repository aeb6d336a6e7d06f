"""The world as Discord's JSON."""

from typing import Any

from tests.discord_server.world import APP, Channel, Guild, Json, User, World

BLANK = {"content": "", "embeds": [], "attachments": [], "components": []}
UNSET = (
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "afk_channel_id",
    "widget_channel_id",
    "max_presences",
    "vanity_url_code",
    "rules_channel_id",
    "safety_alerts_channel_id",
    "public_updates_channel_id",
    "incidents_data",
)


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "username": user.name.lower().replace(" ", "_").replace(".", ""),
        "global_name": user.name,
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        **({"bot": True} if user.bot else {}),
    }


def member_json(world: World, guild: Guild, user: str) -> Json:
    return {
        "user": user_json(world.users[user]),
        "nick": None,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": "2026-09-01T00:00:00+00:00",
        "pending": False,
        "premium_since": None,
        "roles": list(guild.members[user]),
        "mute": False,
        "deaf": False,
    }


def channel_json(world: World, channel: Channel) -> Json:
    if channel.type == 1:
        others = [world.users[one] for one in channel.members if one != APP]
        return {
            "id": channel.id,
            "type": 1,
            "flags": 0,
            "last_message_id": None,
            "recipients": [user_json(one) for one in others],
        }
    if channel.is_thread:
        return thread_json(channel)
    return {
        "id": channel.id,
        "type": channel.type,
        "flags": 0,
        "guild_id": channel.guild,
        "name": channel.name,
        "parent_id": None,
        "position": 0,
        "nsfw": False,
        "topic": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "permission_overwrites": [
            {
                "id": one,
                "type": 0 if one in world.guilds[channel.guild].roles else 1,
                "allow": str(allow),
                "deny": str(deny),
            }
            for one, (allow, deny) in channel.overwrites.items()
        ],
    }


def thread_json(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "type": channel.type,
        "flags": 0,
        "guild_id": channel.guild,
        "name": channel.name,
        "parent_id": channel.parent,
        "owner_id": channel.owner,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "message_count": len(channel.messages),
        "member_count": len(channel.members),
        "total_message_sent": len(channel.messages),
        "thread_metadata": {
            "archived": channel.archived,
            "archive_timestamp": "2026-11-20T12:00:00+00:00",
            "auto_archive_duration": 10080,
            "locked": channel.locked,
            "create_timestamp": "2026-11-20T12:00:00+00:00",
            "invitable": False,
        },
    }


def visible(world: World, guild: Guild) -> list[Channel]:
    mine = [one for one in world.channels.values() if one.guild == guild.id]
    return [one for one in mine if world.sees(APP, one)]


def guild_json(world: World, guild: Guild) -> Json:
    """As in GUILD_CREATE: without the presences intent only the bot is a member of it."""
    shown = visible(world, guild)
    return {
        "id": guild.id,
        "name": guild.name,
        "owner_id": guild.owner,
        "unavailable": False,
        "member_count": len(guild.members),
        "large": False,
        "joined_at": "2026-09-01T00:00:00+00:00",
        "roles": [role_json(guild, one) for one in guild.roles],
        "channels": [channel_json(world, one) for one in shown if not one.is_thread],
        "threads": [thread_json(one) for one in shown if one.is_thread and not one.archived],
        "members": [member_json(world, guild, APP)],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "emojis": [],
        "stickers": [],
        "features": [],
        "system_channel_id": guild.system,
        "preferred_locale": "en-US",
        "premium_tier": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "system_channel_flags": 0,
        "afk_timeout": 300,
        "premium_progress_bar_enabled": False,
    }


def guild_answer(world: World, guild: Guild) -> Json:
    """As REST tells it: settings and roles, no channels and no members."""
    live = ("channels", "threads", "members", "voice_states", "presences", "stage_instances")
    shown = {key: value for key, value in guild_json(world, guild).items() if key not in live}
    return {
        **dict.fromkeys(UNSET),
        **shown,
        "region": "us-west",
        "nsfw": False,
        "widget_enabled": False,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_subscription_count": 0,
    }


def role_json(guild: Guild, role: str) -> Json:
    return {
        "id": role,
        "name": "@everyone" if role == guild.id else f"role {role}",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(guild.roles[role]),
        "managed": False,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


def message_json(world: World, channel: Channel, author: User, **more: Any) -> Json:
    return {
        "id": world.snowflake(),
        "type": 0,
        "channel_id": channel.id,
        "author": user_json(author),
        "content": "",
        "timestamp": world.stamp(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        **more,
    }


def seen_by_us(message: Json, channel: Channel, *, content: bool) -> Json:
    """What we get of a message: blank without the content intent, with four exceptions."""
    author = message["author"]["id"]
    mentioned = any(one["id"] == APP for one in message["mentions"])
    if content or author == APP or mentioned or channel.type == 1:
        return message
    return {**message, **BLANK}

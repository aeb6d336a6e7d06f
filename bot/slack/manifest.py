"""The app's manifest: what we ask of a workspace, and not one scope more than the code uses."""

import json
from typing import Any

from bot.slack.commands import CATCH_ALL, TOP
from bot.slack.http import PATH
from bot.slack.interactions import SHORTCUT
from core.dispatch import REGISTRY

Json = dict[str, Any]
# Every method of the Web API that the code calls, with the bot scope that it needs.
CALLS = {
    "assistant_threads_setStatus": "assistant:write",
    "auth_test": "",
    "chat_delete": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "im:history",
    "conversations_members": "channels:read groups:read",
    "conversations_open": "im:write",
    "conversations_replies": "im:history",
    "files_completeUploadExternal": "files:write",
    "files_info": "files:read",
    "files_getUploadURLExternal": "files:write",
    "users_info": "users:read users:read.email",
    "views_open": "",
    "views_publish": "",
}
# Every event that we want to be told of, with the scope that it needs.
EVENTS = {
    "agent_session_stopped": "assistant:write",
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_rename": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_rename": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read groups:read",
    "member_left_channel": "channels:read groups:read",
    "message.im": "im:history",
    "tokens_revoked": "",
}
FEATURES = {"slash_commands": "commands"}
ABOUT = {
    "practice": ("See your work, or start an interview", "client"),
    "assign": ("Give your class an interview to do", "create"),
    "roster": ("Who is in your class", "show"),
    CATCH_ALL: ("Everything else", "help"),
}
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
NAME = "Virtual Client"
DESCRIPTION = "Practise interviews with simulated clients"


STEPS = """
1. Open api.slack.com/apps, press Create New App, choose "From a manifest", paste what follows.
2. Install it to your workspace; copy the Bot User OAuth Token (xoxb-…).
3. Basic Information, App-Level Tokens: make one with connections:write (xapp-…).
4. Come back here with both.
"""
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-…", "SLACK_APP_TOKEN": "xapp-…"}


def manifest_text(public_url: str) -> str:
    """The manifest as it is pasted."""
    return json.dumps(manifest(public_url), indent=2) + "\n"


def scopes() -> tuple[str, ...]:
    """The exact allow-list of bot scopes, sorted."""
    needed = " ".join((*CALLS.values(), *EVENTS.values(), *FEATURES.values()))
    return tuple(sorted(set(needed.split())))


def manifest(public_url: str = "") -> Json:
    """The manifest for Socket Mode, or for HTTP at a public address."""
    address = public_url.rstrip("/") + PATH if public_url else ""
    return {
        "display_information": {"name": NAME, "description": DESCRIPTION},
        "features": {
            "bot_user": {"display_name": NAME, "always_online": True},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": DESCRIPTION,
                "suggested_prompts": [{"title": "Start a practice", "message": "practice"}],
            },
            "slash_commands": [slash(name, address) for name in (*TOP, CATCH_ALL)],
            "shortcuts": [
                {
                    "type": "message",
                    "name": "Interview menu",
                    "callback_id": SHORTCUT,
                    "description": "End, pause, help",
                }
            ],
        },
        "oauth_config": with_redirect({"scopes": {"bot": list(scopes())}}, public_url),
        "settings": {
            "event_subscriptions": with_address({"bot_events": sorted(EVENTS)}, address),
            "interactivity": with_address({"is_enabled": True}, address)
            | ({"message_menu_options_url": address} if address else {}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def slash(name: str, address: str) -> Json:
    """One slash command; its words are the declaration's where there is one of that name."""
    about, hint = ABOUT[name]
    declared = REGISTRY.get(name)
    entry: Json = {
        "command": f"/{name}",
        "description": declared.about if declared else about,
        "usage_hint": hint,
        "should_escape": True,
    }
    return entry | {"url": address} if address else entry


def with_address(entry: Json, address: str) -> Json:
    return entry | {"request_url": address} if address else entry


def with_redirect(entry: Json, public_url: str) -> Json:
    """Where an installation comes back to, for an app that many workspaces install."""
    return entry | {"redirect_urls": [public_url.rstrip("/") + REDIRECT]} if public_url else entry

"""What the server's admin needs: Discord has no manifest, an invite link carries the rights."""

from bot.discord.rights import rights
from bot.settings import SettingsError, load_settings

SCOPES = ("bot", "applications.commands")
STEPS = """
1. Open discord.com/developers/applications and press New Application.
2. Bot: press Reset Token and copy the token.
3. Bot, Privileged Gateway Intents: switch on Message Content Intent (students type freely) and,
   for a live roster, Server Members Intent.
4. Invite the app with the link below; its id is on the page General Information.
5. Come back here with the token; then run: virtual-client discord-sync
"""
TOKENS = {"DISCORD_BOT_TOKEN": 'the bot token, without "Bot"'}
YOUR_ID = "YOUR_APPLICATION_ID"


def invite(application: str, where: str) -> str:
    """The link that adds the app with exactly these rights."""
    bits = sum(rights(where).values())
    scopes = "%20".join(SCOPES)
    return (
        f"https://discord.com/oauth2/authorize?client_id={application}"
        f"&scope={scopes}&permissions={bits}"
    )


def manifest_text(_public_url: str) -> str:
    """The invite link with its rights in words; Discord needs no public address."""
    where = session_place()
    listed = "\n".join(f"  {name}" for name in rights(where))
    intents = "  Message Content\n  Server Members (for a live roster)" if where == "thread" else ""
    return (
        f"Invite link ({where} mode):\n  {invite(YOUR_ID, where)}\n\n"
        f"Permissions it asks for:\n{listed}\n\n"
        f"Privileged intents to switch on under Bot:\n{intents or '  none'}\n"
    )


def session_place() -> str:
    """The mode that the settings name; the default where they cannot be read."""
    try:
        return load_settings().discord_session_place
    except SettingsError:
        return "thread"

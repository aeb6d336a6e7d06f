"""Who somebody is in a workspace, read live and kept for a short while."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from bot.slack.calls import Client, call
from bot.slack.workspaces import Workspace, text
from core.errors import SendError
from core.ports import Member

KEPT_SECONDS, MOST, PAGE = 60.0, 20_000, 999
NAMES_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What `users.info` says; `admin` never of a guest, a stranger or somebody who left."""

    user: str
    name: str
    admin: bool
    bot: bool
    locale: str
    zone: str
    email: str = ""
    ours: bool = True


LESS = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted")
NOBODY = Profile("", "", admin=False, bot=False, locale="", zone="")


class People:
    """Two ages: authority is a minute old at most, a name may be a day old."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, Profile]] = {}

    async def get(self, workspace: Workspace, user: str, age: float = KEPT_SECONDS) -> Profile:
        """The profile; NOBODY when Slack does not tell."""
        try:
            return await self.ask(workspace, user, age)
        except SendError:
            return NOBODY

    async def ask(self, workspace: Workspace, user: str, age: float) -> Profile:
        """The profile; a SendError when Slack does not tell."""
        found = self._known.get((workspace.team, user))
        if found and time.monotonic() - found[0] < age:
            return found[1]
        answer = await call(workspace.client.users_info(user=user, include_locale=True))
        return self._keep(workspace.team, read_profile(answer.get("user"), workspace.team))

    async def members(self, workspace: Workspace, channel: str) -> tuple[Member, ...]:
        """Everybody of this workspace there; a SendError when the list is not whole."""
        reading = replace(workspace, client=patient(workspace.client))
        users = list(dict.fromkeys([one async for one in everybody(reading, channel)]))
        profiles = [await self.ask(reading, user, NAMES_SECONDS) for user in users]
        return tuple(
            Member(user, one.name, bot=one.bot, email=one.email)
            for user, one in zip(users, profiles, strict=True)
            if one.ours
        )

    def forget(self, team: str) -> None:
        """The app was removed there."""
        self._known = {key: known for key, known in self._known.items() if key[0] != team}

    def _keep(self, team: str, profile: Profile) -> Profile:
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[team, profile.user] = (time.monotonic(), profile)
        return profile


async def everybody(workspace: Workspace, channel: str) -> AsyncIterator[str]:
    """Every member's id; a short page is no end, only an empty cursor is."""
    cursor = ""
    while True:
        more = {"cursor": cursor} if cursor else {}
        asked = workspace.client.conversations_members(channel=channel, limit=PAGE, **more)
        page = await call(asked)
        for user in page.get("members", []):
            yield str(user)
        cursor = text(page.get("response_metadata") or {}, "next_cursor")
        if not cursor:
            return


def patient(client: Client) -> Client:
    """For reads only: waits out a rate limit by itself."""
    return client.anew(AsyncRateLimitErrorRetryHandler(max_retry_count=3))


def read_profile(user: Any, team: str) -> Profile:  # noqa: ANN401 - Slack's answer
    """A profile from `users.info`'s answer, nothing believed that is not said."""
    if not isinstance(user, dict):
        return NOBODY
    profile = user.get("profile")
    shown = profile if isinstance(profile, dict) else {}
    names = (text(shown, "display_name"), text(shown, "real_name"), text(user, "name"))
    powerful = user.get("is_admin") is True or user.get("is_owner") is True
    return Profile(
        user=text(user, "id"),
        name=next(filter(None, names), ""),
        admin=powerful and full(user, team, LESS),
        bot=bool(user.get("is_bot")) or text(user, "id") == "USLACKBOT",
        locale=text(user, "locale"),
        zone=text(user, "tz"),
        email=text(shown, "email"),
        ours=full(user, team, ("is_stranger", "deleted")),
    )


def full(user: dict[str, Any], team: str, less: tuple[str, ...]) -> bool:
    """Somebody of this very workspace of whom Slack says nothing of what makes them less."""
    return text(user, "team_id") in {"", team} and not any(user.get(name) for name in less)

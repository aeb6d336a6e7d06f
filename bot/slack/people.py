"""Who somebody is in a workspace, read live and kept for a short while."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from bot.slack.calls import Client, ScopeError, call
from bot.slack.workspaces import Workspace, text
from core.domain.event import LATE, Actor
from core.errors import SendError, SendLaterError, SendRefusedError
from core.ports import Member

KEPT_SECONDS, MOST, PAGE = 60.0, 20_000, 999
NAMES_SECONDS = 24 * 3600.0
SOON = 1.0


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
        self._asking: dict[tuple[str, str], asyncio.Task[Profile]] = {}

    async def actor(self, workspace: Workspace, actor: Actor, seconds: float = SOON) -> Actor:
        """The actor as Slack says now; in doubt, and by an older name, when it does not say."""
        doubt = ""
        try:
            profile = await self._soon(workspace, actor.user, seconds)
        except SendError as error:
            doubt = doubt_of(error)
            _, older = self._known.get((workspace.team, actor.user), (0.0, NOBODY))
            profile = replace(older, admin=False)
        name = profile.name or actor.name
        return Actor(actor.user, name, profile.admin, profile.locale, doubt)

    async def _soon(self, workspace: Workspace, user: str, seconds: float) -> Profile:
        """The profile; SendLaterError when that takes longer, and the next try goes on with it."""
        key = (workspace.team, user)
        asking = self._asking.get(key)
        if asking is None:
            asking = asyncio.create_task(self.ask(workspace, user, KEPT_SECONDS))
            self._asking[key] = asking
            asking.add_done_callback(partial(self._told, key))
        done, _ = await asyncio.wait((asking,), timeout=seconds)
        if not done:
            raise SendLaterError("Slack does not say in time who somebody is", 0.0)
        return asking.result()

    def _told(self, key: tuple[str, str], asking: asyncio.Task[Profile]) -> None:
        """Perhaps nobody waits any more; a fault is then what was called late."""
        self._asking.pop(key, None)
        if not asking.cancelled():
            asking.exception()

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


def doubt_of(error: SendError) -> str:
    """Why Slack does not say who somebody is; nothing, where it has nobody of that name."""
    if isinstance(error, ScopeError):
        return error.needed
    return "" if isinstance(error, SendRefusedError) else LATE


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

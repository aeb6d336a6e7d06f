"""The workspaces that the app serves, each with its client and its own identity there."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.slack.calls import Client, Gate, TokenError, call
from bot.slack.installations import Installations, Kept, SealError
from core.domain.place import Place
from core.errors import CoreError, SendError
from core.ports import Clock

log = logging.getLogger(__name__)
AGAIN_SECONDS = 60.0


class NotReadyError(CoreError):
    """It is not known yet who we are there; what came must come again."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation; `url` ends with a slash."""

    team: str
    bot_user: str
    bot_id: str
    url: str
    client: Client

    def link(self, place: Place) -> str:
        """Where a browser finds the place; Slack's apps open it in themselves."""
        stamp = place.thread.replace(".", "")
        tail = f"/p{stamp}?thread_ts={place.thread}&cid={place.channel}" if stamp else ""
        return f"{self.url}archives/{place.channel}{tail}"


class Workspaces(Protocol):
    """Who is served."""

    @property
    def ready(self) -> bool:
        """Whether it is known for whom we work."""
        ...

    async def prepare(self) -> None:
        """Learn that, as far as it can be learnt before anything comes; a SendError otherwise."""
        ...

    async def find(self, team: str) -> Workspace | None:
        """The installation, None when there is none; NotReadyError before that is known."""
        ...

    async def forget(self, team: str) -> None:
        """The app was removed there: its token goes at once."""
        ...


async def identify(client: Client) -> Workspace:
    """Ask Slack who the token is; a SendError says why that cannot be told."""
    told = await call(client.auth_test())
    return Workspace(
        team=text(told, "team_id"),
        bot_user=text(told, "user_id"),
        bot_id=text(told, "bot_id"),
        url=text(told, "url"),
        client=client,
    )


def text(data: dict[str, Any], name: str) -> str:
    """A text of an answer; empty when it is missing."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


class OneWorkspace:
    """The installation whose token stands in the settings."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._known: Workspace | None = None
        self._ask_again: float | None = None

    @property
    def ready(self) -> bool:
        return self._known is not None and self._ask_again is None

    async def prepare(self) -> None:
        """Learn who we are; a SendError when that fails."""
        self._known = await identify(self._client.anew(gate=Gate()))
        self._ask_again = None

    async def find(self, team: str) -> Workspace | None:
        if self._known is None:
            raise NotReadyError("auth.test has not answered yet")
        if self._known.team != team:
            return None
        if self._ask_again is None or self._clock.monotonic() < self._ask_again:
            return self._known if self._ask_again is None else None
        return await self._installed_again()

    async def _installed_again(self) -> Workspace | None:
        """Something comes from a workspace that removed the app: perhaps it is back."""
        self._ask_again = self._clock.monotonic() + AGAIN_SECONDS
        try:
            await self.prepare()
        except SendError as error:
            log.info("slack: still not installed: %s", error)
            return None
        return self._known

    async def forget(self, team: str) -> None:
        if self._known is not None and self._known.team == team:
            self._known.client.gate.open = False
            self._ask_again = self._clock.monotonic() + AGAIN_SECONDS


class ManyWorkspaces:
    """Every workspace that installed the app; another process may change that at any time."""

    ready = True

    def __init__(
        self,
        installations: Installations,
        make_client: Callable[[str], Client],
        clock: Clock,
    ) -> None:
        self._installations = installations
        self._make_client = make_client
        self._clock = clock
        self._known: dict[str, tuple[float, Workspace]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def prepare(self) -> None:
        """Nothing is known before the first of them speaks."""

    async def find(self, team: str) -> Workspace | None:
        known = self._fresh(team)
        if known is not None:
            return known
        async with self._asking.setdefault(team, asyncio.Lock()):
            return self._fresh(team) or await self._look(team)

    async def forget(self, team: str) -> None:
        self._drop(team)
        await self._installations.forget(team)

    async def installed(self, team: str) -> None:
        """A new token counts from now on."""
        self._known.pop(team, None)

    def _drop(self, team: str) -> None:
        """Nobody calls with that token any more."""
        known = self._known.pop(team, None)
        if known is not None:
            known[1].client.gate.open = False

    def _fresh(self, team: str) -> Workspace | None:
        at, known = self._known.get(team, (0.0, None))
        return known if known and self._clock.monotonic() - at < AGAIN_SECONDS else None

    async def _look(self, team: str) -> Workspace | None:
        """What is kept of it; a token that Slack does not know any more is forgotten."""
        try:
            kept = await self._installations.find(team)
        except SealError as error:
            raise NotReadyError(str(error)) from error
        if kept is None:
            self._drop(team)
            return None
        _, known = self._known.get(team, (0.0, None))
        if known is None or known.client.token != kept.token:
            known = await self._identified(kept)
        if known is not None:
            self._known[team] = (self._clock.monotonic(), known)
        return known

    async def _identified(self, kept: Kept) -> Workspace | None:
        try:
            found = await identify(self._make_client(kept.token))
        except TokenError as error:
            log.warning("slack: an installation is over: %s", error)
            await self.forget(kept.team)
            return None
        except SendError as error:
            raise NotReadyError(str(error)) from error
        return found if found.team == kept.team else None

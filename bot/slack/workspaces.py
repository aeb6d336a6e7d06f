"""The workspaces that the app serves, each with its client and its own identity there."""

from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import call
from core.domain.place import Place
from core.errors import CoreError


class NotReadyError(CoreError):
    """It is not known yet who we are there; what came must come again."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation; `url` ends with a slash."""

    team: str
    bot_user: str
    bot_id: str
    url: str
    client: AsyncWebClient

    def link(self, place: Place) -> str:
        """Where a browser finds the place; Slack's apps open it in themselves."""
        stamp = place.thread.replace(".", "")
        tail = f"/p{stamp}?thread_ts={place.thread}&cid={place.channel}" if stamp else ""
        return f"{self.url}archives/{place.channel}{tail}"


class Workspaces(Protocol):
    """Who is served."""

    async def find(self, team: str) -> Workspace | None:
        """The installation, None when there is none; NotReadyError before that is known."""
        ...

    async def forget(self, team: str) -> None:
        """The app was removed there: its token goes at once."""
        ...


async def identify(client: AsyncWebClient) -> Workspace:
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

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: Workspace | None = None
        self._removed = False

    @property
    def ready(self) -> bool:
        return self._known is not None and not self._removed

    async def identify(self) -> Workspace:
        """Learn who we are; a SendError when that fails."""
        self._known = await identify(self._client)
        return self._known

    async def find(self, team: str) -> Workspace | None:
        if self._known is None:
            raise NotReadyError("auth.test has not answered yet")
        served = self._known.team == team and not self._removed
        return self._known if served else None

    async def forget(self, team: str) -> None:
        self._removed = self._removed or (self._known is not None and self._known.team == team)

"""The app's own channel with each person, opened once and remembered."""

from bot.slack.calls import call
from bot.slack.pace import Pace
from bot.slack.workspaces import Workspace, text
from core.errors import SendRefusedError

MOST = 20_000


class DirectMessages:
    """`conversations.open` gives the same channel for ever, so it is asked once a process."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._known: dict[tuple[str, str], str] = {}

    async def open(self, workspace: Workspace, user: str) -> str:
        """The channel's id; a SendError otherwise."""
        known = self._known.get((workspace.team, user))
        if known:
            return known
        method = "conversations.open"
        self._pace.check(workspace.team, method, "")
        with self._pace.watching(workspace.team, method, ""):
            answer = await call(workspace.client.conversations_open(users=user))
        channel = answer.get("channel")
        found = text(channel, "id") if isinstance(channel, dict) else ""
        if not found:
            raise SendRefusedError("Slack opened no channel")
        self.learn(workspace.team, user, found)
        return found

    def learn(self, team: str, user: str, channel: str) -> None:
        """A message came from there."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[team, user] = channel

    def forget(self, team: str) -> None:
        """The app was removed there."""
        self._known = {key: channel for key, channel in self._known.items() if key[0] != team}

"""When Slack asked to wait, and for what: nothing is called before that time is over."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import SendLaterError
from core.ports import Clock

MOST = 10_000


class Pace:
    """One waiting time for each workspace, method and channel."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[tuple[str, str, str], float] = {}

    def pause(self, team: str, seconds: float, method: str = "", channel: str = "") -> None:
        """Call nothing of that kind for so long."""
        if len(self._until) > MOST:
            now = self._clock.monotonic()
            self._until = {key: at for key, at in self._until.items() if at > now}
        self._until[team, method, channel] = self._clock.monotonic() + seconds

    def resume(self, team: str) -> None:
        """The workspace works again: a new token came."""
        self._until.pop((team, "", ""), None)

    def check_workspace(self, team: str) -> None:
        """Raise SendLaterError while the whole workspace waits."""
        self.check(team, "", "")

    def check(self, team: str, method: str, channel: str) -> None:
        """Raise SendLaterError while this is not to be called."""
        until = self._until.get((team, method, channel))
        if until is None:
            return
        left = until - self._clock.monotonic()
        if left > 0:
            raise SendLaterError("Slack asked to wait", left)
        del self._until[team, method, channel]

    @contextmanager
    def watching(self, team: str, method: str, channel: str) -> Iterator[None]:
        """Remember how long Slack asks to wait."""
        try:
            yield
        except SendLaterError as error:
            self.pause(team, error.seconds, method, channel)
            raise

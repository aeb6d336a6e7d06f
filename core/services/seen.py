"""How this process left each interview, so that the next turn there need not be read first."""

import threading
from dataclasses import dataclass

from core.domain.session import Session
from core.simulation.state import State

MOST = 512


@dataclass(frozen=True, slots=True)
class Seen:
    """An interview after a turn: whose it is, the Director's state, the lease it was written under.

    It may say more than was committed, or less than others did since. So a turn that is decided
    from it is written only where the session still stands as it says.
    """

    session: Session
    user: str
    state: State
    token: int


class Sight:
    """By lane, the oldest forgotten; kept from a thread that writes, taken in the loop's."""

    def __init__(self) -> None:
        self._known: dict[str, Seen] = {}
        self._lock = threading.Lock()

    def keep(self, lane: str, seen: Seen) -> None:
        """Remember what a turn ended with."""
        with self._lock:
            self._known.pop(lane, None)
            self._known[lane] = seen
            if len(self._known) > MOST:
                del self._known[next(iter(self._known))]

    def take(self, lane: str, token: int) -> Seen | None:
        """What is known if nobody had the lane since: each claim gives it the next token."""
        with self._lock:
            seen = self._known.pop(lane, None)
        return seen if seen is not None and seen.token + 1 == token else None

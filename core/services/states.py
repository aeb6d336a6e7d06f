"""The Director's states that were written last, so that a turn need not parse its own text."""

from core.simulation.state import State, state_from_json

MOST = 512


class States:
    """By the text that a state was written as, so that another text is never taken for it."""

    def __init__(self) -> None:
        self._known: dict[str, State] = {}

    def keep(self, text: str, state: State) -> None:
        """Remember what a turn ended with; the oldest is forgotten."""
        if len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        self._known[text] = state

    def take(self, text: str) -> State:
        """The state of a text; it leaves the memory, for its turn replaces it."""
        return self._known.pop(text, None) or state_from_json(text)

"""The open tabs: each reads the log at its own pace, so a slow one costs no memory."""

import asyncio
from collections import deque
from collections.abc import Iterable

MAX_SIGNS = 20


class Stream:
    """One open tab; `signs` are passing things that no log keeps, such as typing."""

    def __init__(self, person: str) -> None:
        self.person = person
        self.wake = asyncio.Event()
        self.signs: deque[tuple[str, str]] = deque(maxlen=MAX_SIGNS)
        self.closing = False

    def take_signs(self) -> list[tuple[str, str]]:
        """The passing things since the last call: kind and JSON text."""
        taken = list(self.signs)
        self.signs.clear()
        return taken


class Streams:
    """All open tabs."""

    def __init__(self) -> None:
        self._open: set[Stream] = set()

    def __len__(self) -> int:
        return len(self._open)

    def open(self, person: str) -> Stream:
        stream = Stream(person)
        self._open.add(stream)
        return stream

    def drop(self, stream: Stream) -> None:
        self._open.discard(stream)

    def wake(self, people: Iterable[str]) -> None:
        """Tell these people's tabs that the log has something new."""
        wanted = set(people)
        for stream in self._open:
            if stream.person in wanted:
                stream.wake.set()

    def sign(self, people: Iterable[str], kind: str, body: str) -> None:
        """Show something in these people's tabs that is gone when they look away."""
        wanted = set(people)
        for stream in self._open:
            if stream.person in wanted:
                stream.signs.append((kind, body))
                stream.wake.set()

    def close(self) -> None:
        """Let every tab say goodbye and end."""
        for stream in self._open:
            stream.closing = True
            stream.wake.set()

"""The sign that an answer is coming: shown while a turn is decided, lost harmlessly."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping

from core.domain.event import Event, Said
from core.domain.place import Place
from core.ports import Platform

FIRST = 0.4
AGAIN = 8.0


class Signs:
    """Shows typing in the place of a message that takes longer than a moment to answer."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = platforms

    @contextlib.contextmanager
    def during(self, event: Event) -> Iterator[None]:
        """Show the sign until the block is left; a quick turn never starts a task."""
        platform = self._platforms.get(event.place.platform)
        if platform is None or not isinstance(event.body, Said):
            yield
            return
        shown: list[asyncio.Task[None]] = []

        def start() -> None:
            shown.append(asyncio.ensure_future(repeat(platform, event.place)))

        timer = asyncio.get_running_loop().call_later(FIRST, start)
        try:
            yield
        finally:
            timer.cancel()
            for task in shown:
                task.cancel()


async def repeat(platform: Platform, place: Place) -> None:
    """Platforms let the sign fade; keep it up."""
    while True:
        await platform.typing(place)
        await asyncio.sleep(AGAIN)

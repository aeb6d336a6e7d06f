"""The sign that an answer is coming: shown while a turn is decided, lost harmlessly."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from core.domain.event import Event, Said
from core.domain.place import Place
from core.ports import Platform

FIRST = 0.4
AGAIN = 8.0


class Signs:
    """Shows typing in the place of a message that takes longer than a moment to answer."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = platforms

    def during(self, event: Event) -> AbstractContextManager[object]:
        """Show the sign until the block is left; a quick turn never starts a task."""
        platform = self._platforms.get(event.place.platform)
        if platform is None or not isinstance(event.body, Said):
            return nullcontext()
        return Sign(platform, event.place)


class Sign:
    """One place's sign, not shown before a moment has passed."""

    def __init__(self, platform: Platform, place: Place) -> None:
        self._platform = platform
        self._place = place
        self._shown: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(FIRST, self._show)

    def __exit__(self, *_error: object) -> None:
        for one in (self._timer, self._shown):
            if one is not None:
                one.cancel()

    def _show(self) -> None:
        self._shown = asyncio.ensure_future(repeat(self._platform, self._place))


async def repeat(platform: Platform, place: Place) -> None:
    """Platforms let the sign fade; keep it up."""
    while True:
        await platform.typing(place)
        await asyncio.sleep(AGAIN)

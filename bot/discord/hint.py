"""What somebody is told whose typed words Discord keeps from us."""

import logging

from discord.http import Route

from bot.discord.calls import Calls
from bot.discord.post import body_of
from bot.discord.render import Part, reply_button, rows_of
from core.domain.place import Place
from core.errors import SendError

log = logging.getLogger(__name__)
WORDS = (
    "I cannot read typed messages on this server (the Message Content intent is off). "
    "Press **Reply** and type it there, or mention me in your message."
)
AGAIN_MS = 10 * 60_000
MOST = 10_000


class Hint:
    """Said once in a while in each thread."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._told: dict[str, int] = {}

    async def give(self, place: Place, message: str) -> None:
        """Show the button; lost harmlessly."""
        now = self._calls.now_ms()
        if now - self._told.get(place.thread, 0) < AGAIN_MS:
            return
        if len(self._told) > MOST:
            self._told.clear()
        self._told[place.thread] = now
        body = body_of(Part(WORDS, rows_of([reply_button()])))
        body |= {"nonce": f"h{message}", "enforce_nonce": True}
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=place.thread)
        try:
            await self._calls.request(route, body)
        except SendError as error:
            log.info("discord: the way to reply was not shown: %s", error)

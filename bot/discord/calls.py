"""Every call to Discord's REST API: the library keeps the buckets, the outbox owns all retries."""

import asyncio
import json
import logging
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from core.errors import SendLaterError, SendRefusedError, SendUnknownError
from core.ports import Clock

log = logging.getLogger(__name__)
Native = dict[str, Any]
Payload = Any  # what Discord answers has no type until somebody reads it
NOT_CONNECTED, REVOKED, BANNED, DM_TOO_FAST, SLOW = 2.0, 300.0, 60.0, 60.0, 10.0
MOST_DEAD, FETCH, BURIED = 10_000, 10.0, 600.0
MOST_REFUSALS, WINDOW = 80, 600.0
GONE = "nothing can be sent to this place any more"
UPGRADED, UNAUTHORIZED, FORBIDDEN = 101, 401, 403
NOT_FOUND, TOO_MANY, SERVER = 404, 429, 500
LATER = {40003: DM_TOO_FAST, 20016: SLOW, 20028: SLOW}
ARCHIVED, DM_CLOSED, DM_STRANGER = 50083, 50007, 50278
WORDS = {
    10003: "the channel is gone",
    10007: "you are not a member of this server",
    50001: "the app cannot see this channel (it needs View Channel)",
    50013: "the app lacks a permission here (it needs Create Private Threads, Send Messages in "
    "Threads and Manage Threads)",
    DM_CLOSED: "your direct messages are closed; open them in this server's privacy settings",
    DM_STRANGER: "your direct messages are closed; open them in this server's privacy settings",
    ARCHIVED: "the thread is archived",
    160005: "the thread is locked",
    160006: "this server has too many open threads; close some first",
    200000: "AutoMod refused the text",
    200001: "AutoMod refused the title",
}


class DiscordRefusedError(SendRefusedError):
    """A no for good; `code` is Discord's own number, 0 when it gave none."""

    def __init__(self, reason: str, code: int, status: int) -> None:
        super().__init__(reason)
        self.code = code
        self.status = status


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: its bytes and what they are."""

    name: str
    media_type: str
    content: bytes
    description: str = ""


class Calls:
    """One door for requests; it is open while a client is logged in."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._http: HTTPClient | None = None
        self._paused_until = 0.0
        self._dead: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._refusals: deque[float] = deque(maxlen=MOST_REFUSALS)
        self.refused = 0
        self._upgraded: list[aiohttp.ClientResponse] = []
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._look)

    def connect(self, http: HTTPClient) -> None:
        """Use this login."""
        self._http = http

    async def request(self, route: Route, body: Native | None = None, **more: Payload) -> Payload:
        """One request; a SendError otherwise, never anything else."""
        http = self._http
        if http is None:
            raise SendLaterError("Discord is not connected", NOT_CONNECTED)
        left = self._paused_until - self._clock.monotonic()
        if left > 0:
            raise SendLaterError("Discord asked for a pause", left)
        try:
            if body is not None:
                more["json"] = body
            return await http.request(route, **more)
        except discord.RateLimited as error:
            raise SendLaterError("rate limit", error.retry_after) from error
        except discord.HTTPException as error:
            raise self._explained(error) from error
        except (TimeoutError, aiohttp.ClientError, OSError, RuntimeError) as error:
            raise SendUnknownError(type(error).__name__) from error

    async def fetch(self, url: str) -> bytes:
        """A file that Discord keeps; a SendError otherwise."""
        if self._http is None:
            raise SendLaterError("Discord is not connected", NOT_CONNECTED)
        try:
            async with asyncio.timeout(FETCH):
                return await self._http.get_from_cdn(url)
        except (discord.DiscordException, TimeoutError, aiohttp.ClientError, OSError) as error:
            raise SendUnknownError(type(error).__name__) from error

    async def upload(self, route: Route, body: Native, files: Sequence[Upload]) -> Payload:
        """One request with files beside the body."""
        if not files:
            return await self.request(route, body)
        described = [
            {"id": str(index), "filename": one.name, "description": one.description[:1024]}
            for index, one in enumerate(files)
        ]
        payload = json.dumps(body | {"attachments": described})
        form: list[Native] = [{"name": "payload_json", "value": payload}]
        opened = [discord.File(BytesIO(one.content), one.name) for one in files]
        form += [
            {
                "name": f"files[{index}]",
                "value": file.fp,
                "filename": one.name,
                "content_type": one.media_type,
            }
            for index, (one, file) in enumerate(zip(files, opened, strict=True))
        ]
        return await self.request(route, form=form, files=opened)

    def check_alive(self, channel: str) -> None:
        """After the first 403 or 404 nothing more is asked of a channel for a good while."""
        until, reason = self._dead.get(channel, (0.0, ""))
        if until > self._clock.monotonic():
            raise DiscordRefusedError(reason, 0, NOT_FOUND)

    def bury(self, channel: str, reason: str = GONE) -> None:
        """Ask nothing more of a channel until Discord speaks of it, or some time has passed."""
        self._dead[channel] = (self._clock.monotonic() + BURIED, reason)
        while len(self._dead) > MOST_DEAD:
            self._dead.popitem(last=False)

    def revive(self, channel: str) -> None:
        """Discord spoke of the channel again, so it may be asked again."""
        self._dead.pop(channel, None)

    def check_patience(self) -> None:
        """Too many refusals ban the address: what is not wanted by anybody now must wait."""
        full = len(self._refusals) == MOST_REFUSALS
        left = self._refusals[0] + WINDOW - self._clock.monotonic() if full else 0.0
        if left > 0:
            raise SendLaterError("too many refusals", left)

    def hang_up(self) -> None:
        """Close every socket, those too that the library let go of while it connected again."""
        for response in self._upgraded:
            response.close()
        self._upgraded.clear()

    def now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)

    def pause(self, seconds: float) -> None:
        """Call nothing for a while."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    async def _look(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        done: aiohttp.TraceRequestEndParams,
    ) -> None:
        """Stop the library's own second tries: it would repeat what is not idempotent."""
        status, headers = done.response.status, done.response.headers
        if status == UPGRADED:
            still = [one for one in self._upgraded if not one.closed]
            self._upgraded = [*still, done.response]
        if status == TOO_MANY:
            seconds = seconds_of(headers.get("Retry-After"))
            if "Via" not in headers or headers.get("X-RateLimit-Global"):
                self.pause(seconds)
                log.error("discord: everything is paused for %.0f s", seconds)
            done.response.close()
            raise SendLaterError("rate limit", seconds)
        if status >= SERVER:
            done.response.close()
            raise SendUnknownError(f"HTTP {status}")

    def _explained(self, error: discord.HTTPException) -> Exception:
        if error.code in LATER:
            return SendLaterError("Discord asks to be slower", LATER[error.code])
        if error.status == UNAUTHORIZED:
            self.pause(REVOKED)
            log.error("discord: DISCORD_BOT_TOKEN is refused. Put a new one into .env.")
            return SendLaterError("the token is refused", REVOKED)
        if error.status >= SERVER:
            return SendUnknownError(f"HTTP {error.status}")
        if error.status in {FORBIDDEN, NOT_FOUND}:
            self.refused += 1
            self._refusals.append(self._clock.monotonic())
        reason = WORDS.get(error.code, f"Discord refused it (code {error.code})")
        return DiscordRefusedError(reason, error.code, error.status)


def seconds_of(header: str | None) -> float:
    """The wait that a 429 names."""
    try:
        return max(0.1, float(header or BANNED))
    except ValueError:
        return BANNED

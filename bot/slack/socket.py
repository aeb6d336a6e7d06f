"""Slack over its own web socket: two connections at least, each taking any envelope."""

import asyncio
import logging
from time import time
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.entry import Entry

log = logging.getLogger(__name__)
CONNECTIONS = 2
PING_SECONDS, LOOK_SECONDS, DEAF_SECONDS, CLOSE_SECONDS = 3.0, 1.0, 8.0, 2.0


class Line(AsyncSocketModeHandler):
    """One connection; an envelope that was not kept is not acknowledged, so it comes again."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, token: str, entry: Entry) -> None:
        super().__init__(app, token, web_client=client, ping_interval=PING_SECONDS)
        self._entry = entry
        self.handling: set[asyncio.Task[Any]] = set()

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        task = asyncio.current_task()
        if task is None:  # pragma: no cover - the library runs it in a task
            raise RuntimeError("not in a task")
        self.handling.add(task)
        try:
            await self._answer(client, req)
        finally:
            self.handling.discard(task)

    async def _answer(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        try:
            answer = await self._entry.take(req.payload)
            await send_async_response(client, req, answer, time())
        except (ConnectionError, RuntimeError) as error:
            log.info("slack: not acknowledged, it comes again: %s", error)


class Lines:
    """Keeps the connections open; one that stays deaf is replaced by a new one."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, token: str, entry: Entry) -> None:
        self._parts = (app, client, token, entry)
        self._lines: list[Line] = []
        self._keepers: list[asyncio.Task[None]] = []
        self._connected: dict[int, bool] = {}

    def start(self) -> None:
        """Begin to connect; it goes on until `stop`."""
        self._keepers = [asyncio.create_task(self._keep(slot)) for slot in range(CONNECTIONS)]

    @property
    def open(self) -> int:
        """How many connections hear."""
        return sum(self._connected.values())

    async def stop(self) -> None:
        """Hear nothing more, and let what was heard be acknowledged."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        handling = [task for line in self._lines for task in line.handling]
        if handling:
            await asyncio.wait(handling, timeout=CLOSE_SECONDS)
        await asyncio.gather(*(close(line) for line in self._lines))

    async def _keep(self, slot: int) -> None:
        while True:
            line = Line(*self._parts)
            self._lines.append(line)
            connecting = asyncio.create_task(connect(line))
            await self._until_deaf(slot, line)
            log.warning("slack: a connection stayed deaf and is replaced")
            connecting.cancel()
            self._lines.remove(line)
            await close(line)

    async def _until_deaf(self, slot: int, line: Line) -> None:
        silent = 0.0
        while silent < DEAF_SECONDS:
            connected = await line.client.is_connected()
            self._connected[slot] = connected
            silent = 0.0 if connected else silent + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS if connected else LOOK_SECONDS / 4)
            silent -= 0.0 if connected else LOOK_SECONDS * 3 / 4


async def connect(line: Line) -> None:
    """Ask for an address and connect; a failure leaves the line deaf, so it is replaced."""
    try:
        await line.client.connect_to_new_endpoint(force=True)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("slack: no connection yet: %s", type(error).__name__)


async def close(line: Line) -> None:
    """Close a connection, however broken it is."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await line.client.close()  # type: ignore[no-untyped-call]  # the library's
    except (TimeoutError, OSError, RuntimeError) as error:
        log.info("slack: a connection did not close well: %s", error)

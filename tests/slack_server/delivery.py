"""Handing payloads to the app: over web sockets or signed HTTP, again until acknowledged."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.slack_server.world import APP, World

MOST_SOCKETS = 10
ACK_SECONDS = 12.0  # Slack gives 3; a busy machine gets more


@dataclass
class Sent:
    """One delivery, its acknowledgement and how long that took."""

    kind: str
    payload: dict[str, Any]
    tries: int = 0
    seconds: float = 0.0
    answer: Any = None
    acked: bool = False


@dataclass
class Waiting:
    """An envelope that was pushed, until it is acknowledged or its connection is gone."""

    socket: web.WebSocketResponse
    answer: asyncio.Future[Any] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


@dataclass
class Delivery:
    """`url` posts over HTTP when it is set; else sockets. `again` are the pauses between tries.

    `others` are more addresses of the same app, as a balancer would choose among them.
    """

    world: World
    secret: str = "secret"  # noqa: S105  opens nothing but a server of this test
    url: str = ""
    others: tuple[str, ...] = ()
    again: tuple[float, ...] = (0.05, 0.3, 1.0)
    copies: int = 1
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    session: aiohttp.ClientSession | None = None
    dice: random.Random = field(default_factory=lambda: random.Random(1))

    async def deliver(self, kind: str, payload: dict[str, Any]) -> Sent:
        """Deliver until acknowledged; events come again, everything else is tried once."""
        sent = Sent(kind, payload)
        self.sent.append(sent)
        pauses = (0.0, *self.again) if kind == "events_api" else (0.0,)
        for attempt, pause in enumerate(pauses):
            await asyncio.sleep(pause)
            sent.tries += 1
            copies = [self._once(sent, attempt) for _ in range(self.copies)]
            if any(await asyncio.gather(*copies)):
                sent.acked = True
                return sent
        return sent

    async def _once(self, sent: Sent, attempt: int) -> bool:
        started = time.perf_counter()
        if self.url:
            done = await self._post(sent, attempt)
        else:
            done = await self._push(sent, attempt)
        sent.seconds = time.perf_counter() - started
        return done

    async def _push(self, sent: Sent, attempt: int) -> bool:
        open_ones = [one for one in self.sockets if not one.closed]
        if not open_ones:
            return False
        envelope = f"e{self.world.number()}"
        body = {
            "type": sent.kind,
            "envelope_id": envelope,
            "payload": sent.payload,
            "accepts_response_payload": sent.kind != "events_api",
            "retry_attempt": attempt,
            "retry_reason": "timeout" if attempt else "",
        }
        waiting = self.waiting[envelope] = Waiting(self.dice.choice(open_ones))
        try:
            await waiting.socket.send_json(body)
            async with asyncio.timeout(ACK_SECONDS):
                sent.answer = await waiting.answer
        except (ConnectionError, TimeoutError):
            return False
        finally:
            self.waiting.pop(envelope, None)
        return True

    async def _post(self, sent: Sent, attempt: int) -> bool:
        if sent.kind == "events_api":
            body, kind = json.dumps(sent.payload), "application/json"
        elif sent.kind == "slash_commands":
            body, kind = urlencode(sent.payload), "application/x-www-form-urlencoded"
        else:
            body = urlencode({"payload": json.dumps(sent.payload)})
            kind = "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, **signed(self.secret, body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        self.session = self.session or aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=ACK_SECONDS)
        try:
            async with self.session.post(
                self.dice.choice((self.url, *self.others)),
                data=body.encode(),
                headers=headers,
                timeout=timeout,
            ) as response:
                text = await response.text()
                sent.answer = json.loads(text) if text.startswith("{") else None
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """A web socket of the app; its address works once."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=404)
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if sum(not one.closed for one in self.sockets) >= MOST_SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self.sockets.append(socket)
        hello = {"num_connections": len(self.sockets), "connection_info": {"app_id": APP}}
        await socket.send_json({"type": "hello", **hello})
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))
        self.sockets.remove(socket)
        for waiting in self.waiting.values():
            if waiting.socket is socket and not waiting.answer.done():
                waiting.answer.set_exception(ConnectionResetError())
        return socket

    def _acknowledged(self, body: dict[str, Any]) -> None:
        waiting = self.waiting.get(body.get("envelope_id", ""))
        if waiting is not None and not waiting.answer.done():
            waiting.answer.set_result(body.get("payload"))

    async def refresh(self) -> None:
        """Ask one connection, where there is one, to come anew, as Slack does every few hours."""
        for socket in [one for one in self.sockets if not one.closed][:1]:
            with contextlib.suppress(ConnectionError):
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def close(self) -> None:
        for socket in tuple(self.sockets):
            await socket.close()
        if self.session:
            await self.session.close()


def signed(secret: str, body: str, at: float | None = None) -> dict[str, str]:
    """The headers of Slack's v0 signature."""
    stamp = str(int(time.time() if at is None else at))
    base = f"v0:{stamp}:{body}".encode()
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

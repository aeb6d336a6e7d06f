"""The gateway: identify, heartbeat, resume, events to whoever may see them."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord_server.payloads import guild_json, seen_by_us, user_json
from tests.discord_server.world import (
    APP,
    CONTENT_FLAG,
    CONTENT_INTENT,
    MEMBERS_FLAG,
    MEMBERS_INTENT,
    TOKEN,
    Channel,
    Json,
    World,
)

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
BAD_TOKEN, DISALLOWED = 4004, 4014
NEEDS = {
    "MESSAGE_CREATE": GUILD_MESSAGES,
    "MESSAGE_UPDATE": GUILD_MESSAGES,
    "MESSAGE_DELETE": GUILD_MESSAGES,
    "GUILD_MEMBER_ADD": MEMBERS_INTENT,
    "GUILD_MEMBER_REMOVE": MEMBERS_INTENT,
    "GUILD_MEMBER_UPDATE": MEMBERS_INTENT,
    "THREAD_MEMBERS_UPDATE": MEMBERS_INTENT,
}


@dataclass
class Session:
    """One shard's session; its events are kept so that it can be resumed."""

    id: str
    intents: int
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None = None
    seq: int = 0
    heard: int = 0
    kept: list[tuple[int, Json]] = field(default_factory=list)

    def has_read(self, pong: bytes) -> None:
        """A pong brings back the number of the last event before its ping."""
        self.heard = max(self.heard, int(pong))

    def hears(self, name: str, guild: str) -> bool:
        if guild and (int(guild) >> 22) % self.shard[1] != self.shard[0]:
            return False
        if not guild and self.shard[0] != 0:
            return False
        need = NEEDS.get(name, GUILDS)
        if not guild and name.startswith("MESSAGE"):
            need = DIRECT_MESSAGES
        return name == "INTERACTION_CREATE" or bool(self.intents & need)


class Gateway:
    """All sessions; `identifies` counts what Discord counts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self.resumes = 0
        self.delivering = True
        self.resumable = True
        self.copies = 1
        self.silent = False
        self.waiting = 0
        self._transports: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._held: list[tuple[str, Json, Channel | None]] = []

    async def connect(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=0, autoping=False)
        await socket.prepare(request)
        if self.silent:
            self.waiting += 1
            await socket.receive()
            return socket
        if request.transport is not None:
            self._transports[socket] = request.transport
        await self._send(socket, {"op": 10, "d": {"heartbeat_interval": 41_250}})
        session: Session | None = None
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                session = await self._hear(socket, json.loads(frame.data)) or session
            elif session is not None:
                session.has_read(frame.data)
        self._transports.pop(socket, None)
        if session is not None and session.socket is socket:
            session.socket = None
            if socket.close_code in {1000, 1001}:
                self.sessions.pop(session.id, None)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, said: Json) -> Session | None:
        if said["op"] == 1:
            await self._send(socket, {"op": 11, "d": None})
        elif said["op"] == 2:
            return await self._identify(socket, said["d"])
        elif said["op"] == 6:
            return await self._resume(socket, said["d"])
        return None

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        self.identifies += 1
        if data["token"] != TOKEN:
            await socket.close(code=BAD_TOKEN)
            return None
        intents = int(data["intents"])
        if self._forbidden(intents):
            await socket.close(code=DISALLOWED)
            return None
        shard = tuple(data.get("shard") or (0, 1))
        session = Session(self.world.snowflake(), intents, (shard[0], shard[1]), socket)
        self.sessions[session.id] = session
        guilds = [one for one in self.world.guilds.values() if session.hears("GUILD", one.id)]
        await self._tell(session, "READY", self._ready(session, guilds))
        for guild in guilds:
            if not guild.unavailable:
                await self._tell(session, "GUILD_CREATE", guild_json(self.world, guild))
        return session

    async def heard(self) -> None:
        """Wait until all connected sessions have read all that they were told.

        A ping is answered when all before it was read; heartbeats would run into the library's
        limit. TimeoutError when one does not within a minute.
        """
        async with asyncio.timeout(60):
            for session in list(self.sessions.values()):
                told, pinged = session.seq, None
                while session.heard < told and (socket := session.socket) is not None:
                    if socket is not pinged:
                        pinged = socket
                        await self._ping(socket, told)
                    await asyncio.sleep(0.01)

    async def _ping(self, socket: web.WebSocketResponse, seq: int) -> None:
        with contextlib.suppress(ConnectionError):
            await socket.ping(str(seq).encode())

    def _forbidden(self, intents: int) -> bool:
        """Asked for an intent that is not switched on."""
        flags = self.world.flags
        pairs = ((CONTENT_INTENT, CONTENT_FLAG), (MEMBERS_INTENT, MEMBERS_FLAG))
        return any(intents & intent and not flags & flag for intent, flag in pairs)

    def _ready(self, session: Session, guilds: list[Any]) -> Json:
        return {
            "v": 10,
            "user": user_json(self.world.users[APP]),
            "guilds": [{"id": one.id, "unavailable": True} for one in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "application": {"id": APP, "flags": self.world.flags},
        }

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None or not self.resumable:
            self.sessions.pop(data["session_id"], None)
            await self._send(socket, {"op": 9, "d": False})
            return None
        self.resumes += 1
        session.socket = socket
        for seq, frame in list(session.kept):
            if seq > int(data["seq"] or 0):
                await self._send(socket, frame)
        await self._tell(session, "RESUMED", {})
        return session

    async def flush(self) -> None:
        """Tell what has happened since the last time."""
        events, self.world.events = self.world.events, []
        self._held += events
        if not self.delivering:
            return
        held, self._held = self._held, []
        for name, data, channel in held:
            for _ in range(self.copies):
                await self._deliver(name, data, channel)

    async def _deliver(self, name: str, data: Json, channel: Channel | None) -> None:
        guild = data.get("guild_id") or (channel.guild if channel else "") or ""
        hidden = channel is not None and not self.world.sees(APP, channel)
        if hidden and name != "THREAD_DELETE":
            return
        for session in list(self.sessions.values()):
            if session.hears(name, guild):
                await self._tell(session, name, self._shown(session, name, data, channel))

    def _shown(self, session: Session, name: str, data: Json, channel: Channel | None) -> Json:
        if name not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} or channel is None:
            return data
        return seen_by_us(data, channel, content=bool(session.intents & CONTENT_INTENT))

    async def drop(self) -> None:
        """Cut every connection without a word; sessions stay resumable."""
        for session in self.sessions.values():
            session.socket = None
        while self._transports:
            self._transports.popitem()[1].abort()
        await asyncio.sleep(0)

    async def close(self) -> None:
        for session in list(self.sessions.values()):
            if session.socket is not None:
                await session.socket.close(code=4000)
        self.sessions.clear()

    async def raw(self, name: str, data: Any) -> None:
        """Any payload at all, to everybody."""
        for session in list(self.sessions.values()):
            await self._tell(session, name, data)

    async def _tell(self, session: Session, name: str, data: Any) -> None:
        session.seq += 1
        frame = {"op": 0, "t": name, "s": session.seq, "d": data}
        session.kept.append((session.seq, frame))
        del session.kept[:-2_000]
        if session.socket is not None:
            await self._send(session.socket, frame)

    async def _send(self, socket: web.WebSocketResponse, frame: Json) -> None:
        if socket.closed:
            return
        try:
            await socket.send_str(json.dumps(frame))
        except (ConnectionError, RuntimeError):
            return

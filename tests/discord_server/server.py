"""The server: REST with limits and faults, the gateway, the files it handed out."""

import asyncio
import json
import time
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.discord_server import spec
from tests.discord_server.faults import Call, Fault, Faults
from tests.discord_server.gateway import Gateway
from tests.discord_server.limits import Limits
from tests.discord_server.request import Request
from tests.discord_server.routes import find
from tests.discord_server.world import TOKEN, NoError, World

BASE = "/api/v10"
NO_CONTENT, UNAUTHORIZED, UNKNOWN_ROUTE = 204, 401, 501


class DiscordServer:
    """Start it with `async with`; `api` and `gateway_url` are what the two settings must be."""

    def __init__(self) -> None:
        self.world = World()
        self.faults = Faults()
        self.gateway = Gateway(self.world)
        self.limits = Limits()
        self.shards = 1
        self.origin = ""
        self.misses: list[str] = []
        self.validating = False
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", BASE + "/{path:.*}", self._api)
        app.router.add_get("/gateway", self.gateway.connect)
        app.router.add_get("/gateway/", self.gateway.connect)
        app.router.add_get("/files/{file}/{name}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def api(self) -> str:
        return self.origin + BASE

    @property
    def gateway_url(self) -> str:
        return self.origin.replace("http", "ws") + "/gateway"

    async def start(self, port: int = 0) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.gateway.url = self.gateway_url

    async def stop(self) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["file"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        asked = await read(request)
        call = Call(request.method, path, asked.body, time.monotonic())
        self.faults.calls.append(call)
        early = await self._early(request, path)
        if early is not None:
            call.status = early.status
            return early
        fault = self.faults.next(request.method, path)
        refused = await self._fail(request, fault)
        if refused is not None:
            call.status = refused.status
            return refused
        status, body = self._carry_out(request, path, asked)
        call.status = status
        self._validate(call, body)
        await self.gateway.flush()
        if fault and fault.kind.startswith("after"):
            return self._spoil(request, fault.kind.removeprefix("after"))
        return self._answer(request, path, status, body)

    async def _early(self, request: web.Request, path: str) -> web.Response | None:
        """What Discord looks at before anything else: the token and the limits."""
        open_to_all = path.startswith(("/interactions/", "/webhooks/"))
        if not open_to_all and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return reply(UNAUTHORIZED, {"message": "401: Unauthorized", "code": 0})
        wait = 0.0 if open_to_all else self.limits.take(request.method, path)
        if not wait:
            return None
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
        headers = {"Retry-After": str(wait), "Via": "1.1 google", "X-RateLimit-Scope": "user"}
        return reply(429, body, headers)

    async def _fail(self, request: web.Request, fault: Fault | None) -> web.Response | None:
        if fault is None or fault.kind.startswith("after"):
            return None
        if fault.kind == "slow":
            await asyncio.sleep(fault.value)
            return None
        if fault.kind == "cut":
            return self._spoil(request, "cut")
        if fault.kind == "429":
            body = {"message": "slow down", "retry_after": fault.value, "global": False}
            return reply(429, body, {"Retry-After": str(fault.value), "Via": "1.1 google"})
        if fault.kind == "ban":
            headers = {"Retry-After": str(fault.value)}
            return web.Response(status=429, text="error code: 1015", headers=headers)
        return reply(int(fault.kind), {"message": "no", "code": fault.code})

    def _spoil(self, request: web.Request, kind: str) -> web.Response:
        """The effect is there, the answer is not."""
        if kind == "cut" and request.transport is not None:
            request.transport.abort()
            return web.Response()
        return web.Response(status=int(kind or 502), text="bad gateway")

    def _carry_out(self, request: web.Request, path: str, asked: Request) -> tuple[int, Any]:
        found = find(request.method, path)
        if found is None:
            self.misses.append(f"{request.method} {path}: no such route here")
            return UNKNOWN_ROUTE, {"message": f"no route {request.method} {path}", "code": 0}
        run, asked.parts = found
        asked.gateway, asked.origin, asked.shards = self.gateway_url, self.origin, self.shards
        try:
            return run(self.world, asked)
        except NoError as error:
            return error.status, {"message": str(error), "code": error.code}

    def _validate(self, call: Call, body: Any) -> None:
        if not self.validating:
            return
        self.misses += spec.faults(call.path, call.method, "", call.body) if call.body else []
        if body is not None and call.status < 300:
            self.misses += spec.faults(call.path, call.method, str(call.status), body)

    def _answer(
        self, request: web.Request, path: str, status: int, body: Any
    ) -> web.StreamResponse:
        return reply(status, body, self.limits.headers(request.method, path))


def reply(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    """JSON whose type has no charset: with one the library takes it for text."""
    if status == NO_CONTENT:
        return web.Response(status=status, headers=headers)
    content = json.dumps(body).encode()
    typed = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(status=status, body=content, headers=typed)


async def read(request: web.Request) -> Request:
    """The body, JSON or multipart, with the files that came along."""
    asked = Request(None, dict(request.query), ())
    if request.content_type == "multipart/form-data":
        form = await request.post()
        raw = form["payload_json"]
        asked.body = json.loads(raw if isinstance(raw, str | bytes | bytearray) else "null")
        for name, value in form.items():
            if isinstance(value, web.FileField):
                number = name.removeprefix("files[").removesuffix("]")
                content = value.file.read()
                asked.files[number] = (value.filename, value.content_type, content)
    elif request.can_read_body:
        text = await request.text()
        asked.body = json.loads(text) if text else None
    return asked

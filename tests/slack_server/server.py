"""The server: the Web API over HTTP, uploads, answers by address, web sockets."""

import asyncio
import base64
import json
import time
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.slack_server.delivery import Delivery
from tests.slack_server.faults import Call, Fault, Faults
from tests.slack_server.methods import METHODS, Method, grant
from tests.slack_server.world import Message, SlackNoError, World

CLIENT = ("1234.5678", "client-secret")


class SlackServer:
    """Start it with `async with`; `api` is what SLACK_API_URL must be."""

    def __init__(self) -> None:
        self.world = World()
        self.faults = Faults()
        self.delivery = Delivery(self.world)
        self.origin = ""
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/file/{file}", self._file)
        app.router.add_post("/response/{id}", self._respond)
        app.router.add_get("/socket", self.delivery.connect)
        self.app = app
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
        return f"{self.origin}/api/"

    async def start(self, port: int = 0) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self.delivery.close()
        await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        arguments = await read_arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        call = Call(name, arguments, time.monotonic(), token=token)
        self.faults.calls.append(call)
        fault = self.faults.next(name)
        wait = self.faults.limited(name, str(arguments.get("channel", "")))
        if wait and fault is None:
            fault = Fault("429", wait)
        early = await self._fail_early(request, fault)
        if early is not None:
            call.outcome = fault.kind if fault else ""
            return early
        answer = self._carry_out(request, name, arguments)
        call.outcome = answer.get("error", "ok")
        if fault and fault.kind == "after":
            hang_up(request)
        if fault and fault.kind == "500after":
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(self.world.scopes)})

    async def _fail_early(
        self, request: web.Request, fault: Fault | None
    ) -> web.StreamResponse | None:
        match fault:
            case Fault("before"):
                hang_up(request)
                return web.Response()
            case Fault("429", value):
                headers = {"Retry-After": str(int(value))}
                return web.json_response(
                    {"ok": False, "error": "ratelimited"}, status=429, headers=headers
                )
            case Fault("500"):
                return web.json_response({"ok": False, "error": "internal_error"}, status=500)
            case Fault("error", code=code):
                return web.json_response({"ok": False, "error": code})
            case Fault("slow", value):
                await asyncio.sleep(value)
        return None

    def _carry_out(
        self, request: web.Request, name: str, arguments: dict[str, Any]
    ) -> dict[str, Any]:
        if name == "apps.connections.open":
            return self._open_connection(request)
        try:
            if name == "oauth.v2.access":
                self._check_app(request)
                return {"ok": True, **grant(self.world, arguments)}
            method = METHODS.get(name) or unknown()
            more = {"_origin": self.origin, "_token": self._check(request, method)}
            return {"ok": True, **method.run(self.world, {**arguments, **more})}
        except SlackNoError as error:
            return {"ok": False, "error": error.code, **error.more}
        except KeyError as error:
            return {"ok": False, "error": "invalid_arguments", "missing": str(error)}

    def _check_app(self, request: web.Request) -> None:
        """The app itself asks, by its id and secret."""
        given = request.headers.get("Authorization", "")
        if request.method != "POST" or given != basic(*CLIENT):
            raise SlackNoError("invalid_client_id")

    def _check(self, request: web.Request, method: Method) -> str:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.world.tokens:
            raise SlackNoError("invalid_auth")
        if method.scope and method.scope not in self.world.scopes:
            provided = ",".join(sorted(self.world.scopes))
            raise SlackNoError("missing_scope", needed=method.scope, provided=provided)
        forms = {"query": "GET", "empty": "POST", "json": "POST"}
        if request.method != forms[method.form]:
            raise SlackNoError("invalid_form_data")
        return token

    def _open_connection(self, request: web.Request) -> dict[str, Any]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.world.app_tokens:
            return {"ok": False, "error": "invalid_auth"}
        ticket = f"t{self.world.number()}"
        self.delivery.tickets.add(ticket)
        return {"ok": True, "url": f"{self.origin.replace('http', 'ws')}/socket?ticket={ticket}"}

    async def _file(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.world.tokens:
            return web.Response(status=302, headers={"Location": "/login"})
        return web.Response(body=self.world.files[request.match_info["file"]]["content"])

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        content = await request.read()
        if len(content) != file["length"]:
            return web.Response(status=400)
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def _respond(self, request: web.Request) -> web.Response:
        """A command's own address: five answers, each to one person."""
        known = self.world.responses.get(request.match_info["id"])
        if known is None or len(known[2]) >= 5:
            return web.Response(status=404, text="used_url")
        channel, user, answers = known
        body = await request.json()
        message = Message(
            self.world.stamp(),
            "U0BOT",
            body.get("text", ""),
            body.get("blocks", []),
            to=user,
            bot=True,
        )
        self.world.channels[channel].messages[message.ts] = message
        answers.append(body)
        return web.Response(text="ok")


def unknown() -> Method:
    raise SlackNoError("unknown_method")


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """Arguments as the method's form carries them."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= json.loads(await request.text() or "{}")
    elif request.can_read_body:
        arguments |= dict(await request.post())
    return arguments


def hang_up(request: web.Request) -> None:
    """Drop the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()


def basic(name: str, secret: str) -> str:
    """A header of basic authentication."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()

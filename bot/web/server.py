"""The process's own small web server: is it alive, is it ready, what did it do."""

import logging
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from core.errors import StoreError

log = logging.getLogger(__name__)
FORMAT = "text/plain; version=0.0.4; charset=utf-8"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MAX_BODY = 1_000_000
CLOSE_SECONDS = 2.0


class Site:
    """Platforms add their addresses and figures before it starts."""

    def __init__(self, ready: Callable[[], dict[str, bool]]) -> None:
        self._ready = ready
        self._figures: list[Callable[[], list[str]]] = []
        self._asked: list[Callable[[], Awaitable[list[str]]]] = []
        self._app = web.Application(client_max_size=MAX_BODY)
        self._app.router.add_get("/healthz", self._health)
        self._app.router.add_get("/readyz", self._readiness)
        self._app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=CLOSE_SECONDS)

    def post(self, path: str, handler: Handler) -> None:
        """Take posts at a path."""
        self._app.router.add_post(path, handler)

    def get(self, path: str, handler: Handler) -> None:
        """Answer at a path."""
        self._app.router.add_get(path, handler)

    def figures(self, lines: Callable[[], list[str]]) -> None:
        """Show these lines among the metrics; labels are enumerations, never people."""
        self._figures.append(lines)

    def asked(self, lines: Callable[[], Awaitable[list[str]]]) -> None:
        """Show lines that have to be asked for; StoreError leaves them out."""
        self._asked.append(lines)

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port, which is a free one for 0. OSError when it is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Let running requests end and close."""
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _readiness(self, _: web.Request) -> web.Response:
        parts = self._ready()
        ready = all(parts.values())
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response({"ready": ready, **parts}, status=status)

    async def _metrics(self, _: web.Request) -> web.Response:
        ready = [
            f'virtual_client_ready{{part="{part}"}} {int(state)}'
            for part, state in self._ready().items()
        ]
        lines = [*ready, *(line for figures in self._figures for line in figures())]
        try:
            for asked in self._asked:
                lines += await asked()
        except StoreError as error:
            log.warning("the store tells no figures: %s", error)
        return web.Response(text=page(lines), headers={"Content-Type": FORMAT})


def page(lines: list[str]) -> str:
    """The lines in Prometheus' text format, each family behind its type."""
    shown: list[str] = []
    known: set[str] = set()
    for line in lines:
        name = re.split(r"[{ ]", line, maxsplit=1)[0]
        family, kind = family_of(name)
        if family not in known:
            known.add(family)
            shown.append(f"# TYPE {family} {kind}")
        shown.append(line)
    return "\n".join((*shown, ""))


def family_of(name: str) -> tuple[str, str]:
    """A name's family and its type, which its ending tells."""
    for ending in ("_bucket", "_sum", "_count"):
        if name.endswith(ending):
            return name.removesuffix(ending), "histogram"
    return name, "counter" if name.endswith("_total") else "gauge"

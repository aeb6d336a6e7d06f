"""Where the page listens and who may ask for it."""

import errno
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from core.ports import Clock

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class AddressError(Exception):
    """The playground cannot listen there; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Site:
    """How the page is guarded and labelled; `label` names the engine behind the clients."""

    token: str
    clock: Clock
    label: str = ""
    hosts: frozenset[str] = LOOPBACK

    @property
    def cookie(self) -> str:
        """Cookies know no ports: each playground on a machine has a name of its own."""
        return "play-" + hashlib.sha256(self.token.encode()).hexdigest()[:12]

    def refuse(self, request: web.Request) -> str:
        """Why the request is not answered, or nothing: Host, then token, then origin."""
        if host_name(request.host) not in self.hosts:
            return "This page answers to its own address only."
        if request.path == "/favicon.ico":
            return ""
        shown = request.cookies.get(self.cookie) or request.query.get("token", "")
        if not hmac.compare_digest(shown.encode(errors="replace"), self.token.encode()):
            return "Open the address that the command printed: it carries the key to this page."
        if request.method == "POST" and not same_origin(request):
            return "Only the playground's own page may act."
        return ""


async def start(app: web.Application, host: str, port: int) -> tuple[web.AppRunner, int]:
    """Listen; the runner to clean up and the port (asked for as 0 it is a free one)."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        if error.errno == errno.EADDRINUSE:
            reason = f"port {port} is in use by another program; choose another with --port"
            raise AddressError(reason) from error
        raise AddressError(f"cannot listen on {host}: {error.strerror}") from error
    return runner, int(runner.addresses[0][1])


def allowed_hosts(host: str, *, i_know: bool) -> frozenset[str]:
    """The names under which the page may be asked for; AddressError unless loopback or meant."""
    if host in LOOPBACK:
        return LOOPBACK
    if not i_know:
        raise AddressError(
            f"{host} is not this machine alone: everybody who reaches it could act as every "
            "person of the class. Leave --host out, or add --i-know"
        )
    return LOOPBACK | {host}


def host_name(host: str) -> str:
    """The name of a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def same_origin(request: web.Request) -> bool:
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host

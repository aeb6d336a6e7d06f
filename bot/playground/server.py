"""The playground's web server: one page, one stream out, one door in; loopback only."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from importlib import resources
from urllib.parse import quote

from aiohttp import web

from bot.playground.acts import Acts, ForbiddenError
from bot.playground.commands import choices_json, palette_json
from bot.playground.events import ActError, clean, read_act, to_event
from bot.playground.journal import Json, dump
from bot.playground.platform import Playground, rules_json
from bot.playground.rooms import Person, person_json, room_json
from bot.playground.rules import RULES, choice_faults
from bot.playground.site import Site
from bot.playground.streams import Stream
from bot.playground.words import words_json
from core.dispatch import Door
from core.domain.event import Actor, Event
from core.errors import RefusalError, StoreBusyError, StoreError

PROTOCOL = 1
MAX_BODY = 2 * 1024 * 1024
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')
KEEP_ALIVE_SECONDS = 15.0
SLOW_TAB_SECONDS = 30.0
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MEDIA = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
    "json": "application/json",
}
BUSY = "The app takes no more work just now; nothing was sent. Try again in a moment."
BROKEN = "The app's store cannot write; nothing was sent. Whoever runs it sees the reason."

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(playground: Playground, door: Door, site: Site) -> web.Application:
    """Return the application; it hands in what a crash left over when it starts."""
    page = Page(playground, door, site)
    app = web.Application(client_max_size=MAX_BODY, middlewares=[page.guard])
    app.router.add_get("/", page.index)
    app.router.add_get("/favicon.ico", page.favicon)
    app.router.add_get("/static/{name}", page.static)
    app.router.add_get("/events", page.events)
    app.router.add_get("/words", page.words)
    app.router.add_get("/palette", page.palette)
    app.router.add_get("/complete", page.complete)
    app.router.add_get("/file/{id}", page.file)
    app.router.add_post("/act", page.act)
    app.router.add_post("/rules", page.rules)
    app.on_response_prepare.append(add_headers)
    app.on_startup.append(page.start)
    app.on_shutdown.append(page.stop)
    return app


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


class Page:
    """The handlers."""

    def __init__(self, playground: Playground, door: Door, site: Site) -> None:
        self._playground = playground
        self._door = door
        self._site = site
        self._acts = Acts(playground, door, site.clock)
        self._files = {
            item.name: item.read_bytes()
            for item in resources.files("bot.playground").joinpath("static").iterdir()
            if item.name.rpartition(".")[2] in MEDIA
        }

    async def start(self, _: web.Application) -> None:
        await self._acts.redeliver()

    async def stop(self, _: web.Application) -> None:
        self._playground.streams.close()

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only a loopback name, only with the token, only from our own page."""
        refusal = self._site.refuse(request)
        if refusal:
            return web.Response(status=HTTPStatus.FORBIDDEN, text=refusal)
        try:
            return await handler(request)
        except ActError as error:
            return sorry(HTTPStatus.BAD_REQUEST, str(error))
        except ForbiddenError as error:
            return sorry(HTTPStatus.FORBIDDEN, str(error))
        except StoreBusyError:
            return sorry(HTTPStatus.SERVICE_UNAVAILABLE, BUSY)
        except StoreError:
            return sorry(HTTPStatus.SERVICE_UNAVAILABLE, BROKEN)

    async def index(self, request: web.Request) -> web.Response:
        response = web.Response(body=self._files["index.html"], content_type="text/html")
        if "token" in request.query:
            response.set_cookie(
                self._site.cookie, self._site.token, httponly=True, samesite="Strict", path="/"
            )
        return response

    async def favicon(self, _: web.Request) -> web.Response:
        return web.Response(body=self._files["favicon.svg"], content_type="image/svg+xml")

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            return sorry(HTTPStatus.NOT_FOUND, "no such file")
        media = MEDIA[name.rpartition(".")[2]]
        return web.Response(body=self._files[name], content_type=media, charset="utf-8")

    async def act(self, request: web.Request) -> web.Response:
        payload = await body_of(request)
        return answer(await self._acts.take(payload))

    async def rules(self, request: web.Request) -> web.Response:
        name = (await body_of(request)).get("rules")
        rules = RULES.get(name) if isinstance(name, str) else None
        if rules is None:
            raise ActError("rules: free, slack or discord")
        self._playground.switch(rules.name)
        return answer({})

    async def words(self, request: web.Request) -> web.Response:
        """What the page says itself, in the reader's language."""
        return answer(words_json(clean(request.query.get("language", ""))))

    async def palette(self, request: web.Request) -> web.Response:
        commands = await self._door.palette(self._called(request))
        return answer({"commands": palette_json(commands)})

    async def complete(self, request: web.Request) -> web.Response:
        option = clean(request.query.get("option", ""))
        typed = clean(request.query.get("q", ""))
        try:
            choices = await self._door.complete(self._called(request), option, typed)
        except RefusalError:
            choices = ()
        faults = choice_faults(self._playground.rules, len(choices))
        if faults:
            return sorry(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(faults))
        return answer({"choices": choices_json(choices)})

    async def file(self, request: web.Request) -> web.Response:
        person = self._person(request)
        loaded = await self._playground.load(person.id, clean(request.match_info["id"]))
        if loaded is None:
            return sorry(HTTPStatus.NOT_FOUND, "this file is not here, or not yours to read")
        file, content = loaded
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name(file.name))}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Content-Type": media_type(file.media_type),
        }
        return web.Response(body=content, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """One tab's stream; without a name it is the first person's."""
        first = self._playground.rooms.people()[:1]
        person = first[0] if first and not request.query.get("as") else self._person(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        stream = self._playground.streams.open(person.id)
        try:
            await self._feed(response, stream, resume_from(request))
        except (ConnectionResetError, TimeoutError):
            return response
        finally:
            self._playground.streams.drop(stream)
        return response

    async def _feed(self, response: web.StreamResponse, stream: Stream, last: int | None) -> None:
        low, high = self._playground.journal.span()
        if last is None or not low <= last <= high:
            last = high
            await write(response, f"id: {high}\n" + packet("init", dump(self._init(stream.person))))
        while not stream.closing:
            stream.wake.clear()
            batch = self._playground.journal.after(stream.person, last)
            for event in batch:
                await write(response, f"id: {event.id}\n" + packet(event.kind, event.body))
                last = event.id
            for kind, body in stream.take_signs():
                await write(response, packet(kind, body))
            if not batch and not await woken(stream):
                await write(response, ": still here\n\n")
        await write(response, packet("bye", "{}"))

    def _init(self, person_id: str) -> Json:
        """The whole page as one person sees it now."""
        rooms, messages = self._playground.rooms, self._playground.messages
        mine = rooms.of(person_id)
        return {
            "version": PROTOCOL,
            "workspace": self._playground.journal.recall("title") or "Playground",
            "me": person_id,
            "people": [person_json(person) for person in rooms.people()],
            "places": [room_json(room) for room in mine],
            "messages": [
                messages.show(message)
                for room in mine
                for message in messages.history(room.place, person_id)
            ],
            "rules": rules_json(self._playground.rules),
            "label": self._site.label,
        }

    def _person(self, request: web.Request) -> Person:
        person = self._playground.rooms.person(clean(request.query.get("as", "")))
        if person is None:
            raise ForbiddenError("nobody of that name is here")
        return person

    def _called(self, request: web.Request) -> Event:
        """A command as far as it is typed; it asks, it is never accepted."""
        person = self._person(request)
        payload = {
            "kind": "command",
            "id": "asking",
            "as": person.id,
            "place": request.query.get("place", ""),
            "command": request.query.get("command", "") or "help",
            "options": parse(request.query.get("options", "{}")),
            "language": request.query.get("language", ""),
        }
        act = read_act(payload)
        if not self._playground.rooms.sees(person.id, act.place):
            raise ForbiddenError("this place is not yours to see")
        at = int(self._site.clock.now().timestamp() * 1000)
        return to_event(act, Actor(person.id, person.name, person.admin, act.language), at)


async def body_of(request: web.Request) -> dict[str, object]:
    """Return the posted JSON object; ActError when it is none."""
    try:
        payload = parse(await request.text())
    except (UnicodeDecodeError, LookupError):
        raise ActError("not text in the charset that it claims") from None
    payload = parse(await request.text())
    if not isinstance(payload, dict):
        raise ActError("an action is a JSON object")
    return payload


def parse(text: str) -> object:
    """Read JSON; ActError for everything that is none, however deep."""
    try:
        payload: object = json.loads(text)
    except (ValueError, RecursionError):
        raise ActError("not JSON") from None
    return payload


async def woken(stream: Stream) -> bool:
    """Wait for news; False when there was none for a while."""
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            await stream.wake.wait()
    except TimeoutError:
        return False
    return True


async def write(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(SLOW_TAB_SECONDS):
        await response.write(text.encode())


def packet(kind: str, body: str) -> str:
    return f"event: {kind}\ndata: {body}\n\n"


def answer(body: Json) -> web.Response:
    return web.Response(text=dump(body), content_type="application/json")


def sorry(status: HTTPStatus, sentence: str) -> web.Response:
    body = dump({"error": sentence})
    return web.Response(status=status, text=body, content_type="application/json")


def resume_from(request: web.Request) -> int | None:
    """The last event that the tab has, or None when it starts afresh."""
    last = request.headers.get("Last-Event-ID", "")
    return int(last) if re.fullmatch(r"[0-9]{1,15}", last) else None


def file_name(name: str) -> str:
    """The name with nothing in it that a file system or a header could misread."""
    return UNSAFE.sub("_", clean(name)) or "file"


def media_type(kind: str) -> str:
    known = re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(; ?charset=[a-z0-9-]+)?", kind)
    return kind if known else "application/octet-stream"

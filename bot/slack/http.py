"""Slack over HTTP: signed requests, for several processes behind a balancer."""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import parse_qsl

from aiohttp import web

from bot.slack.counters import Counters
from bot.slack.entry import Entry
from bot.slack.signature import verified
from core.ports import Clock

PATH = "/slack/events"
MAX_BODY = 1_000_000
MAX_FIELDS = 100
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def events_handler(entry: Entry, secret: str, clock: Clock, counters: Counters) -> Handler:
    """The handler of the one address that Slack posts to."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            counters.count("http", "too_large")
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not verified(secret, request.headers, body, clock):
            counters.count("http", "unsigned")
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        payload = read_body(body)
        if isinstance(payload, dict) and payload.get("type") == "url_verification":
            return web.json_response({"challenge": str(payload.get("challenge", ""))[:200]})
        answer = await entry.take(payload)
        kind = answer.headers.get("content-type", ["text/plain"])[0]
        return web.Response(
            status=answer.status, body=(answer.body or "").encode(), content_type=kind.split(";")[0]
        )

    return handle


def read_body(body: bytes) -> object:
    """JSON, a form with JSON in its `payload`, or a plain form; None for anything else."""
    try:
        text = body.decode("utf-8")
        if text.lstrip().startswith("{"):
            payload: object = json.loads(text)
            return payload
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS))
        inner: object = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return inner

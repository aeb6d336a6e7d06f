"""Whether Slack reaches us, tried out: the doctor listens while somebody writes to the app."""

import asyncio
import hmac
import json
import re
import time
from collections.abc import AsyncIterator
from hashlib import sha256
from http import HTTPStatus
from secrets import token_hex
from typing import Any

import aiohttp

from bot.settings import Settings
from bot.slack.calls import Client, call, make_client
from bot.slack.doctor import APP_TOKEN, ONLINE
from bot.slack.http import PATH
from bot.slack.post import metadata
from bot.slack.reconcile import payload_of
from bot.slack.wire import EnvelopeError, EventBody, EventEnvelope, read_envelope
from bot.slack.workspaces import text
from bot.web.finding import Finding, Trial
from core.errors import SendError
from core.language import _

MOST, SECONDS, LOOK = 10, 10.0, 0.5
WRITE = "Write anything to the app, in its messages in Slack."
COUNTED = re.compile(r'^virtual_client_slack_total\{entrance="event",.*\} (\d+)$', re.MULTILINE)
OTHERS = "Stop other processes that use this SLACK_APP_TOKEN: Slack allows ten connections."
SUBSCRIBE = (
    "Stop other processes of this app for the trial. Then look at Event Subscriptions: "
    "message.im must be there; `virtual-client manifest slack` has them all."
)
READ_BACK = (
    "Add the scope metadata.message:read and reinstall; else a doubtful reply may stand twice."
)
NO_ADDRESS = "Say where Slack posts to: virtual-client doctor --live --url https://…"
NOT_SERVED = "Start `virtual-client run`, and let the proxy pass on /slack/events unchanged."
FAULTS = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


async def examine(settings: Settings, trial: Trial) -> AsyncIterator[Finding]:
    """Over the transport that the settings choose."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        if settings.slack_app_token.get_secret_value():
            async for finding in over_socket(settings, session, trial):
                yield finding
        else:
            yield await address(settings, session, trial)
            yield await counted(settings, session, trial)


async def over_socket(
    settings: Settings, session: aiohttp.ClientSession, trial: Trial
) -> AsyncIterator[Finding]:
    """A connection like any other of ours; what comes in is left for the process that serves."""
    token = settings.slack_bot_token.get_secret_value()
    client = make_client(token, settings.slack_api_url, session)
    app_token = settings.slack_app_token.get_secret_value()
    try:
        told = await call(client.apps_connections_open(app_token=app_token))
        async with session.ws_connect(text(told, "url")) as socket:
            yield greeted(await socket.receive_json(timeout=SECONDS))
            begun = time.monotonic()
            message = await written(socket, trial)
            yield arrived(message, time.monotonic() - begun)
    except SendError as error:
        yield Finding("slack socket", ok=False, text=str(error), remedy=APP_TOKEN)
        return
    except (*FAULTS, TypeError) as error:
        told_no = f"no connection: {type(error).__name__}"
        yield Finding("slack socket", ok=False, text=told_no, remedy=ONLINE)
        return
    if message is not None and token:
        yield await read_back(client, message)


def greeted(hello: dict[str, Any]) -> Finding:
    """Slack's first word on a connection."""
    count = hello.get("num_connections", 0)
    if hello.get("type") != "hello":
        said = str(hello.get("reason", hello.get("type", "?")))[:60]
        return Finding("slack socket", ok=False, text=f"Slack says {said}", remedy=OTHERS)
    shown = f"Slack says hello; {count} of {MOST} connections"
    return Finding("slack socket", ok=True, text=shown, remedy=OTHERS if count >= MOST else "")


async def written(socket: aiohttp.ClientWebSocketResponse, trial: Trial) -> EventBody | None:
    """The first message of a person; it is not acknowledged, so that it comes again."""
    trial.tell(f"{WRITE} Waiting {trial.seconds:.0f} seconds …")
    try:
        async with asyncio.timeout(trial.seconds):
            async for frame in socket:
                message = message_in(frame.data if frame.type is aiohttp.WSMsgType.TEXT else "")
                if message is not None:
                    return message
    except TimeoutError:
        return None
    return None


def message_in(frame: str) -> EventBody | None:
    """What a person wrote in the app's messages; None for anything else."""
    try:
        envelope = read_envelope(json.loads(frame or "{}").get("payload"))
    except (EnvelopeError, ValueError, AttributeError):
        return None
    body = envelope.event if isinstance(envelope, EventEnvelope) else None
    by_person = isinstance(body, EventBody) and body.user and not body.bot_id
    return body if by_person and isinstance(body, EventBody) and body.channel_type == "im" else None


def arrived(message: EventBody | None, seconds: float) -> Finding:
    if message is None:
        return Finding("slack live", ok=False, text="no message arrived", remedy=SUBSCRIBE)
    return Finding("slack live", ok=True, text=f"your message arrived after {seconds:.1f} s")


async def read_back(client: Client, message: EventBody) -> Finding:
    """Post a line under the message, find it again by its mark, and take it away."""
    channel, root, key = message.channel or "", message.ts or "", token_hex(12)
    try:
        posted = await call(
            client.chat_postMessage(
                channel=channel,
                thread_ts=root,
                text=_("The doctor hears you. This line goes away by itself."),
                metadata=metadata(key, 0, 1, 0),
            )
        )
        found = await call(
            client.conversations_replies(channel=channel, ts=root, include_all_metadata=True)
        )
        await call(client.chat_delete(channel=channel, ts=text(posted, "ts")))
    except SendError as error:
        return Finding("slack reading back", ok=False, text=str(error), remedy=READ_BACK)
    marks = [payload_of(one).get("outbox_id") for one in found.get("messages", [])]
    if key not in marks:
        return Finding("slack reading back", ok=False, text="no mark came back", remedy=READ_BACK)
    return Finding("slack reading back", ok=True, text="a post is found again by its mark")


async def address(settings: Settings, session: aiohttp.ClientSession, trial: Trial) -> Finding:
    """Whether the public address answers as Slack wants it, and only to Slack."""
    name = "slack address"
    if not trial.url:
        return Finding(name, ok=False, text="not tried", remedy=NO_ADDRESS)
    target = trial.url.rstrip("/") + PATH
    challenge = token_hex(12)
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    secret = settings.slack_signing_secret.get_secret_value()
    try:
        async with session.post(target, data=body, headers=signed(secret, body)) as answer:
            echoed = answer.status, (await answer.json(content_type=None)).get("challenge")
        async with session.post(target, data=body) as answer:
            unsigned = answer.status
    except (*FAULTS, AttributeError) as error:
        told = f"{target}: no answer, {type(error).__name__}"
        return Finding(name, ok=False, text=told, remedy=NOT_SERVED)
    if echoed != (HTTPStatus.OK, challenge) or unsigned != HTTPStatus.UNAUTHORIZED:
        told = f"{target}: signed {echoed[0]}, unsigned {unsigned}, where 200 and 401 are right"
        return Finding(name, ok=False, text=told, remedy=NOT_SERVED)
    return Finding(name, ok=True, text=f"{target} answers, and to Slack alone")


def signed(secret: str, body: bytes) -> dict[str, str]:
    """The headers of Slack's own signature."""
    stamp = str(int(time.time()))
    mark = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mark}"}


async def counted(settings: Settings, session: aiohttp.ClientSession, trial: Trial) -> Finding:
    """Whether the process that serves counts one event more once somebody has written."""
    host = "127.0.0.1" if settings.http_host in {"0.0.0.0", "::"} else settings.http_host  # noqa: S104
    page = f"http://{host}:{settings.http_port}/metrics"
    try:
        before = await events(session, page)
        trial.tell(f"{WRITE} Waiting {trial.seconds:.0f} seconds …")
        begun = time.monotonic()
        while time.monotonic() - begun < trial.seconds:
            if await events(session, page) > before:
                shown = f"an event arrived after {time.monotonic() - begun:.1f} s"
                return Finding("slack live", ok=True, text=shown)
            await asyncio.sleep(LOOK)
    except FAULTS as error:
        told = f"{page}: {type(error).__name__}"
        return Finding("slack live", ok=False, text=told, remedy=NOT_SERVED)
    return Finding("slack live", ok=False, text="no event arrived", remedy=SUBSCRIBE)


async def events(session: aiohttp.ClientSession, page: str) -> int:
    """How many events the process has been told of."""
    async with session.get(page) as answer:
        answer.raise_for_status()
        return sum(map(int, COUNTED.findall(await answer.text())))

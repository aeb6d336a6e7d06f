"""Whatever comes in, signed or not: no exception, no 5xx; `VC_SLACK_FUZZ=10000` is the long run."""

import hashlib
import hmac
import json
import os
import random
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from core.errors import StoreBusyError
from tests.bot.slack_payloads import EVENTS, spoil
from tests.journeys.slack_class import SIGNED, TOKENS, Inside, eventually, inside
from tests.slack_server.delivery import signed

MANY = int(os.environ.get("VC_SLACK_FUZZ", "700"))
JSON = {"Content-Type": "application/json"}
BODY = json.dumps(EVENTS["message"])


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Inside]:
    async with inside(sqlite_url, SIGNED) as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def post(
    served: Inside, http: aiohttp.ClientSession, body: bytes, headers: dict[str, str]
) -> int:
    url = served.server.delivery.url
    async with http.post(url, data=body, headers={**JSON, **headers}) as response:
        return response.status


async def test_spoilt_payloads_with_a_good_signature_are_answered_200(
    served: Inside, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(7)
    statuses: dict[int, int] = {}
    for _ in range(MANY):
        body = json.dumps(spoil(dice))
        status = await post(served, http, body.encode(), signed("secret", body))
        statuses[status] = statuses.get(status, 0) + 1
    assert statuses == {200: MANY}
    assert [one.message for one in caplog.records if one.levelname in {"ERROR", "CRITICAL"}] == []


async def test_spoilt_envelopes_on_the_socket_are_all_acknowledged(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(11)
    async with inside(sqlite_url, TOKENS) as made:
        await eventually(lambda: made.server.delivery.sockets)
        for _ in range(MANY):
            sent = await made.server.delivery.deliver("interactive", spoil(dice))
            assert sent.acked, sent.payload
    assert [one.message for one in caplog.records if one.levelname in {"ERROR", "CRITICAL"}] == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"payload=%7B", b"payload=" + b"%5B" * 50_000, b"a=b"],
    ids=["empty", "open", "deep", "not text", "half", "deep form", "form"],
)
async def test_what_is_no_payload_at_all_is_answered_200(
    served: Inside, http: aiohttp.ClientSession, body: bytes
) -> None:
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    mark = "v0=" + hmac.new(b"secret", base, hashlib.sha256).hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": mark}
    assert await post(served, http, body, headers) == 200


def bad_headers() -> dict[str, dict[str, str]]:
    good = signed("secret", BODY)
    stamp, mark = "X-Slack-Request-Timestamp", "X-Slack-Signature"
    return {
        "none": {},
        "no stamp": {mark: good[mark]},
        "no mark": {stamp: good[stamp]},
        "other secret": signed("other", BODY),
        "other body": signed("secret", BODY + " "),
        "old": signed("secret", BODY, time.time() - 360),
        "future": signed("secret", BODY, time.time() + 360),
        "letters": {**good, stamp: "abc"},
        "empty stamp": {**good, stamp: ""},
        "float": {**good, stamp: "1e9"},
        "huge": {**good, stamp: "9" * 5_000},
        "negative": {**good, stamp: "-5"},
        "umlaut": {**good, mark: "v0=ä"},
        "version": {**good, mark: "v1=" + good[mark][3:]},
    }


@pytest.mark.parametrize("name", bad_headers())
async def test_a_bad_signature_is_a_401_whatever_is_wrong(
    served: Inside, http: aiohttp.ClientSession, name: str
) -> None:
    assert await post(served, http, BODY.encode(), bad_headers()[name]) == 401


async def test_random_signatures_are_refused_without_exception(
    served: Inside, http: aiohttp.ClientSession
) -> None:
    dice = random.Random(3)
    for _ in range(MANY // 4):
        stamp = str(int(time.time()) + dice.randint(-400, 400))
        mark = "v0=" + dice.randbytes(32).hex()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": mark}
        assert await post(served, http, BODY.encode(), headers) == 401


async def test_an_event_that_cannot_be_kept_is_not_acknowledged(
    served: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: object) -> bool:
        raise StoreBusyError("full")

    monkeypatch.setattr(served.app.engine, "accept", full)
    sent = await served.student().person.says("Hello", "1763600000.000100")
    assert (sent.acked, sent.tries) == (False, 4)
    monkeypatch.undo()
    assert (await served.student().person.says("Hello again", "1763600000.000100")).acked

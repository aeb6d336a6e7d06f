"""A post of ours against the SDK's own: the same request, and each answer as the right fault."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import SlackRefusedError, TokenError, make_client
from core.errors import SendError, SendLaterError, SendUnknownError

TOKEN = "xoxb-1-a"  # noqa: S105 - made up
BODY = {"channel": "C1", "text": "Hé \U0001f642", "blocks": [{"type": "divider"}]}
VARYING = {"Host", "Content-Length"}


@dataclass
class Slack:
    """Answers everything in one way and remembers what it was asked."""

    url: str = ""
    status: int = 200
    body: str = '{"ok": true, "ts": "1.2"}'
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    asked: list[tuple[str, dict[str, str], object]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        headers = {name: text for name, text in request.headers.items() if name not in VARYING}
        self.asked.append((request.path, headers, await request.json()))
        return web.Response(status=self.status, text=self.body, headers=self.headers)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    made, app = Slack(), web.Application()
    app.router.add_post("/api/{method}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield made
    await runner.cleanup()


async def posted(slack: Slack) -> dict[str, object]:
    """One post through our client."""
    async with aiohttp.ClientSession() as session:
        client = make_client(TOKEN, slack.url, session)
        return await client.post("chat.postMessage", dict(BODY))


async def test_our_post_is_the_request_that_the_sdk_makes(slack: Slack) -> None:
    answer = await posted(slack)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=TOKEN, base_url=slack.url, session=session)
        await client.api_call("chat.postMessage", json=dict(BODY))
    ours, theirs = slack.asked
    assert ours == theirs
    assert answer == {"ok": True, "ts": "1.2"}


async def test_a_client_with_retries_posts_in_the_sdk_s_way(slack: Slack) -> None:
    async with aiohttp.ClientSession() as session:
        client = make_client(TOKEN, slack.url, session).anew(AsyncRateLimitErrorRetryHandler())
        answer = await client.post("chat.postMessage", dict(BODY))
    assert answer["ts"] == "1.2"


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (429, "", SendLaterError),
        (429, "<html>slow down</html>", SendLaterError),
        (500, "<html>oops</html>", SendUnknownError),
        (503, '{"ok": false, "error": "service_unavailable"}', SendLaterError),
        (200, "", SendUnknownError),
        (200, "no JSON", SendUnknownError),
        (200, "[1]", SendUnknownError),
        (200, "[" * 100_000, SendUnknownError),
        (200, '{"ok": false}', SendUnknownError),
        (200, '{"ok": false, "error": "invalid_auth"}', TokenError),
        (200, '{"ok": false, "error": "channel_not_found"}', SlackRefusedError),
    ],
)
async def test_each_answer_that_is_no_yes_is_the_right_fault(
    slack: Slack, status: int, body: str, fault: type[SendError]
) -> None:
    slack.status, slack.body = status, body
    slack.headers = {"Content-Type": "text/html", "Retry-After": "7"}
    with pytest.raises(fault) as caught:
        await posted(slack)
    assert type(caught.value) is fault
    assert status != 429 or getattr(caught.value, "seconds", 0) == 7

"""One workspace whose token stands in the settings: removed, asked for again, served again."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.slack.calls import call, make_client
from bot.slack.workspaces import AGAIN_SECONDS, OneWorkspace, Workspace
from core.errors import SendLaterError
from tests.fakes import FakeClock
from tests.slack_server.server import SlackServer
from tests.slack_server.world import TEAM


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as made:
        yield made


async def found(one: OneWorkspace) -> Workspace:
    workspace = await one.find(TEAM)
    assert workspace
    return workspace


async def test_an_app_that_was_removed_is_asked_for_once_a_minute_and_served_again(
    server: SlackServer,
) -> None:
    clock = FakeClock()
    async with aiohttp.ClientSession() as session:
        one = OneWorkspace(make_client("xoxb-test", server.api, session), clock)
        await one.prepare()
        before = await found(one)
        await one.forget(TEAM)
        token = server.world.tokens.popitem()
        clock.advance(AGAIN_SECONDS)
        assert [await one.find(TEAM) for _ in range(5)] == [None] * 5
        assert server.faults.count("auth.test") == 2
        server.world.tokens.update([token])
        clock.advance(AGAIN_SECONDS)
        assert (await call((await found(one)).client.auth_test()))["ok"]
        with pytest.raises(SendLaterError):
            await call(before.client.auth_test())

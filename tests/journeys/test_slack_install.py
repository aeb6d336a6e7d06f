"""Many workspaces: installed by OAuth, served by their own tokens, forgotten when they leave."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession
from cryptography.fernet import Fernet

from core.store import installations
from tests.journeys.slack_class import Inside, adapter_on, populate
from tests.slack_server.person import Person
from tests.slack_server.server import CLIENT, SlackServer
from tests.slack_server.world import BOT_USER, TEAM

KEY = Fernet.generate_key().decode()
MANY = {
    "SLACK_CLIENT_ID": CLIENT[0],
    "SLACK_CLIENT_SECRET": CLIENT[1],
    "SLACK_ENCRYPTION_KEY": KEY,
    "SLACK_SIGNING_SECRET": "secret",
}
OTHER, TOKEN, SECOND = "T0OTHER", "xoxb-canary-of-the-other-workspace", "xoxb-second"


@dataclass
class Browser:
    """An administrator's browser on the way through Slack's consent page and back."""

    served: Inside
    http: ClientSession
    cookie: str = ""

    @property
    def origin(self) -> str:
        return self.served.server.delivery.url.removesuffix("/slack/events")

    async def begin(self) -> str:
        """Open the install page; the state that Slack would send back."""
        async with self.http.get(f"{self.origin}/slack/install", allow_redirects=False) as answer:
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
            return parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]

    async def come_back(self, state: str, code: str = "code") -> ClientResponse:
        query = {"state": state, "code": code}
        headers = {"Cookie": self.cookie}
        async with self.http.get(
            f"{self.origin}/slack/oauth_redirect", params=query, headers=headers
        ) as answer:
            await answer.read()
            return answer

    async def install(self, team: str = OTHER, token: str = TOKEN) -> None:
        self.served.server.world.codes["code"] = (team, token)
        assert (await self.come_back(await self.begin())).status == 200


@pytest.fixture
async def browser(sqlite_url: str) -> AsyncIterator[Browser]:
    async with SlackServer() as server, ClientSession() as http:
        populate(server)
        server.world.tokens.clear()
        async with adapter_on(sqlite_url, server, MANY) as served:
            yield Browser(served, http)


async def asks_for_help(browser: Browser, team: str = OTHER) -> int:
    """Somebody there types /vc help; how many words of ours they see then."""
    ines = Person(browser.served.server, "U0INES", team)
    assert (await ines.commands("/vc", "help")).acked
    await browser.served.settle()
    return sum("Virtual Client" in text for text in ines.sees())


async def kept(browser: Browser, team: str = OTHER) -> str | None:
    database = browser.served.app.basis.database
    return await database.read(installations.sealed, f"slack:{team}")


async def test_a_workspace_is_served_from_its_installation_on(browser: Browser) -> None:
    assert await asks_for_help(browser) == 0
    assert browser.served.server.faults.calls == []
    await browser.install()
    assert await asks_for_help(browser) == 1


async def test_each_workspace_is_answered_with_its_own_token(browser: Browser) -> None:
    await browser.install(TEAM, "xoxb-first")
    await browser.install()
    for team, token in ((TEAM, "xoxb-first"), (OTHER, TOKEN)):
        await asks_for_help(browser, team)
        assert browser.served.server.faults.calls[-1].token == token


async def test_no_token_lies_in_the_database_in_the_clear(
    browser: Browser, sqlite_url: str
) -> None:
    await browser.install()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert b"T0OTHER" in content
    assert TOKEN.encode() not in content


async def test_a_state_works_once(browser: Browser) -> None:
    browser.served.server.world.codes["code"] = (OTHER, TOKEN)
    state = await browser.begin()
    first, second = await browser.come_back(state), await browser.come_back(state)
    assert (first.status, second.status) == (200, 401)


@pytest.mark.parametrize("state", ["", "x", "ä" * 50, "\ud800".encode("utf-8", "replace").decode()])
async def test_a_state_that_we_did_not_give_installs_nothing(browser: Browser, state: str) -> None:
    browser.served.server.world.codes["code"] = (OTHER, TOKEN)
    await browser.begin()
    browser.cookie = f"slack-app-oauth-state={state}"
    assert (await browser.come_back(state)).status in {400, 401}
    assert await kept(browser) is None


async def test_another_browser_cannot_finish_what_this_one_began(browser: Browser) -> None:
    browser.served.server.world.codes["code"] = (OTHER, TOKEN)
    state = await browser.begin()
    browser.cookie = ""
    assert (await browser.come_back(state)).status == 400
    assert await kept(browser) is None


async def test_a_code_that_slack_does_not_know_installs_nothing(browser: Browser) -> None:
    answer = await browser.come_back(await browser.begin(), "made-up")
    assert answer.status == 401
    assert await kept(browser) is None


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": [BOT_USER]}}],
    ids=["uninstalled", "revoked"],
)
async def test_a_workspace_that_leaves_is_forgotten_at_once(
    browser: Browser, event: dict[str, object]
) -> None:
    await browser.install()
    await asks_for_help(browser)
    before = len(browser.served.server.faults.calls)
    await Person(browser.served.server, "U0RUTH", OTHER).event(event)
    assert await kept(browser) is None
    await asks_for_help(browser)
    assert len(browser.served.server.faults.calls) == before


async def test_a_persons_own_revoked_token_is_none_of_ours(browser: Browser) -> None:
    await browser.install()
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U0INES"], "bot": []}}
    await Person(browser.served.server, "U0INES", OTHER).event(event)
    assert await asks_for_help(browser) == 1


async def test_an_app_that_is_installed_again_serves_again(browser: Browser) -> None:
    await browser.install()
    await asks_for_help(browser)
    await Person(browser.served.server, "U0RUTH", OTHER).event({"type": "app_uninstalled"})
    del browser.served.server.world.tokens[TOKEN]
    await browser.install(OTHER, SECOND)
    assert await asks_for_help(browser) == 2


async def test_a_token_that_died_while_nobody_looked_is_forgotten(browser: Browser) -> None:
    await browser.install()
    browser.served.server.world.tokens.clear()
    assert await asks_for_help(browser) == 0
    assert await kept(browser) is None


async def test_with_another_key_nothing_is_lost_and_nothing_acknowledged(
    browser: Browser, sqlite_url: str
) -> None:
    await browser.install()
    changed = MANY | {"SLACK_ENCRYPTION_KEY": Fernet.generate_key().decode()}
    server = browser.served.server
    async with adapter_on(sqlite_url, server, changed):
        sent = await Person(server, "U0INES", OTHER).commands("/vc", "help")
        assert not sent.acked
    assert await kept(browser)

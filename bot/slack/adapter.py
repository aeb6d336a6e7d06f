"""The Slack adapter as the process sees it: a platform, a start, a stop, a state."""

import asyncio
import contextlib
import logging

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from bot.settings import Settings
from bot.slack.calls import Client, TokenError, make_client
from bot.slack.counters import Counters
from bot.slack.entry import Entry, make_app
from bot.slack.http import PATH, events_handler
from bot.slack.installations import Installations, Sealer, States, Vault
from bot.slack.intake import Desk, Intake
from bot.slack.oauth import Flow, flow_settings, serve
from bot.slack.pace import Pace
from bot.slack.platform import LoadFile, SlackPlatform
from bot.slack.socket import Lines
from bot.slack.workspaces import ManyWorkspaces, OneWorkspace, Workspaces
from bot.web.server import Site
from core.dispatch import Door
from core.errors import SendError
from core.ports import Clock

log = logging.getLogger(__name__)
AGAIN_SECONDS, TIMEOUT_SECONDS, CONNECTIONS = 2.0, 9.0, 200
QUIET = ("slack_sdk", "slack_bolt")


class SlackAdapter:
    """Make it inside the event loop, start it with the door, stop its intake before the engine."""

    def __init__(self, settings: Settings, clock: Clock, load_file: LoadFile, vault: Vault) -> None:
        for name in QUIET:
            # At DEBUG these libraries write people's words into the log.
            logging.getLogger(name).setLevel(logging.INFO)
        self._settings = settings
        self._clock = clock
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        jar = aiohttp.DummyCookieJar()
        self._session = aiohttp.ClientSession(timeout=timeout, connector=connector, cookie_jar=jar)
        self._client = self._make_client(settings.slack_bot_token.get_secret_value())
        self._vault = vault
        self.workspaces: Workspaces = OneWorkspace(self._client, clock)
        self._flow: AsyncOAuthFlow | None = None
        if settings.slack_client_id:
            self._serve_many()
        self.counters = Counters()
        self.platform = SlackPlatform(self.workspaces, Pace(clock), load_file)
        self._intake: Intake | None = None
        self._lines: Lines | None = None
        self._learning: asyncio.Task[None] | None = None

    async def start(self, door: Door, site: Site) -> None:
        """Begin to hear; who we are is learnt in the meantime."""
        desk = Desk(self.platform, self.workspaces, self._clock, self.counters)
        self._intake = Intake(desk, door)
        app = make_app(self._intake, logging.getLogger("slack_bolt"))
        entry = Entry(desk, app)
        self._learning = asyncio.create_task(self._learn(app, entry))
        secret = self._settings.slack_signing_secret.get_secret_value()
        if not self._settings.slack_app_token.get_secret_value() and secret:
            site.post(PATH, events_handler(entry, secret, self._clock, self.counters))
        if self._flow:
            serve(site, self._flow)
        site.figures(self.counters.lines)

    def _make_client(self, token: str) -> Client:
        return make_client(token, self._settings.slack_api_url, self._session)

    def _serve_many(self) -> None:
        """Any workspace may install the app."""
        key = self._settings.slack_encryption_key.get_secret_value()
        installations = Installations(self._vault, Sealer(key))
        many = ManyWorkspaces(installations, self._make_client, self._clock)
        secret = self._settings.slack_client_secret.get_secret_value()
        states = States(self._vault)
        settings = flow_settings(self._settings.slack_client_id, secret, installations, states)
        self.workspaces, self._flow = many, Flow(self._client, settings, many.installed)

    @property
    def ready(self) -> bool:
        """Whether something that is typed now would be heard."""
        return self.workspaces.ready and (self._lines is None or self._lines.open > 0)

    async def stop_intake(self) -> None:
        """Hear nothing more."""
        if self._learning:
            self._learning.cancel()
            await asyncio.gather(self._learning, return_exceptions=True)
        if self._lines:
            await self._lines.stop()
        if self._intake:
            await self._intake.stop()

    async def stop(self) -> None:
        """Let go of everything; the engine has sent what it will send."""
        await self.platform.reconciler.stop()
        await self._session.close()

    async def _learn(self, app: AsyncApp, entry: Entry) -> None:
        """Ask who we are until Slack answers, then connect."""
        while not self.workspaces.ready:
            with contextlib.suppress(asyncio.TimeoutError):
                try:
                    await self.workspaces.prepare()
                except TokenError as error:
                    log.error("slack: SLACK_BOT_TOKEN is refused (%s). Mend it in .env.", error)  # noqa: TRY400 - no stack: it would show the request
                    await asyncio.sleep(AGAIN_SECONDS * 10)
                except SendError as error:
                    log.warning("slack: who we are is not known yet: %s", error)
                    await asyncio.sleep(AGAIN_SECONDS)
        token = self._settings.slack_app_token.get_secret_value()
        if token:
            self._lines = Lines(app, self._client, token, entry)
            self._lines.start()
        log.info("slack: serving")


def open_adapter(
    settings: Settings, clock: Clock, load_file: LoadFile, vault: Vault
) -> SlackAdapter:
    """What the command line calls when a token is set."""
    return SlackAdapter(settings, clock, load_file, vault)

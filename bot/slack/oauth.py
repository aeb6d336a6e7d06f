"""Installing the app to any workspace: Bolt's own flow at two addresses of ours."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.installations import STATE_SECONDS, Installations, States
from bot.slack.manifest import INSTALL, REDIRECT, scopes
from bot.web.server import Site
from core.errors import StoreError

log = logging.getLogger(__name__)
Step = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
Installed = Callable[[str], Awaitable[None]]


class Flow(AsyncOAuthFlow):
    """Bolt's flow; whoever serves the workspace hears of a new installation at once."""

    def __init__(
        self, client: AsyncWebClient, settings: AsyncOAuthSettings, installed: Installed
    ) -> None:
        super().__init__(client=client, logger=logging.getLogger("slack_bolt"), settings=settings)
        self._installed = installed

    async def store_installation(
        self, request: AsyncBoltRequest, installation: Installation
    ) -> None:
        await super().store_installation(request, installation)
        log.info("slack: installed to a workspace")
        await self._installed(installation.team_id or "")


def flow_settings(
    client_id: str, client_secret: str, installations: Installations, states: States
) -> AsyncOAuthSettings:
    """Bot scopes only: the app never acts as a person."""
    return AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=scopes(),
        user_scopes=(),
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        installation_store=installations,
        state_store=states,
        state_expiration_seconds=STATE_SECONDS,
        install_page_rendering_enabled=False,
    )


def serve(site: Site, flow: AsyncOAuthFlow) -> None:
    """The page that begins an installation, and the one that Slack sends the browser back to."""
    site.get(INSTALL, handler(flow.handle_installation))
    site.get(REDIRECT, handler(flow.handle_callback))


def handler(step: Step) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """One step of the flow as a page; a fault of the network or the store is said, not shown."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            answer = await step(await to_bolt_request(request))
        except (TimeoutError, StoreError, aiohttp.ClientError) as error:
            log.warning("slack: an installation did not succeed: %s", type(error).__name__)
            text = "That did not work. Nothing was installed; please begin again."
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, text=text)
        response = await to_aiohttp_response(answer)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return handle
